import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { CanvasElement } from '../../experiment/results/canvasElement';
import { drawPlot } from './plotDraw';
import type { PlotModel } from './plotModel';

/** A chart on a canvas. Its label says what it shows; the figures stand in a table beside it. */
@customElement('il-plot')
export class Plot extends CanvasElement {
  static override styles = css`
    :host { display: block; height: 220px; min-width: 0; }
    canvas { display: block; width: 100%; height: 100%; }
  `;

  @property({ attribute: false }) model: PlotModel | undefined;
  @property() label = '';

  protected override draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (this.model) drawPlot(context, this.model, width, height);
  }

  protected override render() {
    return html`<canvas role="img" aria-label=${this.label}></canvas>`;
  }
}
