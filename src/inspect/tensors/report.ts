import type { KernelInitializer, Layout } from '../../engine/spec/initializerSpec';
import type { Outlier } from '../statistics/outlier';

/**
 * What a tensor is to a network. `kernel`: the matrix of a layer for certain; `matrix`: two sides or more, and nothing
 * tells what for, so that nothing is judged; `embedding`: also positions and tokens; `other`: integers, counters,
 * running statistics.
 */
export type TensorRole = 'kernel' | 'matrix' | 'bias' | 'scale' | 'embedding' | 'optimizer' | 'other';

/**
 * Figures of all values of one tensor; mean, std (population), min, max and the moments are those of the finite ones,
 * NaN without any.
 */
export interface TensorStatistics {
  count: number;
  mean: number;
  std: number;
  min: number;
  max: number;
  zeros: number;
  nan: number;
  infinite: number;
  /** Of the finite values; NaN for a constant. */
  skewness: number;
  /** Excess kurtosis: −1.2 uniform, −0.6345 normal cut at ±2σ, 0 normal. */
  kurtosis: number;
  /** Counts in equal bins from min to max, of `sampled` values. */
  spark: Uint32Array;
  /**
   * How many of the finite values the bins and the recogniser have seen: all up to 65 536, else that many, one from
   * each of as many equal stretches.
   */
  sampled: number;
}

/** The side that a kernel's neurons lie along, and what tells it. */
export interface LayoutGuess {
  /** Absent: nothing tells, and both readings are tried. */
  layout?: Layout;
  because?: 'bias' | 'chain' | 'metadata' | 'framework' | 'name';
}

/** The fans of a kernel, with the receptive field of a convolution in them. */
export interface Fans {
  fanIn: number;
  fanOut: number;
}

/** Why a law does not fit: the first test that it failed. */
export type Misfit = 'mean' | 'bound' | 'scale' | 'kurtosis' | 'distribution';

/** A law beside the tensor: how far they are apart. */
export interface LawFit extends Fans {
  law: KernelInitializer;
  /** The layout that the fans come from; `any` where the law asks for none of them. */
  layout: Layout | 'any';
  /** Standard deviation of the tensor over that of the law. */
  scaleRatio: number;
  /**
   * Largest distance between the distributions (Kolmogorov and Smirnov), and how likely it or a larger one is under the
   * law.
   */
  distance: number;
  p: number;
  /** Its parameters are not a framework's defaults but usual ones, such as gain 5/3. */
  unusual?: true;
  /** What it is called where that says more than the law's own name. */
  called?: string;
  /** A parameter was taken from the tensor itself: only the shape of the law was tested. */
  fitted?: true;
  /** Present in a list of laws that do not fit. */
  misfit?: Misfit;
}

/** The shape of a distribution whatever its scale. */
export type Shape =
  'constant' | 'identity' | 'hadamard' | 'orthogonal' | 'sparse' | 'uniform' | 'truncatedNormal' | 'normal' | 'other';

/** A named law, with the fans of the tensor and its default parameters, that a tensor may be as drawn from. */
export interface InitialFit {
  /** Tensors of one file that follow one rule have the same one. */
  scheme: string;
  /** The rule in words; empty where the law's own name says all. */
  name: string;
  law?: KernelInitializer;
  /** It is what a framework draws such a tensor from by itself. */
  own: boolean;
  family: 'uniform' | 'truncatedNormal' | 'normal' | 'exact';
  /**
   * ln of a Bayes factor against numbers of the same shape and any scale, less the weight of all laws that were tried.
   */
  evidence: number;
}

/** Named laws that passed every test, the likeliest first, of how many. */
export interface InitialEvidence {
  fits: readonly InitialFit[];
  tried: number;
}

/** What was found about the law of a tensor. */
export interface Recognition extends LayoutGuess {
  /** Shapes that fit; more than one where the tensor is too small to tell. */
  shapes: readonly Shape[];
  /** The set of laws that fit, the usual parameters before others; empty where none does. */
  laws: readonly LawFit[];
  /** Laws that fit as well with unusual parameters; named beside the set, not in it. */
  alternatives: readonly LawFit[];
  /** The laws of the set come in groups whose difference does not show at this size (or is none for these fans). */
  indistinct: boolean;
  /** Of kernels and embeddings that can be judged: whether they are as some named law draws them. */
  initial?: InitialEvidence;
  /** Of a bias whose laws are known and that is no constant: whether it may be as one of them draws it. */
  biasAsDrawn?: boolean;
  /** Where no law fits and the tensor is large enough to say so: the law it has drifted least from. */
  nearest?: LawFit;
  /** Numbers behind it: n, max|w| / std, excess kurtosis with its standard error under a normal law, n_in·Var. */
  evidence: {
    count: number;
    peakRatio: number;
    kurtosis: number;
    kurtosisError: number;
    fanInVariance?: number;
    gain?: number;
    zerosPerColumn?: number;
  };
  /**
   * No laws are looked for: too few numbers, integers, no finite values, optimizer state, larger tensors enough in the
   * file.
   */
  refused?: 'tooSmall' | 'integers' | 'notFinite' | 'optimizer' | 'tooMany';
}

/** One tensor of the list once its numbers have been read. */
export interface TensorReport {
  /** Its place in the file's list. */
  index: number;
  role: TensorRole;
  statistics: TensorStatistics;
  recognition: Recognition;
  /** Neurons in all and those equal to an earlier one, of a kernel; rows of zeros are counted apart. */
  neurons?: { count: number; duplicates: number; zero: number };
  /** Of weights of two sides or more: the one that is far beyond all others. */
  outlier?: Outlier;
  /** Equal marks mean equal shape and numbers. */
  fingerprint: string;
  /** Set instead of figures where the numbers could not be read; then `statistics` is of no value. */
  problem?: string;
}

