import { formatPercent, formatRound, formatTick } from '../../../../src/experiment/text/format';
import type { CellFigure } from '../../../../src/experiment/sweep/sweepFigures';
import type { AxisModel, SweepModel, SweptInitializer } from '../../../../src/experiment/sweep/sweepModel';
import { logTicks, niceTicks } from '../../../charts/valueRange';

/** Sizes of the curves over a setting in CSS pixels, the same on the screen and in a picture. */
export const curvesHeight = 300;
export const curvesMargin = { left: 68, right: 18, top: 10, bottom: 46 };
/** Middle of the name of the upright axis. */
export const curvesTitle = { x: 12, y: curvesMargin.top + (curvesHeight - curvesMargin.top - curvesMargin.bottom) / 2 };
const inner = curvesHeight - curvesMargin.top - curvesMargin.bottom;

/** Places from 0 to 1 of an axis's values. */
export function placesOf({ values, numbers, log }: AxisModel): number[] {
  if (!numbers) return values.map((_, index) => (index + 0.5) / values.length);
  const scaled = numbers.map((value) => (log ? Math.log(value) : value));
  const [low, high] = [Math.min(...scaled), Math.max(...scaled)];
  return scaled.map((value) => (high === low ? 0.5 : (value - low) / (high - low)));
}

/** From a value to a pixel from the top, with ticks. */
export interface CurveScale {
  y(value: number): number;
  ticks: number[];
  text(tick: number): string;
}

/** The scale of the curves that are shown; undefined while nothing is known. */
export function curveScale(
  { range, lessIsBetter }: SweepModel,
  shown: readonly SweptInitializer[],
): CurveScale | undefined {
  if (!range) return undefined;
  const ends = shown
    .flatMap(({ figures }) =>
      figures.flatMap(({ value, low, high }) => [value, high, ...(range.log && !(low > range.min / 3) ? [] : [low])]),
    )
    .filter((value) => Number.isFinite(value) && (!range.cut || value <= 1.1 * range.max));
  if (ends.length === 0) return undefined;
  let [min, max] = [Math.min(...ends), Math.max(...ends)];
  if (range.log) [min, max] = [min / (max / min) ** 0.06 / 1.02, max * (max / min) ** 0.06 * 1.02];
  else {
    const pad = max > min ? 0.06 * (max - min) : Math.max(Math.abs(max) * 0.1, 1e-12);
    [min, max] = lessIsBetter ? [min - pad, max + pad] : [Math.max(0, min - pad), Math.min(1, max + pad)];
  }
  const share = (value: number): number =>
    range.log ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  const ticks = range.log ? logTicks(min, max, 7) : niceTicks(min, max, 7);
  const text = (value: number): string =>
    !lessIsBetter
      ? formatPercent(value, 0)
      : range.log
        ? formatRound(value)
        : formatTick(value, ticks.length > 1 ? ticks[1] - ticks[0] : 1);
  return {
    y: (value) =>
      curvesMargin.top + inner * (1 - Math.min(1.02, Math.max(-0.02, range.log && value <= 0 ? -0.02 : share(value)))),
    ticks,
    text,
  };
}

/** A point of a picture in CSS pixels. */
export type Place = readonly [x: number, y: number];

/** What is drawn of one initializer; `x` are the places of the settings. */
export interface CurveShape {
  /** Outline of the band over the seeds; empty for none. */
  band: Place[];
  /** A line does not leap over a setting at which the initializer diverged. */
  pieces: Place[][];
  marks: Place[];
}

/** Band, lines and marks of one initializer. */
export function curveShape(
  figures: readonly CellFigure[],
  y: (value: number) => number,
  x: readonly number[],
): CurveShape {
  const known = figures
    .map((figure, index) => ({ ...figure, x: x[index] }))
    .filter(({ value }) => Number.isFinite(value));
  const banded = known.filter(({ low }) => Number.isFinite(low));
  const pieces = figures.reduce<Place[][]>(
    (parts, { value, status }, index) => {
      if (Number.isFinite(value)) parts.at(-1)!.push([x[index], y(value)]);
      else if (status === 'diverged' || status === 'failed') parts.push([]);
      return parts;
    },
    [[]],
  );
  return {
    band:
      banded.length > 1
        ? [
            ...banded.map(({ x: at, high }): Place => [at, y(high)]),
            ...banded.map(({ x: at, low }): Place => [at, y(low)]).reverse(),
          ]
        : [],
    pieces: pieces.filter((piece) => piece.length > 1),
    marks: known.map(({ x: at, value }): Place => [at, y(value)]),
  };
}

/** Crosses at the top for what diverged, each initializer in its own column: where, and how large. */
export function crossesOf(
  { figures }: SweptInitializer,
  row: number,
  rows: number,
  x: readonly number[],
): { at: Place; size: number }[] {
  return figures.flatMap(({ status, diverged }, index) =>
    status === 'diverged' || (status === 'done' && diverged > 0)
      ? [
          {
            at: [x[index] + 7 * (row - (rows - 1) / 2), curvesMargin.top + 6] as const,
            size: status === 'diverged' ? 4 : 2.5,
          },
        ]
      : [],
  );
}

/** The settings whose values are written, as far as they have room. */
export function writtenValues({ values }: AxisModel, x: readonly number[]): number[] {
  const room = Math.max(30, ...values.map((value) => value.length * 6.6 + 8));
  let free = -Infinity;
  return [...x.keys()]
    .sort((a, b) => x[a] - x[b])
    .filter((index) => (x[index] - room / 2 >= free ? ((free = x[index] + room / 2), true) : false));
}
