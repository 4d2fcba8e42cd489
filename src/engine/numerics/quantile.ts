/**
 * The quantile of ascending `sorted` at `share` from 0 to 1, linear between values as numpy.percentile; NaN without
 * values.
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const below = sorted[low];
  const above = sorted[Math.min(low + 1, sorted.length - 1)];
  const weight = place - low;
  // From the nearer end, as NumPy does, so that both ends are met exactly.
  return weight < 0.5 ? below + (above - below) * weight : above - (above - below) * (1 - weight);
}

/** Lower quartile, median and upper quartile. */
export interface Quartiles {
  low: number;
  median: number;
  high: number;
}

/** The quartiles of values in any order. */
export function quartilesOf(values: readonly number[]): Quartiles {
  const sorted = [...values].sort((left, right) => left - right);
  return { low: quantile(sorted, 0.25), median: quantile(sorted, 0.5), high: quantile(sorted, 0.75) };
}
