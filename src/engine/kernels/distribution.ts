import { histogramOf } from '../diagnostics/histogram';
import { statisticsOf } from '../diagnostics/statistics';
import type { Histogram, Statistics } from '../diagnostics/summary';
import type { Kernels } from './kernels';

const bins = 256;
/** Float64 numbers before the counts; `assembly/distribution.ts` has the same. */
const figures = 9;

/** 4-byte elements of the room that `distributionOf` needs in the arena. */
export const distributionRoom = 2 * figures + bins;

/**
 * Moments and histogram of an array: by the kernels where they have a way and can reach it (sums in another order, so that
 * moments may differ in the last bit), else by the diagnostics' functions. `room` is `distributionRoom` elements, 8-byte aligned.
 */
export function distributionOf(kernels: Kernels, values: Float32Array, room: Float32Array): { statistics: Statistics; histogram: Histogram } {
  if (kernels.distribution === undefined || values.buffer !== room.buffer) return { statistics: statisticsOf(values), histogram: histogramOf(values, bins) };
  kernels.distribution(values.byteOffset, values.length, room.byteOffset);
  const [mean, std, min, max, zeros, nan, infinite, lower, upper] = new Float64Array(room.buffer, room.byteOffset, figures);
  // A typed array's slice of shared memory is not shared.
  const counts = new Uint32Array(bins);
  counts.set(new Uint32Array(room.buffer, room.byteOffset + 8 * figures, bins));
  return { statistics: { count: values.length, mean, std, min, max, zeros, nan, infinite }, histogram: { min: lower, max: upper, counts } };
}
