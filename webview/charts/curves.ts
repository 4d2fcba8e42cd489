import { frameIn, type ChartContext, type Frame, type Room } from './canvas/chartContext';
import { drawAxes } from './parts/axes';
import { decimate, indexAt, inSight, type LinePoint } from './parts/decimate';
import { addMark, drawMarks } from './parts/marks';
import { addLine, drawRule } from './parts/path';
import { scaleOf, type Axis, type Scale } from './parts/scale';
import { logTicks, niceTicks } from './parts/valueRange';
import { seriesStyle } from './theme/seriesStyle';
import { cssOf } from './theme/theme';

/** One curve; `points` are in order, NaN is a gap. */
export interface Curve {
  /** Number of the series: colour, dash and marker. */
  series: number;
  points: readonly LinePoint[];
  /** Ends of a band around it, with x of their own. */
  band?: readonly { x: number; low: number; high: number }[];
  /** Paler and thinner than another one of the series. */
  pale?: boolean;
  /** A hair line beside the one of all; without markers. */
  single?: boolean;
  /** It ends with a value that is not finite. */
  diverged?: boolean;
}

/** Curves by step. */
export interface CurvesModel {
  x: Axis & { title: string; text(value: number): string };
  y: Axis & {
    log: boolean;
    title: string;
    /** Where the title has no room. */
    brief: string;
    /** `spacing` is that of the ticks. */
    text(value: number, spacing: number): string;
  };
  curves: readonly Curve[];
  /** A line across at this x. */
  step?: number;
}

/** Around the plot, in CSS pixels. */
const margin: Frame = { left: 62, right: 12, top: 6, bottom: 34 };
/** Points of one line, and corners of a side of a band, above which only the peaks of what is visible are drawn. */
const [manyPoints, manyCorners] = [3000, 1500];
/** CSS pixels from one marker of a line to the next. */
const markersApart = 120;

/** Both axes of a chart of curves, and the area that they span. */
export interface CurveScales {
  frame: Frame;
  x: Scale;
  y: Scale;
}

/** The scales of a chart of curves of a size in CSS pixels. */
export function curveScales({ x, y }: Pick<CurvesModel, 'x' | 'y'>, room: Pick<Room, 'width' | 'height'>): CurveScales {
  const frame = frameIn(room, margin);
  return { frame, x: scaleOf(x, frame.left, frame.right), y: scaleOf(y, frame.bottom, frame.top) };
}

/** Draws curves with their bands, a few markers on each so that they differ without colour, and both axes. */
export function drawCurves(context: ChartContext, model: CurvesModel, room: Room): void {
  const { theme } = room;
  const scales = curveScales(model, room);
  const { frame, x } = scales;
  drawCurveAxes(context, model, scales, room);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
  context.clip();
  for (const curve of model.curves) if (curve.band) drawBand(context, curve, model, scales, room);
  if (model.step !== undefined) {
    context.strokeStyle = theme.foreground(0.45);
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    drawRule(context, x(model.step), frame.top, x(model.step), frame.bottom);
  }
  for (const { series, points, pale, single } of model.curves) {
    const { token, dash, width } = seriesStyle(series);
    const shown = points.length > manyPoints ? decimate(points, model.x.min, model.x.max, manyPoints / 2) : points;
    context.beginPath();
    addLine(
      context,
      shown.length,
      (index) => x(shown[index].x),
      // Far outside there is nothing to see, and not every program reads such numbers.
      (index) => within(scales.y(shown[index].y), frame, 1000),
    );
    context.strokeStyle = cssOf(theme.rgb(token), single ? (pale ? 0.3 : 0.45) : pale ? 0.5 : 1);
    context.lineWidth = single ? 0.75 : pale ? width / 2 : width;
    context.setLineDash([...dash]);
    context.stroke();
  }
  context.restore();
  context.setLineDash([]);
  for (const curve of model.curves) drawCurveMarks(context, curve, model, scales, room);
}

/** Keeps a pixel within so many of the frame; NaN stays. */
const within = (pixel: number, { top, bottom }: Frame, by: number): number =>
  Math.min(bottom + by, Math.max(top - by, pixel));

