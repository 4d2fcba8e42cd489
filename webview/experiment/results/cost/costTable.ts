import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { formatCount, formatNumber, formatPercent, nothingKnown } from '../../../../src/experiment/format';
import { indexNear, splitText } from './costTip';
import type { CostSeries } from './costSeries';

/** Rows of the table at most; the steps are thinned evenly, first and last kept. */
const mostRows = 41;

/** Steps at which the longest of the lines has values, thinned. */
export function tableSteps(series: readonly CostSeries[]): number[] {
  const longest = series.reduce<readonly number[]>((best, { trial }) => (trial.curve.step.length > best.length ? trial.curve.step : best), []);
  if (longest.length <= mostRows) return [...longest];
  return Array.from({ length: mostRows }, (_, i) => longest[Math.round((i * (longest.length - 1)) / (mostRows - 1))]);
}

/** The curves as a table: a row for each step, a column for each line. */
export function costTable(series: readonly CostSeries[], labels: ReadonlyMap<number, string>, seeds: boolean): TemplateResult {
  const value = ({ trial, values, view }: CostSeries, step: number): string => {
    const index = indexNear(trial.curve.step, step);
    if (index < 0 || trial.curve.step[index] !== step) return nothingKnown;
    if (Number.isNaN(values[index])) return l10n.t('not a number');
    return view.quantity === 'cost' ? formatNumber(values[index]) : formatPercent(values[index]);
  };
  return html`<table>
    <thead><tr><th scope="col" class="number">${l10n.t('step')}</th>
      ${series.map((line) => html`<th scope="col" class="number"><il-series-swatch .index=${line.trial.initializer}></il-series-swatch> ${labels.get(line.trial.initializer)}${seeds ? `, ${l10n.t('seed {0}', line.trial.seed)}` : ''}, ${splitText(line.split)}</th>`)}
    </tr></thead>
    <tbody>${tableSteps(series).map((step) => html`<tr><th scope="row" class="number">${formatCount(step)}</th>${series.map((line) => html`<td class="number">${value(line, step)}</td>`)}</tr>`)}</tbody>
  </table>`;
}
