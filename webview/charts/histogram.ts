import * as l10n from '@vscode/l10n';
import { formatCount, formatNumber, formatTick } from '../../src/experiment/text/format';
import { frameIn, type ChartContext, type Frame, type Room } from './canvas/chartContext';
import { addLine, drawRule } from './parts/path';
import { scaleOf, type Axis, type Scale } from './parts/scale';
import { niceSpacing, niceTicks } from './parts/valueRange';
import { seriesStyle } from './theme/seriesStyle';
import { cssOf } from './theme/theme';

/** A value that holds a share of the whole by itself. */
export interface Atom {
  at: number;
  share: number;
}

/** A distribution in equal bins. */
export interface Bars {
  /** Values in each bin, atoms left out. */
  counts: Float64Array;
  /** counts / (all values · bin width): the area is what the atoms leave. */
  density: Float64Array;
  atoms: readonly Atom[];
  /** Finite values. */
  total: number;
}

/** One series of a histogram. */
export interface HistogramSeries {
  /** Number of the series: colour and dash. */
  index: number;
  /** What is counted (`weights`), or among several series the name of this one. */
  name: string;
  bars: Bars;
  /** Density of the law that the values were drawn from; absent for none, or for one without a density. */
  law?: (value: number) => number;
  /** The law is that of the start, and training has gone on since. */
  faded: boolean;
}

/** A histogram of one series, or of several over each other, on one axis. */
export interface HistogramModel {
  /** Equal keys draw equal pictures. */
  key: string;
  axis: Axis;
  xTitle: string;
  /** The other columns have another axis. */
  ownAxis?: boolean;
  series: HistogramSeries[];
  /** The picture in words and numbers. */
  description: string;
}

/** Beside the bars, in CSS pixels. */
const [left, right] = [6, 6];
/**
 * Above the bars for the density's top, below for ticks and the axis' title; a low histogram does without the title.
 */
const [topMargin, bottomMargin, lowBottomMargin] = [15, 30, 17];
/** Histograms lower than this, in CSS pixels, are low. */
const lowHeight = 108;
/** Of a bar that stands for one value. */
const atomWidth = 6;

/** The value axis of a histogram `width` CSS pixels wide. */
export function histogramScale({ axis }: HistogramModel, width: number): Scale {
  return scaleOf(axis, left, width - right);
}

/** Draws a histogram: bars of one series or outlined steps of several, atoms, the law's density, and the axis. */
export function drawHistogram(context: ChartContext, model: HistogramModel, room: Room): void {
  const { width, height, theme } = room;
  const bottom = height < lowHeight ? lowBottomMargin : bottomMargin;
  const frame = frameIn(room, { left, right, top: topMargin, bottom });
  const xOf = histogramScale(model, width);
  const top = topDensity(model);
  const yOf = (density: number): number => frame.bottom - Math.min(1, density / top) * (frame.bottom - frame.top);
  const outlined = model.series.length > 1;
  context.save();
  context.beginPath();
  context.rect(frame.left, 0, frame.right - frame.left, frame.bottom + 1);
  context.clip();
  for (const series of model.series) {
    if (outlined) drawSteps(context, series, model.axis, xOf, yOf, room);
    else drawBars(context, series, model.axis, xOf, yOf, room);
    drawAtoms(context, series, xOf, frame, outlined, room);
  }
  for (const series of model.series) if (series.law && !outlined) drawLaw(context, series, frame, xOf, yOf, room);
  context.restore();
  drawAxis(context, model, frame, xOf, height >= lowHeight, room);
  context.font = theme.font(10);
  context.fillStyle = theme.muted();
  context.textBaseline = 'top';
  context.textAlign = 'right';
  const own = model.ownAxis && height < lowHeight ? l10n.t('own axis') : '';
  context.fillText(own, width, 0);
  const density = l10n.t('density up to {0}', formatNumber(top, 2));
  // Where both do not fit, that the axis is another one is the more important.
  if (own !== '' && context.measureText(density).width + context.measureText(own).width + 8 > width) return;
  if (!model.series.some(({ bars }) => bars.density.some((value) => value > 0))) return;
  context.textAlign = 'left';
  context.fillText(density, 0, 0);
}

