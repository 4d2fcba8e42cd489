import type { Chart, Plugin } from 'chart.js';
import { seriesStyle } from '../../../charts/seriesStyle';
import { background, cssOf, foreground, rgbOf } from '../../../charts/colors';
import { indexAt, type LinePoint } from './decimate';

/** What the marker plugin needs to know of a dataset. */
export interface Marked {
  initializer: number;
  points: readonly LinePoint[];
  hidden: boolean;
  /** The trial ended here with a cost that is not finite. */
  diverged: boolean;
  /** Without markers along the line. */
  plain?: boolean;
}

type Shape = ReturnType<typeof seriesStyle>['marker'];

/** The outline of a marker around (x, y). */
export function trace(context: CanvasRenderingContext2D, shape: Shape, x: number, y: number, r: number): void {
  context.beginPath();
  const corners: Partial<Record<Shape, readonly (readonly [number, number])[]>> = {
    triangle: [
      [0, -1],
      [1, 0.8],
      [-1, 0.8],
    ],
    rectRot: [
      [0, -1.2],
      [1.2, 0],
      [0, 1.2],
      [-1.2, 0],
    ],
    rect: [
      [-0.9, -0.9],
      [0.9, -0.9],
      [0.9, 0.9],
      [-0.9, 0.9],
    ],
  };
  const polygon = corners[shape];
  if (polygon) {
    for (const [dx, dy] of polygon) context.lineTo(x + r * dx, y + r * dy);
    context.closePath();
  } else if (shape === 'circle') {
    context.arc(x, y, r, 0, 2 * Math.PI);
  } else {
    context.moveTo(x - r, y - r);
    context.lineTo(x + r, y + r);
    context.moveTo(x - r, y + r);
    context.lineTo(x + r, y - r);
  }
}

/**
 * Draws a few markers on every line (so that lines differ without colour), a cross where one diverged, and the step
 * that the columns show.
 */
export function markers(marked: () => readonly Marked[], step: () => number | undefined): Plugin<'line'> {
  const drawStep = (chart: Chart): void => {
    const at = step();
    const { chartArea: area, scales } = chart;
    if (at === undefined || at < scales['x'].min || at > scales['x'].max) return;
    const x = scales['x'].getPixelForValue(at);
    const { ctx } = chart;
    ctx.save();
    ctx.strokeStyle = foreground(0.45);
    ctx.lineWidth = 1;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(x, area.top);
    ctx.lineTo(x, area.bottom);
    ctx.stroke();
    ctx.restore();
  };
  const drawMarkers = (chart: Chart): void => {
    const { ctx, chartArea: area, scales } = chart;
    const count = Math.max(2, Math.round((area.right - area.left) / 120));
    ctx.save();
    ctx.setLineDash([]);
    for (const { initializer, points, hidden, diverged, plain } of marked()) {
      if (hidden || points.length === 0) continue;
      const style = seriesStyle(initializer);
      const color = cssOf(rgbOf(style.token));
      const mark = (x: number, y: number): void => {
        if (!(y >= area.top && y <= area.bottom)) return;
        trace(ctx, style.marker, x, y, 3.2);
        ctx.lineWidth = 1.5;
        ctx.strokeStyle = color;
        ctx.fillStyle = cssOf(background());
        if (style.marker !== 'cross') ctx.fill();
        ctx.stroke();
      };
      for (let i = 0; i < count && !plain; i++) {
        // Lines that lie on each other still show all their markers.
        const pixel = area.left + ((i + 0.3 + 0.13 * (initializer % 5)) / count) * (area.right - area.left);
        const at = scales['x'].getValueForPixel(pixel)!;
        const right = indexAt(points, at);
        if (right === 0 || right >= points.length) continue;
        const [a, b] = [points[right - 1], points[right]];
        const ya = scales['y'].getPixelForValue(a.y);
        const y = ya + ((scales['y'].getPixelForValue(b.y) - ya) * (at - a.x)) / (b.x - a.x);
        mark(pixel, y);
      }
      // A single point makes no line: after one step, or with a single look at a large test set, its marker is all
      // there is.
      const known = points.length <= 2 ? points.filter((point) => !Number.isNaN(point.y)) : [];
      if (known.length === 1) mark(scales['x'].getPixelForValue(known[0].x), scales['y'].getPixelForValue(known[0].y));
      const end = diverged ? points.findLast((point) => !Number.isNaN(point.y)) : undefined;
      if (!end || end.x < scales['x'].min || end.x > scales['x'].max) continue;
      const x = scales['x'].getPixelForValue(end.x);
      const y = Math.min(area.bottom, Math.max(area.top + 6, scales['y'].getPixelForValue(end.y)));
      trace(ctx, 'cross', x, y, 5);
      ctx.lineWidth = 2.5;
      ctx.strokeStyle = color;
      ctx.stroke();
    }
    ctx.restore();
  };
  return { id: 'ilMarkers', beforeDatasetsDraw: drawStep, afterDatasetsDraw: drawMarkers };
}
