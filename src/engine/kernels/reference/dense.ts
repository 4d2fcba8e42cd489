import { activationDerivatives, activationFunctions } from '../../network/activations';
import type { Activation } from '../../network/spec';
import type { LayerActivation } from '../kernels';
import { product } from './product';

/** The start of sums that have no bias. */
const zero = new Float32Array(1);

/** `Kernels.denseForward`. */
export function denseForward(
  x: Float32Array, kernel: Float32Array, bias: Float32Array | undefined,
  preActivations: Float32Array, activations: Float32Array,
  n: number, inputs: number, units: number, activation: LayerActivation,
): void {
  product(x, inputs, 1, kernel, inputs, 1, bias ?? zero, bias === undefined ? 0 : 1, preActivations, n, units, inputs);
  activate(preActivations, activations, n, units, activation);
}

function activate(z: Float32Array, a: Float32Array, n: number, units: number, activation: LayerActivation): void {
  const count = n * units;
  if (activation === 'softmax') {
    softmax(z, a, n, units);
  } else if (activation === 'linear') {
    for (let i = 0; i < count; i++) a[i] = z[i];
  } else if (activation === 'relu') {
    // NaN stays NaN, so that a diverged network is seen.
    for (let i = 0; i < count; i++) a[i] = z[i] < 0 ? 0 : z[i];
  } else {
    const f = activationFunctions[activation];
    for (let i = 0; i < count; i++) a[i] = f(z[i]);
  }
}

function softmax(z: Float32Array, a: Float32Array, n: number, units: number): void {
  for (let r = 0; r < n; r++) {
    const from = r * units;
    const to = from + units;
    let largest = -Infinity;
    for (let i = from; i < to; i++) largest = Math.max(largest, z[i]);
    let sum = 0;
    for (let i = from; i < to; i++) sum += Math.exp(z[i] - largest);
    for (let i = from; i < to; i++) a[i] = Math.exp(z[i] - largest) / sum;
  }
}

/** `Kernels.denseBackward`. */
export function denseBackward(
  x: Float32Array, kernel: Float32Array, preActivations: Float32Array, gradient: Float32Array,
  kernelGradient: Float32Array, biasGradient: Float32Array | undefined, inputGradient: Float32Array | undefined,
  n: number, inputs: number, units: number, activation: Activation | undefined,
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
  if (inputGradient !== undefined) product(gradient, units, 1, kernel, 1, inputs, zero, 0, inputGradient, n, inputs, units);
}

function differentiate(z: Float32Array, gradient: Float32Array, count: number, activation: Activation): void {
  if (activation === 'linear') return;
  if (activation === 'relu') {
    for (let i = 0; i < count; i++) if (z[i] <= 0) gradient[i] = 0;
    return;
  }
  const derivative = activationDerivatives[activation];
  for (let i = 0; i < count; i++) gradient[i] *= derivative(z[i]);
}
