import { countText } from '../engine/datasets/dataFile';
import type { Dataset, Split } from '../engine/datasets/spec';

/** A worker thread with its own heap, before any array. Measured with Node 20 to 24. */
const workerBytes = 16e6;
/** The rest of the process: measured on the command line with Node 24. */
const processBytes = 85e6;
/** Of a recorded point: five doubles in arrays that grow by half, in the record and on their way to it. */
const pointBytes = 5 * 8 * 3;
/**
 * Of a recorded point on its way to the record, where there are so many that they cannot be cleared away as fast:
 * measured with 1.5 million.
 */
const passingPointBytes = 360;
const mostClearedPoints = 1e5;
/** Of a layer in a snapshot: four histograms of 256 bins. */
const distributionBytes = 4 * 256 * 4;

/** Bytes that a split takes as it was loaded. */
function splitBytes({ inputs, labels, targets }: Split): number {
  return inputs.byteLength + (labels?.byteLength ?? 0) + (targets?.byteLength ?? 0);
}

/** Bytes that a dataset takes as it was loaded: what was kept of its files. */
export function loadedBytes({ train, test }: Dataset): number {
  return splitBytes(train) + (test ? splitBytes(test) : 0);
}

/** What a run will take. */
export interface MemoryPlan {
  /** The most that was taken while the data was loaded, with `startBytes`. */
  loading: number;
  /** The dataset as it was loaded, and its files, which may still be held. */
  dataset: number;
  /** Tensors that initializers take from files. */
  files: number;
  /** The arena: data, networks, kernels' own memory. */
  arena: number;
  /** Numbers in all kernels and biases. */
  parameters: number;
  /** Bytes of one of them. */
  numberBytes: number;
  trials: number;
  /** Trials of the other cells of a sweep, of which the history is kept. */
  otherTrials: number;
  /** Trials of all cells that keep snapshots. */
  trialsWithSnapshots: number;
  workers: number;
  layers: number;
  snapshots: number;
  boundaryCells: number;
  /** Recorded points of each curve. */
  points: number;
}

/** Bytes of the process before any data: with one worker, as there is always one. */
export const startBytes = processBytes + workerBytes;

/** Estimated bytes of a whole run at its fullest: while the data is loaded, or while it trains. */
export function estimateBytes(plan: MemoryPlan): number {
  const { trials, workers, parameters, numberBytes } = plan;
  // Each trial's are kept from the start and from the end; a worker draws one trial's in double, and sends a copy.
  const weights = trials * parameters * 2 * numberBytes + Math.min(workers, trials) * parameters * (8 + numberBytes);
  const curves = (trials + plan.otherTrials) * plan.points * pointBytes;
  const snapshots =
    plan.trialsWithSnapshots * plan.snapshots * (plan.layers * distributionBytes + 2 * plan.boundaryCells);
  const training =
    processBytes + workers * workerBytes + plan.dataset + plan.files + plan.arena + weights + curves + snapshots;
  const passing = passingPointBytes * Math.max(0, trials * plan.points - mostClearedPoints);
  return Math.max(plan.loading, training + passing);
}

/** Bytes as messages write them: in millions, rounded up, with spaces between groups of three digits. */
export function megabytes(bytes: number): string {
  return countText(Math.ceil(bytes / 1e6));
}

/** The one message about a run that needs more memory than it may take; `least` where only a part of it is known. */
export function tooLarge(bytes: number, maxMemoryMB: number, least?: string): string {
  const needed = least === undefined ? `about ${megabytes(bytes)} MB` : `at least ${megabytes(bytes)} MB (${least})`;
  const less =
    least === undefined
      ? 'Use fewer seeds, initializers, cells or recorded steps, narrower layers, or a smaller batch'
      : 'Use fewer rows or features';
  return `The run needs ${needed}; the limit is ${countText(maxMemoryMB)} MB (initLab.training.maxMemoryMB; on the command line: --max-memory). ${less}.`;
}
