import * as l10n from '@vscode/l10n';
import type { QueueState, RunRecord, SweepRecord } from '../../../src/experiment/record/record';
import { durationText, groupedText } from '../../shared/numberText';
import { stepsDone, stepsToDo } from '../../../src/experiment/record/rateMeter';
import { trialsText, workersText } from '../../../src/experiment/text/queueText';
import { sweepProgress } from '../../../src/experiment/record/sweepRecord';

/** How far a run is, for the bar and in words. */
export interface Progress {
  /** From 0 to 1. */
  fraction: number;
  text: string;
}

/** How far a run came that did not reach its end. */
function endedShare(run: RunRecord): number {
  const total = run.header?.totalSteps ?? 0;
  const toDo = run.trials.reduce(
    (sum, trial) => sum + (trial.status === 'stopped' || trial.status === 'failed' ? total : trial.step),
    0,
  );
  return toDo > 0 ? stepsDone(run) / toDo : 0;
}

/** How far a run is, and that it computes in double precision if it does. */
export function progressOf(run: RunRecord, secondsLeft: number | undefined): Progress {
  const { fraction, text } = courseOf(run, secondsLeft);
  const precision = run.header?.environment.precision;
  const isVaried = run.sweep?.axes.some(({ path }) => path === '/precision');
  return { fraction, text: precision === 'float64' && !isVaried ? `${text} · ${precision}` : text };
}

/** `step 9 000 of 15 000 · 0.1 s left`; several trials count with the mean of their steps. */
function courseOf(run: RunRecord, secondsLeft: number | undefined): Progress {
  if (run.queue) return queueProgressOf(run, run.queue);
  if (!run.header) return { fraction: 0, text: run.status === 'failed' ? l10n.t('failed') : l10n.t('starting…') };
  if (run.sweep) return sweepProgressOf(run, run.sweep, secondsLeft);
  const done = stepsDone(run);
  const toDo = stepsToDo(run);
  const trials = Math.max(1, run.trials.length);
  // Trials that were stopped count with all that they had to do: the bar stays where it was.
  const ended = run.status === 'stopped' || run.status === 'failed';
  const share = ended ? endedShare(run) : toDo > 0 ? done / toDo : 0;
  const fraction = run.status === 'finished' ? 1 : share;
  const total = groupedText(run.header.totalSteps);
  const step = l10n.t('step {0} of {1}', groupedText(Math.floor(done / trials)), total);
  switch (run.status) {
    case 'finished':
      return { fraction, text: l10n.t('{0} steps · finished in {1}', total, durationText(run.seconds)) };
    case 'stopped':
      return { fraction, text: l10n.t('{0} · stopped after {1}', step, durationText(run.seconds)) };
    case 'failed':
      return { fraction, text: l10n.t('{0} · failed after {1}', step, durationText(run.seconds)) };
    case 'paused':
      return { fraction, text: l10n.t('{0} · paused', step) };
    default:
      return {
        fraction,
        text: secondsLeft === undefined ? step : l10n.t('{0} · {1} left', step, durationText(secondsLeft)),
      };
  }
}

/** `12 of 64 cells · 3 s left`. */
function sweepProgressOf(run: RunRecord, sweep: SweepRecord, secondsLeft: number | undefined): Progress {
  const { ended, cells, share } = sweepProgress(sweep);
  const fraction = run.status === 'finished' ? 1 : share;
  const count = l10n.t('{0} of {1} cells', groupedText(ended), groupedText(cells));
  switch (run.status) {
    case 'finished':
      return { fraction, text: l10n.t('{0} cells · finished in {1}', groupedText(cells), durationText(run.seconds)) };
    case 'stopped':
      return { fraction, text: l10n.t('{0} · stopped after {1}', count, durationText(run.seconds)) };
    case 'failed':
      return { fraction, text: l10n.t('{0} · failed after {1}', count, durationText(run.seconds)) };
    case 'paused':
      return { fraction, text: l10n.t('{0} · paused', count) };
    default:
      return {
        fraction,
        text: secondsLeft === undefined ? count : l10n.t('{0} · {1} left', count, durationText(secondsLeft)),
      };
  }
}

/** `3 workers · 120 of 400 trials`; before the sweep is there, that it is being handed over. */
function queueProgressOf({ status }: RunRecord, queue: QueueState): Progress {
  const fraction = queue.trials > 0 ? queue.done / queue.trials : 0;
  const trials = trialsText(queue.done, queue.trials);
  switch (status) {
    case 'starting':
      return { fraction, text: l10n.t('connecting to the queue…') };
    case 'finished':
      return { fraction, text: l10n.t('{0} trials · finished in the queue', groupedText(queue.trials)) };
    case 'stopped':
      return {
        fraction,
        text: queue.left ? l10n.t('{0} · left to the workers', trials) : l10n.t('{0} · stopped', trials),
      };
    case 'failed':
      return { fraction, text: queue.trials > 0 ? l10n.t('{0} · failed', trials) : l10n.t('failed') };
    case 'paused':
      return { fraction, text: l10n.t('{0} · paused', trials) };
    case 'running':
      return { fraction, text: `${workersText(queue.workers.length)} · ${trials}` };
  }
}

/** What a screen reader is told: changes of the status, and each quarter on the way. */
export function milestoneOf(run: RunRecord | undefined, fraction: number): string {
  if (!run) return '';
  const quarter = Math.floor(fraction * 4) * 25;
  switch (run.status) {
    case 'starting':
      return l10n.t('Run started');
    case 'paused':
      return l10n.t('Run paused');
    case 'finished':
      return l10n.t('Run finished');
    case 'stopped':
      return l10n.t('Run stopped');
    case 'failed':
      return l10n.t('Run failed. {0}', run.message ?? '');
    case 'running':
      return quarter === 0 ? l10n.t('Run started') : l10n.t('{0} percent done', quarter);
  }
}
