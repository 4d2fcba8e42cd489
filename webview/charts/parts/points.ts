import type { DataPreview } from '../../../src/experiment/record/record';
import type { ChartContext, Frame } from '../canvas/chartContext';
import { classStyle } from '../theme/classStyle';
import { cssOf, type Theme } from '../theme/theme';
import { addMark } from './marks';
import { scaleOf } from './scale';

type Points = NonNullable<DataPreview['points']>;

/** Pictures this wide or wider, in CSS pixels, have marks of full size. */
const fullMarks = 180;

/** The class of every point, or for a regression which half of the targets' range it lies in. */
function groupsOf(values: Float32Array, classes: number): ArrayLike<number> {
  if (classes > 0) return values;
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  return Uint8Array.from(values, (value) => (value < (least + most) / 2 ? 0 : 1));
}

/** One split: filled marks, or hollow ones, each within a line of the background. */
function drawSplit(
  context: ChartContext,
  inputs: Float32Array,
  values: Float32Array,
  classes: number,
  extent: Points['extent'],
  frame: Frame,
  filled: boolean,
  theme: Theme,
): void {
  // Marks shrink with a small picture, so that it stays to be seen.
  const pen = Math.min(1, Math.max(0.6, (frame.right - frame.left) / fullMarks));
  const radius = (values.length > 800 ? 1.6 : values.length > 400 ? 2 : 2.5) * pen;
  const x = scaleOf({ min: extent.left, max: extent.right }, frame.left, frame.right);
  const y = scaleOf({ min: extent.bottom, max: extent.top }, frame.bottom, frame.top);
  const groups = groupsOf(values, classes);
  for (let group = 0; group < Math.max(2, classes); group++) {
    const rgb = theme.classRgb(group);
    context.beginPath();
    for (let i = 0; i < values.length; i++)
      if (groups[i] === group)
        addMark(context, classStyle(group).shape, x(inputs[2 * i]), y(inputs[2 * i + 1]), radius);
    context.fillStyle = cssOf(rgb);
    context.strokeStyle = theme.background(0.9);
    context.lineWidth = (filled ? 0.8 : 2.6) * pen;
    if (filled) context.fill();
    context.stroke();
    if (filled) continue;
    context.lineWidth = 1.2 * pen;
    context.strokeStyle = cssOf(rgb);
    context.stroke();
  }
}

/** Draws the points of a dataset in the plane: training filled, test hollow, a shape and colour for each class. */
export function drawPoints(
  context: ChartContext,
  { train, trainClass, test, testClass, extent }: Points,
  classes: number,
  frame: Frame,
  theme: Theme,
): void {
  context.setLineDash([]);
  drawSplit(context, train, trainClass, classes, extent, frame, true, theme);
  drawSplit(context, test, testClass, classes, extent, frame, false, theme);
}
