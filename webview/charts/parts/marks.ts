import type { ChartContext } from '../canvas/chartContext';

/** Shapes by which series and classes differ without colour. */
export type MarkShape = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross';

/** Adds one mark of half-width `r` at (x, y) to the path; a cross is to be stroked, all others can be filled too. */
export function addMark(context: ChartContext, shape: MarkShape, x: number, y: number, r: number): void {
  switch (shape) {
    case 'circle':
      context.moveTo(x + r, y);
      return context.arc(x, y, r, 0, 2 * Math.PI);
    case 'square':
      return context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
    case 'triangle':
      context.moveTo(x, y - 1.1 * r);
      context.lineTo(x + 1.05 * r, y + 0.85 * r);
      context.lineTo(x - 1.05 * r, y + 0.85 * r);
      return context.closePath();
    case 'diamond':
      context.moveTo(x, y - 1.2 * r);
      context.lineTo(x + 1.15 * r, y);
      context.lineTo(x, y + 1.2 * r);
      context.lineTo(x - 1.15 * r, y);
      return context.closePath();
    case 'cross':
      context.moveTo(x - r, y - r);
      context.lineTo(x + r, y + r);
      context.moveTo(x - r, y + r);
      context.lineTo(x + r, y - r);
  }
}

/** Draws the marks of a series: outlined in the stroke's colour, filled with the fill's. */
export function drawMarks(
  context: ChartContext,
  shape: MarkShape,
  places: readonly (readonly [x: number, y: number])[],
  r: number,
): void {
  // One after another: where marks overlap, each one stays whole.
  for (const [x, y] of places) {
    context.beginPath();
    addMark(context, shape, x, y, r);
    if (shape !== 'cross') context.fill();
    context.stroke();
  }
}
