import { rankOf } from './rank';
import type { Symmetry } from './summary';

/** Kernels with more entries, or more work, than this get no rank: it would hold up the training by over 20 ms. */
const rankEntries = 2 ** 18;
const rankWork = 2e7;

const tolerance = 1e-6;

/** One layer's kernel (units × inputs, row-major), its bias, and the kernel of the layer after it (nextUnits × units). */
export interface SymmetryInput {
  kernel: Float32Array;
  units: number;
  inputs: number;
  outgoing: Float32Array;
  nextUnits: number;
  bias?: Float32Array;
}

/** Row i: all weights that neuron i takes part in, incoming, bias, outgoing. */
function neurons({ kernel, units, inputs, outgoing, nextUnits, bias }: SymmetryInput): { width: number; rows: Float32Array } {
  const width = inputs + (bias ? 1 : 0) + nextUnits;
  const rows = new Float32Array(units * width);
  for (let i = 0; i < units; i++) {
    const start = i * width;
    rows.set(kernel.subarray(i * inputs, (i + 1) * inputs), start);
    if (bias) rows[start + inputs] = bias[i];
  }
  const first = width - nextUnits;
  for (let k = 0; k < nextUnits; k++) {
    for (let i = 0; i < units; i++) rows[i * width + first + k] = outgoing[k * units + i];
  }
  return { width, rows };
}

/** Whether the stretches of `count` numbers at `a` and `b` agree to `tolerance` times their largest entry. */
function agree(rows: Float32Array, a: number, b: number, count: number): boolean {
  let peak = 0;
  let gap = 0;
  for (let i = 0; i < count; i++) {
    const x = rows[a + i];
    const y = rows[b + i];
    if (Object.is(x, y)) {
      if (x - x === 0) peak = Math.max(peak, Math.abs(x));
      continue;
    }
    peak = Math.max(peak, Math.abs(x), Math.abs(y));
    gap = Math.max(gap, Math.abs(x - y));
    if (!(gap < Infinity)) return false;
  }
  return gap <= tolerance * peak;
}

/** Counts rows that differ from every other; only rows with nearly equal weighted sums are compared number by number. */
function distinctRows(rows: Float32Array, units: number, width: number, incoming: number): number {
  const sum = new Float64Array(units);
  const slack = new Float64Array(units);
  for (let i = 0; i < units; i++) {
    let peak = 0;
    for (let j = 0; j < width; j++) {
      const x = rows[i * width + j];
      if (x - x !== 0) continue;
      // Any fixed weights of 1 to 2 without a pattern do: the golden ratio's multiples give them.
      sum[i] += x * (1 + ((j * 0.6180339887498949) % 1));
      peak = Math.max(peak, Math.abs(x));
    }
    // Rows that agree have sums no further apart than this, and the same peak.
    slack[i] = 3 * tolerance * width * peak;
  }
  const order = Uint32Array.from(sum, (_, i) => i).sort((a, b) => sum[a] - sum[b]);
  const kept: number[] = [];
  let window = 0;
  for (const i of order) {
    while (window < kept.length && sum[kept[window]] + slack[kept[window]] < sum[i]) window += 1;
    let known = false;
    for (let k = kept.length - 1; k >= window && !known; k--) {
      const a = i * width;
      const b = kept[k] * width;
      known = agree(rows, a, b, incoming) && agree(rows, a + incoming, b + incoming, width - incoming);
    }
    if (!known) kept.push(i);
  }
  return kept.length;
}

/**
 * What is left of the symmetry of a hidden layer: neurons whose incoming weights and bias, or outgoing weights, differ
 * from every other's by more than 1e-6 of their largest, and the rank of the kernel where that takes no more than `mostWork`
 * multiplications.
 */
export function symmetryOf(input: SymmetryInput, mostWork = rankWork): Symmetry {
  const { kernel, units, inputs, nextUnits } = input;
  const { width, rows } = neurons(input);
  const distinct = distinctRows(rows, units, width, width - nextUnits);
  const work = units * inputs * Math.min(units, inputs) + Math.min(units, inputs) ** 3;
  return units * inputs <= rankEntries && work <= mostWork ? { units, distinct, rank: rankOf(kernel, units, inputs) } : { units, distinct };
}
