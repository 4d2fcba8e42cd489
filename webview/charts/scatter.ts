import type { ChartContext, Room } from './canvas/chartContext';
import { addMark } from './parts/marks';
import { classStyle } from './theme/classStyle';
import { cssOf } from './theme/theme';

/** Points of several classes. */
export interface ScatterModel {
  /** x, y, x, y … */
  inputs: Float32Array;
  /** A class for each point, or a quantity where there are no classes. */
  classes: ArrayLike<number>;
  /** 0 for quantities. */
  classCount: number;
}

/** Radius of a mark in CSS pixels. */
const radius = 1.5;

/** Draws all points inside the room, on one scale for both axes, y upwards. */
export function drawScatter(context: ChartContext, { inputs, classes, classCount }: ScatterModel, room: Room): void {
  const place = fit(inputs, Math.min(room.width, room.height));
  for (let style = 0; style < Math.max(1, classCount); style++) {
    const { token, shape } = classStyle(style);
    context.beginPath();
    for (let i = 0; i < classes.length; i++) {
      if (classCount > 0 && classes[i] !== style) continue;
      const [x, y] = place(inputs[2 * i], inputs[2 * i + 1]);
      addMark(context, shape, x, y, radius);
    }
    context.fillStyle = cssOf(room.theme.rgb(token));
    context.fill();
  }
}

function fit(inputs: Float32Array, side: number): (x: number, y: number) => [number, number] {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < inputs.length; i += 2) {
    left = Math.min(left, inputs[i]);
    right = Math.max(right, inputs[i]);
    bottom = Math.min(bottom, inputs[i + 1]);
    top = Math.max(top, inputs[i + 1]);
  }
  const span = Math.max(right - left, top - bottom) || 1;
  const perUnit = (side - 4 * radius) / span;
  const [centerX, centerY] = [(left + right) / 2, (bottom + top) / 2];
  return (x, y) => [side / 2 + (x - centerX) * perUnit, side / 2 - (y - centerY) * perUnit];
}
