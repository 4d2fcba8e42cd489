import type { BandKind } from '../../../../src/experiment/statistics/seedBand';
import type { LinePoint } from '../../../charts/parts/decimate';

export type Quantity = 'cost' | 'accuracy';

export type Split = 'train' | 'test';

/** What of the curves is shown. */
export interface CostView {
  quantity: Quantity;
  splits: readonly Split[];
  log: boolean;
  /** Of the moving average, 0 to below 1. */
  smoothing: number;
  /** The band over several seeds; absent: the interval. */
  band?: BandKind;
  /** Whether the runs of single seeds are shown beside the line of all. */
  singles?: boolean;
}

/** The ends of a band at one point of a line. */
export interface BandEnds {
  low: number;
  high: number;
  /** Seeds that count, of those that there are. */
  count: number;
}

/** A line of the chart: a trial's curve, or that of all seeds of an initializer. */
export interface CostLine {
  readonly initializer: number;
  /** Absent for a line of several seeds. */
  readonly seed?: number;
  readonly split: Split;
  readonly view: CostView;
  /** Recorded steps, and the value at each. */
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** The same as points, smoothed. */
  readonly points: LinePoint[];
  /** The points that the line goes through. */
  readonly drawn: LinePoint[];
  /** Present for a line of several seeds: one for each of `points`, smoothed like them. */
  readonly band?: readonly BandEnds[];
  /** Present for a line of several seeds: one for each of `values`. */
  readonly ends?: readonly BandEnds[];
  /** Seeds of a line of several. */
  readonly of?: number;
  /** A thin line beside the one of all seeds. */
  readonly single?: boolean;
  /** It ends here with a cost that is not finite. */
  readonly diverged: boolean;
  /** Takes what was recorded since the last call; answers whether there was any. */
  feed(): boolean;
  /** The last point that has a value. */
  readonly last: LinePoint | undefined;
}