function drawCurveAxes(context: ChartContext, model: CurvesModel, { frame, x, y }: CurveScales, room: Room): void {
  const [wide, high] = [frame.right - frame.left, frame.bottom - frame.top];
  const rows = Math.max(4, Math.floor(high / 28));
  const { min, max, log, title, brief, text } = model.y;
  const ticks = log ? logTicks(min, max, rows) : niceTicks(min, max, rows);
  const spacing = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
  context.font = room.theme.font();
  drawAxes(
    context,
    frame,
    {
      marks: niceTicks(model.x.min, model.x.max, Math.max(3, Math.floor(wide / 75)))
        .filter(Number.isInteger)
        .map((value) => ({ at: x(value), text: model.x.text(value) })),
      title: model.x.title,
      grid: true,
    },
    {
      marks: ticks.map((value) => ({ at: y(value), text: text(value, spacing) })),
      title: context.measureText(title).width <= high ? title : brief,
      grid: true,
    },
    room,
  );
}

/**
 * A band behind all lines; an end at or below 0 leaves a log axis through the bottom. A band whose line is out of sight
 * is left out: one of a line above the top would be no more than a colour behind all others.
 */
function drawBand(
  context: ChartContext,
  { series, points, band, pale }: Curve,
  model: CurvesModel,
  { frame, x, y }: CurveScales,
  { theme }: Room,
): void {
  if (!inSight(points, model.x, model.y)) return;
  const side = (end: 'low' | 'high'): LinePoint[] => {
    const corners = band!.map((ends) => ({ x: ends.x, y: ends[end] })).filter((corner) => !Number.isNaN(corner.y));
    return decimate(corners, model.x.min, model.x.max, manyCorners / 2);
  };
  const outline = [...side('high'), ...side('low').reverse()];
  if (outline.length < 4) return;
  const yOf = (value: number): number => (model.y.log && value <= 0 ? frame.bottom + 4 : within(y(value), frame, 4));
  context.beginPath();
  addLine(
    context,
    outline.length,
    (at) => x(outline[at].x),
    (at) => yOf(outline[at].y),
  );
  context.closePath();
  const color = theme.rgb(seriesStyle(series).token);
  context.fillStyle = cssOf(color, pale ? 0.08 : 0.18);
  context.fill();
  // The ends can be told where bands overlap, and where a contrast theme shows little of a tint.
  context.strokeStyle = cssOf(color, pale ? 0.2 : 0.45);
  context.lineWidth = 0.75;
  context.setLineDash([]);
  context.stroke();
}

/** A few markers on a line, and a cross where it diverged. */
function drawCurveMarks(
  context: ChartContext,
  { series, points, single, diverged }: Curve,
  model: CurvesModel,
  { frame, x, y }: CurveScales,
  { theme }: Room,
): void {
  const style = seriesStyle(series);
  const seen = (px: number, py: number): boolean =>
    px >= frame.left - 0.5 && px <= frame.right + 0.5 && py >= frame.top && py <= frame.bottom;
  const wide = frame.right - frame.left;
  const count = single ? 0 : Math.max(2, Math.round(wide / markersApart));
  const places = Array.from({ length: count }, (_, i): readonly [number, number] | undefined => {
    // Lines that lie on each other still show all their markers.
    const pixel = frame.left + ((i + 0.3 + 0.13 * (series % 5)) / count) * wide;
    const at = x.at(pixel);
    const right = indexAt(points, at);
    if (right === 0 || right >= points.length) return undefined;
    const [a, b] = [points[right - 1], points[right]];
    return [pixel, y(a.y) + ((y(b.y) - y(a.y)) * (at - a.x)) / (b.x - a.x)];
  });
  // A single point makes no line, as after one step or one look at a large test set: its marker is all there is.
  const known = points.length <= 2 ? points.filter((point) => !Number.isNaN(point.y)) : [];
  if (known.length === 1) places.push([x(known[0].x), y(known[0].y)]);
  context.strokeStyle = cssOf(theme.rgb(style.token));
  context.fillStyle = theme.background();
  context.lineWidth = 1.5;
  drawMarks(
    context,
    style.marker,
    places.filter((place) => place !== undefined && seen(...place)) as (readonly [number, number])[],
    3.2,
  );
  const end = diverged ? points.findLast((point) => !Number.isNaN(point.y)) : undefined;
  if (!end || end.x < model.x.min || end.x > model.x.max) return;
  context.beginPath();
  addMark(context, 'cross', x(end.x), Math.min(frame.bottom, Math.max(frame.top + 6, y(end.y))), 5);
  context.lineWidth = 2.5;
  context.stroke();
}
