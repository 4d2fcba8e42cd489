import * as l10n from '@vscode/l10n';
import type { ScaleOptionsByType } from 'chart.js';
import { formatCount, formatPercent, formatRound, formatTick } from '../../../../src/experiment/text/format';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { chartFont, foreground, muted } from '../../../charts/colors';
import type { CostView } from './costLine';
import { logTicks, niceTicks } from '../../../charts/valueRange';

/** chart.js's options of both axes; a log axis has the same keys. */
export type CostAxes = Record<'x' | 'y', ScaleOptionsByType<'linear'>>;

function stepTitle(run: RunRecord | undefined): string {
  const perEpoch = run?.header?.stepsPerEpoch ?? 1;
  return perEpoch > 1 ? l10n.t('step ({0} per epoch)', formatCount(perEpoch)) : l10n.t('step');
}

/** A title that is longer than a low chart's axis would be cut. */
function costTitle(run: RunRecord | undefined, low: boolean): string {
  const loss = run?.header?.experiment.loss;
  if (low) return loss === 'meanSquaredError' ? l10n.t('cost') : l10n.t('cost (nats)');
  if (loss === 'meanSquaredError') return l10n.t('mean squared error');
  return loss === 'categoricalCrossEntropy' ? l10n.t('cross-entropy (nats)') : l10n.t('binary cross-entropy (nats)');
}

/** Charts lower than this, in CSS pixels, have a short title at their axis. */
const lowHeight = 200;

/** Gives the axes the theme's colours and font, titles, and ticks that fit the room. */
export function dressAxes(axes: CostAxes, view: CostView, run: RunRecord | undefined, height: number): void {
  const cost = view.quantity === 'cost';
  const family = chartFont(11).slice(5);
  for (const axis of [axes.x, axes.y]) {
    axis.grid = { ...axis.grid, color: foreground(0.1), tickColor: foreground(0.1) };
    axis.border = { ...axis.border, color: foreground(0.3) };
    axis.ticks = { ...axis.ticks, color: muted(), font: { family, size: 11 } } as typeof axis.ticks;
    axis.title = { ...axis.title, color: muted(), font: { family, size: 11 } } as typeof axis.title;
  }
  axes.x.title.text = stepTitle(run);
  axes.y.title.text = cost ? costTitle(run, height < lowHeight) : l10n.t('accuracy');
  axes.x.afterBuildTicks = (scale): void => {
    const ticks = niceTicks(scale.min, scale.max, Math.max(3, Math.floor(scale.width / 75)));
    scale.ticks = ticks.filter(Number.isInteger).map((value) => ({ value }));
  };
  axes.x.ticks.callback = (value) => formatCount(Number(value));
  axes.y.afterBuildTicks = (scale): void => {
    const count = Math.max(4, Math.floor(scale.height / 28));
    const ticks = cost && view.log ? logTicks(scale.min, scale.max, count) : niceTicks(scale.min, scale.max, count);
    scale.ticks = ticks.map((value) => ({ value }));
  };
  axes.y.ticks.callback = (value, _index, ticks) => {
    if (!cost) return formatPercent(Number(value), 0);
    if (view.log) return formatRound(Number(value));
    return formatTick(Number(value), ticks.length > 1 ? ticks[1].value - ticks[0].value : 1);
  };
}
