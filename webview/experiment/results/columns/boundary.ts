import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { CanvasElement } from '../../../charts/canvasElement';
import { sharedStyles } from '../../../shared/styles';
import { boundaryDescription, drawBoundary, type BoundaryModel } from './boundaryDraw';

/**
 * The network's answer over the plane of a 2-D dataset: class colours as strong as it is sure, a line where it changes
 * its mind, and the data.
 */
@customElement('il-boundary')
export class BoundaryElement extends CanvasElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; width: 100%; aspect-ratio: 1; }
    canvas { display: block; width: 100%; height: 100%; }
  `,
  ];

  @property({ attribute: false, hasChanged: (a?: BoundaryModel, b?: BoundaryModel) => a?.key !== b?.key }) model:
    BoundaryModel | undefined;

  protected override render() {
    return html`<canvas role="img" aria-label=${this.model ? boundaryDescription(this.model) : ''}></canvas>`;
  }

  protected override draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (this.model) drawBoundary(context, this.model, width, height);
  }
}
