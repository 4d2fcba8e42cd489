import * as l10n from '@vscode/l10n';
import { formatPercent, formatRound, formatTick } from '../../../../src/experiment/text/format';
import type { CellFigure } from '../../../../src/experiment/sweep/sweepFigures';
import {
  goodness,
  type AxisModel,
  type SweepModel,
  type SweptInitializer,
} from '../../../../src/experiment/sweep/sweepModel';
import type { ColorScale, HeatMapCell, HeatMapModel } from '../../../charts/heatMap';
import { logTicks, niceTicks } from '../../../charts/parts/valueRange';
import type { SettingCurvesModel } from '../../../charts/settingCurves';

/** Places from 0 to 1 of an axis's values. */
function placesOf({ values, numbers, log }: AxisModel): number[] {
  if (!numbers) return values.map((_, index) => (index + 0.5) / values.length);
  const scaled = numbers.map((value) => (log ? Math.log(value) : value));
  const [low, high] = [Math.min(...scaled), Math.max(...scaled)];
  return scaled.map((value) => (high === low ? 0.5 : (value - low) / (high - low)));
}

/** The axis of the curves that are shown; undefined while nothing is known. */
function measureAxis(
  { range, lessIsBetter }: SweepModel,
  shown: readonly SweptInitializer[],
): SettingCurvesModel['measure']['axis'] {
  if (!range) return undefined;
  const ends = shown
    .flatMap(({ figures }) =>
      figures.flatMap(({ value, low, high }) => [value, high, ...(range.log && !(low > range.min / 3) ? [] : [low])]),
    )
    .filter((value) => Number.isFinite(value) && (!range.cut || value <= 1.1 * range.max));
  if (ends.length === 0) return undefined;
  let [min, max] = [Math.min(...ends), Math.max(...ends)];
  if (range.log) [min, max] = [min / (max / min) ** 0.06 / 1.02, max * (max / min) ** 0.06 * 1.02];
  else {
    const pad = max > min ? 0.06 * (max - min) : Math.max(Math.abs(max) * 0.1, 1e-12);
    [min, max] = lessIsBetter ? [min - pad, max + pad] : [Math.max(0, min - pad), Math.min(1, max + pad)];
  }
  const ticks = range.log ? logTicks(min, max, 7) : niceTicks(min, max, 7);
  const text = (value: number): string =>
    !lessIsBetter
      ? formatPercent(value, 0)
      : range.log
        ? formatRound(value)
        : formatTick(value, ticks.length > 1 ? ticks[1] - ticks[0] : 1);
  return { min, max, log: range.log, ticks: ticks.map((value) => ({ value, text: text(value) })) };
}

const failedOf = ({ status, diverged }: CellFigure): 'all' | 'some' | undefined =>
  status === 'diverged' || status === 'failed' ? 'all' : status === 'done' && diverged > 0 ? 'some' : undefined;

/** The initializers that are shown over one setting; `cursor` is the cell that is read. */
export function settingCurvesOf(
  model: SweepModel,
  shown: readonly SweptInitializer[],
  cursor?: number,
): SettingCurvesModel {
  const [axis] = model.axes;
  return {
    setting: {
      name: `${axis.name}${axis.log ? ` ${l10n.t('(log scale)')}` : ''}`,
      values: axis.values,
      places: placesOf(axis),
    },
    measure: {
      name: model.metricName,
      axis: measureAxis(model, shown),
      cut: model.range?.cut ? l10n.t('↑ larger values above') : undefined,
    },
    curves: shown.map(({ initializer, figures }) => ({
      series: initializer,
      values: figures.map(({ value }) => value),
      low: figures.map(({ low }) => low),
      high: figures.map(({ high }) => high),
      failed: figures.map(failedOf),
    })),
    empty: l10n.t('Waiting for the first cell…'),
    cursor,
  };
}

function cellOf(model: SweepModel, { status, value, diverged }: CellFigure): HeatMapCell {
  switch (status) {
    case 'done':
      return { kind: 'value', share: goodness(model, value), text: model.text(value), flagged: diverged > 0 };
    case 'diverged':
      return { kind: 'bad', share: 0, text: l10n.t('diverged') };
    case 'failed':
      return { kind: 'bad', share: 0, text: l10n.t('failed') };
    default:
      return { kind: 'empty', share: 0, text: status === 'running' ? '…' : '' };
  }
}

/** What the colours of a sweep's maps mean; undefined while nothing is known. */
export function colorScaleOf(model: SweepModel): ColorScale | undefined {
  const { range } = model;
  if (!range) return undefined;
  const middle = range.log ? Math.sqrt(range.min * range.max) : (range.min + range.max) / 2;
  return {
    texts: [
      model.text(range.min),
      range.max > range.min ? model.text(middle) : '',
      `${range.cut ? '≥ ' : ''}${model.text(range.max)}`,
    ],
    ends: [goodness(model, range.min), goodness(model, range.max)],
    bad: l10n.t('diverged'),
  };
}

/** Places on the second axis from the top: numbers rise upwards, words are read downwards. */
export function rowsOf({ axes: [, up] }: SweepModel): number[] {
  const order = up.values.map((_, index) => index);
  return up.numbers && up.numbers.at(-1)! > up.numbers[0] ? order.reverse() : order;
}

/** One initializer over two settings. */
export function heatMapOf(model: SweepModel, { figures }: SweptInitializer, scale?: ColorScale): HeatMapModel {
  const [across, up] = model.axes;
  const rows = rowsOf(model);
  return {
    across,
    down: { name: up.name, values: rows.map((index) => up.values[index]) },
    cells: rows.flatMap((index) =>
      across.values.map((_, column) => cellOf(model, figures[column * up.values.length + index])),
    ),
    scale,
  };
}
