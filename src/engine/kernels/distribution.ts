import { histogramOf } from '../diagnostics/histogram';
import { statisticsOf } from '../diagnostics/statistics';
import type { Histogram, Statistics } from '../diagnostics/summary';
import type { Kernels } from './kernels';

/** Bins of a histogram. */
export const distributionBins = 256;
/** Float64 numbers before the counts; `assembly/distribution.ts` has the same. */
const figures = 9;

/** 4-byte elements of the room that `distributionOf` needs in the arena: the kernels count in two sets of bins. */
export const distributionRoom = 2 * (figures + distributionBins);

/**
 * Moments and histogram of an array: by the kernels where they have a way and can reach it (sums in another order, so that
 * moments may differ in the last bit), else by the diagnostics' functions. `room` is `distributionRoom` elements, 8-byte aligned; the counts are
 * put into `counts`, `distributionBins` of them.
 */
export function distributionOf(kernels: Kernels, values: Float32Array, room: Float32Array, counts: Uint32Array): { statistics: Statistics; histogram: Histogram } {
  if (kernels.distribution === undefined || values.buffer !== room.buffer) {
    const histogram = histogramOf(values, distributionBins);
    counts.set(histogram.counts);
    return { statistics: statisticsOf(values), histogram: { ...histogram, counts } };
  }
  kernels.distribution(values.byteOffset, values.length, room.byteOffset);
  // Read one by one: an iteration takes longer than all of it in code that runs a few dozen times.
  const f = new Float64Array(room.buffer, room.byteOffset, figures);
  counts.set(new Uint32Array(room.buffer, room.byteOffset + 8 * figures, distributionBins));
  return {
    statistics: { count: values.length, mean: f[0], std: f[1], min: f[2], max: f[3], zeros: f[4], nan: f[5], infinite: f[6] },
    histogram: { min: f[7], max: f[8], counts },
  };
}
