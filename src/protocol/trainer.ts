import type { Floats } from '../engine/elementType';
import type { Experiment, NetworkExperiment } from '../experiment/format/schema';
import type { RunUpdate } from '../experiment/record/update';
import type { SweepPart } from '../experiment/sweep/sweep';

/** One tensor of a network, in the experiment's layout. */
export interface NamedTensor {
  /** `hidden.0.kernel`, `hidden.0.bias`, … `output.kernel`. */
  name: string;
  shape: number[];
  values: Floats;
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
  /** Where models in Python are trained unless their experiment says so; absent: `cpu`. */
  device?: string;
  /** Of a sweep: what is to be trained of it, each part like a cell of its own; absent: all. */
  parts?: SweepPart[];
  /** Have workers of a queue compute it: a sweep that is submitted, or the one with this id, which is there already. */
  queue?: { join?: string };
  /** Stay at step 0 until `resume` or `step`. */
  paused: boolean;
}

/** A run of an experiment with a network of Init Lab's own. */
export interface NetworkRunRequest extends RunRequest {
  experiment: NetworkExperiment;
}

/** Orders to a run, as `RunHandle` has them. */
export type RunOrder = 'pause' | 'resume' | 'step' | 'stop' | 'hurry';

/** What the host asks of the trainer process. Every call answers, or rejects with a message for the user. */
export interface TrainerApi {
  /** Answers when the run has started, as `RunHandle.started`. */
  run(request: RunRequest): Promise<void>;
  /** Answers when the order is carried out. */
  order(id: number, order: RunOrder): Promise<void>;
  /**
   * Start and end weights of the trials of the last run in pieces, from a place in the order in which they came;
   * undefined when no more are there. Of a run that is stopped it waits for those that are to come, which are there
   * before the figures of whole splits.
   */
  weightsFrom(id: number, place: number): Promise<WeightsPiece | undefined>;
}

/** What is told of runs. */
export interface TrainerClient {
  /** At most ten times a second, and once more at the end, with the status in which the run ended. */
  update(update: RunUpdate): void;
}
