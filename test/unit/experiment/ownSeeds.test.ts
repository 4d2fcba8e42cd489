import { describe, expect, test } from 'vitest';
import { checkExperiment } from '../../../src/experiment/format/checks/check';
import type { Issue } from '../../../src/experiment/format/issue';
import { labelOf } from '../../../src/experiment/text/labels';

const issuesOf = (generator: string, initializer: object): Issue[] =>
  checkExperiment({
    version: 1,
    dataset: { kind: 'circles' },
    network: { hidden: [4, 4] },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { steps: 10 },
    random: { generator, layout: 'in-out' },
    initializers: [initializer],
  }).issues;

const all = {
  kind: 'heNormal',
  shared: true,
  bias: { kind: 'randomNormal', seed: 3 },
  layers: { '0': { kind: 'lecunNormal', seed: 4294967295 }, output: { kind: 'zeros' } },
};

describe('seeds of initializers of their own', () => {
  test('are for the generator of Keras', () => {
    expect(issuesOf('keras', all)).toEqual([]);
    expect(issuesOf('keras', { kind: 'heNormal', seed: 0 })).toEqual([]);
  });

  test('with another generator, each has one issue, at its place', () => {
    const issues = issuesOf('torch', all);
    expect(issues.map(({ path }) => path.join('.'))).toEqual([
      'initializers.0.shared',
      'initializers.0.bias.seed',
      'initializers.0.layers.0.seed',
    ]);
    expect(issues[1].message).toBe('initializers[0].bias.seed: expected no seed with the generator torch, got 3.');
    expect(issues[1].fixes).toEqual([
      { kind: 'remove', path: ['initializers', 0, 'bias', 'seed'] },
      { kind: 'set', path: ['random', 'generator'], value: 'keras' },
    ]);
  });

  test.each([
    [{ kind: 'zeros', seed: 1 }, 'expected no seed for zeros, which draws nothing, got 1.'],
    [{ kind: 'heNormal', seed: 4294967296 }, 'between 0 and 4 294 967 295'],
    [{ kind: 'heNormal', seed: 0.5 }, '0.5'],
    [{ kind: 'heNormal', bias: { kind: 'ones', shared: true } }, 'shared'],
  ])('%j is refused', (initializer, said) => {
    const issues = issuesOf('keras', initializer);
    expect(issues).toHaveLength(1);
    expect(issues[0].message).toContain(said);
  });

  test('are in the name of an entry, so that entries can be told apart', () => {
    expect(labelOf({ kind: 'heNormal', seed: 7 })).toBe('He normal (seed = 7)');
    expect(labelOf({ kind: 'heNormal', u: 1, shared: true })).toBe('He normal (u = 1, shared)');
  });
});
