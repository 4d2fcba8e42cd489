import * as l10n from '@vscode/l10n';
import { formatCount, formatNumber, formatPercent, percentDecimals } from '../text/format';
import type { RunRecord, SweepRecord } from '../record/record';
import type { BandKind } from '../statistics/seedBand';
import {
  cellFigure,
  figureRange,
  isGeometric,
  sweptInitializers,
  type CellFigure,
  type SweepMetric,
} from './sweepFigures';
import { settingName, settingValue, sweptLabelOf } from './sweepLabels';

/** One axis as it is drawn. */
export interface AxisModel {
  name: string;
  values: string[];
  /** Places of the values on a scale, ascending or not; absent for words, which lie evenly. */
  numbers?: number[];
  log: boolean;
}

/** One initializer over all cells. */
export interface SweptInitializer {
  initializer: number;
  label: string;
  /** By cell. */
  figures: CellFigure[];
}

/** A sweep as the views draw it. */
export interface SweepModel {
  axes: AxisModel[];
  initializers: SweptInitializer[];
  metric: SweepMetric;
  metricName: string;
  /** Of all initializers; undefined while nothing is known. */
  range: { min: number; max: number; log: boolean; cut: boolean } | undefined;
  lessIsBetter: boolean;
  seeds: number;
  band: BandKind;
  text(value: number): string;
}

/** Whether no two of some numbers lie closer than a fortieth of their range. */
function areApart(numbers: readonly number[]): boolean {
  const sorted = [...numbers].sort((left, right) => left - right);
  const range = sorted[sorted.length - 1] - sorted[0];
  return sorted.slice(1).every((value, index) => value - sorted[index] >= range / 40);
}

/** The metrics that a run has. */
export function metricsOf(run: RunRecord): SweepMetric[] {
  const { classes, testCount } = run.header!.data;
  const tested = testCount > 0;
  return [
    'cost',
    ...(tested ? (['testCost'] as const) : []),
    ...(classes > 0 ? (['trainAccuracy'] as const) : []),
    ...(classes > 0 && tested ? (['testAccuracy'] as const) : []),
  ];
}

/** A metric by name. */
export function metricName(metric: SweepMetric): string {
  switch (metric) {
    case 'cost':
      return l10n.t('Final train cost');
    case 'testCost':
      return l10n.t('Final test cost');
    case 'trainAccuracy':
      return l10n.t('Final train accuracy');
    case 'testAccuracy':
      return l10n.t('Final test accuracy');
  }
}

/** Everything that the views of a sweep need; the run has a header. */
export function sweepModel(run: RunRecord, sweep: SweepRecord, metric: SweepMetric, band: BandKind): SweepModel {
  const { experiment, data } = run.header!;
  const accuracy = metric === 'trainAccuracy' || metric === 'testAccuracy';
  const initializers = sweptInitializers(sweep).map((initializer) => ({
    initializer,
    label: sweptLabelOf(experiment, initializer),
    figures: sweep.cells.map((cell) => cellFigure(cell.run, initializer, metric, band)),
  }));
  const axes = sweep.axes.map(({ path, values, scale }): AxisModel => {
    const numbers = values.every((value) => typeof value === 'number') ? (values as number[]) : undefined;
    const positive = numbers !== undefined && numbers.every((value) => value > 0);
    const log = positive && (scale === 'log' || (scale === 'list' && (isGeometric(values) || !areApart(numbers))));
    // Values that neither scale tells apart lie evenly, as words do.
    const placed = numbers && areApart(log ? numbers.map(Math.log) : numbers) ? numbers : undefined;
    return {
      name: settingName(experiment, path),
      values: values.map(settingValue),
      numbers: placed,
      log: log && placed !== undefined,
    };
  });
  const range = figureRange(initializers.flatMap(({ figures }) => figures.map(({ value }) => value)));
  const decimals = percentDecimals(metric === 'trainAccuracy' ? data.trainCount : data.testCount);
  return {
    axes,
    initializers,
    metric,
    metricName: metricName(metric),
    range: range && (accuracy ? { ...range, log: false } : range),
    lessIsBetter: !accuracy,
    seeds: experiment.random.seeds.length,
    band,
    text: (value) => (accuracy ? formatPercent(value, decimals) : formatNumber(value)),
  };
}

/** The settings of a cell in words. */
export function cellName(model: SweepModel, indices: readonly number[]): string {
  return model.axes.map((axis, place) => `${axis.name} ${axis.values[indices[place]]}`).join(', ');
}

/** What a cell says, in words. */
export function figureText(
  model: SweepModel,
  { status, value, low, high, count, diverged, seeds }: CellFigure,
): string {
  switch (status) {
    case 'empty':
      return l10n.t('not run yet');
    case 'running':
      return l10n.t('running');
    case 'failed':
      return l10n.t('failed');
    case 'stopped':
      return l10n.t('not run: stopped');
    case 'diverged':
      return seeds > 1 ? l10n.t('diverged, all {0} seeds', formatCount(seeds)) : l10n.t('diverged');
    case 'done': {
      const spread = Number.isNaN(low)
        ? ''
        : model.band === 'interval'
          ? ` ± ${model.text((high - low) / 2)}`
          : ` (${model.text(low)} – ${model.text(high)})`;
      const out =
        diverged > 0
          ? `, ${l10n.t('{0} of {1} seeds diverged', diverged, seeds)}`
          : count < seeds
            ? `, n ${count}`
            : '';
      return `${model.text(value)}${spread}${out}`;
    }
  }
}

/** How good a value is among all of the sweep, 0 to 1. */
export function goodness({ range, lessIsBetter }: SweepModel, value: number): number {
  if (!range) return 1;
  if (range.max === range.min) return value > range.max === lessIsBetter && value !== range.max ? 0 : 1;
  const share = range.log
    ? Math.log(value / range.min) / Math.log(range.max / range.min)
    : (value - range.min) / (range.max - range.min);
  const inside = Math.min(1, Math.max(0, share));
  return lessIsBetter ? 1 - inside : inside;
}
