import type { SeriesStyle } from '../../../charts/seriesStyle';

/** A marker of half-width `r` at (x, y) as the data of an SVG path. */
export function markerPath(shape: SeriesStyle['marker'], x: number, y: number, r: number): string {
  const polygon = (corners: readonly (readonly [number, number])[]): string =>
    `${corners.map(([dx, dy], index) => `${index === 0 ? 'M' : 'L'}${(x + r * dx).toFixed(1)} ${(y + r * dy).toFixed(1)}`).join('')}Z`;
  switch (shape) {
    case 'circle':
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
    case 'rect':
      return polygon([
        [-0.9, -0.9],
        [0.9, -0.9],
        [0.9, 0.9],
        [-0.9, 0.9],
      ]);
    case 'triangle':
      return polygon([
        [0, -1],
        [1, 0.8],
        [-1, 0.8],
      ]);
    case 'rectRot':
      return polygon([
        [0, -1.2],
        [1.2, 0],
        [0, 1.2],
        [-1.2, 0],
      ]);
    default:
      return `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`;
  }
}
