import { formatCount, formatRound, formatTick } from '../../../src/experiment/text/format';
import { chartFont, cssOf, foreground, muted, rgbOf } from '../../charts/colors';
import { logTicks, niceSpacing, niceTicks } from '../../charts/valueRange';
import type { PlotAxis, PlotLayer, PlotModel, PlotTone } from './plotModel';

/** Around the drawn area, in CSS pixels. */
const margin = { left: 52, right: 10, top: 8, bottom: 34 };
const lawTokens = [
  '--vscode-charts-red',
  '--vscode-charts-green',
  '--vscode-charts-purple',
  '--vscode-charts-yellow',
] as const;
const lawDashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [9, 3, 2, 3]];

/** Theme token and dash of a tone; laws differ by both. */
export function toneStyle(tone: PlotTone): { token: string; dash: readonly number[] } {
  if (tone === 'tensor') return { token: '--vscode-charts-blue', dash: [] };
  if (tone === 'other') return { token: '--vscode-charts-red', dash: [6, 3] };
  return { token: lawTokens[tone.law % lawTokens.length], dash: lawDashes[tone.law % lawDashes.length] };
}

interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
type Scale = (value: number) => number;

function scaleOf({ min, max, log }: PlotAxis, from: number, to: number): Scale {
  if (log) {
    const low = Math.log(min);
    const span = Math.log(max) - low;
    return (value) => from + ((Math.log(value) - low) / span) * (to - from);
  }
  return (value) => from + ((value - min) / (max - min)) * (to - from);
}

/** The place of a value of a linear x axis on the canvas, `width` CSS pixels wide. */
export function placeOf({ min, max }: PlotAxis, value: number, width: number): number {
  return margin.left + ((value - min) / (max - min)) * (width - margin.left - margin.right);
}

/** The value of a linear x axis under a place of the canvas, `width` CSS pixels wide. */
export function plotX({ min, max }: PlotAxis, place: number, width: number): number {
  return min + ((place - margin.left) / (width - margin.left - margin.right)) * (max - min);
}

/** Draws the axes and every layer of a plot, and a line at `mark`, the place that is pointed at. */
export function drawPlot(
  context: CanvasRenderingContext2D,
  model: PlotModel,
  width: number,
  height: number,
  mark?: number,
): void {
  const frame: Frame = {
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
    bottom: height - margin.bottom,
  };
  if (frame.right - frame.left < 20 || frame.bottom - frame.top < 20) return;
  const xOf = scaleOf(model.x, frame.left, frame.right);
  const yOf = scaleOf(model.y, frame.bottom, frame.top);
  drawAxes(context, model, frame, xOf, yOf);
  context.save();
  context.beginPath();
  context.rect(frame.left - 1, frame.top - 1, frame.right - frame.left + 2, frame.bottom - frame.top + 2);
  context.clip();
  for (const layer of model.layers) drawLayer(context, layer, model, frame, xOf, yOf);
  if (mark !== undefined) {
    context.strokeStyle = foreground(0.6);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(xOf(mark)) + 0.5, frame.top);
    context.lineTo(Math.round(xOf(mark)) + 0.5, frame.bottom);
    context.stroke();
  }
  context.restore();
}

