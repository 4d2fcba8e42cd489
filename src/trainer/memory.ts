import type { Dataset } from '../engine/datasets/spec';
import { planBytes } from '../engine/arena';

const bytesPerNumber = 4;
/** A worker thread with its own heap, before any array. Measured with Node 20 to 24. */
const workerBytes = 16e6;
/** The rest of the process. */
const processBytes = 60e6;

/** Bytes that the splits take in the arena. */
export function datasetBytes(dataset: Dataset): number {
  const lengths = [dataset.train, dataset.test].flatMap((split) => (split ? [split.inputs.length, split.labels?.length ?? 0, split.targets?.length ?? 0] : []));
  return planBytes(lengths);
}

/** What a run will take. */
export interface MemoryPlan {
  dataset: number;
  /** Bytes of one trial's network in the arena. */
  network: number;
  /** Numbers in all kernels and biases. */
  parameters: number;
  trials: number;
  /** Trials of the other cells of a sweep, of which the history is kept. */
  otherTrials: number;
  workers: number;
  layers: number;
  snapshots: number;
  boundaryCells: number;
  /** Recorded points of each curve. */
  points: number;
  /** Bytes of the arena that each worker's kernels take, and the training rows compressed. */
  scratch: number;
  compressed: number;
}

/** Estimated bytes of a whole run: arena, start and end weights, recorded history, threads. */
export function estimateBytes(plan: MemoryPlan): number {
  // Drawn in double before they are stored, and kept from the start and from the end.
  const weights = plan.parameters * (8 + 2 * bytesPerNumber);
  const curves = plan.points * 5 * 8;
  const history = curves + plan.snapshots * (plan.layers * 4 * 256 * bytesPerNumber + 2 * plan.boundaryCells);
  return plan.dataset * 2 + plan.trials * (plan.network + weights + history) + plan.otherTrials * history + plan.workers * (workerBytes + plan.scratch) + plan.compressed + processBytes;
}
