import type { LayerActivation } from '../kernels/kernels';
import type { HiddenSpec } from '../spec/networkSpec';

/** A hidden layer, or the dense output layer, whose activation may be a softmax. */
export type LayerSpec = HiddenSpec | { kind?: 'dense'; units: number; activation: LayerActivation };

/** Live views of a tensor that is trained, and of the cost's gradient by it. */
export interface LayerParameter {
  /** As weight files name it: `kernel`, `bias`, `scale`, `shift`, `gate`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly gradient: Float32Array;
}

/**
 * Live views of one layer, row-major: a dense layer's kernel is units × inputs, arrays of a batch are capacity × units
 * (the last batch's rows first).
 */
export interface Layer {
  readonly spec: LayerSpec;
  readonly inputs: number;
  readonly units: number;
  readonly activation: LayerActivation;
  readonly parameters: readonly LayerParameter[];
  /** The first parameter: a dense layer's kernel, a norm's scale, a gate; empty where there is none. */
  readonly kernel: Float32Array;
  /** The second parameter: a bias or a shift. */
  readonly bias: Float32Array | undefined;
  readonly kernelGradient: Float32Array;
  readonly biasGradient: Float32Array | undefined;
  readonly preActivations: Float32Array;
  readonly activations: Float32Array;
  /** Of the cost by the activations, and after the layer's backward pass by the pre-activations. */
  readonly gradients: Float32Array;
  /** What the layer keeps for itself: see its kind. */
  readonly own: Float32Array;
}
