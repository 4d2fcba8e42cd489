import * as l10n from '@vscode/l10n';
import { formatNumber } from '../../../../src/experiment/text/format';
import { labelOf } from '../../../../src/experiment/text/labels';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { drawCurves } from '../../../charts/curves';
import type { CostCurves } from '../../results/cost/costCurves';
import type { CostView } from '../../results/cost/costLine';
import { bandText } from '../../results/seeds/bandWords';
import type { Sheet } from './sheet';
import { seriesLegend, subtitleOf } from './sheets';

/** The least size at which the axes of the chart are readable on paper. */
const least = { width: 560, height: 300 };

function titleOf({ quantity, splits }: CostView): string {
  if (splits.length > 1)
    return quantity === 'cost'
      ? l10n.t('Cost of training (bold) and test (pale) by step')
      : l10n.t('Accuracy of training (bold) and test (pale) by step');
  if (splits[0] === 'test') return quantity === 'cost' ? l10n.t('Test cost by step') : l10n.t('Test accuracy by step');
  return quantity === 'cost' ? l10n.t('Train cost by step') : l10n.t('Train accuracy by step');
}

/**
 * The chart of curves as it stands: lines, range and scale are those that the user sees. The size is that
 * of the plot in CSS pixels.
 */
export function costSheet(
  run: RunRecord,
  curves: CostCurves,
  view: CostView,
  hidden: ReadonlySet<number>,
  { width, height }: { width: number; height: number },
): Sheet {
  const shown = [...new Set(run.trials.map(({ initializer }) => initializer))].filter((index) => !hidden.has(index));
  const seeds = run.header!.experiment.random.seeds.length;
  const model = curves.model!;
  const name = (index: number): string => labelOf(run.header!.experiment.initializers[index]);
  const size = { width: Math.max(least.width, width), height: Math.max(least.height, height) };
  const ends = curves.visible.map(({ initializer, split, last }) =>
    l10n.t(
      '{0}, {1}: {2} at step {3}',
      name(initializer),
      split === 'train' ? l10n.t('train') : l10n.t('test'),
      formatNumber(last?.y ?? NaN),
      String(last?.x ?? 0),
    ),
  );
  return {
    title: titleOf(view),
    subtitle: subtitleOf(
      run,
      seeds > 1 ? bandText(view.band ?? 'interval', seeds) : undefined,
      view.smoothing > 0 ? l10n.t('smoothed by {0}', view.smoothing) : undefined,
      curves.cut && !curves.isZoomed
        ? l10n.t('values up to {0} are above the top', formatNumber(curves.cut.largest))
        : undefined,
    ),
    description: `${titleOf(view)}. ${ends.slice(0, 24).join('; ')}${ends.length > 24 ? '; …' : ''}.`,
    legend: seriesLegend(run, shown),
    ...size,
    draw: (context, theme) => drawCurves(context, model, { ...size, theme }),
  };
}
