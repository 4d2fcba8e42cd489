import { applyEdits, modify } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import type { Fix } from '../../../src/experiment/format/issue';
import { editDistance, nearest } from '../../../src/experiment/text/nearest';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets, presetText } from '../../../src/experiment/presets/presets';
import { experimentWarnings } from '../../../src/experiment/format/checks/warnings';

const circles = () => JSON.parse(presetText(presets[0])) as Record<string, unknown>;
const warningsOf = (change: object) =>
  experimentWarnings(parseExperiment(JSON.stringify({ ...circles(), ...change })).experiment!);

/** The text after a fix that needs no user. */
function fixed(text: string, fix: Fix): string {
  if (fix.kind === 'set') return applyEdits(text, modify(text, fix.path, fix.value, {}));
  if (fix.kind === 'remove') return applyEdits(text, modify(text, fix.path, undefined, {}));
  if (fix.kind === 'browse') return text;
  const value = fix.path.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown>)[key],
    JSON.parse(text),
  );
  const without = applyEdits(text, modify(text, fix.path, undefined, {}));
  return applyEdits(without, modify(without, [...fix.path.slice(0, -1), fix.to], value, {}));
}

describe('the word that was meant', () => {
  it.each([
    ['heNormel', 'heNormal'],
    ['glortoUniform', 'glorotUniform'],
    ['xavier_uniform', 'glorotUniform'],
    ['kaimingNormal', 'heNormal'],
    ['HENORMAL', 'heNormal'],
    ['something', undefined],
  ])('of %s is %s', (word, meant) => {
    expect(nearest(word, ['heNormal', 'heUniform', 'glorotUniform', 'glorotNormal', 'zeros', 'ones'])).toBe(meant);
  });

  it.each([
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['same', 'same', 0],
  ])('%s and %s are %i edits apart', (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
    expect(editDistance(right, left)).toBe(distance);
  });
});

describe('a warning', () => {
  it.each([
    [{ training: { steps: 5, batchSize: 301 } }, ['training', 'batchSize']],
    [{ training: { steps: 5, recordEvery: 6 } }, ['training', 'recordEvery']],
    [{ dataset: { kind: 'mnist', train: 60_001 }, loss: 'categoricalCrossEntropy' }, ['dataset', 'train']],
    [{ initializers: [{ kind: 'zeros' }, { kind: 'zeros' }] }, ['initializers', 1]],
    [{ initializers: [{ kind: 'zeros' }, { kind: 'ones', label: 'Zeros' }] }, ['initializers', 1, 'label']],
    [
      { network: { hidden: [3], bias: false }, initializers: [{ kind: 'zeros', bias: { kind: 'ones' } }] },
      ['initializers', 0, 'bias'],
    ],
  ])('%j is found at its place, and every way to put it right does', (change, path) => {
    const text = JSON.stringify({ ...circles(), ...change });
    const warnings = experimentWarnings(parseExperiment(text).experiment!);
    expect(warnings.map((warning) => warning.path)).toEqual([path]);
    expect(warnings[0].fixes!.length).toBeGreaterThan(0);
    for (const fix of warnings[0].fixes!)
      expect(experimentWarnings(parseExperiment(fixed(text, fix)).experiment!)).toEqual([]);
  });

  it('is not given for a batch of all rows, nor for rows that nobody knows yet', () => {
    expect(warningsOf({ training: { steps: 5, batchSize: 300 } })).toEqual([]);
    expect(
      warningsOf({ dataset: { kind: 'csv', path: 'a.csv', target: 0 }, training: { steps: 5, batchSize: 100_000 } }),
    ).toEqual([]);
  });
});

describe('an issue of the text', () => {
  it.each([
    { loss: 'binaryCrossEntropy', dataset: { kind: 'blobs', centers: 3 } },
    { network: { hidden: [3], output: 'softmax' } },
    { output: 'linear', network: { hidden: [3], output: 'sigmoid' } },
    { training: { steps: 5, epochs: 2 } },
    { training: {} },
    { random: { seeds: [1, 1] } },
    { optimizer: { kind: 'sgd', learningRate: 1, nesterov: true } },
    { initializers: [{ kind: 'heNormal', u: 1, a: 0.1 }] },
    { initializers: [{ kind: 'zeros', enabled: false }] },
    { initializers: [{ kind: 'zeros', bias: { kind: 'orthogonal' } }] },
    { initializers: [{ kind: 'zeros', layers: { 7: { kind: 'ones' } } }] },
    { initializers: [{ kind: 'glorotNormal', gain: { activation: 'tanh', rule: 'forward', slope: 1 } }] },
    { initializers: [{ kind: 'glorotNormal', gain: { activation: 'gelu', rule: 'pytorch' } }] },
  ])('%j is put right by each of its fixes', (change) => {
    const text = JSON.stringify({ ...circles(), ...change });
    const { issues } = parseExperiment(text);
    expect(issues).toHaveLength(1);
    expect(issues[0].inSchema).toBeUndefined();
    expect(issues[0].fixes!.length).toBeGreaterThan(0);
    for (const fix of issues[0].fixes!) expect(parseExperiment(fixed(text, fix)).issues).toEqual([]);
  });

  it.each([
    [{ loss: 'binaryCrossentropy' }, { kind: 'set', path: ['loss'], value: 'binaryCrossEntropy' }],
    [{ initializers: [{ kind: 'heNormel' }] }, { kind: 'set', path: ['initializers', 0, 'kind'], value: 'heNormal' }],
    [{ dataset: { kind: 'circels' } }, { kind: 'set', path: ['dataset', 'kind'], value: 'circles' }],
    [{ network: { hiden: [3], hidden: [3] } }, { kind: 'rename', path: ['network', 'hiden'], to: 'hidden' }],
    [
      { optimizer: { kind: 'adam', lr: 0.1, learningRate: 0.1 } },
      { kind: 'rename', path: ['optimizer', 'lr'], to: 'learningRate' },
    ],
    [
      { network: { hidden: [3], activation: 'swish' } },
      { kind: 'set', path: ['network', 'activation'], value: 'silu' },
    ],
  ])('%j is said by the schema too, and the word that was meant is offered first', (change, fix) => {
    const { issues } = parseExperiment(JSON.stringify({ ...circles(), ...change }));
    expect(issues.every((issue) => issue.inSchema)).toBe(true);
    expect(issues[0].fixes?.[0]).toEqual(fix);
  });
});
