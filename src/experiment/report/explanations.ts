import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../record/record';
import type { Source } from '../why/reason';
import { reasonsFor, subjectName, type Opened, type Subject } from '../why/subject';

/** A reason as a report gives it. */
export interface Explanation {
  /** Whose it is, and what. */
  title: string;
  sentences: string[];
  formula?: { law: string; here: string };
  sources: readonly Source[];
}

/**
 * The reasons that were opened, with the numbers of the run, in the order in which they were opened; those that the run
 * does not have any more are left out.
 */
export function explanationsOf(run: RunRecord, opened: readonly Opened[]): Explanation[] {
  const several = new Set(run.trials.map(({ seed }) => seed)).size > 1;
  return opened.flatMap(({ kind, ...subject }): Explanation[] => {
    const reason = reasonsFor(run, subject as Subject).find((one) => one.kind === kind);
    if (!reason) return [];
    const name =
      'seed' in subject && several
        ? l10n.t('{0}, seed {1}', subjectName(run, subject), subject.seed)
        : subjectName(run, subject as Subject);
    return [
      {
        title: l10n.t('{0}: {1}', name, reason.title),
        sentences: [...reason.sentences, ...(reason.sureness === undefined ? [] : [reason.sureness])],
        formula: reason.formula,
        sources: reason.sources,
      },
    ];
  });
}
