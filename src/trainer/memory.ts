import { alignedBytes, planBytes } from '../engine/arena';
import type { Dataset, Split } from '../engine/datasets/spec';

const bytesPerNumber = 4;
/** A worker thread with its own heap, before any array. Measured with Node 20 to 24. */
const workerBytes = 16e6;
/** The rest of the process. */
const processBytes = 60e6;

/** Bytes that a split takes as it was loaded. */
function splitBytes({ inputs, labels, targets }: Split): number {
  return inputs.byteLength + (labels?.byteLength ?? 0) + (targets?.byteLength ?? 0);
}

/** Bytes that a dataset takes as it was loaded: what was kept of its files. */
export function loadedBytes({ train, test }: Dataset): number {
  return splitBytes(train) + (test ? splitBytes(test) : 0);
}

/** Bytes that the splits take in the arena; with `keepBytes` inputs that are bytes stay bytes. */
export function datasetBytes({ train, test }: Dataset, keepBytes: boolean): number {
  const bytes = [train, test].flatMap((split) => {
    if (!split) return [];
    const { inputs, labels, targets } = split;
    const size = keepBytes ? inputs.BYTES_PER_ELEMENT : bytesPerNumber;
    return [alignedBytes(size * inputs.length), planBytes([labels?.length ?? 0, targets?.length ?? 0])];
  });
  return bytes.reduce((sum, some) => sum + some, 0);
}

/** What a run will take. */
export interface MemoryPlan {
  /** As it was loaded, and in the arena. */
  dataset: number;
  /** Tensors that initializers take from files. */
  files: number;
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
  return plan.dataset + plan.files + plan.trials * (plan.network + weights + history) + plan.otherTrials * history + plan.workers * (workerBytes + plan.scratch) + plan.compressed + processBytes;
}
