import type { Precision } from '../../engine/elementType';
import type { Guessing } from '../../engine/diagnostics/guessing';
import type { Moments } from '../../engine/diagnostics/moments';
import type { Statistics, Symmetry } from '../../engine/diagnostics/summary';
import type { Histogram } from '../../engine/numerics/histogram';
import type { Layout } from '../../engine/spec/initializerSpec';
import type { Activation, LayerKindName, Output } from '../../engine/spec/networkSpec';
import type { Experiment, NetworkExperiment } from '../format/schema';
import type { SweepSetting } from '../format/sweepAxes';

/** What was measured of one tensor at one step. */
export interface Distribution {
  statistics: Statistics;
  histogram: Histogram;
}

/**
 * One layer, or one call of a module of a user's model, at one recorded step; gradients are those of the probe batch's
 * cost. Of what it does not have, such as the kernel of a call without weights, the distribution is one of no numbers.
 */
export interface LayerSnapshot {
  kernel: Distribution;
  /** Absent in a network without biases. */
  bias?: Distribution;
  activations: Distribution;
  /** Activations within a hundredth of the range from a limit, of those looked at; absent without two limits. */
  saturated?: number;
  /**
   * Units of a hidden rectifier that pass no gradient on any row looked at: a ReLU gives 0 on all of them. Absent for
   * other activations.
   */
  dead?: number;
  /** Of the cost by the kernel. */
  gradients: Distribution;
  /** Of a hidden layer; absent for the output. */
  symmetry?: Symmetry;
  /** Of the pre-activations: the signal on its way forward. */
  preActivations?: Moments;
  /** Of each sample's own cost by the pre-activations: the back-propagated signal of Glorot & Bengio (2010). */
  backward?: Moments;
}

/** The network's answer on a square grid over 2-D data, row by row from the top (largest y). */
export interface Boundary {
  size: number;
  /** Most probable class of each cell; for a regression 0. */
  winner: Uint8Array;
  /** Its probability × 255; for a regression the output between the least and the largest target × 255. */
  strength: Uint8Array;
}

/** The state before the update of `step`; the last one, at `step` = total steps, is the trained network. */
export interface Snapshot {
  step: number;
  layers: LayerSnapshot[];
  boundary?: Boundary;
  /**
   * Largest eigenvalue of the Hessian of the cost on the rows looked at, before the update of the step; absent where it
   * was not measured.
   */
  curvature?: number;
  /** Of the inputs that activations and gradients are looked at on; at step 0 alone, since they stay the same. */
  inputs?: Moments;
}

/**
 * Recorded costs; all arrays have one length. `train` is the cost of the step's batch before its update. Accuracies are
 * NaN for a regression; test figures are NaN without test rows, and where a large test set was not looked at.
 */
export interface Curve {
  step: number[];
  train: number[];
  test: number[];
  trainAccuracy: number[];
  testAccuracy: number[];
}

/** Whole-split figures after the last step. */
export interface FinalFigures {
  trainCost: number;
  testCost: number;
  trainAccuracy: number;
  testAccuracy: number;
  /** Of a classification with test rows. */
  mistakes?: Mistakes;
}

/** What a trained network answers to the test rows. */
export interface Mistakes {
  /** Test rows by true class (row) and answer (column), classes × classes. */
  confusion: Uint32Array;
  /** Of images: the first that are wrong, a byte a pixel, channel by channel. */
  images?: {
    width: number;
    height: number;
    channels: number;
    pixels: Uint8Array;
    truth: Uint8Array;
    answer: Uint8Array;
  };
}

/** What the outputs at step 0 say on the training data. */
export interface StartFigures {
  /** Samples whose naive −log(a) would be infinite or NaN in float64. */
  naiveInfinite: number;
  /** Samples looked at. */
  samples: number;
}

export type TrialStatus = 'waiting' | 'running' | 'finished' | 'diverged' | 'stopped' | 'failed';

/** One initializer with one seed. `initializer` is the index in the experiment's list. */
export interface TrialRecord {
  initializer: number;
  seed: number;
  status: TrialStatus;
  /** Steps done. */
  step: number;
  /** Time spent in training steps and recording, without the figures of the end. */
  seconds: number;
  divergedAt?: number;
  /** Why it failed. */
  message?: string;
  curve: Curve;
  snapshots: Snapshot[];
  start?: StartFigures;
  final?: FinalFigures;
  /** Of a user's model. */
  findings?: ModelFinding[];
}

/** One layer of the plan; `name` is `hidden.0` … or `output`. */
export interface LayerInfo {
  name: string;
  inputs: number;
  units: number;
  activation: Activation | Output;
  /**
   * Absent for a dense layer. Of a user's model: a call of a module or function, or a further parameter of the module
   * before it.
   */
  kind?: Exclude<LayerKindName, 'dense'> | 'module' | 'parameter';
  /** Of a user's model: the class of the module, such as `Conv2d`, or the function, such as `relu`. */
  module?: string;
  /** Of the kernel, in the experiment's layout; of another kind of layer, of its first parameter: empty without any. */
  shape: number[];
}

