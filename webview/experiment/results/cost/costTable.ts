import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { formatCount, formatNumber, formatPercent, nothingKnown } from '../../../../src/experiment/text/format';
import { indexNear, splitText } from './costTip';
import '../../../charts/theme/seriesSwatch';
import type { CostLine } from './costLine';

/** Rows of the table at most; the steps are thinned evenly, first and last kept. */
const mostRows = 41;

/** Steps at which the longest of the lines has values, thinned. */
function tableSteps(series: readonly CostLine[]): number[] {
  const longest = series.reduce<readonly number[]>(
    (best, { steps }) => (steps.length > best.length ? steps : best),
    [],
  );
  if (longest.length <= mostRows) return [...longest];
  return Array.from({ length: mostRows }, (_, i) => longest[Math.round((i * (longest.length - 1)) / (mostRows - 1))]);
}

/** The curves as a table: a row for each step, a column for each line. */
export function costTable(
  series: readonly CostLine[],
  labels: ReadonlyMap<number, string>,
  seeds: boolean,
): TemplateResult {
  const text = ({ view }: CostLine, value: number): string =>
    view.quantity === 'cost' ? formatNumber(value) : formatPercent(value);
  const value = (line: CostLine, step: number): string => {
    const { steps, values, ends } = line;
    const index = indexNear(steps, step);
    if (index < 0 || steps[index] !== step) return nothingKnown;
    if (Number.isNaN(values[index])) return l10n.t('not a number');
    if (!ends) return text(line, values[index]);
    const { low, high, count } = ends[index];
    return `${text(line, values[index])}${Number.isNaN(low) ? '' : ` (${text(line, low)} – ${text(line, high)})`}, n ${count}`;
  };
  const kind = ({ seed, view }: CostLine): string =>
    !seeds
      ? ''
      : seed === undefined
        ? `, ${(view.band ?? 'interval') === 'interval' ? l10n.t('mean (95 % interval)') : l10n.t('median (quartiles)')}`
        : `, ${l10n.t('seed {0}', seed)}`;
  return html`<table>
    <thead><tr><th scope="col" class="number">${l10n.t('step')}</th>
      ${series.map(
        (line) => html`<th scope="col" class="number"><il-series-swatch
        .index=${line.initializer}></il-series-swatch> ${labels.get(line.initializer)}${kind(line)}, ${splitText(line.split)}</th>`,
      )}
    </tr></thead>
    <tbody>${tableSteps(series).map(
      (step) => html`<tr><th scope="row"
      class="number">${formatCount(step)}</th>${series.map(
        (line) => html`<td
      class="number">${value(line, step)}</td>`,
      )}</tr>`,
    )}</tbody>
  </table>`;
}
