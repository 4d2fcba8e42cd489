import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatCount, formatNumber } from '../../../../src/experiment/text/format';
import '../../../charts/canvas/chartElement';
import { placeTip } from '../../../charts/canvas/tip';
import { drawDepthLines, placeX } from '../../../charts/depthLines';
import { sharedStyles } from '../../../shared/styles';
import { depthModel, type VarianceChartModel } from './varianceModel';

/** Values that a tip lists at most. */
const tipRows = 12;

/** One direction of the signal over depth. The arrow keys read a layer's values. */
@customElement('il-variance-chart')
export class VarianceChart extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; position: relative; height: 186px; }
    .plot { height: 100%; }
    .tip td { padding: 0 10px 0 0; }
    .tip td.number { text-align: end; padding-inline-end: 8px; font-variant-numeric: tabular-nums; }
    .tip td.number:last-child { padding: 0; }
    .tip td.name { max-width: 180px; overflow: hidden; text-overflow: ellipsis; }
  `,
  ];

  @property({ attribute: false, hasChanged: (a?: VarianceChartModel, b?: VarianceChartModel) => a?.key !== b?.key })
  model: VarianceChartModel | undefined;
  @property({ attribute: false }) hiddenOnes: ReadonlySet<number> = new Set();
  @state() private cursor: number | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('model') && this.cursor !== undefined && this.cursor >= (this.model?.places.length ?? 0))
      this.cursor = undefined;
  }

  protected override render() {
    const { model } = this;
    if (!model) return nothing;
    const reads = l10n.t('Left and Right Arrow read the values of a layer; Escape hides them.');
    return html`<div class="plot" tabindex="0" role="group" aria-roledescription=${l10n.t('chart')}
      aria-label=${`${model.description} ${reads}`}
        @pointermove=${this.#point} @pointerleave=${() => (this.cursor = undefined)} @blur=${() => (this.cursor = undefined)} @keydown=${this.#key}><il-chart
        .draw=${drawDepthLines} .model=${depthModel(model, this.hiddenOnes, this.cursor)}></il-chart></div>
      ${
        this.cursor === undefined
          ? nothing
          : html`<div class="tip"
        role="status">${this.#values(model, this.cursor)}</div>`
      }`;
  }

  /** The largest first, as the lines lie. */
  #values({ lines, places }: VarianceChartModel, place: number): TemplateResult {
    const shown = lines
      .filter(({ initializer }) => !this.hiddenOnes.has(initializer))
      .sort((a, b) => (b.measured[place] || 0) - (a.measured[place] || 0));
    const theory = shown.some(({ expected }) => expected !== undefined);
    return html`<strong>${places[place]}</strong><table>
      ${shown.slice(0, tipRows).map(
        ({
          initializer,
          label,
          measured,
          expected,
        }) => html`<tr><td><il-series-swatch .index=${initializer}></il-series-swatch></td><td
          class="name">${label}</td><td class="number">${formatNumber(measured[place])}</td>
        ${
          theory
            ? html`<td
          class="number muted">${expected ? l10n.t('theory {0}', formatNumber(expected[place])) : ''}</td>`
            : nothing
        }</tr>`,
      )}
    </table>${
      shown.length > tipRows
        ? html`<div
      class="muted">${l10n.t('{0} more in the table', formatCount(shown.length - tipRows))}</div>`
        : nothing
    }`;
  }

  #point(event: PointerEvent): void {
    const count = this.model?.places.length ?? 0;
    const { left, width } = this.getBoundingClientRect();
    const x = event.clientX - left;
    let nearest = 0;
    for (let place = 1; place < count; place++)
      if (Math.abs(placeX(place, count, width) - x) < Math.abs(placeX(nearest, count, width) - x)) nearest = place;
    this.cursor = count === 0 ? undefined : nearest;
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = (this.model?.places.length ?? 0) - 1;
    const { cursor } = this;
    const to: Record<string, number | undefined> = {
      ArrowLeft: cursor === undefined ? last : Math.max(0, cursor - 1),
      ArrowRight: cursor === undefined ? 0 : Math.min(last, cursor + 1),
      Home: 0,
      End: last,
      Escape: undefined,
    };
    if (!(event.key in to)) return;
    event.preventDefault();
    this.cursor = to[event.key];
  }

  protected override updated(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (!tip || this.cursor === undefined || !this.model) return;
    placeTip(tip, placeX(this.cursor, this.model.places.length, this.clientWidth), this.clientWidth, 4);
  }
}
