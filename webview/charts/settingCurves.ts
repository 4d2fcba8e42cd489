import { frameIn, type ChartContext, type Frame, type Room } from './canvas/chartContext';
import { drawAxes } from './parts/axes';
import { addMark, drawMarks } from './parts/marks';
import { addLine, drawRule } from './parts/path';
import { scaleOf } from './parts/scale';
import { seriesStyle } from './theme/seriesStyle';
import { cssOf } from './theme/theme';

/** One series over the values of a setting. */
export interface SettingCurve {
  /** Number of the series: colour, dash and marker. */
  series: number;
  /** At each value of the setting; NaN for none. */
  values: readonly number[];
  /** Ends of a band; NaN for none. */
  low: readonly number[];
  high: readonly number[];
  /** A line does not leap over a setting at which all failed; a small cross says that some did. */
  failed: readonly ('all' | 'some' | undefined)[];
}

/** Several series over one setting. */
export interface SettingCurvesModel {
  setting: {
    name: string;
    values: readonly string[];
    /** Places of the values from 0 to 1. */
    places: readonly number[];
  };
  measure: {
    name: string;
    /** Absent while nothing is known. */
    axis?: { min: number; max: number; log: boolean; ticks: readonly { value: number; text: string }[] };
    /** Said where larger values lie above the top. */
    cut?: string;
  };
  curves: readonly SettingCurve[];
  /** Said while nothing is known. */
  empty: string;
  /** Index of the value that is read. */
  cursor?: number;
}

/** Height of the curves in CSS pixels. */
export const settingCurvesHeight = 300;
const margin: Frame = { left: 68, right: 18, top: 10, bottom: 46 };
/** Width of a letter of a value, and the least room of one. */
const [letter, leastRoom] = [6.6, 30];
/** Crosses of series beside each other, in CSS pixels, and their sizes. */
const [crossApart, crossSize] = [7, { all: 4, some: 2.5 }];

/** Pixels from the left of every value of the setting. */
export function settingPlaces({ setting }: SettingCurvesModel, width: number): number[] {
  const inner = Math.max(40, width - margin.left - margin.right);
  return setting.places.map((place) => margin.left + place * inner);
}

/** Draws lines and bands of series over a setting, markers at its values, crosses at the top for what failed. */
export function drawSettingCurves(context: ChartContext, model: SettingCurvesModel, room: Room): void {
  const { theme } = room;
  const frame = frameIn(room, margin);
  const { setting, measure } = model;
  const axis = measure.axis;
  const x = settingPlaces(model, room.width);
  const y = axis && scaleOf(axis, frame.bottom, frame.top);
  context.setLineDash([]);
  context.lineWidth = 1;
  context.strokeStyle = theme.foreground(0.1);
  for (const at of x) drawRule(context, at, frame.top, at, frame.bottom);
  drawAxes(
    context,
    frame,
    {
      marks: written(setting.values, x).map((index) => ({ at: x[index], text: setting.values[index] })),
      title: setting.name,
    },
    {
      marks: axis ? axis.ticks.map(({ value, text }) => ({ at: y!(value), text })) : [],
      title: measure.name,
      grid: true,
    },
    room,
  );
  context.strokeStyle = theme.foreground(0.3);
  context.strokeRect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
  context.textBaseline = 'alphabetic';
  if (measure.cut) {
    context.textAlign = 'left';
    context.fillText(measure.cut, frame.left + 6, frame.top + 14);
  }
  if (!axis) context.fillText(model.empty, (frame.left + frame.right) / 2, room.height / 2);
  else {
    // What lies outside leaves the frame a little, so that it is seen to.
    const inside = (value: number): number =>
      axis.log && value <= 0 ? frame.bottom + 5 : Math.min(frame.bottom + 5, Math.max(frame.top - 5, y!(value)));
    for (const curve of model.curves) drawCurve(context, curve, x, inside, room);
  }
  model.curves.forEach((curve, row) =>
    drawCrosses(context, curve, row - (model.curves.length - 1) / 2, x, frame, room),
  );
  if (model.cursor === undefined) return;
  context.strokeStyle = theme.muted();
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  drawRule(context, x[model.cursor], frame.top, x[model.cursor], frame.bottom);
  context.setLineDash([]);
}

/** Indices of the values that are written, as far as they have room. */
function written(values: readonly string[], x: readonly number[]): number[] {
  const room = Math.max(leastRoom, ...values.map((value) => value.length * letter + 8));
  let free = -Infinity;
  return [...x.keys()]
    .sort((a, b) => x[a] - x[b])
    .filter((index) => (x[index] - room / 2 >= free ? ((free = x[index] + room / 2), true) : false));
}

function drawCurve(
  context: ChartContext,
  { series, values, low, high, failed }: SettingCurve,
  x: readonly number[],
  y: (value: number) => number,
  { theme }: Room,
): void {
  const { token, dash, marker } = seriesStyle(series);
  const color = theme.rgb(token);
  const known = [...x.keys()].filter((index) => Number.isFinite(values[index]));
  const banded = known.filter((index) => Number.isFinite(low[index]));
  if (banded.length > 1) {
    const outline = [
      ...banded.map((index) => [x[index], y(high[index])]),
      ...banded.map((index) => [x[index], y(low[index])]).reverse(),
    ];
    context.beginPath();
    addLine(
      context,
      outline.length,
      (at) => outline[at][0],
      (at) => outline[at][1],
    );
    context.closePath();
    context.fillStyle = cssOf(color, 0.18);
    context.fill();
    context.lineWidth = 0.75;
    context.strokeStyle = cssOf(color, 0.45);
    context.stroke();
  }
  // Settings that have not come yet are leapt over; those that failed are a gap.
  const joined = [...x.keys()].filter((index) => known.includes(index) || failed[index] === 'all');
  context.beginPath();
  addLine(
    context,
    joined.length,
    (at) => x[joined[at]],
    (at) => y(values[joined[at]]),
  );
  context.lineWidth = 2;
  context.strokeStyle = cssOf(color);
  context.setLineDash([...dash]);
  context.stroke();
  context.setLineDash([]);
  context.lineWidth = 1.8;
  context.fillStyle = theme.background();
  drawMarks(
    context,
    marker,
    known.map((index) => [x[index], y(values[index])] as const),
    4,
  );
}

/** Crosses at the top, each series in its own column. */
function drawCrosses(
  context: ChartContext,
  { series, failed }: SettingCurve,
  column: number,
  x: readonly number[],
  { top }: Frame,
  { theme }: Room,
): void {
  context.beginPath();
  failed.forEach((many, index) => {
    if (many) addMark(context, 'cross', x[index] + crossApart * column, top + 6, crossSize[many]);
  });
  context.lineWidth = 2;
  context.strokeStyle = cssOf(theme.rgb(seriesStyle(series).token));
  context.stroke();
}
