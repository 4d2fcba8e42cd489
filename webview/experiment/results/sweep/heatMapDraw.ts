import * as l10n from '@vscode/l10n';
import type { CellFigure } from '../../../../src/experiment/sweep/sweepFigures';
import { goodness, type SweepModel, type SweptInitializer } from '../../../../src/experiment/sweep/sweepModel';
import { background, chartFont, cssOf, foreground, muted, rgbOf } from '../../../charts/colors';
import { inkOn, isDark, mapColor } from './colorMap';
import { cellHeight, cutLabel, fits, hatchLines, heatMapLayout, mapMargin } from './heatMapLayout';
import { valueAt } from './mapScale';

const scaleWidth = 220;
const scaleParts = 44;
/** Height of the colour scale below the map, with the room above it. */
const scaleHeight = 46;

const bad = (): string => cssOf(rgbOf('--vscode-errorForeground'));

function box(context: CanvasRenderingContext2D, x: number, y: number, wide: number, high: number): void {
  context.lineWidth = 1;
  context.strokeStyle = muted();
  context.setLineDash([2, 2]);
  context.strokeRect(x + 0.5, y + 0.5, wide - 1, high - 1);
  context.setLineDash([]);
}

function hatch(context: CanvasRenderingContext2D, x: number, y: number, wide: number, high: number): void {
  context.beginPath();
  for (const [x1, y1, x2, y2] of hatchLines(wide)) {
    context.moveTo(x + x1, y + (y1 / cellHeight) * high);
    context.lineTo(x + x2, y + (y2 / cellHeight) * high);
  }
  context.lineWidth = 1;
  context.strokeStyle = cssOf(rgbOf('--vscode-errorForeground'), 0.6);
  context.stroke();
}

function drawCell(
  context: CanvasRenderingContext2D,
  model: SweepModel,
  figure: CellFigure,
  x: number,
  y: number,
  wide: number,
  dark: boolean,
): void {
  const write = (text: string, color: string): void => {
    if (!fits(text, wide)) return;
    context.fillStyle = color;
    context.fillText(text, x + wide / 2, y + cellHeight / 2 + 4);
  };
  if (figure.status !== 'done') {
    box(context, x, y, wide, cellHeight);
    if (figure.status !== 'diverged' && figure.status !== 'failed') return;
    hatch(context, x, y, wide, cellHeight);
    const name = figure.status === 'diverged' ? l10n.t('diverged') : l10n.t('failed');
    return write(fits(name, wide) ? name : '✕', foreground());
  }
  const color = mapColor(goodness(model, figure.value), dark);
  context.fillStyle = cssOf(color);
  context.fillRect(x + 0.5, y + 0.5, wide - 1, cellHeight - 1);
  write(model.text(figure.value), inkOn(color));
  if (figure.diverged === 0) return;
  context.beginPath();
  context.moveTo(x + wide, y);
  context.lineTo(x + wide - 9, y);
  context.lineTo(x + wide, y + 9);
  context.closePath();
  context.fillStyle = bad();
  context.fill();
}

/** The colour scale with its words, from (0, y). */
function drawScale(context: CanvasRenderingContext2D, model: SweepModel, y: number, dark: boolean): void {
  const { range } = model;
  if (!range) return;
  for (let part = 0; part < scaleParts; part++) {
    context.fillStyle = cssOf(mapColor(goodness(model, valueAt(range, (part + 0.5) / scaleParts)), dark));
    context.fillRect((part * scaleWidth) / scaleParts, y, scaleWidth / scaleParts + 0.5, 12);
  }
  context.fillStyle = muted();
  const write = (text: string, x: number, align: CanvasTextAlign): void => {
    context.textAlign = align;
    context.fillText(text, x, y + 26);
  };
  write(model.text(range.min), 0, 'left');
  if (range.max > range.min) write(model.text(valueAt(range, 0.5)), scaleWidth / 2, 'center');
  write(`${range.cut ? '≥ ' : ''}${model.text(range.max)}`, scaleWidth, 'right');
  const x = scaleWidth + 20;
  box(context, x, y - 1, 22, 14);
  hatch(context, x, y - 1, 22, 14);
  context.fillStyle = muted();
  context.textAlign = 'left';
  context.fillText(l10n.t('diverged'), x + 28, y + 10);
}

/** Size of a heat map with its colour scale, in CSS pixels. `room` is the width that there is. */
export function heatMapSize(model: SweepModel, room: number): { width: number; height: number } {
  const { width, height } = heatMapLayout(model, room);
  return {
    width: Math.max(width, scaleWidth + 130),
    height: height + mapMargin.bottom + (model.range ? scaleHeight : 0),
  };
}

/** Draws one initializer over two settings, with the colour scale below. */
export function drawHeatMap(
  context: CanvasRenderingContext2D,
  model: SweepModel,
  { figures }: SweptInitializer,
  room: number,
): void {
  const [across, up] = model.axes;
  const { labels, wide, every, rows, width, height } = heatMapLayout(model, room);
  const dark = isDark(background());
  context.font = chartFont(11);
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.fillStyle = muted();
  context.fillText(up.name, 0, 12);
  rows.forEach((index, row) => {
    const y = mapMargin.top + row * cellHeight;
    context.textAlign = 'right';
    context.fillStyle = foreground();
    context.fillText(cutLabel(up.values[index]), labels - 6, y + cellHeight / 2 + 4);
    context.textAlign = 'center';
    across.values.forEach((_, column) =>
      drawCell(context, model, figures[column * up.values.length + index], labels + column * wide, y, wide, dark),
    );
  });
  context.textAlign = 'center';
  context.fillStyle = foreground();
  across.values.forEach(
    (value, column) => column % every === 0 && context.fillText(value, labels + (column + 0.5) * wide, height + 15),
  );
  context.fillStyle = muted();
  context.fillText(across.name, labels + (width - labels) / 2, height + 32);
  drawScale(context, model, height + mapMargin.bottom + 8, dark);
}
