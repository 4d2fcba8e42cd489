import type { ChartContext, Room } from './canvas/chartContext';
import { cellHeight, cutLabel, fits, hatchLines, heatMapLayout, mapMargin } from './parts/heatMapLayout';
import { inkOn, isDark, mapColor } from './theme/colorMap';
import { cssOf } from './theme/theme';

/** One cell of a heat map. */
export interface HeatMapCell {
  /** `value` has a colour, `bad` is hatched, `empty` has nothing yet. */
  kind: 'value' | 'bad' | 'empty';
  /** Place of a value's colour from the worst (0) to the best (1). */
  share: number;
  /** Written in the cell where it has room. */
  text: string;
  /** A corner says that something is wrong with a part of it. */
  flagged?: boolean;
}

/** Names of the columns or rows, and of what they are. */
export interface HeatMapAxis {
  name: string;
  values: readonly string[];
}

/** Values over two settings. */
export interface HeatMapModel {
  across: HeatMapAxis;
  /** From the top. */
  down: HeatMapAxis;
  /** Row by row. */
  cells: readonly HeatMapCell[];
  /** The colour scale below; absent: none. */
  scale?: ColorScale;
}

/** What the colours of a heat map mean. */
export interface ColorScale {
  /** Values at the left end, in the middle and at the right end. */
  texts: readonly [string, string, string];
  /** Shares of the colours at the left and at the right end, as those of the cells. */
  ends: readonly [left: number, right: number];
  /** What a hatched cell means. */
  bad: string;
}

/** Size of the colour scale with its words, in CSS pixels. */
const scaleSize = { width: 220, height: 32 };
const scaleParts = 44;
const scaleGap = 8;

/** Size of a heat map in CSS pixels. `width` is what there is; a map may need more. */
export function heatMapSize(model: HeatMapModel, width: number): { width: number; height: number } {
  const layout = heatMapLayout(model, width);
  const below = mapMargin.bottom + (model.scale ? scaleGap + scaleSize.height : 0);
  return { width: Math.max(layout.width, model.scale ? scaleSize.width + 130 : 0), height: layout.height + below };
}

/** Draws the cells of a heat map with their axes, and the colour scale below where the model has it. */
export function drawHeatMap(context: ChartContext, model: HeatMapModel, room: Room): void {
  const { across, down, cells, scale } = model;
  const { theme } = room;
  const { labels, wide, every, width, height } = heatMapLayout(model, room.width);
  context.font = theme.font();
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.fillStyle = theme.muted();
  context.fillText(down.name, 0, 12);
  down.values.forEach((value, row) => {
    const y = mapMargin.top + row * cellHeight;
    context.textAlign = 'right';
    context.fillStyle = theme.foreground();
    context.fillText(cutLabel(value), labels - 6, y + cellHeight / 2 + 4);
    context.textAlign = 'center';
    across.values.forEach((_, column) =>
      drawCell(context, cells[row * across.values.length + column], labels + column * wide, y, wide, room),
    );
  });
  context.fillStyle = theme.foreground();
  across.values.forEach((value, column) => {
    if (column % every === 0) context.fillText(value, labels + (column + 0.5) * wide, height + 15);
  });
  context.fillStyle = theme.muted();
  context.fillText(across.name, labels + (width - labels) / 2, height + 32);
  if (!scale) return;
  const y = height + mapMargin.bottom + scaleGap;
  context.save();
  context.translate(0, y);
  drawColorScale(context, scale, room);
  context.restore();
  drawBad(context, scaleSize.width + 20, y - 1, 22, 14, room);
  context.fillStyle = theme.muted();
  context.textAlign = 'left';
  context.fillText(scale.bad, scaleSize.width + 48, y + 10);
}

/** Draws the colours of heat maps from the left to the right end, with their values below. */
export function drawColorScale(
  context: ChartContext,
  { texts, ends: [left, right] }: ColorScale,
  { theme }: Room,
): void {
  const part = scaleSize.width / scaleParts;
  const dark = isDark(theme.rgb('--vscode-editor-background'));
  for (let at = 0; at < scaleParts; at++) {
    context.fillStyle = cssOf(mapColor(left + ((right - left) * (at + 0.5)) / scaleParts, dark));
    context.fillRect(at * part, 0, part + 0.5, 12);
  }
  context.font = theme.font();
  context.fillStyle = theme.muted();
  context.textBaseline = 'alphabetic';
  (['left', 'center', 'right'] as const).forEach((align, at) => {
    context.textAlign = align;
    context.fillText(texts[at], (at * scaleSize.width) / 2, 26);
  });
}

/** A dashed box with hatching. */
function drawBad(context: ChartContext, x: number, y: number, wide: number, high: number, room: Room): void {
  drawBox(context, x, y, wide, high, room);
  context.beginPath();
  for (const [x1, y1, x2, y2] of hatchLines(wide)) {
    context.moveTo(x + x1, y + (y1 / cellHeight) * high);
    context.lineTo(x + x2, y + (y2 / cellHeight) * high);
  }
  context.strokeStyle = cssOf(room.theme.rgb('--vscode-errorForeground'), 0.6);
  context.stroke();
}

function drawBox(context: ChartContext, x: number, y: number, wide: number, high: number, { theme }: Room): void {
  context.lineWidth = 1;
  context.strokeStyle = theme.muted();
  context.setLineDash([2, 2]);
  context.strokeRect(x + 0.5, y + 0.5, wide - 1, high - 1);
  context.setLineDash([]);
}

function drawCell(context: ChartContext, cell: HeatMapCell, x: number, y: number, wide: number, room: Room): void {
  const { theme } = room;
  const [middle, base] = [x + wide / 2, y + cellHeight / 2 + 4];
  if (cell.kind === 'value') {
    const color = mapColor(cell.share, isDark(theme.rgb('--vscode-editor-background')));
    context.fillStyle = cssOf(color);
    context.fillRect(x + 0.5, y + 0.5, wide - 1, cellHeight - 1);
    context.fillStyle = inkOn(color);
    if (fits(cell.text, wide)) context.fillText(cell.text, middle, base);
    if (cell.flagged) drawCorner(context, x + wide, y, room);
    return;
  }
  if (cell.kind === 'empty') drawBox(context, x, y, wide, cellHeight, room);
  else drawBad(context, x, y, wide, cellHeight, room);
  const text = cell.kind === 'empty' || fits(cell.text, wide) ? cell.text : '✕';
  if (text === '') return;
  const half = context.measureText(text).width / 2 + 2;
  // The hatching does not go through the word.
  context.fillStyle = theme.background(0.85);
  context.fillRect(middle - half, base - 11, 2 * half, 14);
  context.fillStyle = cell.kind === 'bad' ? theme.foreground() : theme.muted();
  context.fillText(text, middle, base);
}

function drawCorner(context: ChartContext, x: number, y: number, { theme }: Room): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - 9, y);
  context.lineTo(x, y + 9);
  context.closePath();
  context.fillStyle = cssOf(theme.rgb('--vscode-errorForeground'));
  context.fill();
}
