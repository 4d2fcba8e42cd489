import type { Floats } from '../../elementType';
import type { Kernels, LayerActivation } from '../../kernels/kernels';
import { activationDerivatives, activationFunctions } from '../../numerics/activations';
import type { TrainingStream } from '../../random/source';
import type { Activation } from '../../spec/networkSpec';
import type { Layer, LayerSpec } from '../layer';

/**
 * What a pass is for. `train`: a training step, with statistics that follow it and units that drop out. `probe`: the
 * same function of the parameters without either, for looking at a batch. `evaluate`: the network as it answers.
 */
export type Mode = 'train' | 'probe' | 'evaluate';

/** One batch on its way through one layer. */
export interface Pass {
  readonly kernels: Kernels<Floats>;
  mode: Mode;
  /** Rows. */
  n: number;
  /** n × inputs. */
  x: Floats;
  /** What `Kernels.gather` answered when it made `x`; 0 for other rows. */
  batch: number;
  /** Where the cost's gradient by `x` goes (n × inputs); absent for the first layer. */
  inputGradient: Floats | undefined;
  /** What came into the block that a residual layer ends (n × units). */
  skip: Floats | undefined;
  /** Whether the loss has given the gradient by the layer's pre-activations, as it does of the output's. */
  readonly byLogits: boolean;
  /** The stream of the units that drop out. */
  random: TrainingStream | undefined;
}

/** A tensor that a layer trains. */
export interface ParameterPlan {
  name: string;
  shape: readonly number[];
  /** What it starts from, where no initializer draws it. */
  initial: number;
}

/** How one kind of layer computes. Adding a kind is a file like this one's neighbours and a line in `kinds.ts`. */
export interface LayerKind<Spec extends LayerSpec = LayerSpec> {
  parameters(spec: Spec, inputs: number, bias: boolean): ParameterPlan[];
  /** Elements of `own` for batches of `capacity` rows; they stay as they are between two steps. */
  ownLength(spec: Spec, capacity: number): number;
  /** Fills `own` before the first step, where zeros will not do. */
  start?(layer: Layer<Floats>): void;
  /** Writes pre-activations and activations of n rows. */
  forward(layer: Layer<Floats>, pass: Pass): void;
  /**
   * From the gradient by the activations, which becomes that by the pre-activations: writes the gradients of the
   * parameters, and that by `x` into `inputGradient`.
   */
  backward(layer: Layer<Floats>, pass: Pass): void;
}

/** activations = activation(preActivations) of the first `count` numbers. */
export function activate(activation: LayerActivation, layer: Layer<Floats>, count: number): void {
  const { preActivations, activations } = layer;
  const f = activationFunctions[activation as Activation];
  for (let i = 0; i < count; i++) activations[i] = f(preActivations[i]);
}

/** Turns the gradient by the activations into that by the pre-activations. */
export function undoActivation(
  activation: LayerActivation,
  { preActivations, gradients }: Layer<Floats>,
  count: number,
): void {
  if (activation === 'linear') return;
  const derivative = activationDerivatives[activation as Activation];
  for (let i = 0; i < count; i++) gradients[i] *= derivative(preActivations[i]);
}
