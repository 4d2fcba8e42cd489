import type { Floats } from '../../elementType';
import type { Output } from '../../spec/networkSpec';
import type { Target } from '../kernels';

/** `Kernels.binaryCrossEntropy`. Infinite logits give a NaN cost, as PyTorch's, so that they count as divergence. */
export function binaryCrossEntropy(logits: Floats, labels: Int32Array, gradient: Floats, n: number): number {
  let cost = 0;
  for (let r = 0; r < n; r++) {
    const z = logits[r];
    const y = labels[r];
    const e = Math.exp(-Math.abs(z));
    cost += Math.max(z, 0) - z * y + Math.log1p(e);
    // σ(z) − y, written so that nothing cancels when σ(z) is near y.
    const towardsZ = 1 / (1 + e);
    const againstZ = e / (1 + e);
    const p = z >= 0 ? towardsZ : againstZ;
    const q = z >= 0 ? againstZ : towardsZ;
    gradient[r] = (y === 1 ? -q : p) / n;
  }
  return cost / n;
}

/** `Kernels.categoricalCrossEntropy`. */
export function categoricalCrossEntropy(
  logits: Floats,
  labels: Int32Array,
  gradient: Floats,
  n: number,
  classes: number,
): number {
  let cost = 0;
  for (let r = 0; r < n; r++) {
    const from = r * classes;
    const to = from + classes;
    let largest = -Infinity;
    for (let i = from; i < to; i++) largest = Math.max(largest, logits[i]);
    let sum = 0;
    for (let i = from; i < to; i++) sum += Math.exp(logits[i] - largest);
    const target = from + labels[r];
    cost += Math.log(sum) + largest - logits[target];
    for (let i = from; i < to; i++) {
      const p = Math.exp(logits[i] - largest) / sum;
      gradient[i] = (i === target ? p - 1 : p) / n;
    }
  }
  return cost / n;
}

/** `Kernels.meanSquaredError`. */
export function meanSquaredError(
  logits: Floats,
  activations: Floats,
  target: Target,
  gradient: Floats,
  n: number,
  units: number,
  output: Output,
): number {
  const count = n * units;
  const oneHot = target instanceof Int32Array && units > 1;
  let cost = 0;
  for (let r = 0; r < n; r++) {
    const from = r * units;
    const hot = oneHot ? target[r] : 0;
    const high = oneHot ? 1 : target[r];
    let weighted = 0;
    for (let u = 0; u < units; u++) {
      const a = activations[from + u];
      const difference = a - (u === hot ? high : 0);
      cost += difference * difference;
      const byActivation = (2 * difference) / count;
      weighted += byActivation * a;
      gradient[from + u] = byActivation;
    }
    if (output === 'softmax') {
      // Jacobian a_u (δ_uv − a_v).
      for (let i = from; i < from + units; i++) gradient[i] = activations[i] * (gradient[i] - weighted);
    } else if (output === 'sigmoid') {
      for (let i = from; i < from + units; i++) {
        const e = Math.exp(-Math.abs(logits[i]));
        gradient[i] *= e / ((1 + e) * (1 + e));
      }
    }
  }
  return cost / count;
}
