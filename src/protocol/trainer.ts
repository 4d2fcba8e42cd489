import type { Experiment } from '../experiment/format/schema';
import type { RunUpdate } from '../experiment/record/update';

/** One tensor of a network, in the experiment's layout. */
export interface NamedTensor {
  /** `hidden.0.kernel`, `hidden.0.bias`, … `output.kernel`. */
  name: string;
  shape: number[];
  values: Float32Array;
}

/** The weights of one trial at the start and at the end. */
export interface TrialWeights {
  trial: number;
  initial: NamedTensor[];
  final?: NamedTensor[];
}

/** A part of a tensor of one trial. */
export interface WeightsPart extends NamedTensor {
  trial: number;
  end: 'initial' | 'final';
  /** Tensors of this end of the trial in all. */
  count: number;
  /** The place in the tensor of the first of `values`, which are not all of it. */
  at: number;
}

/** Weights as they came, from one place in their order to the next. */
export interface WeightsPiece {
  parts: WeightsPart[];
  /** Where the next piece begins. */
  next: number;
}

/** Where the files of a dataset without a path are looked for, and what may be read. */
export interface DataPlaces {
  /** Folders in order; each holds the files of a dataset in a folder of its name. */
  folders: string[];
  /** Folder of the small sets that come along. */
  shipped?: string;
  /** Present in a workspace that is not trusted: no path of the experiment may lead out of these folders. */
  within?: string[];
}

export interface RunRequest {
  id: number;
  experiment: Experiment;
  /** Folder that relative paths of the dataset start from. */
  directory?: string;
  places?: DataPlaces;
  /** Workers at most; absent: the number of cores. */
  workers?: number;
  /** The kernels to compute with; `auto` takes the fastest that the machine has. */
  backend: 'auto' | 'relaxed-simd' | 'simd' | 'reference';
  /** A run whose estimate is larger is refused with both numbers. */
  maxMemoryMB: number;
  /** Stay at step 0 until `resume` or `step`. */
  paused: boolean;
}

/**
 * What the host (or the command line) asks of the trainer. Every call answers, or rejects with a message for the user.
 */
export interface TrainerApi {
  /** Loads the data, starts the trials; answers once they are started. Bad input rejects and nothing runs. */
  run(request: RunRequest): Promise<void>;
  /** Pauses, steps and goes on also in a run that is still loading its data: it then starts so. */
  pause(id: number): Promise<void>;
  resume(id: number): Promise<void>;
  /** One more training step of every running trial of a paused run. */
  step(id: number): Promise<void>;
  /**
   * Begins no trial any more and ends those at work after their current step; answers when all have ended and their
   * last updates are out.
   */
  stop(id: number): Promise<void>;
  /** Leaves out the figures that a run which is stopped has not computed yet. */
  hurry(id: number): Promise<void>;
  /**
   * Start and end weights of the trials of the last run in pieces, from a place in the order in which they came;
   * undefined when no more are there. Of a run that is stopped it waits for those that are to come, which are there
   * before the figures of whole splits.
   */
  weightsFrom(id: number, place: number): Promise<WeightsPiece | undefined>;
}

/** What the trainer tells the host: at most ten times a second, and once more at the end. */
export interface TrainerClient {
  update(update: RunUpdate): void;
}