function drawLayer(
  context: CanvasRenderingContext2D,
  layer: PlotLayer,
  { x, y }: PlotModel,
  frame: Frame,
  xOf: Scale,
  yOf: Scale,
): void {
  if (layer.kind === 'bars') return drawBars(context, layer, frame, xOf, yOf);
  context.beginPath();
  context.lineWidth = 1.5;
  if (layer.kind === 'diagonal' || layer.kind === 'level') {
    const [low, high] = [Math.max(x.min, y.min), Math.min(x.max, y.max)];
    if (layer.kind === 'diagonal') {
      context.moveTo(xOf(low), yOf(low));
      context.lineTo(xOf(high), yOf(high));
    } else {
      context.moveTo(frame.left, yOf(layer.y));
      context.lineTo(frame.right, yOf(layer.y));
      context.font = chartFont(10);
      context.fillStyle = muted();
      context.textAlign = 'right';
      context.textBaseline = 'bottom';
      context.fillText(layer.text, frame.right - 2, yOf(layer.y) - 2);
    }
    context.strokeStyle = foreground(0.5);
    context.setLineDash([3, 3]);
    context.stroke();
    return context.setLineDash([]);
  }
  const { token, dash } = toneStyle(layer.tone);
  const color = cssOf(rgbOf(token));
  context.strokeStyle = color;
  if (layer.kind === 'line' || layer.joined) {
    context.setLineDash([...(layer.kind === 'line' ? (layer.dash ?? dash) : dash)]);
    let drawing = false;
    for (let i = 0; i < layer.x.length; i++) {
      const [px, py] = [xOf(layer.x[i]), yOf(layer.y[i])];
      if (!Number.isFinite(px) || !Number.isFinite(py)) drawing = false;
      else if (drawing) context.lineTo(px, py);
      else {
        context.moveTo(px, py);
        drawing = true;
      }
    }
    context.stroke();
    context.setLineDash([]);
  }
  if (layer.kind !== 'points') return;
  context.fillStyle = color;
  const radius = layer.x.length > 60 ? 1.5 : 2.5;
  for (let i = 0; i < layer.x.length; i++) {
    const [px, py] = [xOf(layer.x[i]), yOf(layer.y[i])];
    if (!Number.isFinite(px) || !Number.isFinite(py)) continue;
    context.beginPath();
    if (layer.mark === 'square') context.rect(px - radius, py - radius, 2 * radius, 2 * radius);
    else context.arc(px, py, radius, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawBars(
  context: CanvasRenderingContext2D,
  { edges, values, tone, outline }: PlotLayer & { kind: 'bars' },
  frame: Frame,
  xOf: Scale,
  yOf: Scale,
): void {
  const { token, dash } = toneStyle(tone);
  const rgb = rgbOf(token);
  context.beginPath();
  if (outline) context.moveTo(xOf(edges[0]), frame.bottom);
  for (let bin = 0; bin < values.length; bin++) {
    const [left, right] = [xOf(edges[bin]), xOf(edges[bin + 1])];
    const top = values[bin] > 0 ? Math.min(frame.bottom - 1, yOf(values[bin])) : frame.bottom;
    if (outline) {
      context.lineTo(left, top);
      context.lineTo(right, top);
    } else if (values[bin] > 0)
      context.rect(left, top, Math.max(0.75, right - left - (right - left > 4 ? 0.6 : 0)), frame.bottom - top);
  }
  if (outline) context.lineTo(xOf(edges[values.length]), frame.bottom);
  context.fillStyle = cssOf(rgb, outline ? 0.12 : 0.7);
  context.fill();
  if (!outline) return;
  context.strokeStyle = cssOf(rgb);
  context.lineWidth = 1.5;
  context.setLineDash([...dash]);
  context.stroke();
  context.setLineDash([]);
}

function ticksOf(
  { min, max, log, names, whole }: PlotAxis,
  room: number,
  apart: number,
): { at: number; text: string }[] {
  const count = Math.max(2, Math.floor(room / apart));
  if (names) {
    const stride = Math.max(1, Math.ceil(names.length / count));
    return names.flatMap((text, at) => (at % stride === 0 ? [{ at, text }] : []));
  }
  // Within a decade the powers of ten and their usual parts would be one mark or none.
  // Fewer than four would often be a decade alone.
  if (log && max / min > 8)
    return logTicks(min, max, Math.max(4, count))
      .filter((at) => at > 0)
      .map((at) => ({ at, text: formatRound(at) }));
  const spacing = niceSpacing(max - min, log ? Math.max(5, count) : count);
  return niceTicks(min, max, log ? Math.max(5, count) : count)
    .filter((at) => (!whole || Number.isInteger(at)) && (!log || at > 0))
    .map((at) => ({
      at,
      text: (whole || Number.isInteger(spacing)) && Math.abs(at) < 1e6 ? formatCount(at) : formatTick(at, spacing),
    }));
}

function drawAxes(context: CanvasRenderingContext2D, { x, y }: PlotModel, frame: Frame, xOf: Scale, yOf: Scale): void {
  context.lineWidth = 1;
  context.font = chartFont(10);
  context.fillStyle = muted();
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { at, text } of ticksOf(y, frame.bottom - frame.top, 32)) {
    const py = Math.round(yOf(at)) + 0.5;
    context.strokeStyle = foreground(0.1);
    context.beginPath();
    context.moveTo(frame.left, py);
    context.lineTo(frame.right, py);
    context.stroke();
    context.fillText(text, frame.left - 5, py);
  }
  context.strokeStyle = foreground(0.35);
  context.beginPath();
  context.moveTo(frame.left, Math.round(frame.bottom) + 0.5);
  context.lineTo(frame.right, Math.round(frame.bottom) + 0.5);
  context.stroke();
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { at, text } of ticksOf(x, frame.right - frame.left, x.names ? 84 : 62)) {
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.min(frame.right + margin.right - half, Math.max(half, xOf(at))), frame.bottom + 5);
  }
  context.fillText(x.label, (frame.left + frame.right) / 2, frame.bottom + 19);
  context.save();
  context.translate(10, (frame.top + frame.bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'middle';
  context.fillText(y.label, 0, 0);
  context.restore();
}
