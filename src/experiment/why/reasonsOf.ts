import * as l10n from '@vscode/l10n';
import { formatCount } from '../format';
import type { RunRecord, TrialRecord } from '../record';
import type { Experiment } from '../schema';
import { verdictOf, type Verdict } from '../verdict';
import { caseOf } from './measure';
import { deadReason, divergedReason, learningReason, stuckReason, symmetricReason } from './outcomeReasons';
import type { Reason } from './reason';
import { backwardReason, forwardReason, misfitReason } from './signalReasons';
import { naiveLossReason, outputScaleReason, saturatedUnitsReason, startCostReason } from './startReasons';

const plain = (kind: Reason['kind'], title: string, sentences: string[], figures: Record<string, number> = {}): Reason => ({ kind, title, sentences, figures, sources: [], tries: [] });

/** The reason of the verdict itself where there is nothing to measure yet, or nothing was. */
function withoutCase(trial: TrialRecord, verdict: Verdict): Reason {
  if (verdict.kind === 'failed') return plain('failed', l10n.t('Failed'), [trial.message ?? l10n.t('No reason was given.'), l10n.t('What was recorded until then stays.')]);
  if (verdict.kind === 'diverged') return plain('diverged', l10n.t('Diverged at step {0}', formatCount(trial.divergedAt ?? trial.step)), [l10n.t('The cost of step {0} was not finite, and training ended.', formatCount(trial.divergedAt ?? trial.step))], { at: trial.divergedAt ?? trial.step });
  return plain('waiting', trial.status === 'stopped' ? l10n.t('Stopped before its first step') : l10n.t('Nothing is known yet'), [l10n.t('A verdict needs two recorded costs.')]);
}

/**
 * Why a trial has the verdict that it has, and what else was found: that of the verdict first. `experiment` is the one that is
 * to be edited by what there is to try; without it nothing is offered.
 */
export function reasonsOf(run: RunRecord, trial: TrialRecord, experiment?: Experiment, verdict: Verdict = verdictOf(trial, run)): Reason[] {
  const found = caseOf(run, trial);
  if (!found || verdict.kind === 'failed') return [withoutCase(trial, verdict)];
  const main = ((): Reason[] => {
    switch (verdict.kind) {
      case 'diverged':
        return divergedReason(found, experiment);
      case 'symmetric':
        return symmetricReason(found, experiment);
      case 'slow':
      case 'flat':
      case 'guessing':
        return stuckReason(found, verdict.kind, experiment);
      case 'learning':
      case 'best':
        return learningReason(found, experiment);
      case 'dead':
        return [];
      default:
        return [withoutCase(trial, verdict)];
    }
  })();
  return [
    ...main, ...deadReason(found, experiment),
    ...naiveLossReason(found, experiment), ...saturatedUnitsReason(found, experiment), ...startCostReason(found, experiment), ...outputScaleReason(found, experiment),
    ...forwardReason(found, experiment), ...backwardReason(found, experiment), ...misfitReason(found, experiment),
  ];
}
