import { realShift } from '../element';

/*
 * What is left of a layer's symmetry, as `diagnostics/symmetry.ts` and `numerics/singularValues.ts` have it: there in plain
 * words and for any size, here for layers that are looked at in every snapshot. Kernels are units × inputs.
 */

const tolerance: f64 = 1e-6;
/** Weights of each side that a neuron is told from others by at first. */
const told: i32 = 16;
/** Units that are quickly sorted, and rows or columns of a rank: 768 KiB of scratch memory have room for both. */
export const mostUnits: i32 = 2048;
export const mostRank: i32 = 300;

// @ts-ignore: decorator
@inline
function at(values: usize, index: i32): f64 {
  return <f64>load<Real>(values + ((<usize>index) << realShift));
}

// @ts-ignore: decorator
@inline
function at64(values: usize, index: i32): f64 {
  return load<f64>(values + ((<usize>index) << 3));
}

// @ts-ignore: decorator
@inline
function put64(values: usize, index: i32, x: f64): void {
  store<f64>(values + ((<usize>index) << 3), x);
}

// @ts-ignore: decorator
@inline
function int(values: usize, index: i32): i32 {
  return load<i32>(values + ((<usize>index) << 2));
}

/**
 * Whether stretches of `count` numbers, `step` apart, agree to the tolerance times their largest entry; and with them x
 * and y.
 */
function agree(values: usize, a: i32, b: i32, step: i32, count: i32, x: f64, y: f64): bool {
  let peak: f64 = 0,
    gap: f64 = 0;
  for (let i = -1; i < count; i++) {
    if (i >= 0) {
      x = at(values, a + i * step);
      y = at(values, b + i * step);
    }
    if (x == y || (x != x && y != y)) {
      if (x - x == 0) peak = max(peak, abs(x));
      continue;
    }
    peak = max(peak, max(abs(x), abs(y)));
    gap = max(gap, abs(x - y));
    if (!(gap < Infinity)) return false;
  }
  return gap <= tolerance * peak;
}

function mark(values: usize, start: i32, step: i32, count: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0, end = min(count, told); i < end; i++) {
    const x = at(values, start + i * step);
    const turns = <f64>i * 0.6180339887498949;
    if (x - x == 0) sum += x * (1 + (turns - floor(turns)));
  }
  return sum;
}

/**
 * Neurons that differ from every other on one side at least, of `units` up to `mostUnits`; `scratch` has 16 bytes for
 * each.
 */
export function distinctNeurons(
  kernel: usize,
  bias: usize,
  hasBias: bool,
  inputs: i32,
  units: i32,
  outgoing: usize,
  nextUnits: i32,
  largest: f64,
  scratch: usize,
): i32 {
  const marks = scratch,
    order = scratch + ((<usize>units) << 3),
    kept = order + ((<usize>units) << 2);
  for (let i = 0; i < units; i++) {
    const own = mark(kernel, i * inputs, 1, inputs) + mark(outgoing, i, units, nextUnits);
    put64(marks, i, own);
    let place = i;
    for (; place > 0 && at64(marks, int(order, place - 1)) > own; place--)
      store<i32>(order + ((<usize>place) << 2), int(order, place - 1));
    store<i32>(order + ((<usize>place) << 2), i);
  }
  const slack = 2 * (2 * <f64>told) * tolerance * largest * 1.5;
  let count = 0,
    window = 0;
  for (let place = 0; place < units; place++) {
    const i = int(order, place);
    while (window < count && at64(marks, int(kept, window)) + slack < at64(marks, i)) window++;
    let known = false;
    for (let k = count - 1; k >= window && !known; k--) {
      const other = int(kept, k);
      const x = hasBias ? at(bias, i) : 0,
        y = hasBias ? at(bias, other) : 0;
      known =
        agree(kernel, i * inputs, other * inputs, 1, inputs, x, y) && agree(outgoing, i, other, units, nextUnits, 0, 0);
    }
    if (known) continue;
    store<i32>(kept + ((<usize>count) << 2), i);
    count++;
  }
  return count;
}

