import type { Floats } from '../elementType';
const float32Epsilon = 2 ** -23;
/** Rows of work between two pauses. */
const rowsAtOnce = 32;

/** The shorter side's vectors one after the other, n of m numbers. */
function vectorsOf(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
): { vectors: Float64Array; n: number; m: number } {
  const wide = rows <= columns;
  const n = Math.min(rows, columns);
  const m = Math.max(rows, columns);
  const vectors = new Float64Array(n * m);
  if (wide) for (let i = 0; i < n * m; i++) vectors[i] = values[i];
  else for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) vectors[c * m + r] = values[r * columns + c];
  return { vectors, n, m };
}

/**
 * Lower triangle of the products of all vectors with each other, n × n, row-major; two by two, so that each number
 * loaded is used twice.
 */
function* gram(vectors: Float64Array, n: number, m: number): Generator<void, Float64Array> {
  const g = new Float64Array(n * n);
  for (let i = 0; i < n; i += 2) {
    const pair = i + 1 < n;
    const a = i * m;
    const b = pair ? a + m : a;
    for (let j = 0; j <= i; j += 2) {
      const c = j * m;
      const d = j + 1 < n ? c + m : c;
      let ac = 0;
      let ad = 0;
      let bc = 0;
      let bd = 0;
      for (let k = 0; k < m; k++) {
        const x = vectors[a + k];
        const y = vectors[b + k];
        const z = vectors[c + k];
        const w = vectors[d + k];
        ac += x * z;
        ad += x * w;
        bc += y * z;
        bd += y * w;
      }
      g[i * n + j] = ac;
      if (j + 1 < n) g[i * n + j + 1] = ad;
      if (pair) g[(i + 1) * n + j] = bc;
      if (pair && j + 1 < n) g[(i + 1) * n + j + 1] = bd;
    }
    if (i % rowsAtOnce === 0) yield;
  }
  return g;
}

/**
 * Diagonal and side diagonal of a tridiagonal matrix with the eigenvalues of the symmetric one whose lower triangle is
 * `g`, which is used up. Householder's reflections from the last row on.
 */
function* tridiagonal(g: Float64Array, n: number): Generator<void, { diagonal: Float64Array; side: Float64Array }> {
  const diagonal = new Float64Array(n);
  const side = new Float64Array(n);
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = n - 1; k > 0; k--) {
    diagonal[k] = g[k * n + k];
    let square = 0;
    for (let j = 0; j < k; j++) {
      v[j] = g[k * n + j];
      square += v[j] * v[j];
    }
    const first = v[k - 1];
    const length = first > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    side[k] = length;
    if (square === 0) continue;
    v[k - 1] = first - length;
    const beta = 1 / (square - first * length);
    p.fill(0, 0, k);
    for (let i = 0; i < k; i++) {
      const row = i * n;
      const vi = v[i];
      let sum = g[row + i] * vi;
      for (let j = 0; j < i; j++) {
        const x = g[row + j];
        sum += x * v[j];
        p[j] += x * vi;
      }
      p[i] += sum;
    }
    let product = 0;
    for (let i = 0; i < k; i++) {
      p[i] *= beta;
      product += p[i] * v[i];
    }
    const shift = (beta * product) / 2;
    for (let i = 0; i < k; i++) p[i] -= shift * v[i];
    for (let i = 0; i < k; i++) {
      const row = i * n;
      const vi = v[i];
      const pi = p[i];
      for (let j = 0; j <= i; j++) g[row + j] -= vi * p[j] + pi * v[j];
    }
    if (k % rowsAtOnce === 0) yield;
  }
  diagonal[0] = g[0];
  return { diagonal, side };
}

/**
 * Eigenvalues of a tridiagonal matrix in `d`, by the QL method with implicit shifts (Bowdler, Martin, Reinsch &
 * Wilkinson 1968); `e[i]` is beside d[i − 1] and d[i].
 */
function tridiagonalEigenvalues(d: Float64Array, e: Float64Array): void {
  const n = d.length;
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let round = 0; round < 60; round++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]) > Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
      if (m === l) break;
      let g = (d[l + 1] - d[l]) / (2 * e[l]);
      let r = Math.hypot(g, 1);
      g = d[m] - d[l] + e[l] / (g + (g < 0 ? -r : r));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        let f = s * e[i];
        const b = c * e[i];
        r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        r = (d[i] - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        f = c * r - b;
        g = f;
      }
      if (r === 0 && i >= l) continue;
      d[l] -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
}

/**
 * Singular values of a row-major rows × columns matrix of finite numbers, from large to small, as roots of the
 * eigenvalues of the Gram matrix of its shorter side: those below about 1e-8 of the largest are rounding. It pauses now
 * and then, so that a caller may let others in, or give up.
 */
export function* singularValues(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
): Generator<void, Float64Array> {
  const { vectors, n, m } = vectorsOf(values, rows, columns);
  let peak = 0;
  for (const x of vectors) peak = Math.max(peak, Math.abs(x));
  if (peak > 0) for (let i = 0; i < vectors.length; i++) vectors[i] /= peak;
  const { diagonal, side } = yield* tridiagonal(yield* gram(vectors, n, m), n);
  tridiagonalEigenvalues(diagonal, side);
  return diagonal
    .map((value) => peak * Math.sqrt(Math.max(0, value)))
    .sort()
    .reverse();
}

/**
 * Numeric rank of a rows × columns matrix by its singular values from large to small: those above σ_max · max(rows,
 * columns) · 2⁻²³, as `np.linalg.matrix_rank` of a float32 array. They are roots of eigenvalues in doubles, whose
 * precision of 2⁻⁵³ lies below the square of that bound. It is the bound for a float64 matrix as well: that of NumPy,
 * max(rows, columns) · 2⁻⁵², lies below what the roots can tell.
 */
export function rankBy(singular: Float64Array, rows: number, columns: number): number {
  const bound = singular[0] * Math.max(rows, columns) * float32Epsilon;
  return singular.filter((value) => value > bound).length;
}

/** Numeric rank of a row-major rows × columns matrix, by `rankBy`; 0 if an entry is not finite or the matrix is 0. */
export function rankOf(values: Floats, rows: number, columns: number): number {
  if (!values.every(Number.isFinite)) return 0;
  const work = singularValues(values, rows, columns);
  let turn = work.next();
  while (!turn.done) turn = work.next();
  return rankBy(turn.value, rows, columns);
}
