import { scaleOf, type Axis } from '../../../charts/parts/scale';

/** The part of a plane that is looked at; `log` of its y axis. */
export interface View {
  x: Axis;
  y: Axis & { log: boolean };
}

/** An axis made larger by `factor` around a share (0 to 1) of it. */
function zoomAxis<T extends Axis & { log?: boolean }>(axis: T, factor: number, about: number): T {
  const scale = scaleOf(axis, 0, 1);
  return { ...axis, min: scale.at(about - about / factor), max: scale.at(about + (1 - about) / factor) };
}

/** An axis moved by a share of it. */
function panAxis<T extends Axis & { log?: boolean }>(axis: T, by: number): T {
  const scale = scaleOf(axis, 0, 1);
  return { ...axis, min: scale.at(by), max: scale.at(1 + by) };
}

/** Keeps an axis between two ends: moved inside, or both where it is wider. */
function keepIn(axis: Axis, least: number, most: number): Axis {
  const width = Math.min(axis.max - axis.min, most - least);
  const min = Math.min(Math.max(axis.min, least), most - width);
  return { min, max: min + width };
}

/** Numbers beyond which a log axis has no decades left. */
const [leastPositive, largest] = [1e-300, 1e300];

/** What can be looked at: x from 0 to the last step, y without end. */
function limited({ x, y }: View, lastStep: number): View {
  const inside = y.log ? { min: Math.max(leastPositive, y.min), max: Math.min(largest, y.max) } : y;
  return { x: keepIn(x, 0, lastStep), y: { ...y, ...inside } };
}

/** Zooms both axes by `factor`, around a place given as shares from the left and the bottom. */
export function zoomed({ x, y }: View, factor: number, at: { x: number; y: number }, lastStep: number): View {
  return limited({ x: zoomAxis(x, factor, at.x), y: zoomAxis(y, factor, at.y) }, lastStep);
}

/** Moves both axes by shares of them. */
export function panned({ x, y }: View, by: { x: number; y: number }, lastStep: number): View {
  return limited({ x: panAxis(x, by.x), y: panAxis(y, by.y) }, lastStep);
}
