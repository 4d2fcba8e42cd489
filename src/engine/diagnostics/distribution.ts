import type { Floats } from '../elementType';
import { histogramOf, type Histogram } from '../numerics/histogram';
import { distributionBins, distributionFigures } from '../kernels/layouts/survey';
import { placesOf } from '../kernels/layouts/structure';
import type { Kernels } from '../kernels/kernels';
import { statisticsOf } from './statistics';
import type { Statistics } from './summary';

/** Moments and histogram of an array. */
export interface ArrayDistribution {
  statistics: Statistics;
  histogram: Histogram;
}

const place = placesOf(distributionFigures, 8);

/** What the kernels have written of `count` numbers: figures from `f[at]` on, and the counts of the bins. */
export function distributionIn(f: Float64Array, at: number, count: number, counts: Uint32Array): ArrayDistribution {
  // Read one by one: an iteration takes longer than all of it in code that runs a few dozen times.
  return {
    statistics: {
      count,
      mean: f[at + place.mean],
      std: f[at + place.std],
      min: f[at + place.min],
      max: f[at + place.max],
      zeros: f[at + place.zeros],
      nan: f[at + place.nan],
      infinite: f[at + place.infinite],
    },
    histogram: { min: f[at + place.lower], max: f[at + place.upper], counts },
  };
}

/**
 * Moments and histogram of an array: by the kernels where they have a way and can reach it (sums in another order, so
 * that moments may differ in the last bit), else by the diagnostics' functions. `room` is `distributionRoom` bytes of
 * the arena, 8-byte aligned; the counts are put into `counts`, `distributionBins` of them.
 */
export function distributionOf(
  kernels: Kernels,
  values: Floats,
  room: Uint8Array,
  counts: Uint32Array,
): ArrayDistribution {
  if (kernels.distribution === undefined || values.buffer !== room.buffer) {
    const histogram = histogramOf(values, distributionBins);
    counts.set(histogram.counts);
    return { statistics: statisticsOf(values), histogram: { ...histogram, counts } };
  }
  kernels.distribution(values.byteOffset, values.length, room.byteOffset);
  counts.set(new Uint32Array(room.buffer, room.byteOffset + distributionFigures.bytes, distributionBins));
  const figures = new Float64Array(room.buffer, room.byteOffset, distributionFigures.bytes / 8);
  return distributionIn(figures, 0, values.length, counts);
}
