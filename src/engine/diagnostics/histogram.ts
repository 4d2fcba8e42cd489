import type { Histogram } from './summary';

/**
 * Counts of the finite values in equal bins, as `np.histogram(values.astype(float), bins)` gives them: bin i holds
 * edge[i] ≤ x < edge[i + 1], the last one its upper edge too; a constant c spans c ± 0.5, and no values 0 … 1.
 */
export function histogramOf(values: Float32Array, bins = 256): Histogram {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (x - x !== 0) continue; // NaN or infinite
    if (x < min) min = x;
    if (x > max) max = x;
  }
  const counts = new Uint32Array(bins);
  if (min > max) return { min: 0, max: 1, counts };
  if (min === max) {
    min -= 0.5;
    max += 0.5;
  }
  const edges = edgesOf({ min, max, counts });
  const perUnit = bins / (max - min);
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (x - x !== 0) continue;
    let bin = Math.trunc((x - min) * perUnit);
    if (bin >= bins) bin = bins - 1;
    // The product may be rounded across an edge; the edges decide.
    if (x < edges[bin]) bin -= 1;
    else if (x >= edges[bin + 1] && bin !== bins - 1) bin += 1;
    counts[bin] += 1;
  }
  return { min, max, counts };
}

/** The bin edges, one more than bins, as `np.linspace(min, max, bins + 1)`. */
export function edgesOf({ min, max, counts }: Histogram): Float64Array {
  const step = (max - min) / counts.length;
  const edges = new Float64Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) edges[i] = i * step + min;
  edges[counts.length] = max;
  return edges;
}
