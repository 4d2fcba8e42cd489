import type { Activation, Output } from '../network/spec';
import type { Histogram, Statistics } from './summary';

/** Where bounded activations level off. */
const limits: Partial<Record<Activation | Output, readonly [number, number]>> = { sigmoid: [0, 1], tanh: [-1, 1] };
/** Share of the range beside each limit: a sigmoid below 0.01 or above 0.99, where its slope is below 0.0099. */
const margin = 0.01;

/** Values of the histogram below `x`, those of the bin that holds it by the part that lies below. */
function below({ min, max, counts }: Histogram, x: number): number {
  const place = ((x - min) / (max - min)) * counts.length;
  let sum = 0;
  for (let bin = 0; bin < counts.length && bin < place; bin++) sum += counts[bin] * Math.min(1, place - bin);
  return sum;
}

/**
 * Share of a layer's activations within a hundredth of the range from a limit of `activation`, read off the histogram;
 * NaN without finite values, undefined for activations without two limits.
 */
export function saturatedShare({ statistics, histogram }: { statistics: Statistics; histogram: Histogram }, activation: Activation | Output): number | undefined {
  const bounds = limits[activation];
  if (!bounds) return undefined;
  const [low, high] = [bounds[0] + margin * (bounds[1] - bounds[0]), bounds[1] - margin * (bounds[1] - bounds[0])];
  if (statistics.min === statistics.max) return statistics.min < low || statistics.min > high ? 1 : 0;
  const total = histogram.counts.reduce((sum, count) => sum + count, 0);
  return total === 0 ? NaN : (below(histogram, low) + total - below(histogram, high)) / total;
}