/** Signs of the Sturm sequence: how many eigenvalues of the tridiagonal matrix are above x. */
function above(diagonal: usize, coupling: usize, n: i32, x: f64): i32 {
  let count = 0;
  let q: f64 = 1;
  for (let i = 0; i < n; i++) {
    q = at64(diagonal, i) - x - at64(coupling, i) / (q == 0 ? 1e-300 : q);
    count += i32(q > 0);
  }
  return count;
}

/** Householder's tridiagonal matrix with the eigenvalues of the symmetric g, which is used up. */
function tridiagonal(g: usize, n: i32, diagonal: usize, coupling: usize, v: usize, p: usize): void {
  put64(coupling, 0, 0);
  for (let k = 0; k < n; k++) {
    put64(diagonal, k, at64(g, k * n + k));
    if (k == n - 1) return;
    let square: f64 = 0;
    for (let i = k + 1; i < n; i++) {
      const x = at64(g, k * n + i);
      put64(v, i, x);
      square += x * x;
    }
    put64(coupling, k + 1, square);
    if (square == 0) continue;
    const first = at64(v, k + 1);
    const length = first > 0 ? -sqrt(square) : sqrt(square);
    put64(v, k + 1, first - length);
    const beta = 1 / (square - first * length);
    let product: f64 = 0;
    for (let i = k + 1; i < n; i++) {
      let sum: f64 = 0;
      for (let j = k + 1; j < n; j++) sum += at64(g, i * n + j) * at64(v, j);
      put64(p, i, beta * sum);
      product += beta * sum * at64(v, i);
    }
    for (let i = k + 1; i < n; i++) put64(p, i, at64(p, i) - (beta * product * at64(v, i)) / 2);
    for (let i = k + 1; i < n; i++) {
      for (let j = k + 1; j < n; j++)
        put64(g, i * n + j, at64(g, i * n + j) - (at64(v, i) * at64(p, j) + at64(p, i) * at64(v, j)));
    }
  }
}

/**
 * Numeric rank by the bound of `np.linalg.matrix_rank` for a float32 array, of a matrix whose shorter side is at most `mostRank`; 8 ·
 * n · (n + 4) bytes of `scratch`.
 */
export function rankOf(a: usize, rows: i32, columns: i32, scratch: usize): i32 {
  let peak: f64 = 0;
  for (let i = 0; i < rows * columns; i++) {
    const size = abs(at(a, i));
    if (!(size < Infinity)) return 0;
    peak = max(peak, size);
  }
  if (peak == 0) return 0;
  const n = min(rows, columns),
    m = max(rows, columns);
  const next = rows <= columns ? columns : 1,
    along = rows <= columns ? 1 : columns;
  const diagonal = scratch + ((<usize>(n * n)) << 3),
    coupling = diagonal + ((<usize>n) << 3);
  // A power of two that brings the largest entry near 1: no product overflows, and none that counts vanishes.
  const exponent = reinterpret<u64>(peak) >> 52;
  const scale = reinterpret<f64>(max<u64>(1, 2046 - exponent) << 52);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum: f64 = 0;
      for (let k = 0; k < m; k++) sum += at(a, i * next + k * along) * scale * (at(a, j * next + k * along) * scale);
      put64(scratch, i * n + j, sum);
      put64(scratch, j * n + i, sum);
    }
  }
  tridiagonal(scratch, n, diagonal, coupling, coupling + ((<usize>n) << 3), coupling + ((<usize>n) << 4));
  let low: f64 = 0,
    high: f64 = 0;
  for (let i = 0; i < n; i++) high += at64(diagonal, i);
  high *= 1 + 1e-9;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (above(diagonal, coupling, n, middle) > 0) low = middle;
    else high = middle;
  }
  const share = <f64>m * 1.1920928955078125e-7;
  return above(diagonal, coupling, n, high * (share * share));
}
