import type { Floats } from '../elementType';
import type { Inputs } from '../datasets/inputs';
import type { Activation, Output } from '../spec/networkSpec';

/** What a dense layer applies to its pre-activations: a hidden layer's activation, or the output's. */
export type LayerActivation = Activation | Output;

/** Class indices, or the quantities of a regression. */
export type Target = Int32Array | Floats;

/** Constants of one `torch.optim.Adam` or `AdamW` update that change from step to step. */
export interface AdamStep {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  /** AdamW: the decay shrinks the parameter itself and stays out of the moments. */
  decoupled: boolean;
  /** 1 − beta1^t and 1 − beta2^t, in double. */
  correction1: number;
  correction2: number;
}

/**
 * Whole steps of one small network, laid out by `network/smallNetwork.ts`. Addresses are bytes of the arena's memory;
 * `plan` is that of a `smallPlan` of layouts/smallPlan.ts, which gets the figures.
 */
export interface SmallKernels {
  /** Lays a batch that never changes out once. */
  smallFill(plan: number): void;
  /** Up to `steps` steps, the first with figures where asked (1); returns the updates done. */
  smallRun(plan: number, steps: number, figures: number): number;
  /** Costs and right answers of n rows. */
  smallEvaluate(plan: number, inputs: number, target: number, n: number): void;
  /** Activations and gradients of n rows into the network's arrays. */
  smallProbe(plan: number, inputs: number, target: number, n: number): void;
  /**
   * Most probable class of n cells and its probability × 255, or (regression 1) the output between low and high × 255.
   */
  smallBoundary(
    plan: number,
    cells: number,
    n: number,
    regression: number,
    low: number,
    high: number,
    winner: number,
    strength: number,
  ): void;
  /** Output activations of n rows into `out`. */
  smallPredict(plan: number, inputs: number, n: number, out: number): void;
}

/**
 * The numeric work of a training step. All arrays are row-major views of one arena, one sample a row, of the element
 * type A; rows may also be float32:
 * `x` n × inputs, `kernel` units × inputs (one neuron a row, PyTorch's layout), everything of a layer n × units.
 * Only the first n rows of an array are read or written; n, inputs and units may be 0. No call makes arrays or objects.
 *
 * `reference` is the oracle that every other make is tested against.
 */
export interface Kernels<A extends Floats = Floats> {
  /** Named in results. */
  readonly name: string;
  /** Whole training steps of small networks; absent where there is no faster way than the calls below. */
  readonly small?: SmallKernels;
  /**
   * Moments and histogram of an array, where there is a faster way than the diagnostics' functions:
   * `diagnostics/distribution.ts` reads them.
   */
  readonly distribution?: (values: number, count: number, out: number) => void;
  /**
   * `RandomState.permutation(n)` into n numbers at `order`; `state` is where the twister's position and then its words
   * lie.
   */
  readonly permutation?: (order: number, n: number, state: number) => void;
  /** All that a snapshot tells of a network's layers, in one call: `layouts/survey.ts` has its arguments. */
  readonly survey?: (layers: number, count: number, rows: number, out: number, mostWork: number) => void;

  /**
   * preActivations = x · kernelᵀ + bias; activations = activation(preActivations). `bias` has `units` numbers. `batch`
   * is what `gather` answered when it made x; 0 for other rows.
   */
  denseForward(
    x: Floats,
    kernel: A,
    bias: A | undefined,
    preActivations: A,
    activations: A,
    n: number,
    inputs: number,
    units: number,
    activation: LayerActivation,
    batch?: number,
  ): void;

  /**
   * Turns `gradient`, the cost's gradient by the activations, in place into that by the pre-activations, and from it
   * writes kernelGradient = gradientᵀ · x, biasGradient = its column sums, inputGradient = gradient · kernel (n ×
   * inputs). With `activation` undefined the gradient is by the pre-activations already, as the losses give it.
   */
  denseBackward(
    x: Floats,
    kernel: A,
    preActivations: A,
    gradient: A,
    kernelGradient: A,
    biasGradient: A | undefined,
    inputGradient: A | undefined,
    n: number,
    inputs: number,
    units: number,
    activation: Activation | undefined,
    batch?: number,
  ): void;

  /**
   * Mean over the batch of −log σ(±logit), labels 0 or 1, one output; writes the gradient by the logits (n). As
   * `BCEWithLogitsLoss`.
   */
  binaryCrossEntropy(logits: A, labels: Int32Array, gradient: A, n: number): number;

  /**
   * Mean over the batch of −log softmax(logits)[label]; writes the gradient by the logits (n × classes). As
   * `CrossEntropyLoss`.
   */
  categoricalCrossEntropy(logits: A, labels: Int32Array, gradient: A, n: number, classes: number): number;

  /**
   * Mean over batch and outputs of (activation − target)², as `MSELoss`; writes the gradient by the logits (n × units).
   * Class indices are one-hot targets, or with one unit the target itself; quantities need one unit.
   */
  meanSquaredError(
    logits: A,
    activations: A,
    target: Target,
    gradient: A,
    n: number,
    units: number,
    output: Output,
  ): number;

  /** `torch.optim.SGD` (dampening 0) over all parameters at once; `velocity` only with momentum. */
  sgd(
    parameters: A,
    gradients: A,
    velocity: A | undefined,
    learningRate: number,
    momentum: number,
    nesterov: boolean,
    weightDecay: number,
  ): void;

  /** `torch.optim.RMSprop` (not centered); `velocity` only with momentum. */
  rmsprop(
    parameters: A,
    gradients: A,
    squares: A,
    velocity: A | undefined,
    learningRate: number,
    alpha: number,
    epsilon: number,
    momentum: number,
    weightDecay: number,
  ): void;

  /** `torch.optim.Adam` and `AdamW` (no amsgrad). */
  adam(parameters: A, gradients: A, first: A, second: A, step: AdamStep): void;

  /**
   * out[r] = source[indices[r]] for n rows of `width` numbers, bytes as byte / 255: returns 0. Kernels that keep the
   * batch in a form of their own instead return its address, for the dense functions until the next call; `out` then
   * stands for its place alone.
   */
  gather(source: Inputs, indices: Uint32Array, out: A, n: number, width: number): number;
  /** out[i] = bytes[i] / 255. */
  unpack(bytes: Uint8Array, out: A): void;
  /** The same for class indices, one a row. */
  gatherLabels(source: Int32Array, indices: Uint32Array, out: Int32Array, n: number): void;

  /**
   * A whole number that says which of the values are above 0: others than the same ones have the same number with a
   * chance of 2⁻⁵².
   */
  sides(values: A): number;
}
