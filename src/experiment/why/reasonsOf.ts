import * as l10n from '@vscode/l10n';
import { isModelExperiment } from '../format/forms';
import { formatCount } from '../text/format';
import type { RunRecord, TrialRecord } from '../record/record';
import type { Experiment } from '../format/schema';
import { verdictOf, type Verdict } from '../verdict/verdict';
import { findingReasons } from './findingReasons';
import { caseOf } from './measure';
import { divergedReason, learningReason, stuckReason } from './outcomeReasons';
import type { Reason } from './reason';
import { backwardReason, forwardReason, misfitReason } from './signalReasons';
import { naiveLossReason, outputScaleReason, saturatedUnitsReason, startCostReason } from './startReasons';
import { deadReason, symmetricReason } from './unitReasons';

const plain = (
  kind: Reason['kind'],
  title: string,
  sentences: string[],
  figures: Record<string, number> = {},
): Reason => ({ kind, title, sentences, figures, sources: [], tries: [] });

/** What a reason of a verdict is called: the best one is one that learns. */
const kindOf = (kind: Verdict['kind']): Reason['kind'] =>
  kind === 'best' ? 'learning' : kind === 'starting' ? 'waiting' : kind;

/** The reason where the verdict is all that there is to say. */
function withoutCase(trial: TrialRecord, verdict: Verdict): Reason {
  const at = trial.divergedAt ?? trial.step;
  switch (verdict.kind) {
    case 'failed':
      return plain('failed', l10n.t('Failed'), [
        trial.message ?? l10n.t('No reason was given.'),
        l10n.t('Data recorded until then is preserved.'),
      ]);
    case 'diverged':
      return plain(
        'diverged',
        l10n.t('Diverged at step {0}', formatCount(at)),
        [l10n.t('The cost of step {0} was not finite, and training ended.', formatCount(at))],
        { at },
      );
    case 'waiting':
    case 'starting': {
      const over = trial.status === 'finished' || trial.status === 'stopped';
      const unbegun = trial.status === 'stopped' && verdict.kind === 'waiting';
      return plain(
        'waiting',
        unbegun
          ? l10n.t('Stopped before its first step')
          : over
            ? l10n.t('Too short for a verdict')
            : l10n.t('No results yet'),
        [l10n.t('A verdict requires two recorded costs.')],
      );
    }
    default:
      return plain(kindOf(verdict.kind), verdict.text, [
        trial.findings !== undefined && trial.findings.length > 0
          ? l10n.t('What was found in the model before the first step is below.')
          : l10n.t("The recorded data doesn't explain this."),
      ]);
  }
}

/**
 * Why a trial has the verdict that it has, and what else was found: that of the verdict first. `edited` is the one
 * that is to be edited by what there is to try; without it nothing is offered.
 */
export function reasonsOf(
  run: RunRecord,
  trial: TrialRecord,
  edited?: Experiment,
  verdict: Verdict = verdictOf(trial, run),
): Reason[] {
  const findings = run.header ? findingReasons(run.header, trial) : [];
  if (run.header?.merged)
    return [
      plain(kindOf(verdict.kind), verdict.text, [
        l10n.t("Explanations aren't available in comparisons. Open the run of this initializer to see why."),
      ]),
      ...findings,
    ];
  const found = caseOf(run, trial);
  // What is edited of a network is not there to be edited in a model of the user's own.
  const experiment = edited && !isModelExperiment(edited) ? edited : undefined;
  if (!found || verdict.kind === 'failed') return [withoutCase(trial, verdict), ...findings];
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
    ...(main.length === 0 && verdict.kind !== 'dead' ? [withoutCase(trial, verdict)] : main),
    ...deadReason(found, experiment),
    ...naiveLossReason(found, experiment),
    ...saturatedUnitsReason(found, experiment),
    ...startCostReason(found, experiment),
    ...outputScaleReason(found, experiment),
    ...forwardReason(found, experiment),
    ...backwardReason(found, experiment),
    ...misfitReason(found, experiment),
  ];
}
