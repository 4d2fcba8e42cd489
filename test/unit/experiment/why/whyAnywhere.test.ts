import { beforeAll, describe, expect, it } from 'vitest';
import type { LayerSnapshot, RunRecord, Snapshot, TrialRecord } from '../../../../src/experiment/record/record';
import type { ExperimentInput } from '../../../../src/experiment/format/schema';
import type { PairedFigure } from '../../../../src/experiment/comparison/pairedDifferences';
import { reasonsFor } from '../../../../src/experiment/why/subject';
import { expectTold, reasonsOfTrial, trained } from './whySupport';

type Change = Partial<ExperimentInput>;

const initializers: ExperimentInput['initializers'] = [
  { kind: 'zeros' },
  { kind: 'constant', value: 2 },
  { kind: 'randomNormal', stddev: 10 },
  { kind: 'randomNormal', stddev: 1e-6 },
  { kind: 'randomUniform', min: 0, max: 1 },
  { kind: 'heNormal', layers: { output: { kind: 'zeros' } } },
  { kind: 'glorotUniform', bias: { kind: 'constant', value: -30 } },
  { kind: 'orthogonal' },
  { kind: 'lsuv' },
  { kind: 'sparse', sparsity: 0.5 },
  { kind: 'identity', gain: 20 },
  { kind: 'randomNormal', stddev: 1e30 },
];
const two: ExperimentInput['dataset'] = { kind: 'circles', train: 40, test: 10 };
const many: ExperimentInput['dataset'] = { kind: 'blobs', train: 45, test: 0, centers: 3, features: 3 };
const networks: Record<string, ExperimentInput['network']> = {
  'no hidden layer': { hidden: [] },
  'one unit': { hidden: [1] },
  'one layer': { hidden: [5], activation: 'sigmoid' },
  'without biases': { hidden: [4, 3], bias: false },
  mixed: { hidden: [{ units: 4, activation: 'tanh' }, { units: 3, activation: 'gelu' }, 5] },
  deep: { hidden: Array.from({ length: 12 }, () => 4), activation: 'selu' },
  softplus: { hidden: [4, 4], activation: 'softplus' },
  normalized: { hidden: [4, { kind: 'layerNorm', activation: 'relu' }, { kind: 'dropout', rate: 0.5 }, 3] },
  residual: {
    hidden: [
      4,
      4,
      { kind: 'residual', layers: 1, activation: 'relu' },
      4,
      { kind: 'residual', layers: 2, gate: 0, trainGate: true },
    ],
    activation: 'sigmoid',
  },
};
const settings: Record<string, Change> = {
  'gradient descent': { dataset: two },
  'a rate that is too large': { dataset: two, loss: 'meanSquaredError', optimizer: { kind: 'sgd', learningRate: 1e3 } },
  'momentum and batches of one': {
    dataset: two,
    optimizer: { kind: 'sgd', learningRate: 0.1, momentum: 0.9, weightDecay: 0.1 },
    training: { steps: 25, batchSize: 1, recordEvery: 4 },
  },
  'Adam and classes': {
    dataset: many,
    loss: 'categoricalCrossEntropy',
    optimizer: { kind: 'adam', learningRate: 0.01 },
    training: { epochs: 3, batchSize: 7, shuffle: true },
  },
  'squared error of classes, one step': {
    dataset: many,
    loss: 'meanSquaredError',
    output: 'softmax',
    training: { steps: 1 },
  },
  'two seeds': { dataset: two, random: { seeds: [1, 2] }, training: { steps: 3, recordEvery: 1 } },
};

const figures: PairedFigure[] = ['cost', 'testCost', 'trainAccuracy', 'testAccuracy', 'stepsToReach'];

/**
 * Every subject of a run, with and without an experiment to edit: nothing throws, every number is told, nothing unknown
 * is written.
 */
function checkAll(run: RunRecord): void {
  const experiment = run.header?.experiment;
  for (const trial of run.trials) {
    const reasons = reasonsOfTrial(run, trial);
    expect(reasons.length).toBeGreaterThan(0);
    expect(new Set(reasons.map(({ kind }) => kind)).size).toBe(reasons.length);
    for (const { tries } of reasonsOfTrial(run, trial, experiment))
      for (const { label } of tries) expect(label).not.toMatch(/NaN|undefined|–|\{\d\}/);
  }
  for (const figure of figures) {
    for (const reference of new Set(run.trials.map(({ initializer }) => initializer))) {
      for (const { initializer } of run.trials)
        for (const reason of reasonsFor(run, { initializer, reference, figure }, experiment)) expectTold(reason);
    }
  }
}

