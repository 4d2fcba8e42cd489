import type { Floats } from '../elementType';
import type { LayerActivation } from '../kernels/kernels';
import type { HiddenSpec } from '../spec/networkSpec';

/** A hidden layer, or the dense output layer, whose activation may be a softmax. */
export type LayerSpec = HiddenSpec | { kind?: 'dense'; units: number; activation: LayerActivation };

/** Live views of a tensor that is trained, and of the cost's gradient by it. */
export interface LayerParameter<A extends Floats = Floats> {
  /** As weight files name it: `kernel`, `bias`, `scale`, `shift`, `gate`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: A;
  readonly gradient: A;
}

/**
 * Live views of one layer, row-major: a dense layer's kernel is units × inputs, arrays of a batch are capacity × units
 * (the last batch's rows first).
 */
export interface Layer<A extends Floats = Floats> {
  readonly spec: LayerSpec;
  readonly inputs: number;
  readonly units: number;
  readonly activation: LayerActivation;
  readonly parameters: readonly LayerParameter<A>[];
  /** The first parameter: a dense layer's kernel, a norm's scale, a gate; empty where there is none. */
  readonly kernel: A;
  /** The second parameter: a bias or a shift. */
  readonly bias: A | undefined;
  readonly kernelGradient: A;
  readonly biasGradient: A | undefined;
  readonly preActivations: A;
  readonly activations: A;
  /** Of the cost by the activations, and after the layer's backward pass by the pre-activations. */
  readonly gradients: A;
  /** What the layer keeps for itself: see its kind. */
  readonly own: A;
}
