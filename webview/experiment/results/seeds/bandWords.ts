import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../../src/experiment/text/format';
import type { RunRecord } from '../../../../src/experiment/record/record';
import type { BandKind } from '../../../../src/experiment/statistics/seedBand';

/** What line and band of several seeds are. */
export function bandText(kind: BandKind, seeds: number): string {
  return kind === 'interval'
    ? l10n.t("Lines: mean of {0} seeds; bands: 95 % interval of the mean (Student's t)", seeds)
    : l10n.t('Lines: median of {0} seeds; bands: lower to upper quartile', seeds);
}

/** Says which seeds do not count to the end; empty when all do. */
export function leftOutText(run: RunRecord, labels: ReadonlyMap<number, string>): string {
  const initializers = [...new Set(run.trials.map(({ initializer }) => initializer))];
  return initializers
    .flatMap((initializer) => {
      const trials = run.trials.filter((trial) => trial.initializer === initializer);
      const out = trials.filter(({ status }) => status === 'diverged' || status === 'failed');
      if (out.length === 0) return [];
      const first = Math.min(...out.map((trial) => trial.divergedAt ?? trial.step));
      return [
        l10n.t(
          '{0}: {1} of {2} seeds diverged or failed, the first at step {3}, and are excluded from that step on',
          labels.get(initializer) ?? '',
          out.length,
          trials.length,
          formatCount(first),
        ),
      ];
    })
    .join('; ');
}
