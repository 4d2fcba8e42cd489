/** Mean, population variance and range of numbers. */
export function moments(numbers: ArrayLike<number>): { mean: number; variance: number; min: number; max: number } {
  const values = Float64Array.from(numbers);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, variance, min: values.reduce((a, b) => Math.min(a, b)), max: values.reduce((a, b) => Math.max(a, b)) };
}

/** Excess kurtosis: 0 for a normal law, −1.2 for a uniform one. */
export function kurtosis(numbers: ArrayLike<number>): number {
  const values = Float64Array.from(numbers);
  const { mean, variance } = moments(values);
  return values.reduce((sum, x) => sum + (x - mean) ** 4, 0) / values.length / variance ** 2 - 3;
}
