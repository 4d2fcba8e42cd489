import type { SweepModel } from '../../../../src/experiment/sweep/sweepModel';

/** The value at a share (0 to 1) of the colour scale. */
export function valueAt(range: NonNullable<SweepModel['range']>, share: number): number {
  return range.log ? range.min * (range.max / range.min) ** share : range.min + (range.max - range.min) * share;
}
