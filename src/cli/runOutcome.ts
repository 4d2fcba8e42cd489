import type { RunRecord, TrialRecord } from '../experiment/record/record';
import { allTrials } from '../experiment/record/sweepRecord';
import { settingText } from '../experiment/sweep/sweepLabels';

/** Exit codes of the command line; an interrupted run has 128 and the number of the signal. */
export const exitCodes = { good: 0, failed: 1, badInput: 2 } as const;

const ended: readonly TrialRecord['status'][] = ['finished', 'diverged', 'stopped'];

/** The first of several problems, and how many more there are. */
function firstOf(problems: readonly string[]): string | undefined {
  return problems.length < 2 ? problems[0] : `${problems[0]} (and ${problems.length - 1} more)`;
}

/**
 * What went wrong in a run, as one line; undefined where every trial of every cell has ended. A trial that diverged is
 * a result.
 */
export function failureOf(run: RunRecord): string | undefined {
  const trials = allTrials(run);
  const ofTrials = trials.flatMap(({ status, message, seed }) => {
    if (status === 'failed') return [message ?? `The trial with seed ${seed} failed.`];
    return ended.includes(status) ? [] : [`The trial with seed ${seed} did not end: it is ${status}.`];
  });
  // A cell that could not begin has no trials that tell it.
  const ofCells = (run.sweep?.cells ?? []).flatMap(({ setting, run: cell }) =>
    cell.status === 'failed' && !cell.trials.some(({ status }) => status === 'failed')
      ? [`${run.header ? `${settingText(run.header.experiment, setting)}: ` : ''}${cell.message ?? 'the cell failed.'}`]
      : [],
  );
  const problems = [...ofTrials, ...ofCells];
  if (problems.length > 0) return firstOf(problems);
  if (run.status === 'failed') return run.message ?? 'The run failed.';
  return run.header === undefined ? 'The run did not start.' : undefined;
}
