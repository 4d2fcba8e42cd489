import * as l10n from '@vscode/l10n';
import { formatCount, formatNumber, formatPercent } from '../text/format';
import { pairedDifferences, type PairedDifference, type PairedFigure } from '../comparison/pairedDifferences';
import { findingText } from '../comparison/pairedText';
import type { RunRecord } from '../record/record';
import { bestInitializer } from '../verdict/verdict';
import type { SummaryRow } from '../verdict/summary';
import type { ReportTable } from './reportTable';

const isAccuracy = (figure: PairedFigure): boolean => figure === 'trainAccuracy' || figure === 'testAccuracy';

function titleOf(figure: 'cost' | 'testCost' | 'testAccuracy', reference: string): string {
  switch (figure) {
    case 'cost':
      return l10n.t('Train cost, seed by seed against {0}', reference);
    case 'testCost':
      return l10n.t('Test cost, seed by seed against {0}', reference);
    case 'testAccuracy':
      return l10n.t('Test accuracy, seed by seed against {0}', reference);
  }
}

function rowOf(one: PairedDifference, figure: PairedFigure, reference: string): string[] {
  const factor = isAccuracy(figure) ? 100 : 1;
  const number = (value: number): string =>
    isAccuracy(figure) ? l10n.t('{0} pp', formatNumber(factor * value)) : formatNumber(value);
  const signed = (value: number): string => `${value > 0 ? '+' : ''}${number(value)}`;
  const size = isAccuracy(figure) ? formatPercent(Math.abs(one.mean)) : formatNumber(Math.abs(one.mean));
  return [
    one.label,
    findingText(one, figure, reference, size),
    Number.isFinite(one.mean)
      ? `${signed(one.mean)}${Number.isFinite(one.halfWidth) ? ` ± ${formatNumber(factor * one.halfWidth, 2)}` : ''}`
      : '–',
    formatCount(one.pairs),
    Number.isNaN(one.p) ? '–' : formatNumber(one.p, 2),
    Number.isNaN(one.adjusted) ? '–' : formatNumber(one.adjusted, 2),
  ];
}

/**
 * Paired differences of the seeds, by the train cost and by what tells how the network does on test data, against the
 * initializer of the least train cost, else the first. None for a single seed or a single initializer.
 */
export function differenceTables(run: RunRecord, rows: readonly SummaryRow[]): ReportTable[] {
  const { data, experiment } = run.header!;
  if (experiment.random.seeds.length < 2 || rows.length < 2) return [];
  const best = bestInitializer(run);
  const reference = rows.find(({ initializer }) => initializer === best) ?? rows[0];
  const figures = [
    'cost',
    ...(data.testCount === 0 ? [] : data.classes > 0 ? (['testAccuracy'] as const) : (['testCost'] as const)),
  ] as const;
  const head = [
    l10n.t('Initializer'),
    l10n.t('Finding'),
    l10n.t('Difference, 95 % interval'),
    'n',
    'p',
    l10n.t('p by Holm'),
  ];
  return figures.map((figure) => ({
    title: titleOf(figure, reference.label),
    head,
    rows: pairedDifferences(rows, reference.initializer, figure).map((one) => rowOf(one, figure, reference.label)),
    note: l10n.t(
      "Metric of each seed minus that of the reference with the same seed; 95 % interval of the mean by Student's t (paired). Intervals are not corrected for the number of comparisons; the conclusions are, by Holm's method over these {0}.",
      rows.length - 1,
    ),
    numbersFrom: 2,
  }));
}
