import type { RunRecord, TrialRecord } from './record';
import type { SweepSetting } from './sweepAxes';

/** One axis of a sweep that runs or ran, with the values it came to. */
export interface SweepAxisRecord {
  /** JSON pointer to the setting. */
  path: string;
  values: unknown[];
  /** How the experiment gave the values. */
  scale: 'list' | 'linear' | 'log';
}

/**
 * One cell: its settings by their pointers, and its run, which is a run like any other. A cell that has not begun has
 * no header.
 */
export interface SweepCellRecord {
  setting: SweepSetting;
  run: RunRecord;
}

/**
 * What a run that is a sweep has instead of trials of its own. The first axis is the outermost: cell = i₀ · n₁ + i₁.
 */
export interface SweepRecord {
  axes: SweepAxisRecord[];
  cells: SweepCellRecord[];
}

/** The id of a cell's run: no other run of a session has it, since those of runs are whole and positive. */
export function cellRunId(sweep: number, cell: number): number {
  return -(sweep * 1000 + cell + 1);
}

/** The trials of a run, or of all cells of a sweep that have begun. */
export function allTrials(run: RunRecord): TrialRecord[] {
  return run.sweep ? run.sweep.cells.flatMap((cell) => cell.run.trials) : run.trials;
}

/** The index of a cell from one index for each axis. */
export function cellAt({ axes }: Pick<SweepRecord, 'axes'>, indices: readonly number[]): number {
  return indices.reduce((cell, index, axis) => cell * axes[axis].values.length + index, 0);
}

/** The index on each axis of a cell: the inverse of `cellAt`. */
export function indicesOf({ axes }: { axes: readonly Pick<SweepAxisRecord, 'values'>[] }, cell: number): number[] {
  const indices: number[] = [];
  for (let axis = axes.length - 1, rest = cell; axis >= 0; axis--) {
    indices.unshift(rest % axes[axis].values.length);
    rest = Math.floor(rest / axes[axis].values.length);
  }
  return indices;
}

/** How far a sweep is: cells that have ended, and the share of all, that of the one under way counted in. */
export function sweepProgress({ cells }: SweepRecord): { ended: number; cells: number; share: number } {
  const begun = cells.filter(({ run }) => run.header);
  const ended = cells.filter(
    ({ run }) => !['starting', 'running', 'paused'].includes(run.status) && (run.header || run.status === 'failed'),
  ).length;
  const partial = begun.reduce((sum, { run }) => {
    if (run.status !== 'running' && run.status !== 'paused') return sum;
    const total = run.trials.length * run.header!.totalSteps;
    return (
      sum +
      (total > 0
        ? run.trials.reduce(
            (steps, trial) =>
              steps + (trial.status === 'running' || trial.status === 'waiting' ? trial.step : run.header!.totalSteps),
            0,
          ) / total
        : 0)
    );
  }, 0);
  return { ended, cells: cells.length, share: cells.length === 0 ? 0 : (ended + partial) / cells.length };
}
