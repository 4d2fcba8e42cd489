import type { LayerActivation } from '../kernels/kernels';

/**
 * Live views of one dense layer, row-major: kernels units × inputs, the others capacity × units (the last batch's rows
 * first).
 */
export interface Layer {
  readonly inputs: number;
  readonly units: number;
  readonly activation: LayerActivation;
  readonly kernel: Float32Array;
  /** Absent in a network without biases. */
  readonly bias: Float32Array | undefined;
  readonly kernelGradient: Float32Array;
  readonly biasGradient: Float32Array | undefined;
  readonly preActivations: Float32Array;
  readonly activations: Float32Array;
  /** Of the cost by the pre-activations. */
  readonly gradients: Float32Array;
}
