import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../../charts/canvas/chartElement';
import { drawPlot, plotScale, type PlotModel, type PlotTip } from '../../charts/plot';
import { sharedStyles } from '../../shared/styles';

/**
 * A chart on a canvas, with the figures under the pointer. Its label says what it shows; all figures stand in a table
 * beside it.
 */
@customElement('il-plot')
export class Plot extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host { display: block; position: relative; height: 220px; min-width: 0; }
      .tip { top: 4px; }
    `,
  ];

  @property({ attribute: false }) model: PlotModel | undefined;
  @property() label = '';
  @state() private tip: PlotTip | undefined;

  readonly #point = (event: PointerEvent): void => {
    const { model } = this;
    const tip = model?.tip?.(plotScale(model, this.clientWidth).at(event.offsetX));
    if (tip?.x !== this.tip?.x || tip?.text !== this.tip?.text) this.tip = tip;
  };

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('model')) this.tip = undefined;
  }

  protected override render() {
    const { model, tip } = this;
    const place = model && tip ? plotScale(model, this.clientWidth)(tip.x) : 0;
    // On the side with more room. As a property: the page's policy allows no style attribute.
    const side =
      model && tip && place > this.clientWidth / 2
        ? `inset-inline-end: ${this.clientWidth - place + 8}px`
        : `inset-inline-start: ${place + 8}px`;
    return html`<il-chart .draw=${drawPlot} .model=${model && { model, mark: tip?.x }} label=${this.label}
      @pointermove=${this.#point} @pointerleave=${() => (this.tip = undefined)}></il-chart>
      ${tip ? html`<div class="tip" aria-hidden="true" .style=${side}>${tip.text}</div>` : nothing}`;
  }
}
