// Q of A = QR by Householder's reflections, as src/engine/initializers/matrices/orthogonal.ts has it, with the same
// bits: a vector holds two columns, so that the sums of each column are in the order of its rows. Eight columns at a
// time, row by row, stay in the caches while the reflections of eight others are applied to them.

/** Columns of a tile, and bytes of one of its rows. */
const width: i32 = 8;
const rowBytes: usize = 64;

/** H = I − beta·v·vᵀ on the eight columns of a tile, from the row of the first of `count` numbers of v on. */
function reflect(v: usize, tile: usize, count: i32, beta: f64): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let row = tile;
  const end = v + ((<usize>count) << 3);
  for (let at = v; at < end; at += 8) {
    const x = v128.load64_splat(at);
    s0 = f64x2.add(s0, f64x2.mul(x, v128.load(row)));
    s1 = f64x2.add(s1, f64x2.mul(x, v128.load(row, 16)));
    s2 = f64x2.add(s2, f64x2.mul(x, v128.load(row, 32)));
    s3 = f64x2.add(s3, f64x2.mul(x, v128.load(row, 48)));
    row += rowBytes;
  }
  const factor = f64x2.splat(beta);
  s0 = f64x2.mul(s0, factor);
  s1 = f64x2.mul(s1, factor);
  s2 = f64x2.mul(s2, factor);
  s3 = f64x2.mul(s3, factor);
  row = tile;
  for (let at = v; at < end; at += 8) {
    const x = v128.load64_splat(at);
    v128.store(row, f64x2.sub(v128.load(row), f64x2.mul(s0, x)));
    v128.store(row, f64x2.sub(v128.load(row, 16), f64x2.mul(s1, x)), 16);
    v128.store(row, f64x2.sub(v128.load(row, 32), f64x2.mul(s2, x)), 32);
    v128.store(row, f64x2.sub(v128.load(row, 48), f64x2.mul(s3, x)), 48);
    row += rowBytes;
  }
}

/** Makes v of column `column` of a tile from row j on; answers beta, and notes the sign of the diagonal of R. */
function reflector(tile: usize, column: i32, j: i32, m: i32, v: usize, sign: usize): f64 {
  const from = tile + <usize>j * rowBytes + ((<usize>column) << 3);
  let square: f64 = 0;
  for (let i = 0; i < m - j; i++) {
    const x = load<f64>(from + <usize>i * rowBytes);
    store<f64>(v + ((<usize>i) << 3), x);
    square += x * x;
  }
  const first = load<f64>(v);
  const root = Math.sqrt(square);
  const diagonal = first > 0 ? -root : root;
  store<f64>(sign, diagonal < 0 ? -1 : 1);
  if (square == 0) return 0;
  store<f64>(v, first - diagonal);
  return 1 / (square - first * diagonal);
}

/**
 * Reflections of a matrix of n ≤ m columns in tiles at `tiles`, whose last one may have columns of zeros: v of column j
 * is at `vectors` + 8·(m·j + j), then `betas` and `signs` have a number for each. The tiles are spoiled.
 */
export function factor(tiles: usize, vectors: usize, betas: usize, signs: usize, m: i32, n: i32): void {
  const tileBytes = <usize>m * rowBytes;
  const count = (n + width - 1) / width;
  for (let t = 0; t < count; t++) {
    const tile = tiles + <usize>t * tileBytes;
    const end = min(n, (t + 1) * width);
    for (let j = t * width; j < end; j++) {
      const v = vectors + (((<usize>m + 1) * <usize>j) << 3);
      const beta = reflector(tile, j - t * width, j, m, v, signs + ((<usize>j) << 3));
      store<f64>(betas + ((<usize>j) << 3), beta);
      if (beta != 0) reflect(v, tile + <usize>j * rowBytes, m - j, beta);
    }
    for (let other = t + 1; other < count; other++) {
      for (let j = t * width; j < end; j++) {
        const beta = load<f64>(betas + ((<usize>j) << 3));
        const v = vectors + (((<usize>m + 1) * <usize>j) << 3);
        if (beta != 0) reflect(v, tiles + <usize>other * tileBytes + <usize>j * rowBytes, m - j, beta);
      }
    }
  }
}

/** Q of what `factor` left, into the tiles, each column with the sign that makes the diagonal of R positive. */
export function unfold(tiles: usize, vectors: usize, betas: usize, signs: usize, m: i32, n: i32): void {
  const tileBytes = <usize>m * rowBytes;
  const count = (n + width - 1) / width;
  for (let t = 0; t < count; t++) {
    const tile = tiles + <usize>t * tileBytes;
    memory.fill(tile, 0, tileBytes);
    for (let j = min(n, (t + 1) * width) - 1; j >= 0; j--) {
      const row = tile + <usize>j * rowBytes;
      if (j >= t * width) store<f64>(row + ((<usize>(j - t * width)) << 3), 1);
      reflect(vectors + (((<usize>m + 1) * <usize>j) << 3), row, m - j, load<f64>(betas + ((<usize>j) << 3)));
    }
    for (let j = t * width; j < min(n, (t + 1) * width); j++) {
      if (load<f64>(signs + ((<usize>j) << 3)) >= 0) continue;
      for (let i = 0; i < m; i++) {
        const at = tile + <usize>i * rowBytes + ((<usize>(j - t * width)) << 3);
        store<f64>(at, -load<f64>(at));
      }
    }
  }
}
