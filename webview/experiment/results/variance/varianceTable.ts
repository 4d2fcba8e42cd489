import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { formatNumber } from '../../../../src/experiment/text/format';
import '../../../charts/theme/seriesSwatch';
import type { VarianceChartModel, VarianceLine } from './varianceModel';

/**
 * One chart as a table: a row for each place of the depth, for each initializer its measured and its expected variance.
 */
export function varianceTable(
  { title, places, lines }: VarianceChartModel,
  hidden: ReadonlySet<number>,
): TemplateResult {
  const shown = lines.filter(({ initializer }) => !hidden.has(initializer));
  const head = ({
    initializer,
    label,
    expected,
  }: VarianceLine): TemplateResult => html`<th scope="col" class="number"><il-series-swatch
    .index=${initializer}></il-series-swatch> ${label}</th>
    ${expected ? html`<th scope="col" class="number muted">${l10n.t('theory, {0}', label)}</th>` : ''}`;
  const cells = (
    { measured, expected }: VarianceLine,
    place: number,
  ): TemplateResult => html`<td class="number">${formatNumber(measured[place])}</td>
    ${expected ? html`<td class="number muted">${formatNumber(expected[place])}</td>` : ''}`;
  return html`<table aria-label=${title}>
    <thead><tr><th scope="col">${l10n.t('layer')}</th>${shown.map(head)}</tr></thead>
    <tbody>${places.map(
      (place, index) => html`<tr><th
      scope="row">${place}</th>${shown.map((line) => cells(line, index))}</tr>`,
    )}</tbody>
  </table>`;
}
