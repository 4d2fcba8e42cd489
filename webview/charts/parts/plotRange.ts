/** The bin that `x` lies in, of edges from low to high; −1 outside. */
export function binAt(edges: ArrayLike<number>, x: number): number {
  const bins = edges.length - 1;
  if (bins < 1 || !(x >= edges[0] && x <= edges[bins])) return -1;
  return Math.min(bins - 1, Math.floor(((x - edges[0]) / (edges[bins] - edges[0])) * bins));
}

/** Range of all finite numbers of some arrays (positive ones on a log axis), widened where it is empty. */
export function rangeOf(arrays: readonly ArrayLike<number>[], log = false): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const array of arrays) {
    for (let i = 0; i < array.length; i++) {
      const value = array[i];
      if (!Number.isFinite(value) || (log && value <= 0)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  if (min > max) return log ? { min: 0.1, max: 1 } : { min: 0, max: 1 };
  if (min < max) return { min, max };
  if (log) return { min: min / 2, max: max * 2 };
  const half = min === 0 ? 0.5 : Math.abs(min) / 2;
  return { min: min - half, max: max + half };
}

/** A range with a share of it as room on both sides. */
export function padded(
  { min, max }: { min: number; max: number },
  log = false,
  share = 0.05,
): { min: number; max: number } {
  if (log) {
    const factor = (max / min) ** share;
    return { min: min / factor, max: max * factor };
  }
  return { min: min - share * (max - min), max: max + share * (max - min) };
}
