import * as l10n from '@vscode/l10n';
import { formatPercent, formatTick } from '../../../../src/experiment/text/format';
import { listText } from '../../../../src/experiment/text/language';
import type { Boundary, DataPreview } from '../../../../src/experiment/record/record';
import { background, chartFont, classRgb, cssOf, foreground, muted } from '../../../charts/colors';
import { niceSpacing, niceTicks } from '../../../charts/valueRange';
import { linesOf, pixelsOf, strengthRange } from './boundaryImage';
import { drawPoints, drawPointsPlainly } from './dataPoints';

/** Around the plot, in CSS pixels; a small picture does without titles of its axes. */
const margins = {
  whole: { left: 30, right: 6, top: 6, bottom: 30 },
  small: { left: 18, right: 4, top: 4, bottom: 15 },
};
/** Pictures narrower than this are small. */
const smallWidth = 190;

/** What the boundary shows, with the step it is of. */
export interface BoundaryModel {
  key: string;
  boundary: Boundary;
  data: DataPreview;
  label: string;
}

/** The picture in words. */
export function boundaryDescription({ boundary, data, label }: BoundaryModel): string {
  const [least, most] = strengthRange(boundary);
  const shares = new Map<number, number>();
  for (const winner of boundary.winner) shares.set(winner, (shares.get(winner) ?? 0) + 1 / boundary.winner.length);
  const parts = [...shares]
    .sort(([a], [b]) => a - b)
    .map(([winner, share]) =>
      l10n.t('{0} on {1}', data.classNames?.[winner] ?? l10n.t('class {0}', winner), formatPercent(share, 0)),
    );
  const range = l10n.t('{0} to {1}', formatPercent(least, 0), formatPercent(most, 0));
  if (data.classes === 0) return l10n.t('Decision boundary, {0}: probability of the predicted class {1}', label, range);
  return l10n.t(
    'Decision boundary, {0}: {1} of the plane; probability of the predicted class {2}',
    label,
    listText(parts),
    range,
  );
}

/**
 * Draws the answer, the data and the axes; `still` draws the data's marks themselves, for a picture that is not looked
 * at in the editor.
 */
export function drawBoundary(
  context: CanvasRenderingContext2D,
  { boundary, data }: BoundaryModel,
  width: number,
  height: number,
  still = false,
): void {
  const { extent } = data.points!;
  const { size } = boundary;
  const small = width < smallWidth;
  const margin = small ? margins.small : margins.whole;
  const frame = {
    left: margin.left,
    top: margin.top,
    width: width - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
  };
  const grid = new OffscreenCanvas(size, size);
  const colors = Array.from({ length: Math.max(2, data.classes) }, (_, index) => classRgb(index));
  grid
    .getContext('2d')!
    .putImageData(new ImageData(pixelsOf(boundary, data.classes, colors, background()), size, size), 0, 0);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  // Grid points lie on the edges of the square, so half a pixel of the grid stays out on each side.
  context.drawImage(grid, 0.5, 0.5, size - 1, size - 1, frame.left, frame.top, frame.width, frame.height);
  context.beginPath();
  const scale = [frame.width / (size - 1), frame.height / (size - 1)];
  for (const line of linesOf(boundary, data.classes)) {
    for (let i = 0; i < line.length; i += 4) {
      context.moveTo(frame.left + line[i] * scale[0], frame.top + line[i + 1] * scale[1]);
      context.lineTo(frame.left + line[i + 2] * scale[0], frame.top + line[i + 3] * scale[1]);
    }
  }
  context.lineWidth = 1.6;
  context.strokeStyle = foreground(0.85);
  context.stroke();
  if (still) drawPointsPlainly(context, data, frame);
  else drawPoints(context, data, frame);
  context.restore();
  context.strokeStyle = foreground(0.3);
  context.lineWidth = 1;
  context.strokeRect(frame.left - 0.5, frame.top - 0.5, frame.width + 1, frame.height + 1);
  drawAxes(
    context,
    frame,
    extent,
    small ? undefined : [data.featureNames?.[0] ?? 'x₁', data.featureNames?.[1] ?? 'x₂'],
  );
  const [least, most] = strengthRange(boundary);
  if (most - least < 0.01 && data.classes > 0 && boundary.winner.every((winner) => winner === boundary.winner[0]))
    drawSame(context, frame, most, small);
}

function drawSame(
  context: CanvasRenderingContext2D,
  frame: { left: number; top: number; width: number; height: number },
  probability: number,
  small: boolean,
): void {
  const text = small
    ? l10n.t('p = {0} everywhere', probability.toFixed(2))
    : l10n.t('constant: p = {0}', probability.toFixed(2));
  context.font = chartFont(11);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const [x, y] = [frame.left + frame.width / 2, frame.top + frame.height - 14];
  const half = Math.min(context.measureText(text).width / 2 + 6, frame.width / 2 - 1);
  context.fillStyle = cssOf(background(), 0.85);
  context.fillRect(x - half, y - 10, 2 * half, 20);
  context.fillStyle = foreground();
  context.fillText(text, x, y, 2 * half - 6);
}

function drawAxes(
  context: CanvasRenderingContext2D,
  frame: { left: number; top: number; width: number; height: number },
  extent: { left: number; right: number; bottom: number; top: number },
  names: readonly [string, string] | undefined,
): void {
  context.font = chartFont(10);
  context.fillStyle = muted();
  context.strokeStyle = foreground(0.3);
  context.beginPath();
  const [right, bottom] = [frame.left + frame.width, frame.top + frame.height];
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const tick of niceTicks(extent.left, extent.right, 5)) {
    const x = frame.left + ((tick - extent.left) / (extent.right - extent.left)) * frame.width;
    context.moveTo(x, bottom);
    context.lineTo(x, bottom + 3);
    context.fillText(formatTick(tick, niceSpacing(extent.right - extent.left, 5)), x, bottom + 5);
  }
  if (names) context.fillText(names[0], (frame.left + right) / 2, bottom + 18);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of niceTicks(extent.bottom, extent.top, 5)) {
    const y = bottom - ((tick - extent.bottom) / (extent.top - extent.bottom)) * frame.height;
    context.moveTo(frame.left, y);
    context.lineTo(frame.left - 3, y);
    context.fillText(formatTick(tick, niceSpacing(extent.top - extent.bottom, 5)), frame.left - 5, y);
  }
  context.stroke();
  if (!names) return;
  context.save();
  context.translate(7, (frame.top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText(names[1], 0, 0);
  context.restore();
}
