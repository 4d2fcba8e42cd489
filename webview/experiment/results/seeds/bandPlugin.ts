import type { Chart, Plugin } from 'chart.js';
import { seriesStyle } from '../../../charts/seriesStyle';
import { cssOf, rgbOf } from '../../../charts/colors';
import type { CostLine } from '../cost/costLine';
import { decimate, inSight } from '../cost/decimate';

/** Corners of each side of a band above which only its extremes are drawn. */
const manyCorners = 1500;

/**
 * Draws the bands of lines over several seeds, behind all lines; an end at or below 0 leaves a log axis through the
 * bottom. A band whose line is out of sight is left out: one of a line above the top would be no more than a colour
 * behind all others.
 */
export function bands(lines: () => readonly { line: CostLine; hidden: boolean }[]): Plugin<'line'> {
  const draw = (chart: Chart): void => {
    const { ctx, chartArea: area, scales } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
    ctx.clip();
    for (const { line, hidden } of lines()) {
      if (hidden || !line.band || !inSight(line.points, scales['x'], scales['y'])) continue;
      const corners = (end: 'low' | 'high') =>
        line.points.map(({ x }, index) => ({ x, y: line.band![index][end] })).filter(({ y }) => !Number.isNaN(y));
      const side = (end: 'low' | 'high') => decimate(corners(end), scales['x'].min, scales['x'].max, manyCorners / 2);
      const place = ({ x, y }: { x: number; y: number }): [number, number] => {
        const pixel = line.view.log && y <= 0 ? area.bottom + 4 : scales['y'].getPixelForValue(y);
        return [scales['x'].getPixelForValue(x), Math.min(area.bottom + 4, Math.max(area.top - 4, pixel))];
      };
      const outline = [...side('high').map(place), ...side('low').map(place).reverse()];
      if (outline.length < 4) continue;
      const pale = line.split === 'test' && line.view.splits.length > 1;
      const color = rgbOf(seriesStyle(line.initializer).token);
      ctx.beginPath();
      for (const [x, y] of outline) ctx.lineTo(x, y);
      ctx.closePath();
      ctx.fillStyle = cssOf(color, pale ? 0.08 : 0.18);
      ctx.fill();
      // The ends can be told where bands overlap, and where a contrast theme shows little of a tint.
      ctx.strokeStyle = cssOf(color, pale ? 0.2 : 0.45);
      ctx.lineWidth = 0.75;
      ctx.stroke();
    }
    ctx.restore();
  };
  return { id: 'ilBands', beforeDatasetsDraw: draw };
}
