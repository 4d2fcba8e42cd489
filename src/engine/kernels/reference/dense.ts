import type { Floats } from '../../elementType';
import type { Activation } from '../../spec/networkSpec';
import type { LayerActivation } from '../kernels';
import { activate, differentiate } from './activate';
import { product } from './product';

/** The start of sums that have no bias. */
const zero = new Float32Array(1);

/** `Kernels.denseForward`. */
export function denseForward(
  x: Floats,
  kernel: Floats,
  bias: Floats | undefined,
  preActivations: Floats,
  activations: Floats,
  n: number,
  inputs: number,
  units: number,
  activation: LayerActivation,
): void {
  product(x, inputs, 1, kernel, inputs, 1, bias ?? zero, bias === undefined ? 0 : 1, preActivations, n, units, inputs);
  activate(preActivations, activations, n, units, activation);
}

/** `Kernels.denseBackward`. */
export function denseBackward(
  x: Floats,
  kernel: Floats,
  preActivations: Floats,
  gradient: Floats,
  kernelGradient: Floats,
  biasGradient: Floats | undefined,
  inputGradient: Floats | undefined,
  n: number,
  inputs: number,
  units: number,
  activation: Activation | undefined,
): void {
  if (activation !== undefined) differentiate(preActivations, gradient, n * units, activation);
  product(gradient, 1, units, x, 1, inputs, zero, 0, kernelGradient, units, inputs, n);
  if (biasGradient !== undefined) {
    for (let u = 0; u < units; u++) {
      let sum = 0;
      for (let i = u, end = n * units; i < end; i += units) sum += gradient[i];
      biasGradient[u] = sum;
    }
  }
  if (inputGradient !== undefined)
    product(gradient, units, 1, kernel, 1, inputs, zero, 0, inputGradient, n, inputs, units);
}
