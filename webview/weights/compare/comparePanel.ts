import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatCount, formatNumber, formatPercent } from '../../../src/experiment/text/format';
import type { TensorComparison } from '../../../src/inspect/tensors/report';
import type { WeightsState } from '../../../src/protocol/weights';
import { sharedStyles } from '../../shared/styles';
import { dataTable } from '../dataTable';
import { detailStyles } from '../detail/detailStyles';
import { shapeText } from '../list/listModel';
import '../plot/plot';
import { binAt } from '../../charts/parts/plotRange';
import type { PlotModel } from '../../charts/plot';
import { compareRows, type CompareKey } from './compareModel';
import { compareStyles } from './compareStyles';

/** Two files, tensor by tensor: how far each has moved and where to, histograms over each other. */
@customElement('il-compare-weights')
export class ComparePanel extends LitElement {
  static override styles = [sharedStyles, detailStyles, compareStyles];

  @property({ attribute: false }) state: WeightsState | undefined;
  @property({ type: Number }) revision = 0;
  @state() private filter = '';
  @state() private key: CompareKey = 'order';
  @state() private descending = true;
  @state() private name: string | undefined;

  protected override render() {
    const all = this.state?.comparisons ?? [];
    const rows = compareRows(all, this.filter, this.key, this.descending);
    const shown = all.find(({ name }) => name === this.name) ?? rows.find(({ status }) => status === 'both');
    return html`<div class="list">
        <div class="head"><h2>${l10n.t('Tensors')}</h2><span class="muted" role="status">${this.#counts(all)}</span>
          <input type="search" class="filter" placeholder=${l10n.t('Filter by name')}
            aria-label=${l10n.t('Filter tensors')} .value=${this.filter} @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)} /></div>
        <div class="scroll" tabindex="0" role="region" aria-label=${l10n.t('Changes of the tensors')}><table>
          <thead><tr>${this.#heading('name', l10n.t('Name'), l10n.t('Name in both files'))}<th
            scope="col">${l10n.t('Shape')}</th>
            ${this.#heading('relative', l10n.t('moved'), l10n.t('Length of the change over that of the first tensor: ‖B − A‖ / ‖A‖'))}
            ${this.#heading('cosine', l10n.t('cosine'), l10n.t('Cosine of the angle between the two: 1 means the same direction'))}
            ${this.#heading('normRatio', l10n.t('norm ratio'), l10n.t('Length of the second over that of the first'))}
            ${this.#heading('unchanged', l10n.t('unchanged'), l10n.t('Share of numbers that are bit for bit the same'))}</tr></thead>
          <tbody>${rows.map((row) => this.#row(row, row === shown))}</tbody></table>
          ${
            rows.length === 0 && all.length > 0
              ? html`<p
            class="empty">${l10n.t('No tensor matches “{0}”.', this.filter)}</p>`
              : nothing
          }</div>
      </div>
      <div class="one">${
        shown
          ? this.#detail(shown)
          : html`<p
        class="empty">${l10n.t('Select a tensor to see both distributions.')}</p>`
      }</div>`;
  }

