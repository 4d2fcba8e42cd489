import * as l10n from '@vscode/l10n';
import { formatTick } from '../../src/experiment/text/format';
import type { Boundary, DataPreview } from '../../src/experiment/record/record';
import { frameIn, type ChartContext, type Frame, type Room } from './canvas/chartContext';
import { linesOf, pixelsOf, strengthRange } from './parts/boundaryField';
import { canvasOf } from './canvas/pixelImage';
import { addLine, writeUpwards } from './parts/path';
import { drawPoints } from './parts/points';
import { scaleOf } from './parts/scale';
import { niceSpacing, niceTicks } from './parts/valueRange';

/** A network's answer over a plane, and the data in it. */
export interface BoundaryModel {
  /** Equal keys draw equal pictures. */
  key: string;
  boundary: Boundary;
  points: NonNullable<DataPreview['points']>;
  /** 0 for a regression. */
  classes: number;
  axisNames: readonly [string, string];
}

/** Around the plot, in CSS pixels; a small picture does without titles of its axes. */
const margins: Record<'whole' | 'small', Frame> = {
  whole: { left: 30, right: 6, top: 6, bottom: 30 },
  small: { left: 18, right: 4, top: 4, bottom: 15 },
};
/** Pictures narrower than this are small. */
const smallWidth = 190;

/**
 * Draws class colours as strong as the network is sure, a line where it changes its mind, the data (training filled,
 * test hollow) and the axes.
 */
export function drawBoundary(context: ChartContext, model: BoundaryModel, room: Room): void {
  const { boundary, classes, points, axisNames } = model;
  const { theme } = room;
  const { size } = boundary;
  const small = room.width < smallWidth;
  const frame = frameIn(room, small ? margins.small : margins.whole);
  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top];
  const colors = Array.from({ length: Math.max(2, classes) }, (_, index) => theme.classRgb(index));
  const background = theme.rgb('--vscode-editor-background');
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, width, height);
  context.clip();
  context.imageSmoothingEnabled = true;
  // Grid points lie on the edges of the square, so half a pixel of the grid stays out on each side.
  context.drawImage(
    canvasOf(pixelsOf(boundary, classes, colors, background), size, size),
    ...([0.5, 0.5, size - 1, size - 1, frame.left, frame.top, width, height] as const),
  );
  context.beginPath();
  for (const line of linesOf(boundary, classes)) {
    const place = (start: number, length: number, from: number) => (end: number) =>
      from + (line[start + 2 * end] / (size - 1)) * length;
    for (let i = 0; i < line.length; i += 4)
      addLine(context, 2, place(i, width, frame.left), place(i + 1, height, frame.top));
  }
  context.setLineDash([]);
  context.lineWidth = 1.6;
  context.strokeStyle = theme.foreground(0.85);
  context.stroke();
  drawPoints(context, points, classes, frame, theme);
  context.restore();
  context.strokeStyle = theme.foreground(0.3);
  context.lineWidth = 1;
  context.strokeRect(frame.left - 0.5, frame.top - 0.5, width + 1, height + 1);
  drawTicks(context, frame, points.extent, small ? undefined : axisNames, room);
  const [least, most] = strengthRange(boundary);
  if (most - least < 0.01 && classes > 0 && boundary.winner.every((winner) => winner === boundary.winner[0]))
    drawSame(context, frame, most, small, room);
}

/** Says that the network answers the same everywhere. */
function drawSame(context: ChartContext, frame: Frame, probability: number, small: boolean, { theme }: Room): void {
  const text = small
    ? l10n.t('p = {0} everywhere', probability.toFixed(2))
    : l10n.t('constant: p = {0}', probability.toFixed(2));
  context.font = theme.font(11);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const [x, y] = [(frame.left + frame.right) / 2, frame.bottom - 14];
  const half = Math.min(context.measureText(text).width / 2 + 6, (frame.right - frame.left) / 2 - 1);
  context.fillStyle = theme.background(0.85);
  context.fillRect(x - half, y - 10, 2 * half, 20);
  context.fillStyle = theme.foreground();
  context.fillText(text, x, y, 2 * half - 6);
}

/** The axes lie close around the picture, on all of its sides alike. */
function drawTicks(
  context: ChartContext,
  frame: Frame,
  extent: BoundaryModel['points']['extent'],
  names: readonly [string, string] | undefined,
  { theme }: Room,
): void {
  const x = scaleOf({ min: extent.left, max: extent.right }, frame.left, frame.right);
  const y = scaleOf({ min: extent.bottom, max: extent.top }, frame.bottom, frame.top);
  context.font = theme.font(10);
  context.fillStyle = theme.muted();
  context.beginPath();
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const tick of niceTicks(extent.left, extent.right, 5)) {
    context.moveTo(x(tick), frame.bottom);
    context.lineTo(x(tick), frame.bottom + 3);
    context.fillText(formatTick(tick, niceSpacing(extent.right - extent.left, 5)), x(tick), frame.bottom + 5);
  }
  if (names) context.fillText(names[0], (frame.left + frame.right) / 2, frame.bottom + 18);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of niceTicks(extent.bottom, extent.top, 5)) {
    context.moveTo(frame.left, y(tick));
    context.lineTo(frame.left - 3, y(tick));
    context.fillText(formatTick(tick, niceSpacing(extent.top - extent.bottom, 5)), frame.left - 5, y(tick));
  }
  context.stroke();
  if (names) writeUpwards(context, names[1], 7, (frame.top + frame.bottom) / 2);
}
