import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatCount, formatNumber, formatPercent } from '../../../../src/experiment/text/format';
import '../../../charts/canvas/chartElement';
import { drawHistogram, histogramScale, type HistogramModel } from '../../../charts/histogram';
import { sharedStyles } from '../../../shared/styles';

/**
 * A histogram on an axis that others may share, with the density of the law over it; several series are outlined steps.
 */
@customElement('il-histogram')
export class HistogramElement extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; position: relative; height: 122px; }
  `,
  ];

  @property({ attribute: false, hasChanged: (a?: HistogramModel, b?: HistogramModel) => a?.key !== b?.key }) model:
    HistogramModel | undefined;
  @state() private hovered: { x: number; text: string } | undefined;

  protected override render() {
    const { hovered, model } = this;
    return html`<il-chart .draw=${drawHistogram} .model=${model} label=${model?.description ?? ''}
      @pointermove=${this.#hover} @pointerleave=${() => (this.hovered = undefined)}></il-chart>
      ${
        hovered
          ? html`<div
        class="tip">${hovered.text.split('\n').map((line, index) => (index === 0 ? line : html`<br />${line}`))}</div>`
          : nothing
      }`;
  }

  protected override updated(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (!tip || !this.hovered) return;
    tip.style.left = `${Math.max(0, Math.min(this.hovered.x - tip.offsetWidth / 2, this.clientWidth - tip.offsetWidth))}px`;
    tip.style.bottom = `${this.clientHeight + 2}px`;
  }

  #hover(event: PointerEvent): void {
    const { model } = this;
    if (!model) return;
    const { min, max } = model.axis;
    const x = event.clientX - this.getBoundingClientRect().left;
    const value = histogramScale(model, this.clientWidth).at(x);
    const bins = model.series[0].bars.counts.length;
    const bin = Math.floor(((value - min) / (max - min)) * bins);
    if (bin < 0 || bin >= bins) {
      this.hovered = undefined;
      return;
    }
    const width = (max - min) / bins;
    const range = `${formatNumber(min + bin * width)} … ${formatNumber(min + (bin + 1) * width)}`;
    const near = (3 * (max - min)) / this.clientWidth;
    const lines = model.series.map(({ name, bars }) => {
      const head = model.series.length > 1 ? `${name}: ` : '';
      const atom = bars.atoms.find(({ at }) => Math.abs(at - value) < Math.max(near, width / 2));
      const count = bars.counts[bin];
      const part = l10n.t('{0} of {1}', formatCount(count), formatCount(bars.total));
      const whole = `${head}${part}${count > 0 ? ` (${formatPercent(count / bars.total)})` : ''}`;
      return atom
        ? l10n.t('{0}, and {1} at {2}', whole, formatCount(atom.share * bars.total), formatNumber(atom.at))
        : whole;
    });
    this.hovered = { x, text: [range, ...lines].join('\n') };
  }
}