/** 2-D points to draw, the square that the boundary covers, and names. */
export interface DataPreview {
  features: number;
  classes: number;
  classNames?: string[];
  featureNames?: string[];
  trainCount: number;
  testCount: number;
  /** The best that one and the same answer to every training row reaches; absent in runs of older versions. */
  guessing?: Guessing;
  /** What people should know of where the data comes from. */
  note?: string;
  /** Present for images: some of the training ones, a byte a pixel, channel by channel. */
  images?: { width: number; height: number; channels: number; pixels: Uint8Array; classes: Uint8Array };
  /** Present for two features: x, y, x, y …, at most 2 000 points each. */
  points?: {
    train: Float32Array;
    trainClass: Float32Array;
    test: Float32Array;
    testClass: Float32Array;
    extent: Extent;
  };
}

/** Of the boundary grid: cell (0, 0) of its first row lies at (left, top). */
export interface Extent {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** One module of a user's model, in the order of the framework. */
export interface ModelModule {
  /** `encoder.0.attention`; empty for the model itself. */
  path: string;
  /** Its class. */
  kind: string;
  /** Where its class is defined, in a file of the user's. */
  file?: string;
  line?: number;
}

/** A user's model as Python has built it. */
export interface ModelInfo {
  name: string;
  framework: string;
  version: string;
  python: { version: string; path: string };
  device: string;
  file: string;
  line?: number;
  /** The loss that was minimized, in words of the experiment; whether the first batch said which. */
  loss?: { kind: string; deduced: boolean };
  /** Numbers in all its parameters. */
  parameters: number;
  modules: ModelModule[];
}

export const findingSeverities = ['error', 'warning', 'info'] as const;

/** What was found in a user's model with one initialization; `docs/python.md` has the kinds. */
export interface ModelFinding {
  kind: string;
  severity: (typeof findingSeverities)[number];
  /** Of the module or parameter. */
  path: string;
  message: string;
  evidence: Record<string, unknown>;
  file?: string;
  line?: number;
}

/** Everything about a run that is known when it starts. */
export interface RunHeader {
  experiment: Experiment;
  layout: Layout;
  layers: LayerInfo[];
  data: DataPreview;
  totalSteps: number;
  stepsPerEpoch: number;
  /** `precision`: absent in runs of versions that had float32 alone, and of models in Python. */
  environment: { backend: string; precision?: Precision; workers: number; node: string };
  /** Of a run of a user's model. */
  model?: ModelInfo;
  /** What people should know of the weights that trials start from, such as biases that a file does not have. */
  notes?: string[];
  /** Of several runs laid over each other, whose settings are those of the first alone. */
  merged?: true;
}

export type RunStatus = 'starting' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

/** The header of a run of a network of Init Lab's own. */
export interface NetworkRunHeader extends RunHeader {
  experiment: NetworkExperiment;
}

/** How a sweep stands that workers of a queue compute. */
export interface QueueState {
  /** Its id on the server, from when it is there. */
  sweep?: string;
  /** Trials in all, each counted once, and those that have ended. */
  trials: number;
  done: number;
  /** Names of the workers that compute for it. */
  workers: string[];
  /** What is waited for, in words. */
  waiting?: string;
  /** It goes on in the queue, and nothing more is told of it here. */
  left?: true;
}

/** A run as the host keeps it and as an editor is hydrated with it. */
export interface RunRecord {
  id: number;
  status: RunStatus;
  /** Why it failed, or what went wrong in a run that reached its end all the same. */
  message?: string;
  /** Absent until the trainer has loaded the data; a run that failed before has none. */
  header?: RunHeader;
  trials: TrialRecord[];
  /** Time in which at least one trial made steps: drawing, pauses and the figures of the end are no part of it. */
  seconds: number;
  /**
   * Of a sweep, whose trials are those of its cells; the header is that of the first cell, with the whole experiment.
   */
  sweep?: SweepRecord;
  /** Of a sweep that workers of a queue compute; saved runs have none. */
  queue?: QueueState;
}

/** One axis of a sweep that runs or ran, with the values it came to. */
export interface SweepAxisRecord {
  /** JSON pointer to the setting. */
  path: string;
  values: unknown[];
  /** How the experiment gave the values. */
  scale: 'list' | 'linear' | 'log';
}

/**
 * One cell: its settings by their pointers, and its run, which is a run like any other. A cell that has not begun has
 * no header.
 */
export interface SweepCellRecord {
  setting: SweepSetting;
  run: RunRecord;
}

/**
 * What a run that is a sweep has instead of trials of its own. The first axis is the outermost: cell = i₀ · n₁ + i₁.
 */
export interface SweepRecord {
  axes: SweepAxisRecord[];
  cells: SweepCellRecord[];
}