  #counts(all: readonly TensorComparison[]): string {
    const of = (status: TensorComparison['status']): number => all.filter((one) => one.status === status).length;
    const only = of('onlyA') + of('onlyB');
    return only + of('otherShape') === 0
      ? l10n.t('{0} in both files', formatCount(of('both')))
      : l10n.t(
          '{0} in both files, {1} in only one, {2} with a different shape',
          formatCount(of('both')),
          formatCount(only),
          formatCount(of('otherShape')),
        );
  }

  #heading(key: CompareKey, head: string, title: string): TemplateResult {
    const sorted = this.key === key;
    const press = (): void => {
      if (!sorted) {
        this.key = key;
        this.descending = key !== 'name' && key !== 'cosine';
      } else if (this.descending === (key !== 'name' && key !== 'cosine')) this.descending = !this.descending;
      else this.key = 'order';
    };
    return html`<th scope="col" class=${key === 'name' ? '' : 'number'} title=${title}
      aria-sort=${sorted ? (this.descending ? 'descending' : 'ascending') : nothing}><button type="button"
      @click=${press}>${head}${
        sorted
          ? html`<vscode-icon name=${this.descending ? 'arrow-down' : 'arrow-up'}
      size="12"></vscode-icon>`
          : nothing
      }</button></th>`;
  }

  #row(row: TensorComparison, chosen: boolean): TemplateResult {
    const { change } = row;
    const shape =
      row.shapeA && row.shapeB && row.status === 'otherShape'
        ? `${shapeText(row.shapeA, l10n.t('scalar'))} → ${shapeText(row.shapeB, l10n.t('scalar'))}`
        : shapeText(row.shapeA ?? row.shapeB ?? [], l10n.t('scalar'));
    return html`<tr class=${chosen ? 'chosen' : ''}><th scope="row"><button type="button" class="pick mono"
      aria-pressed=${chosen} @click=${() => (this.name = row.name)}>${row.name === '' ? l10n.t('(array)') : row.name}</button></th><td>${shape}</td>
      ${
        change
          ? html`<td class="number">${formatPercent(change.relative)}</td><td
        class="number">${formatNumber(change.cosine, 4)}</td><td
        class="number">${formatNumber(change.normRatio, 4)}</td><td
        class="number">${formatPercent(change.unchanged)}</td>`
          : html`<td colspan="4"
        class="muted">${row.problem ?? statusText(row)}</td>`
      }</tr>`;
  }

  #detail(row: TensorComparison): TemplateResult {
    const { change } = row;
    const title = html`<h2 class="mono">${row.name === '' ? l10n.t('(array)') : row.name}</h2>`;
    if (!change) return html`${title}<p class="muted">${row.problem ?? statusText(row)}</p>`;
    const [a, b] = this.state!.files.map(({ title: name }) => name);
    const top = Math.max(1, ...change.countsA, ...change.countsB);
    const model: PlotModel = {
      x: { min: change.edges[0], max: change.edges[change.edges.length - 1], label: l10n.t('value') },
      y: { min: 0, max: top * 1.06, label: l10n.t('count'), whole: true },
      layers: [
        { kind: 'bars', edges: change.edges, values: change.countsA, tone: 'tensor', outline: true },
        { kind: 'bars', edges: change.edges, values: change.countsB, tone: 'other', outline: true },
      ],
      tip: (x) => {
        const bin = binAt(change.edges, x);
        return bin < 0
          ? undefined
          : {
              x: (change.edges[bin] + change.edges[bin + 1]) / 2,
              text: l10n.t(
                '{0} … {1}: {2} → {3}',
                formatNumber(change.edges[bin]),
                formatNumber(change.edges[bin + 1]),
                formatCount(change.countsA[bin]),
                formatCount(change.countsB[bin]),
              ),
            };
      },
    };
    const label = l10n.t('Histograms of both tensors with the same bins');
    const rows = Array.from(change.countsA, (count, bin) => [
      `${formatNumber(change.edges[bin], 4)} … ${formatNumber(change.edges[bin + 1], 4)}`,
      formatCount(count),
      formatCount(change.countsB[bin]),
    ]);
    const figures: [string, string][] = [
      [l10n.t('length of the change'), formatNumber(change.distance, 4)],
      [l10n.t('of the length of the first'), formatPercent(change.relative)],
      [l10n.t('cosine'), formatNumber(change.cosine, 5)],
      [l10n.t('norm ratio'), formatNumber(change.normRatio, 4)],
      [l10n.t('shift of the mean'), formatNumber(change.meanShift)],
      [l10n.t('largest change'), formatNumber(change.largest)],
      [l10n.t('unchanged'), formatPercent(change.unchanged)],
    ];
    return html`${title}
      <dl class="figures-line">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <section><div class="head"><h3>${l10n.t('Histograms')}</h3><span class="key"><span class="swatch a"
        aria-hidden="true"></span>${a}</span><span class="key"><span class="swatch b"
        aria-hidden="true"></span>${b}</span></div>
        <il-plot .model=${model} label=${label}></il-plot>${dataTable(label, [l10n.t('Bin'), a, b], rows)}</section>`;
  }
}

/** Why two tensors are not compared. */
function statusText({ status }: TensorComparison): string {
  switch (status) {
    case 'onlyA':
      return l10n.t('only in the first file');
    case 'onlyB':
      return l10n.t('only in the second file');
    case 'otherShape':
      return l10n.t('different shapes in the two files');
    case 'unreadable':
      return l10n.t("can't be read");
    case 'both':
      return '';
  }
}
