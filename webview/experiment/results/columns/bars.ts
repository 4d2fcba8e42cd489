import type { Distribution } from '../../../../src/experiment/record/record';
import type { Atom, Bars } from '../../../charts/histogram';
import type { Axis } from '../../../charts/parts/scale';

/** The least and largest value; undefined when nothing is finite. */
export function rangeOf({ statistics }: Distribution): Axis | undefined {
  return Number.isFinite(statistics.min) && Number.isFinite(statistics.max)
    ? { min: statistics.min, max: statistics.max }
    : undefined;
}

/**
 * How many bins an axis gets: 4·∛n (at least 14) for the column with the fewest values, more when the narrowest range
 * would have less than seven, never over 64 (the recorded histograms have 256). `asked` above 0 is taken instead.
 */
export function binCount(axis: Axis, columns: readonly { count: number; range: Axis }[], asked = 0): number {
  if (asked > 0) return asked;
  const wide = columns.filter(({ range }) => range.max > range.min);
  if (wide.length === 0) return 31;
  const least = Math.min(...wide.map(({ count }) => count));
  const narrow = Math.min(...wide.map(({ range }) => range.max - range.min));
  const wanted = Math.max(Math.round(4 * Math.cbrt(least)), Math.ceil((7 * (axis.max - axis.min)) / narrow), 14);
  return Math.min(64, wanted);
}

/**
 * Puts a recorded histogram on `axis`: each fine bin goes where its middle lies, so counts stay whole. Exact zeros that
 * are part of a wider range, and a constant, become atoms.
 */
export function barsOn(distribution: Distribution, axis: Axis, bins: number): Bars {
  const { statistics, histogram } = distribution;
  const counts = new Float64Array(bins);
  const total = statistics.count - statistics.nan - statistics.infinite;
  const density = new Float64Array(bins);
  const atoms: Atom[] = [];
  const bars: Bars = { counts, density, atoms, total };
  if (!(total > 0)) return bars;
  if (statistics.min === statistics.max) {
    atoms.push({ at: statistics.min, share: 1 });
    return bars;
  }
  // Weights drawn at random are zero by chance at most; a rectifier's zeros are a mass of their own.
  const zeros = statistics.zeros / total > 0.02 ? statistics.zeros : 0;
  if (zeros > 0) atoms.push({ at: 0, share: zeros / total });
  const fine = histogram.counts.length;
  const fineWidth = (histogram.max - histogram.min) / fine;
  const zeroBin = Math.min(fine - 1, Math.floor(-histogram.min / fineWidth));
  const width = (axis.max - axis.min) / bins;
  for (let i = 0; i < fine; i++) {
    const count = histogram.counts[i] - (i === zeroBin ? zeros : 0);
    if (count <= 0) continue;
    const bin = Math.floor((histogram.min + (i + 0.5) * fineWidth - axis.min) / width);
    if (bin >= 0 && bin < bins) counts[bin] += count;
  }
  for (let bin = 0; bin < bins; bin++) density[bin] = counts[bin] / (total * width);
  return bars;
}
