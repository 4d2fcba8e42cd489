import type { RunRecord, SweepRecord, TrialRecord } from './record';
import { isActive } from './runStatus';

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

/** How far a sweep is: cells that have ended, and the share of all, that of the one under way counted in. */
export function sweepProgress({ cells }: SweepRecord): { ended: number; cells: number; share: number } {
  const begun = cells.filter(({ run }) => run.header);
  const ended = cells.filter(({ run }) => !isActive(run.status) && (run.header || run.status === 'failed')).length;
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
