import * as l10n from '@vscode/l10n';
import { formatRound } from '../../../../src/experiment/text/format';
import { seriesStyle } from '../../../charts/seriesStyle';
import { background, chartFont, cssOf, foreground, muted, rgbOf } from '../../../charts/colors';
import { trace } from '../cost/markers';
import { axisOf, heightOf, namedPlaces, varianceTicks, type VarianceAxis } from './varianceAxis';
import type { VarianceChartModel, VarianceLine } from './varianceModel';

/** Room around the plot in CSS pixels. */
const varianceMargin = { left: 62, right: 14, top: 8, bottom: 22 };
/** Share of the height that a row of exact zeros takes. */
const strip = 0.1;
/** With more lines than this they are thinner, and theory is left to the table. */
export const mostTheories = 12;

interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Pixel from the left of a place on the depth axis. */
export function placeX(index: number, count: number, width: number): number {
  const { left, right } = varianceMargin;
  // A single layer stands in the middle; ends keep off the frame, so that markers are whole.
  const inset = 10;
  return count === 1
    ? (left + width - right) / 2
    : left + inset + ((width - right - left - 2 * inset) * index) / (count - 1);
}

function drawGrid(
  context: CanvasRenderingContext2D,
  model: VarianceChartModel,
  axis: VarianceAxis,
  frame: Frame,
  width: number,
  yOf: (value: number) => number,
): void {
  context.font = chartFont(11);
  context.lineWidth = 1;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const ticks = varianceTicks(axis, Math.max(3, Math.floor((frame.bottom - frame.top) / 26))).map((value) => ({
    y: yOf(value),
    text: formatRound(value),
  }));
  const shown = axis.zero ? [...ticks.filter(({ y }) => y < yOf(0) - 13), { y: yOf(0), text: '0' }] : ticks;
  for (const { y, text } of shown) {
    context.strokeStyle = foreground(0.1);
    context.beginPath();
    context.moveTo(frame.left, Math.round(y) + 0.5);
    context.lineTo(frame.right, Math.round(y) + 0.5);
    context.stroke();
    context.fillStyle = muted();
    context.fillText(text, frame.left - 5, y);
  }
  context.strokeStyle = foreground(0.3);
  context.beginPath();
  context.moveTo(frame.left + 0.5, frame.top);
  context.lineTo(frame.left + 0.5, frame.bottom + 0.5);
  context.lineTo(frame.right, frame.bottom + 0.5);
  context.stroke();
  context.textBaseline = 'top';
  const widest = Math.max(...model.places.map((name) => context.measureText(name).width));
  const count = model.places.length;
  for (const index of namedPlaces(count, Math.max(2, Math.floor((frame.right - frame.left) / (widest + 14))))) {
    const x = placeX(index, count, width);
    const half = context.measureText(model.places[index]).width / 2;
    context.textAlign = 'center';
    context.fillText(model.places[index], Math.min(x, frame.right + varianceMargin.right - half), frame.bottom + 6);
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, frame.bottom);
    context.lineTo(Math.round(x) + 0.5, frame.bottom + 4);
    context.stroke();
  }
  context.save();
  context.translate(9, (frame.top + frame.bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(model.unit, 0, 0);
  context.restore();
}

function drawPath(
  context: CanvasRenderingContext2D,
  values: readonly number[],
  xOf: (index: number) => number,
  yOf: (value: number) => number,
): void {
  context.beginPath();
  let open = false;
  values.forEach((value, index) => {
    const y = yOf(value);
    if (Number.isNaN(y)) open = false;
    else if (open) context.lineTo(xOf(index), y);
    else {
      context.moveTo(xOf(index), y);
      open = true;
    }
  });
  context.stroke();
}

function drawLine(
  context: CanvasRenderingContext2D,
  { initializer, measured, expected }: VarianceLine,
  xOf: (index: number) => number,
  yOf: (value: number) => number,
  several: boolean,
): void {
  const style = seriesStyle(initializer);
  const color = rgbOf(style.token);
  if (expected && !several) {
    // Lighter and dotted, whatever the dash of the series: it is no measurement.
    context.strokeStyle = cssOf(color, 0.85);
    context.lineWidth = 1.4;
    context.setLineDash([1.5, 3]);
    drawPath(context, expected, xOf, yOf);
  }
  context.strokeStyle = cssOf(color);
  context.lineWidth = several ? 1.5 : style.width;
  context.setLineDash([...style.dash]);
  drawPath(context, measured, xOf, yOf);
  context.setLineDash([]);
  context.lineWidth = 1.5;
  context.fillStyle = cssOf(background());
  // Of a deep network every so many layers, each series at other ones.
  const stride = Math.max(1, Math.ceil(measured.length / 16));
  measured.forEach((value, index) => {
    const y = yOf(value);
    if (Number.isNaN(y) || index % stride !== (stride === 1 ? 0 : initializer % stride)) return;
    trace(context, style.marker, xOf(index), y, 3.4);
    if (style.marker !== 'cross') context.fill();
    context.stroke();
  });
}

/** Draws one chart; `cursor` is the place that the values are read at. Series in `hidden` are left out. */
export function drawVariance(
  context: CanvasRenderingContext2D,
  model: VarianceChartModel,
  hidden: ReadonlySet<number>,
  cursor: number | undefined,
  width: number,
  height: number,
): void {
  const lines = model.lines.filter(({ initializer }) => !hidden.has(initializer));
  const frame = {
    left: varianceMargin.left,
    right: width - varianceMargin.right,
    top: varianceMargin.top,
    bottom: height - varianceMargin.bottom,
  };
  const axis = axisOf(lines.length > mostTheories ? lines.map((line) => ({ ...line, expected: undefined })) : lines);
  if (!axis) {
    context.font = chartFont(12);
    context.fillStyle = muted();
    context.textAlign = 'center';
    context.fillText(
      lines.length === 0 ? l10n.t('All initializers are hidden.') : l10n.t('No finite variance.'),
      width / 2,
      height / 2,
    );
    return;
  }
  const yOf = (value: number): number => frame.bottom - heightOf(axis, value, strip) * (frame.bottom - frame.top);
  const xOf = (index: number): number => placeX(index, model.places.length, width);
  drawGrid(context, model, axis, frame, width, yOf);
  if (cursor !== undefined) {
    context.strokeStyle = foreground(0.4);
    context.beginPath();
    context.moveTo(Math.round(xOf(cursor)) + 0.5, frame.top);
    context.lineTo(Math.round(xOf(cursor)) + 0.5, frame.bottom);
    context.stroke();
  }
  for (const line of lines) drawLine(context, line, xOf, yOf, lines.length > mostTheories);
}
