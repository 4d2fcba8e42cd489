/**
 * Count, mean and sums of powers of the distances from the mean, of the finite values; with what is not finite counted
 * apart.
 */
export interface Moments {
  /** All values. */
  count: number;
  finite: number;
  mean: number;
  m2: number;
  m3: number;
  m4: number;
  min: number;
  max: number;
  zeros: number;
  nan: number;
  infinite: number;
}

export const noMoments = (): Moments => ({
  count: 0,
  finite: 0,
  mean: 0,
  m2: 0,
  m3: 0,
  m4: 0,
  min: Infinity,
  max: -Infinity,
  zeros: 0,
  nan: 0,
  infinite: 0,
});

/** Values summed by themselves before they are added to the rest, so that long sums lose no digits. */
const block = 1024;

/** The moments of one piece, in two passes. */
export function momentsOf(values: Float32Array | Float64Array): Moments {
  const out = noMoments();
  let sum = 0;
  for (let start = 0; start < values.length; start += block) {
    const end = Math.min(values.length, start + block);
    let part = 0;
    for (let i = start; i < end; i++) {
      const x = values[i];
      if (x - x !== 0) {
        if (x !== x) out.nan++;
        else out.infinite++;
        continue;
      }
      part += x;
      if (x === 0) out.zeros++;
      if (x < out.min) out.min = x;
      if (x > out.max) out.max = x;
    }
    sum += part;
  }
  out.count = values.length;
  out.finite = out.count - out.nan - out.infinite;
  if (out.finite === 0) return out;
  const mean = sum / out.finite;
  for (let start = 0; start < values.length; start += block) {
    const end = Math.min(values.length, start + block);
    let [p2, p3, p4] = [0, 0, 0];
    for (let i = start; i < end; i++) {
      const away = values[i] - mean;
      if (away - away !== 0) continue;
      const square = away * away;
      p2 += square;
      p3 += square * away;
      p4 += square * square;
    }
    out.m2 += p2;
    out.m3 += p3;
    out.m4 += p4;
  }
  out.mean = mean;
  return out;
}

/**
 * The moments of both together (Pébay 2008, Formulas for robust, one-pass parallel computation of covariances and
 * arbitrary-order statistical moments).
 */
export function joinMoments(a: Moments, b: Moments): Moments {
  const counted = {
    count: a.count + b.count,
    zeros: a.zeros + b.zeros,
    nan: a.nan + b.nan,
    infinite: a.infinite + b.infinite,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
  if (a.finite === 0 || b.finite === 0) return { ...(a.finite === 0 ? b : a), ...counted };
  const n = a.finite + b.finite;
  const d = b.mean - a.mean;
  const [p, q] = [a.finite / n, b.finite / n];
  return {
    ...counted,
    finite: n,
    mean: a.mean + d * q,
    m2: a.m2 + b.m2 + d * d * p * b.finite,
    m3: a.m3 + b.m3 + d ** 3 * p * b.finite * (p - q) + 3 * d * (p * b.m2 - q * a.m2),
    m4:
      a.m4 +
      b.m4 +
      d ** 4 * p * b.finite * (p * p - p * q + q * q) +
      6 * d * d * (p * p * b.m2 + q * q * a.m2) +
      4 * d * (p * b.m3 - q * a.m3),
  };
}
