/** A point of a line in data units; `y` is NaN in a gap. */
export interface LinePoint {
  x: number;
  y: number;
}

/** Index of the first point at or right of `x`; points are in order. */
export function indexAt(points: readonly LinePoint[], x: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].x < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Ends {
  min: number;
  max: number;
}

/** Whether a line comes through the window of both axes; between two points it may cross it. */
export function inSight(points: readonly LinePoint[], x: Ends, y: Ends): boolean {
  const near = points.slice(Math.max(0, indexAt(points, x.min) - 1), indexAt(points, x.max) + 1);
  return near.some((point, index) => {
    const after = near.at(index + 1)?.y ?? NaN;
    const next = Number.isNaN(after) ? point.y : after;
    return Math.max(point.y, next) >= y.min && Math.min(point.y, next) <= y.max;
  });
}

/**
 * At most about 2 · `buckets` of the points between `left` and `right`: the lowest and the highest of each bucket, in
 * order, so that no peak is lost.
 */
export function decimate(points: readonly LinePoint[], left: number, right: number, buckets: number): LinePoint[] {
  const first = Math.max(0, indexAt(points, left) - 1);
  const end = Math.min(points.length, indexAt(points, right) + 2);
  if (end - first <= 2 * buckets) return points.slice(first, end);
  const out: LinePoint[] = [];
  const size = (end - first) / buckets;
  for (let bucket = 0; bucket < buckets; bucket++) {
    let low = first + Math.floor(bucket * size);
    let high = low;
    const stop = first + Math.floor((bucket + 1) * size);
    for (let i = low; i < stop; i++) {
      if (!(points[i].y >= points[low].y)) low = i;
      if (!(points[i].y <= points[high].y)) high = i;
    }
    if (low !== high) out.push(points[Math.min(low, high)]);
    out.push(points[Math.max(low, high)]);
  }
  return out;
}
