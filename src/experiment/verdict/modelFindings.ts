import { findingSeverities, type ModelFinding, type RunRecord, type TrialRecord } from '../record/record';

/** A finding of a user's model with the trials that have it: those of a run that are the same are one. */
export interface FindingGroup {
  /** As the first trial has it, whose figures its words give. */
  finding: ModelFinding;
  trials: Pick<TrialRecord, 'initializer' | 'seed'>[];
  /** The words are the same in all trials; else their figures differ. */
  alike: boolean;
}

const rank = ({ severity }: ModelFinding): number => findingSeverities.indexOf(severity);

/** The findings of a trial, the worst first. */
export const findingsOf = ({ findings = [] }: TrialRecord): ModelFinding[] =>
  findings.toSorted((a, b) => rank(a) - rank(b));

/**
 * The findings of all trials, the worst first. Findings are the same when kind, severity and path are. Undefined before
 * any trial was looked at, and for runs of other networks.
 */
export function findingGroups(run: RunRecord): FindingGroup[] | undefined {
  const judged = run.trials.filter(({ findings }) => findings !== undefined);
  if (judged.length === 0) return undefined;
  const groups = new Map<string, FindingGroup>();
  for (const trial of judged) {
    for (const finding of findingsOf(trial)) {
      const key = JSON.stringify([finding.kind, finding.severity, finding.path]);
      const group = groups.get(key) ?? { finding, trials: [], alike: true };
      const { initializer, seed } = trial;
      if (!group.trials.some((one) => one.initializer === initializer && one.seed === seed))
        group.trials.push({ initializer, seed });
      if (finding.message !== group.finding.message) group.alike = false;
      groups.set(key, group);
    }
  }
  return [...groups.values()].sort((a, b) => rank(a.finding) - rank(b.finding));
}
