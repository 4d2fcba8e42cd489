import * as l10n from '@vscode/l10n';
import { formatCount } from '../text/format';
import type { RunRecord, TrialRecord } from '../record/record';
import { isOpen, type Verdict } from './verdict';

function outcomeText({ kind }: Verdict, { divergedAt, step }: TrialRecord, run: RunRecord): string {
  switch (kind) {
    case 'waiting':
      return l10n.t('waiting');
    case 'failed':
      return l10n.t('failed');
    case 'diverged':
      return l10n.t('diverged at step {0}', formatCount(divergedAt ?? step));
    case 'symmetric':
      return l10n.t('symmetry never broken');
    case 'dead':
      return l10n.t('not learning: a dead layer');
    case 'flat':
      return l10n.t('not learning');
    case 'guessing':
      return l10n.t('no better than chance so far');
    case 'slow':
      return l10n.t('learning slowly');
    case 'learning':
      return l10n.t('learning');
    case 'best':
      return isOpen(run) ? l10n.t('learning, lowest train cost so far') : l10n.t('learning, lowest train cost');
    case 'starting':
      return l10n.t('just started');
  }
}

/** A verdict in so few words that they fit over a column; the whole of it stands over its reason. */
export function verdictHeadline(verdict: Verdict, trial: TrialRecord, run: RunRecord): string {
  const text = outcomeText(verdict, trial, run);
  return verdict.saturated && verdict.kind !== 'failed' ? l10n.t('saturated at the start; {0}', text) : text;
}
