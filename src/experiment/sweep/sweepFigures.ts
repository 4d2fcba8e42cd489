import type { RunRecord, TrialRecord, SweepRecord } from '../record/record';
import { nowOf } from '../record/trainFigure';
import { type BandKind, bandOf } from '../statistics/seedBand';

/** What a sweep is looked at for: figures of the trained network on whole splits. */
export type SweepMetric = 'cost' | 'testCost' | 'trainAccuracy' | 'testAccuracy';

/** `empty`: not begun; `running`: no figure yet; `stopped`: it ended without one. */
export type CellStatus = 'empty' | 'running' | 'done' | 'diverged' | 'failed' | 'stopped';

/** What one initializer comes to in one cell, over its seeds. */
export interface CellFigure {
  status: CellStatus;
  /** Mean (or median) over the seeds that have the figure; NaN for none. */
  value: number;
  /** Ends of the band over the seeds; NaN for fewer than two. */
  low: number;
  high: number;
  /** Seeds that count, that diverged, and all. */
  count: number;
  diverged: number;
  seeds: number;
}

/**
 * A trial's figure at its end; NaN before, and for one that diverged or failed. Of a model in Python, whose whole data
 * is never looked at, cost and accuracy are those of its last batches.
 */
function finalFigure(trial: TrialRecord, metric: SweepMetric): number {
  const { status, final } = trial;
  if (status !== 'finished' && (status !== 'stopped' || !final)) return NaN;
  if (metric === 'cost') return nowOf(trial, 'train');
  return metric === 'trainAccuracy' ? nowOf(trial, metric) : (final?.[metric] ?? NaN);
}

/** The figure of an initializer in the run of a cell. */
export function cellFigure(
  run: RunRecord,
  initializer: number,
  metric: SweepMetric,
  band: BandKind = 'interval',
): CellFigure {
  const trials = run.trials.filter((trial) => trial.initializer === initializer);
  const values = trials.map((trial) => finalFigure(trial, metric)).filter(Number.isFinite);
  const diverged = trials.filter(({ status }) => status === 'diverged').length;
  const { middle, low, high, count } = bandOf(values, band);
  const several = count > 1 ? { low, high } : { low: NaN, high: NaN };
  return {
    status: statusOf(run, trials, count, diverged),
    value: middle,
    ...several,
    count,
    diverged,
    seeds: trials.length,
  };
}

function statusOf(run: RunRecord, trials: readonly TrialRecord[], count: number, diverged: number): CellStatus {
  if (!run.header) return run.status === 'failed' ? 'failed' : run.status === 'stopped' ? 'stopped' : 'empty';
  if (count > 0) return 'done';
  if (trials.some(({ status }) => status === 'running' || status === 'waiting')) return 'running';
  if (diverged > 0) return 'diverged';
  return trials.some(({ status }) => status === 'failed') ? 'failed' : 'stopped';
}

/** The initializers that any cell trained, in the order of the experiment. */
export function sweptInitializers({ cells }: SweepRecord): number[] {
  return [...new Set(cells.flatMap((cell) => cell.run.trials.map(({ initializer }) => initializer)))].sort(
    (left, right) => left - right,
  );
}

/** A value so many times the median has exploded: it is said to lie above the range, which would show nothing else. */
const exploded = 1000;

/**
 * The range of all known values, and whether they want a log scale: positive ones that span more than a factor of
 * eight. `cut` says that some lie above it.
 */
export function figureRange(
  values: readonly number[],
): { min: number; max: number; log: boolean; cut: boolean } | undefined {
  const known = values.filter(Number.isFinite).sort((left, right) => left - right);
  if (known.length === 0) return undefined;
  const median = known[(known.length - 1) >> 1];
  const inside = median > 0 ? known.filter((value) => value <= exploded * median) : known;
  const [min, max] = [inside[0], inside[inside.length - 1]];
  return { min, max, log: min > 0 && max / min > 8, cut: inside.length < known.length };
}

/**
 * Whether ascending numbers lie evenly in their logarithm and span more than a factor of four: they want a log axis.
 */
export function isGeometric(values: readonly unknown[]): boolean {
  if (values.length < 3 || !values.every((value): value is number => typeof value === 'number' && value > 0))
    return false;
  const logs = (values as number[]).map(Math.log);
  const steps = logs.slice(1).map((log, index) => log - logs[index]);
  const sign = Math.sign(steps[0]);
  return (
    steps.every(
      (step) =>
        Math.sign(step) === sign &&
        Math.abs(step) < 2.5 * Math.abs(steps[0]) &&
        Math.abs(step) > 0.4 * Math.abs(steps[0]),
    ) && Math.abs(logs.at(-1)! - logs[0]) > Math.log(4)
  );
}
