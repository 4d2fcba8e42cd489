const float32Epsilon = 2 ** -23;

/**
 * The Gram matrix of the shorter side (n × n, row-major): A·Aᵀ of the n rows, or Aᵀ·A of the n columns, scaled by
 * 1/peak².
 */
function gram(a: Float32Array, rows: number, columns: number, peak: number): Float64Array {
  const wide = rows <= columns;
  const n = Math.min(rows, columns);
  const m = Math.max(rows, columns);
  const vectors = new Float64Array(n * m);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      vectors[wide ? row * m + column : column * m + row] = a[row * columns + column] / peak;
    }
  }
  const g = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += vectors[i * m + k] * vectors[j * m + k];
      g[i * n + j] = sum;
      g[j * n + i] = sum;
    }
  }
  return g;
}

/**
 * Diagonal and squared off-diagonal of the tridiagonal matrix with the eigenvalues of the symmetric `g`, by
 * Householder; `g` is used up.
 */
function tridiagonal(g: Float64Array, n: number): { diagonal: Float64Array; coupling: Float64Array } {
  const diagonal = new Float64Array(n);
  const coupling = new Float64Array(n);
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    diagonal[k] = g[k * n + k];
    if (k === n - 1) break;
    let square = 0;
    for (let i = k + 1; i < n; i++) {
      v[i] = g[k * n + i];
      square += v[i] * v[i];
    }
    coupling[k + 1] = square;
    if (square === 0) continue;
    const first = v[k + 1];
    const length = first > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    v[k + 1] = first - length;
    const beta = 1 / (square - first * length);
    let product = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += g[i * n + j] * v[j];
      p[i] = beta * sum;
      product += p[i] * v[i];
    }
    for (let i = k + 1; i < n; i++) p[i] -= (beta * product * v[i]) / 2;
    for (let i = k + 1; i < n; i++) {
      for (let j = k + 1; j < n; j++) g[i * n + j] -= v[i] * p[j] + p[i] * v[j];
    }
  }
  return { diagonal, coupling };
}

/** How many eigenvalues of the tridiagonal matrix are above `x`: the signs of its Sturm sequence. */
function above(diagonal: Float64Array, coupling: Float64Array, x: number): number {
  let count = 0;
  let q = 1;
  for (let i = 0; i < diagonal.length; i++) {
    q = diagonal[i] - x - coupling[i] / (q === 0 ? 1e-300 : q);
    if (q > 0) count += 1;
  }
  return count;
}

/**
 * Numeric rank of a row-major rows × columns matrix: its singular values above σ_max · max(rows, columns) · 2⁻²³, as
 * `np.linalg.matrix_rank` of a float32 array. The values are counted as eigenvalues of the Gram matrix in doubles,
 * whose precision of 2⁻⁵³ lies below the square of that bound. 0 if an entry is not finite or the matrix is 0.
 */
export function rankOf(a: Float32Array, rows: number, columns: number): number {
  let peak = 0;
  for (let i = 0; i < rows * columns; i++) {
    const size = Math.abs(a[i]);
    if (!(size < Infinity)) return 0;
    if (size > peak) peak = size;
  }
  if (peak === 0) return 0;
  const n = Math.min(rows, columns);
  const { diagonal, coupling } = tridiagonal(gram(a, rows, columns, peak), n);
  let low = 0;
  let high = diagonal.reduce((sum, x) => sum + x, 0) * (1 + 1e-9);
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (above(diagonal, coupling, middle) > 0) low = middle;
    else high = middle;
  }
  return above(diagonal, coupling, high * (Math.max(rows, columns) * float32Epsilon) ** 2);
}
