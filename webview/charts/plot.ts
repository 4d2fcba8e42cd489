import { formatCount, formatRound, formatTick } from '../../src/experiment/text/format';
import { frameIn, type ChartContext, type Frame, type Room } from './canvas/chartContext';
import { drawAxes, type Mark } from './parts/axes';
import { addMark } from './parts/marks';
import { addLine, drawRule } from './parts/path';
import { scaleOf, type Scale } from './parts/scale';
import { logTicks, niceSpacing, niceTicks } from './parts/valueRange';
import { cssOf } from './theme/theme';

/** One axis of a plot. */
export interface PlotAxis {
  min: number;
  max: number;
  label: string;
  log?: boolean;
  /** Names of whole-numbered places, from 0; ticks are these instead of numbers. */
  names?: readonly string[];
  /** Only whole numbers are marked: counts, places. */
  whole?: true;
}

/** What stands under the pointer: where its mark is drawn, and its figures. */
export interface PlotTip {
  x: number;
  text: string;
}

/** What a colour stands for: the tensor itself, a second one, or the law number 0, 1, … */
export type PlotTone = 'tensor' | 'other' | { law: number };

/** What is drawn, from back to front. Numbers that are not finite are left out. */
export type PlotLayer =
  | { kind: 'bars'; edges: ArrayLike<number>; values: ArrayLike<number>; tone: PlotTone; outline?: boolean }
  | { kind: 'line'; x: ArrayLike<number>; y: ArrayLike<number>; tone: PlotTone }
  | {
      kind: 'points';
      x: ArrayLike<number>;
      y: ArrayLike<number>;
      tone: PlotTone;
      joined?: boolean;
      mark?: 'circle' | 'square';
    }
  /** y = x. */
  | { kind: 'diagonal' };

/** Bars, lines and points over two axes. */
export interface PlotModel {
  x: PlotAxis;
  y: PlotAxis;
  layers: readonly PlotLayer[];
  /** The figures at a place of the x axis; absent where it has none. */
  tip?: (x: number) => PlotTip | undefined;
}

/** Around the drawn area, in CSS pixels. */
const margin: Frame = { left: 52, right: 10, top: 8, bottom: 34 };
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

/** The x axis of a plot on a canvas `width` CSS pixels wide. */
export function plotScale({ x }: PlotModel, width: number): Scale {
  return scaleOf(x, margin.left, width - margin.right);
}

/** Draws the axes and every layer of a plot, and a line at `mark`, the place that is pointed at. */
export function drawPlot(
  context: ChartContext,
  { model, mark }: { model: PlotModel; mark?: number },
  room: Room,
): void {
  const frame = frameIn(room, margin);
  const { theme } = room;
  if (frame.right - frame.left < 20 || frame.bottom - frame.top < 20) return;
  const { x, y } = model;
  const scales = { x: plotScale(model, room.width), y: scaleOf(y, frame.bottom, frame.top) };
  const marks = (axis: PlotAxis, scale: Scale, length: number, apart: number): Mark[] =>
    ticksOf(axis, length, apart).map(({ at, text }) => ({ at: scale(at), text }));
  drawAxes(
    context,
    frame,
    { marks: marks(x, scales.x, frame.right - frame.left, x.names ? 84 : 62), title: x.label },
    { marks: marks(y, scales.y, frame.bottom - frame.top, 32), title: y.label, grid: true },
    room,
    10,
  );
  context.save();
  context.beginPath();
  context.rect(frame.left - 1, frame.top - 1, frame.right - frame.left + 2, frame.bottom - frame.top + 2);
  context.clip();
  for (const layer of model.layers) drawLayer(context, layer, model, frame, scales, room);
  if (mark !== undefined) {
    context.strokeStyle = theme.foreground(0.6);
    context.lineWidth = 1;
    const at = Math.round(scales.x(mark)) + 0.5;
    drawRule(context, at, frame.top, at, frame.bottom);
  }
  context.restore();
}

interface Scales {
  x: Scale;
  y: Scale;
}

function drawLayer(
  context: ChartContext,
  layer: PlotLayer,
  { x, y }: PlotModel,
  frame: Frame,
  scales: Scales,
  { theme }: Room,
): void {
  context.lineWidth = 1.5;
  if (layer.kind === 'diagonal') {
    const [low, high] = [Math.max(x.min, y.min), Math.min(x.max, y.max)];
    context.strokeStyle = theme.foreground(0.5);
    context.setLineDash([3, 3]);
    drawRule(context, scales.x(low), scales.y(low), scales.x(high), scales.y(high));
    return context.setLineDash([]);
  }
  const { token, dash } = toneStyle(layer.tone);
  const rgb = theme.rgb(token);
  context.strokeStyle = cssOf(rgb);
  context.fillStyle = cssOf(rgb, layer.kind === 'bars' ? (layer.outline ? 0.12 : 0.7) : 1);
  if (layer.kind === 'bars') {
    context.beginPath();
    addBars(context, layer, frame, scales);
    context.fill();
    if (!layer.outline) return;
  }
  if (layer.kind === 'line' || (layer.kind === 'points' && layer.joined)) {
    context.beginPath();
    addLine(
      context,
      layer.x.length,
      (i) => scales.x(layer.x[i]),
      (i) => scales.y(layer.y[i]),
    );
  }
  if (layer.kind !== 'points' || layer.joined) {
    context.setLineDash([...dash]);
    context.stroke();
    context.setLineDash([]);
  }
  if (layer.kind !== 'points') return;
  const radius = layer.x.length > 60 ? 1.5 : 2.5;
  context.beginPath();
  for (let i = 0; i < layer.x.length; i++) {
    const [px, py] = [scales.x(layer.x[i]), scales.y(layer.y[i])];
    if (Number.isFinite(px) && Number.isFinite(py)) addMark(context, layer.mark ?? 'circle', px, py, radius);
  }
  context.fill();
}

function addBars(
  context: ChartContext,
  { edges, values, outline }: PlotLayer & { kind: 'bars' },
  { bottom }: Frame,
  { x, y }: Scales,
): void {
  if (outline) context.moveTo(x(edges[0]), bottom);
  for (let bin = 0; bin < values.length; bin++) {
    const [left, right] = [x(edges[bin]), x(edges[bin + 1])];
    const top = values[bin] > 0 ? Math.min(bottom - 1, y(values[bin])) : bottom;
    if (outline) {
      context.lineTo(left, top);
      context.lineTo(right, top);
    } else if (values[bin] > 0)
      context.rect(left, top, Math.max(0.75, right - left - (right - left > 4 ? 0.6 : 0)), bottom - top);
  }
  if (outline) context.lineTo(x(edges[values.length]), bottom);
}

function ticksOf({ min, max, log, names, whole }: PlotAxis, length: number, apart: number): Mark[] {
  const count = Math.max(2, Math.floor(length / apart));
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
