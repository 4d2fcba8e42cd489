import * as l10n from '@vscode/l10n';
import { nothing, type SVGTemplateResult } from 'lit';
import { formatCount, formatNumber, formatPercent } from '../../../src/experiment/text/format';
import { lawSummary } from '../lawText';
import { shapeText, type SortKey, type TensorRow } from './listModel';
import { sparkline } from './sparkline';

/** A column of the list of tensors. */
export interface ListColumn {
  id: string;
  head: string;
  title: string;
  /** Absent: cannot be sorted by. */
  sort?: SortKey;
  number?: boolean;
  /** What a cell shows; figures that are not read yet are an ellipsis. */
  cell: (row: TensorRow) => string | SVGTemplateResult | typeof nothing;
  /** Whether a cell tells of something wrong. */
  bad?: (row: TensorRow) => boolean;
}

const figure =
  (key: 'mean' | 'std' | 'min' | 'max') =>
  ({ report }: TensorRow): string =>
    report ? (report.problem === undefined ? formatNumber(report.statistics[key]) : '–') : '…';

function badCount({ report }: TensorRow): number {
  return report ? report.statistics.nan + report.statistics.infinite : 0;
}

const zerosText = (share: number): string => (share === 0 ? '0' : formatPercent(share, share === 1 ? 0 : 1));

/** All columns after the name. */
export function listColumns(): ListColumn[] {
  return [
    {
      id: 'shape',
      head: l10n.t('Shape'),
      title: l10n.t('Dimensions (sorted by number of values)'),
      sort: 'count',
      cell: ({ tensor }) => shapeText(tensor.shape, l10n.t('scalar')),
    },
    {
      id: 'dtype',
      head: l10n.t('Type'),
      title: l10n.t('Type of the numbers in the file'),
      cell: ({ tensor }) => tensor.dtype,
    },
    {
      id: 'spark',
      head: l10n.t('Distribution'),
      title: l10n.t('Histogram from the smallest to the largest value'),
      cell: ({ report }) =>
        report && report.problem === undefined ? (sparkline(report.statistics.spark) ?? nothing) : nothing,
    },
    {
      id: 'std',
      head: l10n.t('std'),
      title: l10n.t('Standard deviation of the finite values'),
      sort: 'std',
      number: true,
      cell: figure('std'),
    },
    {
      id: 'law',
      head: l10n.t('Fits'),
      title: l10n.t('Initialization laws that fit the numbers'),
      cell: ({ report }) => (report ? (report.problem ?? lawSummary(report.recognition)) : nothing),
      bad: ({ report }) => report?.problem !== undefined,
    },
    {
      id: 'mean',
      head: l10n.t('mean'),
      title: l10n.t('Mean of the finite values'),
      sort: 'mean',
      number: true,
      cell: figure('mean'),
    },
    {
      id: 'min',
      head: l10n.t('min'),
      title: l10n.t('Smallest finite value'),
      sort: 'min',
      number: true,
      cell: figure('min'),
    },
    {
      id: 'max',
      head: l10n.t('max'),
      title: l10n.t('Largest finite value'),
      sort: 'max',
      number: true,
      cell: figure('max'),
    },
    {
      id: 'zeros',
      head: l10n.t('zeros'),
      title: l10n.t('Share of exact zeros'),
      sort: 'zeros',
      number: true,
      cell: ({ report }) =>
        report
          ? report.problem === undefined && report.statistics.count > 0
            ? zerosText(report.statistics.zeros / report.statistics.count)
            : '–'
          : '…',
    },
    {
      id: 'special',
      head: l10n.t('NaN, ∞'),
      title: l10n.t('NaN and infinite values'),
      sort: 'bad',
      number: true,
      cell: (row) => (row.report ? formatCount(badCount(row)) : '…'),
      bad: (row) => badCount(row) > 0,
    },
  ];
}