/** The highest density shown: the highest bar; the law's peak too at the start, later up to twice the highest bar. */
function topDensity({ axis, series }: HistogramModel): number {
  let bars = 0;
  let law = 0;
  for (const one of series) {
    for (const value of one.bars.density) if (value > bars) bars = value;
    if (!one.law || series.length > 1) continue;
    for (let i = 0; i <= 100; i++)
      law = Math.max(law, finite(one.law(axis.min + ((axis.max - axis.min) * (i + 0.5)) / 101)));
    law = one.faded ? Math.min(law, 1.6 * bars) : Math.min(law, 4 * bars);
  }
  return Math.max(bars, law) * 1.06;
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
type Height = (density: number) => number;

function drawBars(
  context: ChartContext,
  { index, bars }: HistogramSeries,
  axis: Axis,
  xOf: Scale,
  yOf: Height,
  { theme }: Room,
): void {
  context.fillStyle = cssOf(theme.rgb(seriesStyle(index).token), 0.72);
  const [min, width] = binsOf(bars, axis);
  for (let bin = 0; bin < bars.density.length; bin++) {
    if (bars.density[bin] === 0) continue;
    const x = xOf(min + bin * width);
    const y = yOf(bars.density[bin]);
    // A hair of background between bars; never thinner than a pixel.
    context.fillRect(
      x,
      Math.min(y, yOf(0) - 1),
      Math.max(1, xOf(min + (bin + 1) * width) - x - 0.6),
      Math.max(1, yOf(0) - y),
    );
  }
}

/** Where the bins begin, and how wide they are. */
const binsOf = ({ density }: Bars, { min, max }: Axis): [number, number] => [min, (max - min) / density.length];

function drawSteps(
  context: ChartContext,
  { index, bars }: HistogramSeries,
  axis: Axis,
  xOf: Scale,
  yOf: Height,
  { theme }: Room,
): void {
  if (!bars.density.some((value) => value > 0)) return;
  const style = seriesStyle(index);
  const rgb = theme.rgb(style.token);
  const [min, width] = binsOf(bars, axis);
  context.beginPath();
  context.moveTo(xOf(min), yOf(0));
  for (let bin = 0; bin < bars.density.length; bin++) {
    // Along the axis the line would only hide the others' ends.
    if (bars.density[bin] === 0) {
      if (bin > 0 && bars.density[bin - 1] > 0) context.lineTo(xOf(min + bin * width), yOf(0));
      context.moveTo(xOf(min + (bin + 1) * width), yOf(0));
      continue;
    }
    context.lineTo(xOf(min + bin * width), yOf(bars.density[bin]));
    context.lineTo(xOf(min + (bin + 1) * width), yOf(bars.density[bin]));
  }
  if (bars.density[bars.density.length - 1] > 0) context.lineTo(xOf(min + bars.density.length * width), yOf(0));
  context.fillStyle = cssOf(rgb, 0.1);
  context.fill();
  context.strokeStyle = cssOf(rgb);
  context.lineWidth = 1.6;
  context.setLineDash([...style.dash]);
  context.stroke();
  context.setLineDash([]);
}

/**
 * A bar whose height is the share of all values, on a scale of its own from 0 to 100 %; the share is written beside it.
 */
function drawAtoms(
  context: ChartContext,
  { index, bars, name }: HistogramSeries,
  xOf: Scale,
  frame: Frame,
  outlined: boolean,
  { theme }: Room,
): void {
  const rgb = theme.rgb(seriesStyle(index).token);
  context.font = theme.font(10);
  context.textBaseline = 'top';
  bars.atoms.forEach(({ at, share }) => {
    const x = xOf(at);
    if (x < frame.left - 1 || x > frame.right + 1) return;
    const height = Math.max(2, share * (frame.bottom - frame.top));
    const start = Math.min(frame.right - atomWidth, Math.max(frame.left, x - atomWidth / 2));
    context.fillStyle = cssOf(rgb, outlined ? 0.6 : 0.9);
    context.fillRect(start, frame.bottom - height, atomWidth, height);
    // A share of the zeros stands in the caption; here it would lie on the bars.
    if (outlined || share < 1) return;
    const text = l10n.t('all {0} {1} at {2}', formatCount(bars.total), name, formatNumber(at));
    const [before, after] = [start - 5 - frame.left, frame.right - start - atomWidth - 5];
    const wide = context.measureText(text).width;
    // Where neither side has room for all of it, the short form.
    const fits = wide <= Math.max(before, after);
    const shown = fits ? text : l10n.t('all at {0}', formatNumber(at));
    const leftwards = (fits ? wide : context.measureText(shown).width) > after;
    context.textAlign = leftwards ? 'right' : 'left';
    context.fillStyle = theme.muted();
    context.fillText(shown, leftwards ? start - 5 : start + atomWidth + 5, frame.top + 12);
  });
}

function drawLaw(
  context: ChartContext,
  { law, faded }: HistogramSeries,
  frame: Frame,
  xOf: Scale,
  yOf: Height,
  { theme }: Room,
): void {
  const xAt = (half: number): number => frame.left + half / 2;
  context.beginPath();
  // Half-pixel steps keep the edges of a uniform law upright.
  const count = Math.floor(2 * (frame.right - frame.left)) + 1;
  addLine(context, count, xAt, (half) => yOf(finite(law!(xOf.at(xAt(half))))));
  context.strokeStyle = theme.foreground(faded ? 0.45 : 0.9);
  context.lineWidth = faded ? 1 : 1.4;
  context.setLineDash([3, 2.5]);
  context.stroke();
  context.setLineDash([]);
}

function drawAxis(
  context: ChartContext,
  model: HistogramModel,
  frame: Frame,
  xOf: Scale,
  titled: boolean,
  { width, theme }: Room,
): void {
  const { min, max } = model.axis;
  context.strokeStyle = theme.foreground(0.35);
  context.lineWidth = 1;
  const y = Math.round(frame.bottom) + 0.5;
  drawRule(context, frame.left, y, frame.right, y);
  let count = Math.max(3, Math.floor((frame.right - frame.left) / 52));
  // Round numbers may lie so that one tick is left: then the next finer spacing.
  while (niceTicks(min, max, count).length < 3 && count < 12) count++;
  const ticks = niceTicks(min, max, count);
  const spacing = niceSpacing(max - min, count);
  for (const tick of ticks) {
    const x = Math.round(xOf(tick)) + 0.5;
    drawRule(context, x, y, x, y + 3);
  }
  context.font = theme.font(10);
  context.fillStyle = theme.muted();
  context.textBaseline = 'top';
  context.textAlign = 'center';
  for (const tick of ticks) {
    const text = formatTick(tick, spacing);
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.min(width - half, Math.max(half, xOf(tick))), frame.bottom + 5);
  }
  if (titled) context.fillText(model.xTitle, (frame.left + frame.right) / 2, frame.bottom + 18);
}
