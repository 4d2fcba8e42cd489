import { curvatureGradients } from '../../engine/diagnostics/curvature';
import { isDense, kindOf, type NetworkSpec, type OptimizerSpec } from '../../engine/spec/networkSpec';

/*
 * How many snapshots a run can afford, from what it is alone and not from a clock: the same experiment keeps the same
 * ones everywhere. The constants are those of one core of a machine of 2023; only their proportions matter.
 */

/**
 * Share of the training that snapshots may take, and nanoseconds that nobody notices in any case: a slider of a few
 * steps would be missed more, and most of all where a decision boundary is watched as it moves.
 */
const share = 0.03;
const unnoticed = 3.5e6;
const unnoticedWithBoundary = 20e6;
const fewest = 3;
const most = 30;
/** Multiply-adds count twice. */
const flopsPerNanosecond = 60;
/** Of moments and histogram of one number. */
const nanosecondsPerNumber = 2.7;
/** Operations of a probe, and numbers that it makes, at most. */
const probeFlops = 1e7;
const probeNumbers = 24_576;

/** What of a run decides the cost of its snapshots. */
export interface SnapshotWork {
  network: NetworkSpec;
  trainRows: number;
  /** Samples of a step. */
  batchRows: number;
  steps: number;
  /** Of the boundary; 0 for none. */
  cells: number;
}

function shapes({ inputs, hidden, outputs }: NetworkSpec): { units: number; weights: number } {
  const widths = [inputs, ...hidden.map(({ units }) => units), outputs];
  let weights = 0;
  for (let layer = 1; layer < widths.length; layer++)
    if (layer > hidden.length || kindOf(hidden[layer - 1]) === 'dense') weights += widths[layer - 1] * widths[layer];
  return { units: widths.slice(1).reduce((sum, width) => sum + width, 0), weights };
}

/**
 * Training samples that activations and gradients are looked at on: all of a small network's up to 1 024, fewer of a
 * large one's.
 */
export function probeRows(network: NetworkSpec, trainRows: number): number {
  const { units, weights } = shapes(network);
  return Math.min(
    trainRows,
    Math.max(64, Math.min(1024, Math.floor(probeFlops / (6 * weights)), Math.floor(probeNumbers / units))),
  );
}

/**
 * Snapshots of a run besides the one at step 0: 30, or fewer where so many would take a noticeable part of the
 * training.
 */
export function affordableSnapshots(work: SnapshotWork): number {
  const { units, weights } = shapes(work.network);
  const step = (6 * work.batchRows * weights) / flopsPerNanosecond;
  const rows = probeRows(work.network, work.trainRows);
  const probe = (6 * rows * weights) / flopsPerNanosecond;
  const numbers = nanosecondsPerNumber * (2 * weights + 2 * rows * units);
  const boundary = work.cells * ((2 * weights) / flopsPerNanosecond + 2);
  const budget = Math.max(work.cells > 0 ? unnoticedWithBoundary : unnoticed, share * work.steps * step);
  return Math.max(fewest, Math.min(most, Math.floor(budget / (probe + numbers + boundary))));
}

/**
 * Share of the training that measurements of curvature may take, nanoseconds that nobody notices in any case, and how
 * many there are at most.
 */
const curvatureShare = 0.01;
const unnoticedCurvature = 2e6;
const mostCurvatures = 2;
/** Weights of a network at most: some twenty vectors as long as them lie beside the arena while it is measured. */
const mostMeasuredWeights = 2 ** 17;
/** Of a gradient of the smallest network: calls of kernels, and vectors of the iteration. */
const nanosecondsPerGradient = 25e3;

/**
 * Those of the snapshots, `steps` ascending from 0, at which the largest curvature is measured: step 0 and some spread
 * over the others, as many as cost little beside the training; none for optimizers and layers whose stability does not
 * follow from it.
 */
export function curvatureSteps(work: SnapshotWork, optimizer: OptimizerSpec, steps: readonly number[]): number[] {
  if (optimizer.kind !== 'sgd' || optimizer.momentum > 0 || !isDense(work.network)) return [];
  const { weights } = shapes(work.network);
  if (weights > mostMeasuredWeights) return [];
  const rows = probeRows(work.network, work.trainRows);
  const one = curvatureGradients * (nanosecondsPerGradient + (6 * rows * weights) / flopsPerNanosecond);
  const training = (work.steps * 6 * work.batchRows * weights) / flopsPerNanosecond;
  const count = Math.min(
    mostCurvatures,
    steps.length,
    Math.floor(Math.max(unnoticedCurvature, curvatureShare * training) / one),
  );
  return Array.from({ length: count }, (_, index) => steps[Math.floor((index * steps.length) / count)]);
}
