import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { indicesOf } from '../../../../src/experiment/format/sweepAxes';
import type { SweepRecord } from '../../../../src/experiment/record/record';
import { cellName, figureText, type SweepModel } from '../../../../src/experiment/sweep/sweepModel';

/** A sweep as a table: a row for each cell with a button that opens its run, a column for each initializer. */
export function sweepTable(
  model: SweepModel,
  sweep: SweepRecord,
  hidden: ReadonlySet<number>,
  open: (cell: number) => void,
): TemplateResult {
  const shown = model.initializers.filter(({ initializer }) => !hidden.has(initializer));
  return html`<div class="table" tabindex="0" role="region" aria-label=${l10n.t('Cells as a table')}><table>
    <thead><tr>${model.axes.map(({ name }) => html`<th scope="col">${name}</th>`)}
      ${shown.map(
        ({ initializer, label }) => html`<th scope="col" class="number"><span class="name"><il-series-swatch
        .index=${initializer}></il-series-swatch>${label}</span></th>`,
      )}<th scope="col"><span
        class="hidden">${l10n.t('Run')}</span></th></tr></thead>
    <tbody>${sweep.cells.map((cell, index) => {
      const indices = indicesOf(sweep, index);
      return html`<tr>
        ${model.axes.map((axis, place) => html`<th scope="row">${axis.values[indices[place]]}</th>`)}
        ${shown.map(
          ({ figures }) => html`<td
          class="number ${figures[index].status}">${figureText(model, figures[index])}</td>`,
        )}
        <td><button type="button" class="link" ?disabled=${cell.run.header === undefined}
          aria-label=${l10n.t('Open the run of {0}', cellName(model, indices))} @click=${() => open(index)}>${l10n.t('Open')}</button></td></tr>`;
    })}</tbody></table></div>`;
}
