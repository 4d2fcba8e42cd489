import type { Floats } from '../../elementType';
import { activationDerivatives as derivatives, activationFunctions as functions } from '../../numerics/activations';
import type { Activation } from '../../spec/networkSpec';
import type { LayerActivation } from '../kernels';

// A loop for each function: V8 inlines a call whose target never changes, and then puts no number on the heap (gelu is
// too large for it).

/**
 * a = activation(z) for n rows of `units` numbers; softmax over each row. NaN stays NaN, so that a diverged network is
 * seen.
 */
export function activate(z: Floats, a: Floats, n: number, units: number, activation: LayerActivation): void {
  const count = n * units;
  switch (activation) {
    case 'softmax':
      softmax(z, a, n, units);
      break;
    case 'linear':
      for (let i = 0; i < count; i++) a[i] = z[i];
      break;
    case 'relu':
      for (let i = 0; i < count; i++) a[i] = functions.relu(z[i]);
      break;
    case 'leakyRelu':
      for (let i = 0; i < count; i++) a[i] = functions.leakyRelu(z[i]);
      break;
    case 'elu':
      for (let i = 0; i < count; i++) a[i] = functions.elu(z[i]);
      break;
    case 'selu':
      for (let i = 0; i < count; i++) a[i] = functions.selu(z[i]);
      break;
    case 'gelu':
      for (let i = 0; i < count; i++) a[i] = functions.gelu(z[i]);
      break;
    case 'silu':
      for (let i = 0; i < count; i++) a[i] = functions.silu(z[i]);
      break;
    case 'tanh':
      for (let i = 0; i < count; i++) a[i] = functions.tanh(z[i]);
      break;
    case 'sigmoid':
      for (let i = 0; i < count; i++) a[i] = functions.sigmoid(z[i]);
      break;
    case 'softplus':
      for (let i = 0; i < count; i++) a[i] = functions.softplus(z[i]);
      break;
    case 'softsign':
      for (let i = 0; i < count; i++) a[i] = functions.softsign(z[i]);
      break;
  }
}

/** Multiplies `gradient` in place by the activation's derivative at `count` numbers z. */
export function differentiate(z: Floats, gradient: Floats, count: number, activation: Activation): void {
  switch (activation) {
    case 'linear':
      break;
    // Assigned, not multiplied: a dead unit's gradient is 0 whatever comes from above.
    case 'relu':
      for (let i = 0; i < count; i++) if (z[i] <= 0) gradient[i] = 0;
      break;
    case 'leakyRelu':
      for (let i = 0; i < count; i++) gradient[i] *= derivatives.leakyRelu(z[i]);
      break;
    case 'elu':
      for (let i = 0; i < count; i++) gradient[i] *= derivatives.elu(z[i]);
      break;
    case 'selu':
      for (let i = 0; i < count; i++) gradient[i] *= derivatives.selu(z[i]);
      break;
    case 'gelu':
      for (let i = 0; i < count; i++) gradient[i] *= derivatives.gelu(z[i]);
      break;
    case 'silu':
      for (let i = 0; i < count; i++) gradient[i] *= derivatives.silu(z[i]);
      break;
    case 'tanh':
      for (let i = 0; i < count; i++) gradient[i] *= derivatives.tanh(z[i]);
      break;
    case 'sigmoid':
      for (let i = 0; i < count; i++) gradient[i] *= derivatives.sigmoid(z[i]);
      break;
    case 'softplus':
      for (let i = 0; i < count; i++) gradient[i] *= derivatives.softplus(z[i]);
      break;
    case 'softsign':
      for (let i = 0; i < count; i++) gradient[i] *= derivatives.softsign(z[i]);
      break;
  }
}

function softmax(z: Floats, a: Floats, n: number, units: number): void {
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
