import { frameIn, type ChartContext, type Frame, type Room } from './canvas/chartContext';
import { formatRound } from '../../src/experiment/text/format';
import { drawAxes } from './parts/axes';
import { axisOf, heightOf, namedPlaces, varianceTicks } from './parts/depthAxis';
import { drawMarks } from './parts/marks';
import { addLine, drawRule } from './parts/path';
import { seriesStyle } from './theme/seriesStyle';
import { cssOf } from './theme/theme';

/** One series over depth; NaN where there is no number. */
export interface DepthLine {
  /** Number of the series: colour, dash and marker. */
  series: number;
  measured: readonly number[];
  /** Absent where theory says nothing. */
  expected?: readonly number[];
}

/** Values of several series at the places of a depth axis, on a log scale with a row for exact zeros. */
export interface DepthModel {
  /** Names of the places, from the input on. */
  places: readonly string[];
  /** Of the value axis. */
  unit: string;
  lines: readonly DepthLine[];
  /** Place that the values are read at. */
  cursor?: number;
  /** Said where there is no line, or none with a finite value. */
  empty: string;
}

/** Room around the plot in CSS pixels. */
const margin: Frame = { left: 62, right: 14, top: 8, bottom: 22 };
/** Share of the height that a row of exact zeros takes. */
const strip = 0.1;
/** Pixels that the first and the last place keep off the frame, so that their markers are whole. */
const inset = 10;
/** With more lines than this they are thinner, and theory is left to the table. */
export const mostTheories = 12;

/** Pixel from the left of a place on the depth axis; a single one stands in the middle. */
export function placeX(index: number, count: number, width: number): number {
  const { left, right } = margin;
  return count === 1
    ? (left + width - right) / 2
    : left + inset + ((width - right - left - 2 * inset) * index) / (count - 1);
}

/** Draws values over depth: measured as the series' own lines, expected ones dotted beside them. */
export function drawDepthLines(context: ChartContext, model: DepthModel, room: Room): void {
  const { width, height, theme } = room;
  const { places, cursor } = model;
  const crowded = model.lines.length > mostTheories;
  const lines = crowded ? model.lines.map((line) => ({ ...line, expected: undefined })) : model.lines;
  const frame = frameIn(room, margin);
  const axis = axisOf(lines);
  if (!axis) {
    context.font = theme.font(12);
    context.fillStyle = theme.muted();
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    return context.fillText(model.empty, width / 2, height / 2);
  }
  const yOf = (value: number): number => frame.bottom - heightOf(axis, value, strip) * (frame.bottom - frame.top);
  const xOf = (index: number): number => placeX(index, places.length, width);
  const ticks = varianceTicks(axis, Math.max(3, Math.floor((frame.bottom - frame.top) / 26))).map((value) => ({
    at: yOf(value),
    text: formatRound(value),
  }));
  context.font = theme.font();
  const widest = Math.max(...places.map((name) => context.measureText(name).width));
  const mostNames = Math.max(2, Math.floor((frame.right - frame.left) / (widest + 14)));
  drawAxes(
    context,
    frame,
    {
      marks: namedPlaces(places.length, mostNames).map((index) => ({ at: xOf(index), text: places[index] })),
      title: '',
      ticks: true,
    },
    {
      marks: axis.zero ? [...ticks.filter(({ at }) => at < yOf(0) - 13), { at: yOf(0), text: '0' }] : ticks,
      title: model.unit,
      grid: true,
    },
    room,
  );
  if (cursor !== undefined) {
    const at = Math.round(xOf(cursor)) + 0.5;
    context.strokeStyle = theme.foreground(0.4);
    drawRule(context, at, frame.top, at, frame.bottom);
  }
  for (const line of lines) drawLine(context, line, xOf, yOf, crowded, room);
}

function drawLine(
  context: ChartContext,
  { series, measured, expected }: DepthLine,
  xOf: (index: number) => number,
  yOf: (value: number) => number,
  crowded: boolean,
  { theme }: Room,
): void {
  const style = seriesStyle(series);
  const color = theme.rgb(style.token);
  const line = (values: readonly number[]): void => {
    context.beginPath();
    addLine(context, values.length, xOf, (index) => yOf(values[index]));
    context.stroke();
  };
  if (expected) {
    // Lighter and dotted, whatever the dash of the series: it is no measurement.
    context.strokeStyle = cssOf(color, 0.85);
    context.lineWidth = 1.4;
    context.setLineDash([1.5, 3]);
    line(expected);
  }
  context.strokeStyle = cssOf(color);
  context.lineWidth = crowded ? 1.5 : style.width;
  context.setLineDash([...style.dash]);
  line(measured);
  context.setLineDash([]);
  context.lineWidth = 1.5;
  context.fillStyle = theme.background();
  // Of a deep network every so many places, each series at other ones.
  const stride = Math.max(1, Math.ceil(measured.length / 16));
  const marked = measured.flatMap((value, index) =>
    Number.isNaN(yOf(value)) || index % stride !== (stride === 1 ? 0 : series % stride)
      ? []
      : [[xOf(index), yOf(value)] as const],
  );
  drawMarks(context, style.marker, marked, 3.4);
}
