import { compiledDraws } from '../../random/compiledDraws';
import type { RandomSource } from '../../random/source';
import { reflect } from './reflector';

/**
 * Turns `a` (n columns of m ≥ n numbers each, one after the other) into Q of A = QR by Householder's reflections, with
 * the signs that make the diagonal of R positive, so that Q is the same whatever the method; a 0 on it counts as
 * positive.
 */
export function orthonormalize(a: Float64Array, m: number, n: number): Float64Array {
  const beta = new Float64Array(n);
  const sign = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const start = j * m + j;
    const count = m - j;
    let square = 0;
    for (let i = 0; i < count; i++) square += a[start + i] * a[start + i];
    const first = a[start];
    const diagonal = first > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    sign[j] = diagonal < 0 ? -1 : 1;
    if (square === 0) continue;
    a[start] = first - diagonal;
    beta[j] = 1 / (square - first * diagonal);
    reflect(a, start, count, beta[j], a, m, j + 1, n);
  }
  const q = new Float64Array(m * n);
  for (let j = n - 1; j >= 0; j--) {
    q[j * m + j] = 1;
    reflect(a, j * m + j, m - j, beta[j], q, m, j, n);
    if (sign[j] < 0) for (let i = 0; i < m; i++) q[j * m + i] = -q[j * m + i];
  }
  return q;
}

/** The transpose of a row-major rows × columns matrix. */
function transposed(values: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) out[column * rows + row] = values[row * columns + column];
  }
  return out;
}

/**
 * A row-major rows × columns matrix with orthonormal columns (rows ≥ columns) or rows, uniformly among all such, times
 * `gain`: Q of a normal matrix (Saxe et al. 2013), whose shape is the source's.
 */
export function drawOrthogonal(rows: number, columns: number, gain: number, source: RandomSource): Float64Array {
  const drawn = new Float64Array(rows * columns);
  source.normal(drawn, 0, 1);
  const wide = rows < columns;
  const m = Math.max(rows, columns);
  const n = Math.min(rows, columns);
  // Row by row, a wide matrix already holds the columns of its transpose.
  const a = wide && source.orthogonal === 'asKernel' ? drawn : transposed(drawn, m, n);
  const q = compiledDraws(a.length)?.orthonormalize(a, m, n) ?? orthonormalize(a, m, n);
  const out = wide ? q : transposed(q, n, m);
  if (gain !== 1) for (let i = 0; i < out.length; i++) out[i] *= gain;
  return out;
}
