import type { Floats } from '../elementType';

/** Equal-width counts over [min, max], the last bin closed, as `np.histogram`; a constant c spans c ± 0.5. */
export interface Histogram {
  min: number;
  max: number;
  counts: Uint32Array;
}

/**
 * Edges of equal bins over [min, max], one more than bins, as `np.linspace(min, max, bins + 1)`. Where `max` is not
 * above `min`, which may be Infinity and −Infinity for no values, a constant c spans c ± 0.5, and no values 0 … 1.
 */
export function edgesBetween(min: number, max: number, bins: number): Float64Array {
  if (!(max > min)) [min, max] = Number.isFinite(min) ? [min - 0.5, min + 0.5] : [0, 1];
  const step = (max - min) / bins;
  const edges = new Float64Array(bins + 1);
  for (let i = 0; i < bins; i++) edges[i] = i * step + min;
  edges[bins] = max;
  return edges;
}

/** The bin edges of a histogram. */
export function edgesOf({ min, max, counts }: Histogram): Float64Array {
  return edgesBetween(min, max, counts.length);
}

/**
 * Counts the finite values into the bins of `edges`, which are equal: bin i holds edge[i] ≤ x < edge[i + 1], the last
 * one its upper edge too, and those at the ends what lies beyond. Answers how many they were.
 */
export function countInto(counts: Uint32Array, edges: Float64Array, values: Floats): number {
  const last = counts.length - 1;
  const low = edges[0];
  const perUnit = counts.length / (edges[counts.length] - low);
  let finite = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (x - x !== 0) continue; // NaN or infinite
    finite++;
    const place = (x - low) * perUnit;
    let bin = place > 0 ? Math.min(last, Math.floor(place)) : 0;
    // The product may be rounded across an edge; the edges decide.
    if (x < edges[bin] && bin > 0) bin--;
    else if (x >= edges[bin + 1] && bin < last) bin++;
    counts[bin]++;
  }
  return finite;
}

/** The histogram of the finite values, as `np.histogram(values.astype(float), bins)`. */
export function histogramOf(values: Floats, bins = 256): Histogram {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (x - x !== 0) continue;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  const edges = edgesBetween(min, max, bins);
  const counts = new Uint32Array(bins);
  countInto(counts, edges, values);
  return { min: edges[0], max: edges[bins], counts };
}
