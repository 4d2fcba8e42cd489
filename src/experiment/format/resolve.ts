import { resolveHidden } from '../../engine/network/resolveNetwork';
import type { HiddenSpec, Output } from '../../engine/spec/networkSpec';
import { stepsPerEpoch } from '../../engine/network/trainingLoop';
import type { Experiment, NetworkExperiment } from './schema';

/** The output activation that a loss fixes. */
export const fixedOutput = { binaryCrossEntropy: 'sigmoid', categoricalCrossEntropy: 'softmax' } as const;

/** The output activation in force; with meanSquaredError linear unless the experiment says otherwise. */
export function outputOf(experiment: Pick<NetworkExperiment, 'loss' | 'network' | 'output'>): Output {
  if (experiment.loss !== 'meanSquaredError') return fixedOutput[experiment.loss];
  return experiment.network.output ?? experiment.output ?? 'linear';
}

/** Hidden layers with their widths and activations filled in; `inputs` is the number of features, where it is known. */
export function hiddenLayers(experiment: Pick<NetworkExperiment, 'network'>, inputs?: number): HiddenSpec[] {
  return resolveHidden(experiment.network, inputs);
}

/** Training steps of a whole run. */
export function totalSteps(experiment: Pick<Experiment, 'training'>, rows: number): number {
  return experiment.training.steps ?? experiment.training.epochs! * stepsPerEpoch(rows, experiment.training.batchSize);
}

/** Steps between two recorded costs: as given, else such that about 200 points come of a run. */
export function recordEvery(experiment: Pick<Experiment, 'training'>, steps: number): number {
  return experiment.training.recordEvery ?? Math.max(1, Math.ceil(steps / 200));
}

/**
 * Share of the training's arithmetic that test figures on the way may take, and multiplications that are never worth
 * saving.
 */
const testShare = 0.03;
const testFree = 5e8;

/**
 * Steps between two test figures, a multiple of `every`, the steps between two recorded costs. An experiment that names
 * its recordEvery has test figures at each of them; otherwise a test set that is large beside the batches is looked at
 * less often. `testWork` and `stepWork` are the multiplications of one pass over the test rows and of one training
 * step.
 */
export function testEvery(
  experiment: Pick<Experiment, 'training'>,
  steps: number,
  every: number,
  testWork: number,
  stepWork: number,
): number {
  if (experiment.training.recordEvery !== undefined || testWork === 0) return every;
  const affordable = Math.max(1, Math.floor(Math.max(testFree, testShare * steps * stepWork) / testWork));
  return every * Math.max(1, Math.ceil(Math.ceil(steps / every) / affordable));
}

/** Step 0, about `most` log-spaced steps and the end of a run of `steps` steps, ascending. */
export function snapshotSteps(steps: number, most = 30): number[] {
  const wanted = Math.min(most, steps);
  for (let count = wanted; ; count++) {
    const found = new Set([0]);
    for (let i = 0; i < count; i++) found.add(count === 1 ? steps : Math.round(steps ** (i / (count - 1))));
    if (found.size > wanted || count > 4 * wanted) return [...found].sort((left, right) => left - right);
  }
}
