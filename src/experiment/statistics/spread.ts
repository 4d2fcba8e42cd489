import { studentQuantile } from './student';

/** A figure over several seeds: the mean and half the width of its 95 % interval, t(.975, n − 1)·s/√n. */
export interface Spread {
  mean: number;
  /** NaN for fewer than two values. */
  halfWidth: number;
  /** Values that are numbers. */
  count: number;
}

/** Values that are NaN (not known) are left out; an infinite one makes the mean infinite. */
export function spreadOf(values: readonly number[]): Spread {
  const known = values.filter((value) => !Number.isNaN(value));
  const count = known.length;
  if (count === 0) return { mean: NaN, halfWidth: NaN, count };
  const mean = known.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, halfWidth: NaN, count };
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, halfWidth: (studentQuantile(count - 1) * Math.sqrt(variance)) / Math.sqrt(count), count };
}
