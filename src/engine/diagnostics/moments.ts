import type { Floats } from '../elementType';

/**
 * Mean and population variance of a tensor; both NaN when there is no value. With one that is not finite the variance
 * is NaN, and the mean is not finite.
 */
export interface Moments {
  mean: number;
  variance: number;
}

/**
 * Moments in doubles and one pass, from distances to the first value so that little is lost to a large mean. Four
 * running sums, so that one does not wait for another: far cheaper than a whole distribution.
 */
export function momentsOf(values: Floats): Moments {
  const count = values.length;
  if (count === 0) return { mean: NaN, variance: NaN };
  const origin = values[0];
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let [q0, q1, q2, q3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const a = values[i] - origin;
    const b = values[i + 1] - origin;
    const c = values[i + 2] - origin;
    const d = values[i + 3] - origin;
    s0 += a;
    s1 += b;
    s2 += c;
    s3 += d;
    q0 += a * a;
    q1 += b * b;
    q2 += c * c;
    q3 += d * d;
  }
  for (; i < count; i++) {
    const a = values[i] - origin;
    s0 += a;
    q0 += a * a;
  }
  const away = (s0 + s1 + (s2 + s3)) / count;
  const square = (q0 + q1 + (q2 + q3)) / count;
  return { mean: origin + away, variance: Number.isNaN(square) ? NaN : Math.max(0, square - away * away) };
}

/** Mean square: what a variance is when the mean is 0. */
export function meanSquareOf({ mean, variance }: Moments): number {
  return mean * mean + variance;
}
