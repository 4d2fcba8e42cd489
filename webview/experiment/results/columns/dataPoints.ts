import type { DataPreview } from '../../../../src/experiment/record/record';
import { addMark, classStyle } from '../../../charts/classStyle';
import { background, classRgb, cssOf, foreground } from '../../../charts/colors';
import type { Rgb } from '../../../charts/rgb';

interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Pictures this wide or wider, in CSS pixels, have marks of full size. */
const fullMarks = 180;

/** One mark, filled for the training data, hollow for the test data. */
function drawMark(
  context: CanvasRenderingContext2D,
  index: number,
  rgb: Rgb,
  x: number,
  y: number,
  radius: number,
  filled: boolean,
  pen: number,
): void {
  context.beginPath();
  addMark(context, classStyle(index).shape, x, y, radius);
  if (filled) {
    context.fillStyle = cssOf(rgb);
    context.fill();
    context.strokeStyle = cssOf(background(), 0.9);
    context.lineWidth = 0.8 * pen;
    context.stroke();
    return;
  }
  context.lineWidth = 2.6 * pen;
  context.strokeStyle = cssOf(background(), 0.9);
  context.stroke();
  context.lineWidth = 1.2 * pen;
  context.strokeStyle = cssOf(rgb);
  context.stroke();
}

/** The class of a point, or for a regression which half of the targets' range it lies in. */
function groupOf(value: number, classes: number, middle: number): number {
  return classes > 0 ? value : value < middle ? 0 : 1;
}

function drawSplit(
  context: CanvasRenderingContext2D,
  points: Float32Array,
  values: Float32Array,
  data: DataPreview,
  frame: Frame,
  filled: boolean,
): void {
  const { extent } = data.points!;
  // Marks shrink with a small picture, so that it stays to be seen.
  const pen = Math.min(1, Math.max(0.6, frame.width / fullMarks));
  const radius = (values.length > 800 ? 1.6 : values.length > 400 ? 2 : 2.5) * pen;
  let [least, most] = [Infinity, -Infinity];
  if (data.classes === 0) for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  for (let i = 0; i < values.length; i++) {
    const x = frame.left + ((points[2 * i] - extent.left) / (extent.right - extent.left)) * frame.width;
    const y = frame.top + ((extent.top - points[2 * i + 1]) / (extent.top - extent.bottom)) * frame.height;
    const group = groupOf(values[i], data.classes, (least + most) / 2);
    drawMark(context, group, classRgb(group), x, y, radius, filled, pen);
  }
}

interface Sprite {
  key: string;
  canvas: OffscreenCanvas;
}
const sprites = new Map<string, Sprite>();

/** All points, drawn once for a size and theme and then copied: every column shows the same ones. */
export function drawPoints(context: CanvasRenderingContext2D, data: DataPreview, frame: Frame): void {
  const { points } = data;
  if (!points) return;
  const scale = devicePixelRatio;
  const size = `${frame.width}×${frame.height}×${scale}`;
  const key = `${size} ${foreground()} ${cssOf(background())} ${cssOf(classRgb(0))} ${points.train.byteLength} ${points.train[0]} ${points.train[1]} ${points.train.at(-1)} ${points.test.byteLength} ${data.classes}`;
  let sprite = sprites.get(size);
  if (!sprite || sprite.key !== key) {
    sprite = { key, canvas: new OffscreenCanvas(Math.ceil(frame.width * scale), Math.ceil(frame.height * scale)) };
    const own = sprite.canvas.getContext('2d')! as unknown as CanvasRenderingContext2D;
    own.scale(scale, scale);
    const whole = { left: 0, top: 0, width: frame.width, height: frame.height };
    drawSplit(own, points.train, points.trainClass, data, whole, true);
    drawSplit(own, points.test, points.testClass, data, whole, false);
    if (sprites.size > 8) sprites.clear();
    sprites.set(size, sprite);
  }
  context.drawImage(sprite.canvas, frame.left, frame.top, sprite.canvas.width / scale, sprite.canvas.height / scale);
}

/** All points mark by mark, as vectors or at any scale. */
export function drawPointsPlainly(context: CanvasRenderingContext2D, data: DataPreview, frame: Frame): void {
  const { points } = data;
  if (!points) return;
  drawSplit(context, points.train, points.trainClass, data, frame, true);
  drawSplit(context, points.test, points.testClass, data, frame, false);
}
