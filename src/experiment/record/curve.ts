import type { Curve } from './record';

const lists = ['step', 'train', 'test', 'trainAccuracy', 'testAccuracy'] as const;

/** A curve without points. */
export const emptyCurve = (): Curve => ({ step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] });

/** Adds the points of `more` at the end of `curve`. */
export function appendCurve(curve: Curve, more: Curve): void {
  for (const key of lists) for (const value of more[key]) curve[key].push(value);
}

/** The points of a curve from an index on. */
export function curveFrom(curve: Curve, index: number): Curve {
  const rest = emptyCurve();
  for (const key of lists) rest[key] = curve[key].slice(index);
  return rest;
}
