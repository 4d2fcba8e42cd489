import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { CanvasElement } from '../../charts/canvasElement';
import { sharedStyles } from '../../shared/styles';
import { drawPlot, placeOf, plotX } from './plotDraw';
import type { PlotModel, PlotTip } from './plotModel';

/**
 * A chart on a canvas, with the figures under the pointer. Its label says what it shows; all figures stand in a table
 * beside it.
 */
@customElement('il-plot')
export class Plot extends CanvasElement {
  static override styles = [
    sharedStyles,
    css`
      :host { display: block; position: relative; height: 220px; min-width: 0; }
      canvas { display: block; width: 100%; height: 100%; }
      .tip { top: 4px; }
    `,
  ];

  @property({ attribute: false }) model: PlotModel | undefined;
  @property() label = '';
  @state() private tip: PlotTip | undefined;

  protected override draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (this.model) drawPlot(context, this.model, width, height, this.tip?.x);
  }

  readonly #point = (event: PointerEvent): void => {
    const { model } = this;
    const tip = model?.tip?.(plotX(model.x, event.offsetX, this.canvas.clientWidth));
    if (tip?.x !== this.tip?.x || tip?.text !== this.tip?.text) this.tip = tip;
  };

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('model')) this.tip = undefined;
  }

  protected override render() {
    const { model, tip } = this;
    const place = model && tip ? placeOf(model.x, tip.x, this.canvas.clientWidth) : 0;
    // On the side with more room. As a property: the page's policy allows no style attribute.
    const side =
      model && tip && place > this.canvas.clientWidth / 2
        ? `inset-inline-end: ${this.canvas.clientWidth - place + 8}px`
        : `inset-inline-start: ${place + 8}px`;
    return html`<canvas role="img" aria-label=${this.label} @pointermove=${this.#point}
      @pointerleave=${() => (this.tip = undefined)}></canvas>
      ${tip ? html`<div class="tip" aria-hidden="true" .style=${side}>${tip.text}</div>` : nothing}`;
  }
}
