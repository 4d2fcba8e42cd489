import { quantile } from '../../engine/numerics/quantile';

/** The number furthest from the others, where it is further than their own tail would reach. */
export interface Outlier {
  value: number;
  /** Its distance from the median in robust standard deviations: 1/1.349 of the distance of the quartiles. */
  deviations: number;
  /** How far the furthest of as many normal numbers is expected. */
  expected: number;
}

/** A sample with fewer numbers has no tail to speak of. */
export const fewestForOutlier = 100;
/** Robust standard deviations that an outlier is away at least, and times that the tail of the others is exceeded. */
const furthest = 10;
const beyond = 1.5;

/**
 * The furthest of `count` numbers with these extremes, if it is an outlier. `sample` are all of them or a sample,
 * sorted. The tail of the others is Pareto's, by Hill's estimate of its index from the largest distances, without the
 * very largest, which may be outliers themselves: a heavy tail alone, as trained weights have it, is none.
 */
export function outlierOf(sample: Float64Array, count: number, min: number, max: number): Outlier | undefined {
  const nonzero = sample.filter((x) => x !== 0);
  if (nonzero.length < fewestForOutlier) return undefined;
  const median = quantile(nonzero, 0.5);
  const spread = (quantile(nonzero, 0.75) - quantile(nonzero, 0.25)) / 1.349;
  const value = max - median > median - min ? max : min;
  const distance = Math.abs(value - median);
  if (!(spread > 0) || !(distance > furthest * spread) || !Number.isFinite(distance)) return undefined;
  const away = nonzero
    .map((x) => Math.abs(x - median))
    .sort()
    .reverse();
  const n = away.length;
  const left = Math.max(1, Math.ceil(n / 10_000));
  const k = left + Math.min(200, Math.max(10, Math.floor(n / 50)));
  let sum = 0;
  for (let i = left; i < k; i++) sum += Math.log(away[i] / away[k]);
  // Where one number in a hundred draws of `count` numbers is expected.
  const reach = away[k] * ((count * k) / n / 0.01) ** (sum / (k - left));
  return distance > beyond * reach
    ? { value, deviations: distance / spread, expected: Math.sqrt(2 * Math.log(count)) }
    : undefined;
}
