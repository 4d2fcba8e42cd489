import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';

/** The figures of a chart as a table that opens under it; with `pick` the first cell of a row is a button. */
export function dataTable(
  label: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  pick?: (row: number) => void,
): TemplateResult {
  return html`<details class="figures"><summary>${l10n.t('Figures')}</summary>
    <div class="figures-scroll" tabindex="0" role="region" aria-label=${label}>
      <table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${rows.map((cells, at) => html`<tr>${cells.map((cell, column) => html`<td>${column === 0 && pick ? html`<button type="button" class="link" @click=${() => pick(at)}>${cell}</button>` : cell}</td>`)}</tr>`)}</tbody></table>
    </div></details>`;
}
