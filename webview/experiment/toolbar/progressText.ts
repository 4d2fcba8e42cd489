import type { RunRecord } from '../../../src/experiment/record';
import { durationText, groupedText } from '../../shared/numberText';
import { stepsDone, stepsToDo } from '../rateMeter';

/** How far a run is, for the bar and in words. */
export interface Progress {
  /** From 0 to 1. */
  fraction: number;
  text: string;
}

/** How far a run came that did not reach its end. */
function endedShare(run: RunRecord): number {
  const total = run.header?.totalSteps ?? 0;
  const toDo = run.trials.reduce((sum, trial) => sum + (trial.status === 'stopped' || trial.status === 'failed' ? total : trial.step), 0);
  return toDo > 0 ? stepsDone(run) / toDo : 0;
}

/** `step 9 000 of 15 000 · 0.1 s left`; several trials count with the mean of their steps. */
export function progressOf(run: RunRecord, secondsLeft: number | undefined): Progress {
  if (!run.header) return { fraction: 0, text: run.status === 'failed' ? 'failed' : 'starting…' };
  const done = stepsDone(run);
  const toDo = stepsToDo(run);
  const trials = Math.max(1, run.trials.length);
  // Trials that were stopped count with all that they had to do: the bar stays where it was.
  const ended = run.status === 'stopped' || run.status === 'failed';
  const share = ended ? endedShare(run) : toDo > 0 ? done / toDo : 0;
  const fraction = run.status === 'finished' ? 1 : share;
  const step = `step ${groupedText(Math.floor(done / trials))} of ${groupedText(run.header.totalSteps)}`;
  switch (run.status) {
    case 'finished':
      return { fraction, text: `${groupedText(run.header.totalSteps)} steps · finished in ${durationText(run.seconds)}` };
    case 'stopped':
    case 'failed':
      return { fraction, text: `${step} · ${run.status} after ${durationText(run.seconds)}` };
    case 'paused':
      return { fraction, text: `${step} · paused` };
    default:
      return { fraction, text: secondsLeft === undefined ? step : `${step} · ${durationText(secondsLeft)} left` };
  }
}

/** What a screen reader is told: changes of the status, and each quarter on the way. */
export function milestoneOf(run: RunRecord | undefined, fraction: number): string {
  if (!run) return '';
  if (run.status !== 'running') return { starting: 'Run started', paused: 'Run paused', finished: 'Run finished', stopped: 'Run stopped', failed: `Run failed. ${run.message ?? ''}` }[run.status];
  const quarter = Math.floor(fraction * 4) * 25;
  return quarter === 0 ? 'Run started' : `${quarter} percent done`;
}
