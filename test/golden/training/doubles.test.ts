import { expect, test } from 'vitest';
import { networkExperimentSchema, type ExperimentInput } from '../../../src/experiment/format/schema';
import { trained } from '../../unit/trainer/trainerSupport';
import golden from './doubles.json';

type Initializers = ExperimentInput['initializers'];

const circlesLaws: Record<string, Initializers[number]> = {
  zeros: { kind: 'zeros' },
  randn10: { kind: 'randomNormal', stddev: 1, scale: 10 },
  he: { kind: 'heNormal' },
  xavier: { kind: 'glorotUniform' },
};
const wideLaws: Record<string, Initializers[number]> = {
  v1: { kind: 'randomNormal', stddev: 0.01 },
  v2: { kind: 'varianceScaling', scale: 1, mode: 'fanIn', distribution: 'normal' },
  v3: { kind: 'varianceScaling', scale: 2, mode: 'fanIn', distribution: 'normal' },
};

const fullBatch = (data: 'circles' | 'moons', activation: 'relu' | 'tanh', steps: number): ExperimentInput => ({
  version: 1,
  dataset: { kind: data, train: 300, test: 100, noise: 0.05 },
  network: { hidden: [10, 5], activation },
  loss: 'binaryCrossEntropy',
  optimizer: { kind: 'sgd', learningRate: 0.01 },
  training: { steps, recordEvery: 20 },
  precision: 'float64',
  random: { seeds: [3] },
  initializers: Object.values(circlesLaws) as Initializers,
});
const wide: ExperimentInput = {
  version: 1,
  dataset: { kind: 'blobs', train: 400, test: 0, centers: 10, features: 3072 },
  network: { hidden: [40, 20], activation: 'relu' },
  loss: 'categoricalCrossEntropy',
  optimizer: { kind: 'adam', learningRate: 1e-3 },
  training: { epochs: 2, batchSize: 50, recordEvery: 1 },
  precision: 'float64',
  random: { layout: 'in-out', seeds: [0] },
  initializers: Object.values(wideLaws) as Initializers,
};

/**
 * Costs of a run of the trainer, by the steps that NumPy recorded: equal to 1e-11, or to a hundred times what NumPy
 * differs from itself by the order of summation.
 */
async function compare(experiment: ExperimentInput, data: string, laws: object, least: number): Promise<void> {
  const { run } = await trained({ experiment: networkExperimentSchema.parse(experiment) });
  expect(run.status).toBe('finished');
  expect(run.header!.environment.precision).toBe('float64');
  Object.keys(laws).forEach((law, trial) => {
    const { steps, costs, spread } = golden.cases.find((one) => one.data === data && one.law === law)!;
    const { step, train } = run.trials[trial].curve;
    let compared = 0;
    steps.forEach((at, index) => {
      const place = step.indexOf(at);
      if (place < 0) return;
      compared++;
      const far = Math.abs(train[place] - costs[index]) / Math.abs(costs[index]);
      expect(far, `${law}, step ${at}: ${train[place]}, NumPy ${costs[index]}`).toBeLessThan(
        1e-11 + 100 * spread[index],
      );
    });
    expect(compared).toBe(least);
  });
}

test('circles with ReLU train as NumPy does in float64', () =>
  compare(fullBatch('circles', 'relu', 15_000), 'circles', circlesLaws, 44));
test('moons with tanh train as NumPy does in float64', () =>
  compare(fullBatch('moons', 'tanh', 15_000), 'moons', circlesLaws, 44));
test('wide layers with Adam train as NumPy does in float64', () => compare(wide, 'blobs', wideLaws, 16));
