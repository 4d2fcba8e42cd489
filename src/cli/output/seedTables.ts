import { formatCount, formatNumber } from '../../experiment/text/format';
import { labelOf } from '../../experiment/text/labels';
import {
  pairedDifferences,
  type PairedDifference,
  type PairedFigure,
} from '../../experiment/comparison/pairedDifferences';
import type { RunRecord } from '../../experiment/record/record';
import type { Spread } from '../../experiment/statistics/spread';
import { defaultReach, summarize } from '../../experiment/verdict/summary';
import { alignedTable } from './alignedTable';

/** `0.123 ± 0.004`, or the mean alone where there is no interval. */
export function spreadText({ mean, halfWidth }: Spread): string {
  return Number.isFinite(halfWidth) ? `${formatNumber(mean)} ± ${formatNumber(halfWidth, 2)}` : formatNumber(mean);
}

/** Means over the seeds with their 95 % intervals, a line for each initializer. */
function meansTable(run: RunRecord): string {
  const rows = summarize(run, defaultReach(run)).map((row) => [
    row.label,
    formatCount(row.cost.count),
    ...[row.cost, row.testCost, row.trainAccuracy, row.testAccuracy].map(spreadText),
    row.verdict.text,
  ]);
  return alignedTable([['initializer', 'n', 'final cost', 'test cost', 'train acc.', 'test acc.', 'verdict'], ...rows]);
}

function finding({ finding, pairs, mean }: PairedDifference): string {
  switch (finding) {
    case 'unknown':
      return 'too few pairs';
    case 'none':
      return `no difference at ${pairs} seeds`;
    case 'plain':
      return `${mean < 0 ? 'lower' : 'higher'} by itself, not after Holm's correction`;
    case 'clear':
      return mean < 0 ? 'lower' : 'higher';
  }
}

function differenceTable(run: RunRecord, figure: PairedFigure, name: string): string {
  const rows = summarize(run, defaultReach(run));
  const reference = rows[0].initializer;
  const lines = pairedDifferences(rows, reference, figure).map((found) => [
    found.label,
    formatCount(found.pairs),
    spreadText({ mean: found.mean, halfWidth: found.halfWidth, count: found.pairs }),
    formatNumber(found.p, 2),
    formatNumber(found.adjusted, 2),
    finding(found),
  ]);
  return alignedTable([
    [
      `${name} minus that of ${labelOf(run.header!.experiment.initializers[reference])}`,
      'n',
      'difference',
      'p',
      'Holm p',
      'finding',
    ],
    ...lines,
  ]);
}

/**
 * What several seeds say together: means with their intervals, and differences seed by seed. Empty for a single seed.
 */
export function seedTables(run: RunRecord): string {
  const { experiment, data } = run.header!;
  if (experiment.random.seeds.length < 2) return '';
  const initializers = new Set(run.trials.map(({ initializer }) => initializer)).size;
  const figures: [PairedFigure, string][] = [
    ['cost', 'final cost'],
    data.classes > 0 && data.testCount > 0 ? ['testAccuracy', 'test accuracy'] : ['testCost', 'test cost'],
  ];
  const differences =
    initializers < 2
      ? []
      : [
          'Paired differences: the same seeds, 95 % interval t(.975, n − 1)·s/√n of the differences, paired t test',
          ...figures
            .filter(([figure]) => figure === 'cost' || data.testCount > 0)
            .map(([figure, name]) => differenceTable(run, figure, name)),
        ];
  return [
    `Mean of ${experiment.random.seeds.length} seeds ± 95 % interval, t(.975, n − 1)·s/√n`,
    meansTable(run),
    ...differences,
  ]
    .join('\n\n')
    .replace('\n\n', '\n');
}