describe.each(Object.keys(settings))('every reason: %s', (setting) => {
  it.each(Object.keys(networks))('%s', async (network) => {
    const output = settings[setting].output;
    checkAll(
      await trained({
        initializers,
        ...settings[setting],
        network: { ...networks[network], ...(output ? { output } : {}) },
        output: undefined,
      }),
    );
  });
});

describe('every reason of a record', () => {
  let run: RunRecord;
  beforeAll(async () => {
    run = await trained({ initializers, dataset: two, network: { hidden: [4, 4], activation: 'tanh' } });
  });

  const changed = (change: (trial: TrialRecord, run: RunRecord) => void): RunRecord => {
    const copy = structuredClone(run);
    copy.trials.forEach((trial) => change(trial, copy));
    return copy;
  };
  const everySnapshot = (change: (snapshot: Snapshot) => void) => changed(({ snapshots }) => snapshots.forEach(change));
  const everyLayer = (change: (layer: LayerSnapshot) => void) => everySnapshot(({ layers }) => layers.forEach(change));

  it.each([
    ['symmetry', () => everyLayer((layer) => delete layer.symmetry)],
    ['pre-activations', () => everyLayer((layer) => delete layer.preActivations)],
    ['back-propagated signals', () => everyLayer((layer) => delete layer.backward)],
    ['saturated shares', () => everyLayer((layer) => delete layer.saturated)],
    ['inputs', () => everySnapshot((snapshot) => delete snapshot.inputs)],
    ['guessing', () => changed((_, { header }) => delete header!.data.guessing)],
    ['figures of the start', () => changed((trial) => delete trial.start)],
    ['figures of the end', () => changed((trial) => delete trial.final)],
    ['snapshots', () => changed((trial) => (trial.snapshots = []))],
    ['a first snapshot', () => changed((trial) => trial.snapshots.shift())],
    ['layers', () => everySnapshot((snapshot) => snapshot.layers.pop())],
    ['layers in the header', () => changed((_, { header }) => header!.layers.pop())],
    ['a header', () => changed((_, copy) => delete copy.header)],
    ['a curve', () => changed(({ curve }) => Object.values(curve).forEach((values: number[]) => (values.length = 0)))],
    [
      'all but one cost',
      () => changed(({ curve }) => Object.values(curve).forEach((values: number[]) => (values.length = 1))),
    ],
  ])('without %s', (_, make) => checkAll(make()));

  it.each([NaN, Infinity, -Infinity, 0])('with statistics that are %s', (value) => {
    checkAll(
      everyLayer((layer) => {
        for (const one of [layer.kernel, layer.activations, layer.gradients])
          Object.assign(one.statistics, {
            mean: value,
            std: value,
            min: value,
            max: value,
            ...(value === 0 ? {} : { nan: one.statistics.count }),
          });
        for (const one of [layer.preActivations, layer.backward])
          if (one) Object.assign(one, { mean: value, variance: value });
      }),
    );
  });

  it.each([NaN, Infinity, 0])('with costs that are %s', (value) => {
    checkAll(
      changed(({ curve, final }) => {
        curve.train.fill(value);
        Object.assign(final ?? {}, { trainCost: value, testCost: value, trainAccuracy: NaN, testAccuracy: NaN });
      }),
    );
  });

  it.each(['waiting', 'running', 'finished', 'diverged', 'stopped', 'failed'] as const)(
    'that is said to be %s',
    (status) => checkAll(changed((trial) => (trial.status = status))),
  );

  it.each([NaN, 0, -3, 1e-30, 1e30, Infinity])('with a curvature of %s', (curvature) => {
    checkAll(
      changed((trial) => {
        trial.status = 'diverged';
        trial.divergedAt = 5;
        trial.snapshots.forEach((snapshot) => (snapshot.curvature = curvature));
      }),
    );
  });
});
