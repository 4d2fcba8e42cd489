import type { Floats } from '../elementType';
import { rankOf } from '../numerics/singularValues';
import type { Symmetry } from './summary';

/**
 * Kernels with more entries, or more work in multiplications, than this get no rank: it would hold up the training by
 * over 20 ms.
 */
const rankEntries = 2 ** 18;
export const rankWork = 2e7;

const tolerance = 1e-6;

/**
 * One layer's kernel (units × inputs, row-major), its bias, and the kernel of the layer after it (nextUnits × units).
 */
export interface SymmetryInput {
  kernel: Floats;
  units: number;
  inputs: number;
  outgoing: Floats;
  nextUnits: number;
  bias?: Floats;
}

/** Weights of each side that a neuron is told from others by at first. */
const told = 16;

/** A neuron's weights on one side: `count` numbers from `start` on, `step` apart. */
interface Stretch {
  values: Floats;
  start: number;
  step: number;
  count: number;
}

/** Whether two stretches of one array agree to `tolerance` times their largest entry. */
function agree({ values, start: a, step, count }: Stretch, b: number, extra?: readonly [number, number]): boolean {
  let peak = 0;
  let gap = 0;
  for (let i = 0; i < count; i++) {
    const x = values[a + i * step];
    const y = values[b + i * step];
    if (Object.is(x, y)) {
      if (x - x === 0) peak = Math.max(peak, Math.abs(x));
      continue;
    }
    peak = Math.max(peak, Math.abs(x), Math.abs(y));
    gap = Math.max(gap, Math.abs(x - y));
    if (!(gap < Infinity)) return false;
  }
  if (extra !== undefined && !Object.is(extra[0], extra[1])) {
    peak = Math.max(peak, Math.abs(extra[0]), Math.abs(extra[1]));
    gap = Math.max(gap, Math.abs(extra[0] - extra[1]));
    if (!(gap < Infinity)) return false;
  } else if (extra !== undefined && extra[0] - extra[0] === 0) {
    peak = Math.max(peak, Math.abs(extra[0]));
  }
  return gap <= tolerance * peak;
}

/** The largest size of the finite numbers of an array. */
function peakOf(values: Floats): number {
  let peak = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > peak && size < Infinity) peak = size;
  }
  return peak;
}

/**
 * Weighted sum of the finite ones of the first `told` numbers of a stretch. Any fixed weights of 1 to 2 without a
 * pattern do: the golden ratio's multiples give them.
 */
function mark({ values, start, step, count }: Stretch): number {
  let sum = 0;
  for (let i = 0; i < count && i < told; i++) {
    const x = values[start + i * step];
    if (x - x === 0) sum += x * (1 + ((i * 0.6180339887498949) % 1));
  }
  return sum;
}

/**
 * Counts neurons that differ from every other on one side at least; only those with nearly equal marks are compared
 * weight by weight.
 */
function distinctNeurons({ kernel, units, inputs, outgoing, nextUnits, bias }: SymmetryInput, largest: number): number {
  const incomingOf = (i: number): Stretch => ({ values: kernel, start: i * inputs, step: 1, count: inputs });
  const outgoingOf = (i: number): Stretch => ({ values: outgoing, start: i, step: units, count: nextUnits });
  const marks = Float64Array.from({ length: units }, (_, i) => mark(incomingOf(i)) + mark(outgoingOf(i)));
  // Neurons that agree have marks no further apart than this: every weight may be off by the tolerance of the largest,
  // twice that weighted.
  const slack = 2 * (2 * told) * tolerance * largest * 1.5;
  const order = Uint32Array.from(marks, (_, i) => i).sort((a, b) => marks[a] - marks[b]);
  const kept: number[] = [];
  let window = 0;
  for (const i of order) {
    while (window < kept.length && marks[kept[window]] + slack < marks[i]) window += 1;
    let known = false;
    for (let k = kept.length - 1; k >= window && !known; k--) {
      const other = kept[k];
      known = agree(incomingOf(i), other * inputs, bias && [bias[i], bias[other]]) && agree(outgoingOf(i), other);
    }
    if (!known) kept.push(i);
  }
  return kept.length;
}

/**
 * What is left of the symmetry of a hidden layer: neurons whose incoming weights and bias, or outgoing weights, differ
 * from every other's by more than 1e-6 of their largest, and the rank of the kernel where that takes no more than
 * `mostWork` multiplications. `largest` is the largest size of the finite weights on both sides, if it is known.
 */
export function symmetryOf(
  input: SymmetryInput,
  mostWork = rankWork,
  largest = Math.max(peakOf(input.kernel), peakOf(input.outgoing)),
): Symmetry {
  const { kernel, units, inputs } = input;
  const distinct = distinctNeurons(input, largest);
  const work = units * inputs * Math.min(units, inputs) + Math.min(units, inputs) ** 3;
  return units * inputs <= rankEntries && work <= mostWork
    ? { units, distinct, rank: rankOf(kernel, units, inputs) }
    : { units, distinct };
}
