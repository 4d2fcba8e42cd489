/** A figure over several seeds: the mean and half the width of its 95 % interval, t(.975, n − 1)·s/√n. */
export interface Spread {
  mean: number;
  /** NaN for fewer than two values. */
  halfWidth: number;
  /** Values that are numbers. */
  count: number;
}

// Quantiles t(.975, df) for df = 1 … 30 (Student 1908; any statistics table).
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074,
  2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** t(.975, df): the table up to 30, above it Fisher's expansion, good to 0.001. */
export function studentQuantile(df: number): number {
  const z = 1.959964;
  return quantiles[df - 1] ?? z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2);
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
