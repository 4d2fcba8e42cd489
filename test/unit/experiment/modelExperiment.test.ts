import { describe, expect, it } from 'vitest';
import { checkExperiment } from '../../../src/experiment/format/checks/check';
import { dataTitle } from '../../../src/experiment/format/datasetTitles';
import { isModelExperiment } from '../../../src/experiment/format/forms';
import type { ModelExperimentInput } from '../../../src/experiment/format/schema';
import { pythonFile } from '../../../src/experiment/format/schemas/modelSchema';
import { expandSweep } from '../../../src/experiment/sweep/sweep';
import { formulaOf, labelOf } from '../../../src/experiment/text/labels';

const written = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...({
    version: 1,
    name: 'Net',
    model: { python: 'model.py:Net', arguments: { width: 64 } },
    data: { python: 'train.py:make_batches' },
    loss: 'categoricalCrossEntropy',
    optimizer: { kind: 'adam', learningRate: 0.001 },
    training: { steps: 200, recordEvery: 5 },
    random: { seeds: [0, 1, 2] },
    initializers: [
      { kind: 'asWritten' },
      { kind: 'heNormal' },
      { kind: 'glorotUniform', layers: { 'head.*': { kind: 'zeros' }, 'embed*': { kind: 'asWritten' } } },
    ],
  } satisfies ModelExperimentInput),
  ...change,
});

const issuesOf = (change: Record<string, unknown>): string[] =>
  checkExperiment(written(change)).issues.map(({ message }) => message);
const random = (y?: object) => ({ random: { x: { shape: [64, 3, 32, 32] }, ...(y && { y }) } });

describe('an experiment with a model in Python', () => {
  it('is valid with defaults filled in', () => {
    const { experiment, issues } = checkExperiment(written());
    expect(issues).toEqual([]);
    if (!experiment || !isModelExperiment(experiment)) throw new Error('Expected a model.');
    expect(experiment.training).toMatchObject({ batchSize: 'full', shuffle: false });
    expect(dataTitle(experiment)).toBe('train.py:make_batches');
    expect(experiment.initializers.map(labelOf)).toEqual(['As written', 'He normal', 'Glorot uniform']);
    expect(formulaOf(experiment.initializers[0])).toBe('W as the model draws it');
  });

  it.each<[string, Record<string, unknown>]>([
    ['a random batch', { data: random({ classes: 10 }) }],
    ['a random batch of tokens', { data: { random: { x: { shape: [8, 32], tokens: 100 }, y: { tokens: 100 } } } }],
    ['several inputs', { data: { random: { x: { ids: { shape: [8, 32], tokens: 9 } } } }, loss: 'model' }],
    ['a dataset', { data: { dataset: { kind: 'mnist' }, shape: [1, 28, 28] }, training: { epochs: 1 } }],
    ['a loss of its own', { loss: 'model.py:loss' }],
    ['a step of its own', { loss: 'model', step: 'train.py:training_step' }],
    ['an optimizer of its own', { optimizer: 'train.py:make_optimizer' }],
    ['a device', { device: 'auto' }],
    ['a sweep over an argument', { sweep: [{ path: '/model/arguments/width', values: [16, 32] }] }],
  ])('takes %s', (_, change) => expect(issuesOf(change)).toEqual([]));

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a name without a file', { model: { python: 'Net' } }, /^model\.python: expected .* got "Net"/],
    ['a network beside it', { network: { hidden: [] } }, /^the document: expected one of the keys .*"network"/],
    ['a law of an own network only', { initializers: [{ kind: 'zerO' }] }, /^initializers\[0\]\.kind: expected a law/],
    [
      'a law for a layer that cannot be drawn',
      { initializers: [{ kind: 'zeros', layers: { a: { kind: 'lsuv' } } }] },
      /^initializers\[0\]\.layers\.a\.kind: expected a law/,
    ],
    ['a batch without targets', { data: random() }, /^data\.random\.y: expected targets/],
    ['epochs of unknown rows', { training: { epochs: 3 } }, /^training\.epochs: expected steps/],
    ['a step and a loss', { step: 'train.py:step' }, /^loss: expected "model"/],
    [
      'an empty dimension',
      { data: { random: { x: { shape: [0] }, y: { classes: 2 } } } },
      /^data.*shape\[0\]: expected/,
    ],
    ['a device that is none', { device: 'tpu' }, /^device: expected .* got "tpu"/],
  ])('refuses %s', (_, change, message) => expect(issuesOf(change).at(0)).toMatch(message));

  it('is swept over its arguments, with one experiment for each value', () => {
    const { experiment } = checkExperiment(written({ sweep: [{ path: '/model/arguments/width', values: [16, 32] }] }));
    const cells = expandSweep(experiment!);
    expect(cells.map((cell) => isModelExperiment(cell.experiment) && cell.experiment.model.arguments.width)).toEqual([
      16, 32,
    ]);
  });

  it('knows the file of a reference', () => {
    expect(['a/b.py:Net', 'model', 'x.ipynb:f', 'x.txt:f'].map(pythonFile)).toEqual([
      'a/b.py',
      undefined,
      'x.ipynb',
      undefined,
    ]);
  });
});
