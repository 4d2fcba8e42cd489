import * as l10n from '@vscode/l10n';
import { isDiscrete } from '../../../../src/engine/initializers/laws/law';
import { formatCount, formatNumber, formatTick } from '../../../../src/experiment/text/format';
import { seriesStyle } from '../../../charts/seriesStyle';
import { chartFont, cssOf, foreground, muted, rgbOf } from '../../../charts/colors';
import { niceSpacing, niceTicks } from '../../../charts/valueRange';
import type { Bars } from './bars';
import type { HistogramModel, HistogramSeries } from './histogramModel';

/** Beside the bars, in CSS pixels. */
export const histogramMargin = { left: 6, right: 6 };
/**
 * Above the bars for the density's top, below for ticks and the axis' title; a low histogram does without the title.
 */
const [topMargin, bottomMargin, lowBottomMargin] = [15, 30, 17];
/** Histograms lower than this, in CSS pixels, are low. */
const lowHeight = 108;
/** Of a bar that stands for one value. */
const atomWidth = 6;

/** Draws a histogram: bars of one series or outlined steps of several, atoms, the law's density, and the axis. */
export function drawHistogram(
  context: CanvasRenderingContext2D,
  model: HistogramModel,
  width: number,
  height: number,
): void {
  const frame = {
    left: histogramMargin.left,
    right: width - histogramMargin.right,
    top: topMargin,
    bottom: height - (height < lowHeight ? lowBottomMargin : bottomMargin),
  };
  const { min, max } = model.axis;
  const xOf = (value: number): number => frame.left + ((value - min) / (max - min)) * (frame.right - frame.left);
  const top = topDensity(model);
  const yOf = (density: number): number => frame.bottom - Math.min(1, density / top) * (frame.bottom - frame.top);
  const outlined = model.series.length > 1;
  context.save();
  context.beginPath();
  context.rect(frame.left, 0, frame.right - frame.left, frame.bottom + 1);
  context.clip();
  for (const series of model.series) {
    if (outlined) drawSteps(context, series, xOf, yOf);
    else drawBars(context, series, xOf, yOf);
    drawAtoms(context, series, xOf, frame, outlined);
  }
  for (const series of model.series) if (series.law && !outlined) drawLaw(context, series, model, frame, yOf);
  context.restore();
  drawAxis(context, model, frame, xOf, height >= lowHeight);
  context.font = chartFont(10);
  context.fillStyle = muted();
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
      law = Math.max(law, finite(one.law.density(axis.min + ((axis.max - axis.min) * (i + 0.5)) / 101)));
    law = one.faded ? Math.min(law, 1.6 * bars) : Math.min(law, 4 * bars);
  }
  return Math.max(bars, law) * 1.06;
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
type Scale = (value: number) => number;
interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function drawBars(context: CanvasRenderingContext2D, { index, bars }: HistogramSeries, xOf: Scale, yOf: Scale): void {
  const rgb = rgbOf(seriesStyle(index).token);
  context.fillStyle = cssOf(rgb, 0.72);
  const [min, width] = binsOf(bars);
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

const binsOf = ({ axis, density }: Bars): [number, number] => [axis.min, (axis.max - axis.min) / density.length];

function drawSteps(context: CanvasRenderingContext2D, { index, bars }: HistogramSeries, xOf: Scale, yOf: Scale): void {
  if (!bars.density.some((value) => value > 0)) return;
  const style = seriesStyle(index);
  const rgb = rgbOf(style.token);
  const [min, width] = binsOf(bars);
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
  context: CanvasRenderingContext2D,
  { index, bars, name }: HistogramSeries,
  xOf: Scale,
  frame: Frame,
  outlined: boolean,
): void {
  const rgb = rgbOf(seriesStyle(index).token);
  context.font = chartFont(10);
  context.textBaseline = 'top';
  bars.atoms.forEach(({ at, share }) => {
    const x = xOf(at);
    if (x < frame.left - 1 || x > frame.right + 1) return;
    const height = Math.max(2, share * (frame.bottom - frame.top));
    const left = Math.min(frame.right - atomWidth, Math.max(frame.left, x - atomWidth / 2));
    context.fillStyle = cssOf(rgb, outlined ? 0.6 : 0.9);
    context.fillRect(left, frame.bottom - height, atomWidth, height);
    // A share of the zeros stands in the caption; here it would lie on the bars.
    if (outlined || share < 1) return;
    const text = l10n.t('all {0} {1} at {2}', formatCount(bars.total), name, formatNumber(at));
    const room = { left: left - 5 - frame.left, right: frame.right - left - atomWidth - 5 };
    const wide = context.measureText(text).width;
    // Where neither side has room for all of it, the short form.
    const fits = wide <= Math.max(room.left, room.right);
    const shown = fits ? text : l10n.t('all at {0}', formatNumber(at));
    const right = (fits ? wide : context.measureText(shown).width) > room.right;
    context.textAlign = right ? 'right' : 'left';
    context.fillStyle = muted();
    context.fillText(shown, right ? left - 5 : left + atomWidth + 5, frame.top + 12);
  });
}

function drawLaw(
  context: CanvasRenderingContext2D,
  { law, faded }: HistogramSeries,
  { axis }: HistogramModel,
  frame: Frame,
  yOf: Scale,
): void {
  if (!law || isDiscrete(law)) return;
  context.beginPath();
  // Half-pixel steps keep the edges of a uniform law upright.
  for (let x = frame.left; x <= frame.right; x += 0.5) {
    const value = axis.min + ((axis.max - axis.min) * (x - frame.left)) / (frame.right - frame.left);
    const y = yOf(finite(law.density(value)));
    if (x === frame.left) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.strokeStyle = foreground(faded ? 0.45 : 0.9);
  context.lineWidth = faded ? 1 : 1.4;
  context.setLineDash([3, 2.5]);
  context.stroke();
  context.setLineDash([]);
}

function drawAxis(
  context: CanvasRenderingContext2D,
  model: HistogramModel,
  frame: Frame,
  xOf: Scale,
  titled: boolean,
): void {
  const { min, max } = model.axis;
  context.strokeStyle = foreground(0.35);
  context.lineWidth = 1;
  context.beginPath();
  const y = Math.round(frame.bottom) + 0.5;
  context.moveTo(frame.left, y);
  context.lineTo(frame.right, y);
  let count = Math.max(3, Math.floor((frame.right - frame.left) / 52));
  // Round numbers may lie so that one tick is left: then the next finer spacing.
  while (niceTicks(min, max, count).length < 3 && count < 12) count++;
  const ticks = niceTicks(min, max, count);
  const spacing = niceSpacing(max - min, count);
  for (const tick of ticks) {
    const x = Math.round(xOf(tick)) + 0.5;
    context.moveTo(x, y);
    context.lineTo(x, y + 3);
  }
  context.stroke();
  context.font = chartFont(10);
  context.fillStyle = muted();
  context.textBaseline = 'top';
  for (const tick of ticks) {
    const text = formatTick(tick, spacing);
    const half = context.measureText(text).width / 2;
    context.textAlign = 'center';
    context.fillText(
      text,
      Math.min(frame.right + histogramMargin.right - half, Math.max(half, xOf(tick))),
      frame.bottom + 5,
    );
  }
  if (!titled) return;
  context.textAlign = 'center';
  context.fillText(model.xTitle, (frame.left + frame.right) / 2, frame.bottom + 18);
}
