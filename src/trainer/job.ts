import type { ArenaRegion } from '../engine/arena';
import type { Dataset } from '../engine/datasets/spec';
import type { NetworkSpec } from '../engine/network/spec';
import type { Backend } from './backend';
import type { Experiment } from '../experiment/schema';
import type { TrialUpdate } from '../experiment/update';
import type { TrialWeights } from '../protocol/trainer';

/** One initializer with one seed, and the part of the arena that is its own. */
export interface TrialJob {
  /** Index in the run. */
  trial: number;
  initializer: number;
  seed: number;
  region: ArenaRegion;
}

/** All that one worker needs; arrays lie in shared memory and are not copied. */
export interface WorkerJob {
  experiment: Experiment;
  network: NetworkSpec;
  dataset: Dataset;
  /** Cells of the boundary to predict, for 2-D data. */
  grid?: Float32Array;
  backend: Backend;
  /** For the worker's kernels alone. */
  scratch: ArenaRegion;
  batchCapacity: number;
  totalSteps: number;
  recordEvery: number;
  snapshotSteps: number[];
  trials: TrialJob[];
  control: SharedArrayBuffer;
}

/** What a worker tells the trainer. Times are milliseconds since 1970, comparable between threads. */
export type FromWorker =
  | { type: 'updates'; updates: TrialUpdate[]; startedAt: number; lastAt: number }
  | { type: 'weights'; weights: TrialWeights };
