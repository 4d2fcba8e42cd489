import type { Law } from '../../../../src/engine/initializers/laws/lawShapes';
import type { Axis } from './axisGroups';
import type { Bars } from './bars';

/** One initializer's part of a histogram. */
export interface HistogramSeries {
  /** Index of the initializer: colour and dash. */
  index: number;
  /** What is counted (`weights`), or in an overlay the initializer's label. */
  name: string;
  bars: Bars;
  law?: Law;
  /** The law is that of the start, and training has gone on since. */
  faded: boolean;
}

/** All that `<il-histogram>` draws. */
export interface HistogramModel {
  /** Equal keys draw equal pictures. */
  key: string;
  axis: Axis;
  xTitle: string;
  /** The other columns have another axis. */
  ownAxis?: boolean;
  series: HistogramSeries[];
  /** The picture in words and numbers. */
  description: string;
}
