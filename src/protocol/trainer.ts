import type { Experiment } from '../experiment/schema';
import type { RunUpdate } from '../experiment/update';

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

/** What the host (or the command line) asks of the trainer. Every call answers, or rejects with a message for the user. */
export interface TrainerApi {
  /** Loads the data, starts the trials; answers once they are started. Bad input rejects and nothing runs. */
  run(request: RunRequest): Promise<void>;
  /** Pauses, steps and goes on also in a run that is still loading its data: it then starts so. */
  pause(id: number): Promise<void>;
  resume(id: number): Promise<void>;
  /** One more training step of every running trial of a paused run. */
  step(id: number): Promise<void>;
  /** Begins no trial any more and ends those at work after their current step; answers when all have ended and their last updates are out. */
  stop(id: number): Promise<void>;
  /** Answers with the weights of a run that is stopped as soon as no trial makes a step any more: before the figures of whole splits, which may take long. */
  handedOver(id: number): Promise<TrialWeights[]>;
  /** Leaves out the figures that a run which is stopped has not computed yet. */
  hurry(id: number): Promise<void>;
  /** Start and end weights of every trial of the last run. */
  weights(id: number): Promise<TrialWeights[]>;
}

/** What the trainer tells the host: at most ten times a second, and once more at the end. */
export interface TrainerClient {
  update(update: RunUpdate): void;
}
