import { quartilesOf } from '../../engine/numerics/quantile';
import { spreadOf } from './spread';

/**
 * What a band over several seeds shows: the 95 % interval of the mean (Student's t, n − 1 degrees of freedom), or the
 * quartiles around the median.
 */
export type BandKind = 'interval' | 'quartiles';

/** The middle of several values and the ends of their band. */
export interface Band {
  /** The mean, or the median; NaN without values. */
  middle: number;
  /** NaN for an interval of fewer than two values. */
  low: number;
  high: number;
  /** Values that count. */
  count: number;
}

/** The band of finite values. */
export function bandOf(values: readonly number[], kind: BandKind): Band {
  if (kind === 'quartiles') {
    const { low, median, high } = quartilesOf(values);
    return { middle: median, low, high, count: values.length };
  }
  const { mean, halfWidth, count } = spreadOf(values);
  return { middle: mean, low: mean - halfWidth, high: mean + halfWidth, count };
}
