import { logTicks } from './valueRange';

/** A log axis over the positive values, with a place of its own for exact zeros where there are any. */
export interface VarianceAxis {
  min: number;
  max: number;
  /** A value is exactly 0: the axis has a row for it below its least positive value. */
  zero: boolean;
}

/** Smallest and largest number that the axis shows; beyond lies no variance that a float32 can have. */
const least = 1e-90;
const most = 1e80;

/** The axis of a chart, or undefined without a finite value. Measured and expected values count alike. */
export function axisOf(
  lines: readonly { measured: readonly number[]; expected?: readonly number[] }[],
): VarianceAxis | undefined {
  let [min, max, zero, any] = [Infinity, 0, false, false];
  for (const { measured, expected = [] } of lines) {
    for (const value of [...measured, ...expected]) {
      if (!Number.isFinite(value)) continue;
      any = true;
      if (value < least) zero = true;
      else [min, max] = [Math.min(min, value), Math.max(max, Math.min(value, most))];
    }
  }
  if (!any) return undefined;
  if (min > max) return { min: 0.1, max: 10, zero };
  // At least a decade, so that noise does not look like a trend.
  const grow = Math.max(0, (1 - Math.log10(max / min)) / 2);
  const factor = 10 ** (grow + 0.05 * Math.log10(max / min));
  return { min: min / factor, max: max * factor, zero };
}

/** Place of a value from the bottom (0) to the top (1) of the axis; zeros lie in a strip of their own at the bottom. */
export function heightOf({ min, max, zero }: VarianceAxis, value: number, strip: number): number {
  if (Number.isNaN(value)) return NaN;
  if (value < least) return zero ? strip / 2 : 0;
  const place = Math.log(Math.min(value, most) / min) / Math.log(max / min);
  const bottom = zero ? strip : 0;
  return bottom + (1 - bottom) * Math.min(1, Math.max(0, place));
}

/** Ticks of the axis without its zero, about `count`. */
export function varianceTicks({ min, max }: VarianceAxis, count: number): number[] {
  return logTicks(min, max, count);
}

/** Indices of the places that get a name, so that about `room` fit: first and last always. */
export function namedPlaces(count: number, room: number): number[] {
  if (count <= room) return Array.from({ length: count }, (_, i) => i);
  const stride = Math.ceil((count - 1) / Math.max(1, room - 1));
  const named = Array.from({ length: Math.ceil((count - 1) / stride) }, (_, i) => i * stride);
  if (count - 1 - named[named.length - 1] < stride * 0.6 && named.length > 1) named.pop();
  return [...named, count - 1];
}
