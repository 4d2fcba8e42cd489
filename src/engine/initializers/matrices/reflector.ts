/**
 * Applies H = I − beta·v·vᵀ to the columns `from` … `to` − 1 of a matrix whose columns of `stride` numbers follow each
 * other. v is the stretch of `vectors` from `start`, of `count` numbers; it meets the last `count` rows of each column.
 *
 * Four columns at a time: v is read once for all of them, and their sums do not wait for each other.
 */
export function reflect(
  vectors: Float64Array,
  start: number,
  count: number,
  beta: number,
  target: Float64Array,
  stride: number,
  from: number,
  to: number,
): void {
  let column = from;
  for (; column + 3 < to; column += 4) {
    const c0 = (column + 1) * stride - count;
    const c1 = c0 + stride;
    const c2 = c1 + stride;
    const c3 = c2 + stride;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0; i < count; i++) {
      const v = vectors[start + i];
      s0 += v * target[c0 + i];
      s1 += v * target[c1 + i];
      s2 += v * target[c2 + i];
      s3 += v * target[c3 + i];
    }
    s0 *= beta;
    s1 *= beta;
    s2 *= beta;
    s3 *= beta;
    for (let i = 0; i < count; i++) {
      const v = vectors[start + i];
      target[c0 + i] -= s0 * v;
      target[c1 + i] -= s1 * v;
      target[c2 + i] -= s2 * v;
      target[c3 + i] -= s3 * v;
    }
  }
  for (; column < to; column++) {
    const c = (column + 1) * stride - count;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += vectors[start + i] * target[c + i];
    sum *= beta;
    for (let i = 0; i < count; i++) target[c + i] -= sum * vectors[start + i];
  }
}
