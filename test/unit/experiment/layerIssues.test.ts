import { describe, expect, test } from 'vitest';
import { checkExperiment } from '../../../src/experiment/format/checks/check';
import type { Issue } from '../../../src/experiment/format/issue';

const issuesOf = (hidden: unknown[], initializers: unknown[] = [{ kind: 'heNormal' }]): Issue[] =>
  checkExperiment({
    version: 1,
    dataset: { kind: 'circles' },
    network: { hidden },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { steps: 10 },
    initializers,
  }).issues;

const at = (index: number, ...rest: (string | number)[]) => ['network', 'hidden', index, ...rest];

describe('a hidden layer that is wrong has one issue, at its field', () => {
  test.each<[string, unknown[], (string | number)[]]>([
    ['a misspelt kind', [{ kind: 'batchNrm' }], at(0, 'kind')],
    ['no width', [{ activation: 'relu' }], at(0, 'units')],
    ['no rate', [4, { kind: 'dropout' }], at(1, 'rate')],
    ['a rate of 1', [4, { kind: 'dropout', rate: 1 }], at(1, 'rate')],
    ['a field of another kind', [4, { kind: 'layerNorm', momentum: 0.1 }], at(1, 'momentum')],
    ['a momentum of 0', [4, { kind: 'batchNorm', momentum: 0 }], at(1, 'momentum')],
    ['a block without layers', [{ kind: 'residual', layers: 1 }], at(0)],
    ['a block of more layers than there are', [4, { kind: 'residual', layers: 2 }], at(1, 'layers')],
    ['a block that changes the width', [4, 5, { kind: 'residual', layers: 1 }], at(2)],
    ['a block whose width a norm passes on', [4, 5, { kind: 'layerNorm' }, { kind: 'residual', layers: 2 }], at(3)],
  ])('%s', (_, hidden, path) => {
    expect(issuesOf(hidden).map((issue) => issue.path)).toEqual([path]);
  });

  test('a misspelt kind and a block that is too long can be put right', () => {
    expect(issuesOf([{ kind: 'batchNrm' }])[0].fixes).toEqual([
      { kind: 'set', path: at(0, 'kind'), value: 'batchNorm' },
    ]);
    expect(issuesOf([4, { kind: 'residual', layers: 2 }])[0].fixes).toEqual([
      { kind: 'set', path: at(1, 'layers'), value: 1 },
    ]);
  });
});

test('widths that follow from the data are left to the run', () => {
  expect(issuesOf([{ kind: 'batchNorm' }, { kind: 'residual', layers: 1 }])).toEqual([]);
  expect(issuesOf([4, { kind: 'residual', layers: 1 }])).toEqual([]);
});

test('an exception for a layer that no initializer draws is refused, and can be removed', () => {
  const path = ['initializers', 0, 'layers', '1'];
  const [issue, ...others] = issuesOf(
    [4, { kind: 'layerNorm' }],
    [{ kind: 'heNormal', layers: { 1: { kind: 'zeros' } } }],
  );
  expect(others).toEqual([]);
  expect(issue).toMatchObject({ path, fixes: [{ kind: 'remove', path }] });
});
