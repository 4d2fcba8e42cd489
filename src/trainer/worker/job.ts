import type { Moments } from '../../engine/diagnostics/moments';
import type { Floats } from '../../engine/elementType';
import type { ArenaRegion } from '../../engine/arena';
import type { Dataset } from '../../engine/datasets/spec';
import type { CompressedRows } from '../../engine/kernels/wasm/compressedRows';
import type { NetworkSpec } from '../../engine/spec/networkSpec';
import type { Backend } from '../backend/backend';
import type { Snapshot } from '../../experiment/record/record';
import type { NetworkExperiment } from '../../experiment/format/schema';
import type { TrialUpdate } from '../../experiment/record/update';
import type { TrialWeights } from '../../protocol/trainer';
import type { InitializerFiles } from '../../data/initializerFiles';
import type { Span } from '../shared/trainingTime';

/**
 * One initializer with one seed, and the part of the arena that is its own: all that a worker needs to go on with it
 * lies there.
 */
export interface TrialJob {
  /** Index in the run. */
  trial: number;
  initializer: number;
  seed: number;
  /** In a sweep of very many trials most keep none. */
  keepsSnapshots: boolean;
  region: ArenaRegion;
}

/** What a worker needs; arrays lie in shared memory and are not copied. */
export interface WorkerJob {
  experiment: NetworkExperiment;
  network: NetworkSpec;
  dataset: Dataset;
  /** The tensors that initializers take from files. */
  files: InitializerFiles;
  /** Cells of the boundary to predict, for 2-D data. */
  grid?: Floats;
  /** For this worker's answers on it: 2 bytes for each cell. */
  boundaryRoom?: Uint8Array;
  backend: Backend;
  /** For the worker's kernels alone. */
  scratch: ArenaRegion;
  /** The training rows a second time, when they are mostly 0. */
  compressed?: CompressedRows;
  batchCapacity: number;
  /** Rows that a network has room for the copies of. */
  copiedRows: number;
  totalSteps: number;
  recordEvery: number;
  /** Steps between two test figures, a multiple of recordEvery. */
  testEvery: number;
  snapshotSteps: number[];
  /** Those of them at which the largest curvature of the cost is measured. */
  curvatureSteps: number[];
  /** Whether the weights of the start and of the end are sent; nobody asks for those of a sweep's cells. */
  sendsWeights: boolean;
  /** All of the run, by their index: any worker may train any of them. */
  trials: TrialJob[];
  /** Number of the worker, from 0. */
  worker: number;
  control: ArrayBufferLike;
  board: ArrayBufferLike;
  /** Of a run whose steps are worth sharing: where workers without a trial help those with one. */
  team?: ArrayBufferLike;
}

/** A part of a trial's history that one worker computed; parts are numbered from 0 for each trial. */
export interface Piece {
  piece: number;
  update: TrialUpdate;
}

/**
 * A snapshot as the kernels record it: one block of bytes, which goes from thread to thread without a copy and becomes
 * objects once, in the trainer.
 */
export interface PackedSnapshot {
  step: number;
  /** The record of a `Survey`, and after it the bytes of the boundary where there is one. */
  bytes: Uint8Array<ArrayBuffer>;
  inputs: Moments | undefined;
  curvature: number | undefined;
}

/** A piece on its way to the trainer: its snapshots may be as the kernels record them. */
export interface SentPiece {
  piece: number;
  update: Omit<TrialUpdate, 'snapshots'>;
  snapshots: (Snapshot | PackedSnapshot)[];
}

/** What the trainer gives a thread: a job, and orders to a worker that does not share the words of its `Control`. */
export type ToWorker = { type: 'job'; job: WorkerJob } | { type: 'orders'; orders: Int32Array };

/** What a worker tells the trainer. */
export type FromWorker =
  /** `trained`: when it made training steps since its last message. */
  | { type: 'updates'; pieces: SentPiece[]; trained: Span[] }
  | { type: 'weights'; weights: Pick<TrialWeights, 'trial'> & Partial<TrialWeights> }
  /** A trial could not be worked on; the worker goes on with others. */
  | { type: 'failed'; trial: number; message: string }
  /** Every trial of the job has ended, and all of it has been told. */
  | { type: 'done' };
