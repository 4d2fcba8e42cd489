import * as l10n from '@vscode/l10n';
import type { SweepModel, SweptInitializer } from '../../../../src/experiment/sweep/sweepModel';
import { seriesStyle } from '../../../charts/seriesStyle';
import { background, chartFont, cssOf, foreground, muted, rgbOf } from '../../../charts/colors';
import { trace } from '../cost/markers';
import {
  crossesOf,
  curveScale,
  curveShape,
  curvesHeight,
  curvesMargin as margin,
  curvesTitle,
  placesOf,
  writtenValues,
  type Place,
} from './curveLayout';

function line(context: CanvasRenderingContext2D, points: readonly Place[]): void {
  context.beginPath();
  points.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
}

function drawCurve(
  context: CanvasRenderingContext2D,
  { initializer, figures }: SweptInitializer,
  y: (value: number) => number,
  x: readonly number[],
): void {
  const { token, dash, marker } = seriesStyle(initializer);
  const color = rgbOf(token);
  const { band, pieces, marks } = curveShape(figures, y, x);
  context.strokeStyle = cssOf(color);
  if (band.length > 0) {
    line(context, band);
    context.closePath();
    context.fillStyle = cssOf(color, 0.18);
    context.fill();
  }
  context.lineWidth = 2;
  context.setLineDash([...dash]);
  for (const piece of pieces) {
    line(context, piece);
    context.stroke();
  }
  context.setLineDash([]);
  context.lineWidth = 1.8;
  context.fillStyle = cssOf(background());
  for (const [at, up] of marks) {
    trace(context, marker, at, up, 4);
    if (marker !== 'cross') context.fill();
    context.stroke();
  }
}

/** Draws the curves of `shown` over one setting, `width` × `curvesHeight` CSS pixels. */
export function drawCurves(
  context: CanvasRenderingContext2D,
  model: SweepModel,
  shown: readonly SweptInitializer[],
  width: number,
): void {
  const [axis] = model.axes;
  const [inner, low] = [width - margin.left - margin.right, curvesHeight - margin.bottom];
  const scale = curveScale(model, shown);
  const x = placesOf(axis).map((place) => margin.left + place * inner);
  const rule = (from: Place, to: Place): void => {
    line(context, [from, to]);
    context.stroke();
  };
  context.font = chartFont(11);
  context.textBaseline = 'alphabetic';
  context.lineWidth = 1;
  context.setLineDash([]);
  context.strokeStyle = foreground(0.12);
  for (const at of x) rule([at, margin.top], [at, low]);
  context.fillStyle = muted();
  context.textAlign = 'right';
  for (const tick of scale?.ticks ?? []) {
    rule([margin.left, scale!.y(tick)], [margin.left + inner, scale!.y(tick)]);
    context.fillText(scale!.text(tick), margin.left - 6, scale!.y(tick) + 4);
  }
  context.strokeStyle = foreground(0.3);
  context.strokeRect(margin.left, margin.top, inner, low - margin.top);
  context.textAlign = 'center';
  for (const index of writtenValues(axis, x)) context.fillText(axis.values[index], x[index], low + 16);
  context.fillText(
    `${axis.name}${axis.log ? ` ${l10n.t('(log scale)')}` : ''}`,
    margin.left + inner / 2,
    curvesHeight - 10,
  );
  context.save();
  context.translate(curvesTitle.x, curvesTitle.y);
  context.rotate(-Math.PI / 2);
  context.fillText(model.metricName, 0, 0);
  context.restore();
  context.textAlign = 'left';
  if (model.range?.cut) context.fillText(l10n.t('↑ larger values above'), margin.left + 6, margin.top + 14);
  if (scale) for (const entry of shown) drawCurve(context, entry, scale.y, x);
  shown.forEach((entry, row) => {
    context.strokeStyle = cssOf(rgbOf(seriesStyle(entry.initializer).token));
    context.lineWidth = 2;
    for (const {
      at: [left, up],
      size,
    } of crossesOf(entry, row, shown.length, x)) {
      trace(context, 'cross', left, up, size);
      context.stroke();
    }
  });
}
