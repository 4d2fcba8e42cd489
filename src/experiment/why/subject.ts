import { formatNumber, formatPercent } from '../text/format';
import { labelOf } from '../text/labels';
import { pairedDifferences, type PairedFigure } from '../comparison/pairedDifferences';
import type { RunRecord } from '../record/record';
import type { Experiment } from '../format/schema';
import { defaultReach, summarize } from '../verdict/summary';
import { differenceReason } from './differenceReason';
import type { Reason, ReasonKind } from './reason';
import { reasonsOf } from './reasonsOf';
import { triesOfSweep } from './sweepTries';

/**
 * What an explanation is asked of: a trial, or an initializer against another one over the seeds. Numbers are those of
 * the run's list.
 */
export type Subject =
  { initializer: number; seed: number } | { initializer: number; reference: number; figure: PairedFigure };

/** A reason that somebody has opened. */
export type Opened = Subject & { kind: ReasonKind };

/** A difference of a figure with its sign, in words. */
const differenceText =
  (figure: PairedFigure) =>
  (value: number): string =>
    figure === 'trainAccuracy' || figure === 'testAccuracy' ? formatPercent(value) : formatNumber(value);

/** Everything that is known of a subject, the most telling first; empty where the run has no such trial. */
export function reasonsFor(run: RunRecord, subject: Subject, experiment?: Experiment): Reason[] {
  if (!('reference' in subject)) {
    const trial = run.trials.find(
      ({ initializer, seed }) => initializer === subject.initializer && seed === subject.seed,
    );
    return trial ? triesOfSweep(reasonsOf(run, trial, experiment), experiment) : [];
  }
  const rows = summarize(run, defaultReach(run));
  const found = pairedDifferences(rows, subject.reference, subject.figure).find(
    ({ initializer }) => initializer === subject.initializer,
  );
  const reference = rows.find(({ initializer }) => initializer === subject.reference);
  return found && reference
    ? triesOfSweep(
        [differenceReason(found, subject.figure, reference.label, differenceText(subject.figure), experiment)],
        experiment,
      )
    : [];
}

/** Whose explanation it is. */
export function subjectName(run: RunRecord, { initializer }: Subject): string {
  const entry = run.header?.experiment.initializers[initializer];
  return entry ? labelOf(entry) : String(initializer);
}