/** What the findings of a file need of a report. */
export interface ReportEssence extends Pick<
  TensorReport,
  'index' | 'role' | 'neurons' | 'outlier' | 'fingerprint' | 'problem'
> {
  statistics: Pick<TensorStatistics, 'count' | 'std' | 'min' | 'max' | 'nan' | 'infinite'>;
  recognition: Pick<Recognition, 'shapes' | 'initial' | 'biasAsDrawn'> & {
    evidence: Pick<Recognition['evidence'], 'fanInVariance'>;
  };
}

/** Something wrong or worth knowing, with the tensors it is about, in the file's order. */
export type Finding =
  | { code: 'notFinite'; tensor: string; nan: number; infinite: number; count: number }
  | { code: 'deadKernel'; tensor: string }
  | { code: 'constantKernel'; tensor: string; value: number }
  | { code: 'zeroNeurons'; tensor: string; zero: number; neurons: number }
  | { code: 'duplicateNeurons'; tensor: string; duplicates: number; neurons: number }
  | { code: 'identicalTensors'; tensors: readonly string[] }
  | { code: 'tiedTensors'; tensors: readonly string[] }
  /** n_in·Var is `factor` times the middle one of the file's kernels. */
  | { code: 'scaleOutOfLine'; tensor: string; std: number; factor: number }
  /**
   * One of `count` weights is `deviations` robust standard deviations from the median; that of as many normal ones is
   * expected at `expected`.
   */
  | { code: 'outlier'; tensor: string; value: number; deviations: number; expected: number; count: number }
  /**
   * A tensor that is as a named law draws it, and the share of its standard deviation that a change would show from.
   */
  | { code: 'initialLaw'; tensor: string; law: string; count: number; tried: number; resolution: number }
  /** All `judged` of `kernels` kernels are as named laws draw them; `numbers` in all. */
  | { code: 'allInitial'; judged: number; kernels: number; numbers: number; law: string; resolution: number }
  | { code: 'unreadable'; tensor: string; problem: string };

/**
 * Equal counts over bins; bin i is edges[i] ≤ x < edges[i + 1], the last closed. `logarithmic`: of log10 |x| over the
 * values that are not 0.
 */
export interface DetailHistogram {
  scale: 'linear' | 'logarithmic';
  edges: Float64Array;
  counts: Uint32Array;
  /** Values counted: all finite ones (that are not 0 with the logarithmic scale). */
  total: number;
}

/** The density of a law at `x`, in counts of the histogram beside it; drawn as a line. */
export interface LawCurve {
  fit: LawFit;
  x: Float64Array;
  y: Float64Array;
}

/** Quantiles of the law over those of the tensor, both from low to high; on the diagonal where the law fits. */
export interface QuantilePairs {
  /** Absent: the normal law with the tensor's mean and std. */
  fit?: LawFit;
  law: Float64Array;
  tensor: Float64Array;
}

export interface HeatMap {
  rows: number;
  columns: number;
  /** Mean of the values of each cell, rows × columns, row-major; NaN where none is finite. */
  mean: Float32Array;
  /** Root mean square of each cell. */
  rms: Float32Array;
  /** Sides of the matrix that is shown; a convolution is flattened as its kernel is (neurons along one side). */
  matrix: readonly [number, number];
}

/** Norm of the weights of every neuron, and groups of neurons with the same numbers. */
export interface NeuronDetail {
  /** Which side of the matrix the neurons lie along; `rows` where the layout is unknown. */
  along: 'rows' | 'columns';
  norms: Float64Array;
  duplicates: readonly (readonly number[])[];
}

/** What is shown of one tensor. */
export interface TensorDetail {
  index: number;
  report: TensorReport;
  histogram: DetailHistogram;
  curves: readonly LawCurve[];
  /** Probabilities and values; exact where `exact`, else of the sample. */
  quantiles: { probability: number; value: number }[];
  exact: boolean;
  /** Empty for a constant. */
  qq: readonly QuantilePairs[];
  /** Of matrices and convolutions. */
  neurons?: NeuronDetail;
  heatMap?: HeatMap;
  /** Whether singular values can be asked for, or why not. */
  singular: 'available' | 'tooLarge' | 'noMatrix' | 'notFinite';
}

/** Singular values from large to small; those under about 1e-8 of the first are rounding. */
export interface SingularValues {
  values: Float64Array;
  /** The largest over the smallest. */
  condition: number;
  /** Singular values above σ_max · max(rows, columns) · 2⁻²³. */
  rank: number;
}

/** One name of two files. */
export interface TensorComparison {
  name: string;
  status: 'both' | 'onlyA' | 'onlyB' | 'otherShape' | 'unreadable';
  shapeA?: readonly number[];
  shapeB?: readonly number[];
  indexA?: number;
  indexB?: number;
  /** Present with `both`: over the numbers that are finite in both. */
  change?: {
    /** ‖B − A‖, and over ‖A‖. */
    distance: number;
    relative: number;
    /** Cosine between A and B; NaN where one is 0. */
    cosine: number;
    /** ‖B‖ / ‖A‖, mean of B − A, largest |B − A|, share of numbers that are the same bits. */
    normRatio: number;
    meanShift: number;
    largest: number;
    unchanged: number;
    /** Common bins of both. */
    edges: Float64Array;
    countsA: Uint32Array;
    countsB: Uint32Array;
  };
  problem?: string;
}

/** Options of a detail. */
export interface DetailOptions {
  /** 8 … 1024; default 128. */
  bins?: number;
  scale?: DetailHistogram['scale'];
  /** Overrides the layout that was inferred. */
  layout?: Layout;
}
