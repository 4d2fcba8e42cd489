import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DataPreview } from '../../../../src/experiment/record/record';
import '../../../charts/canvas/chartElement';
import { drawScatter, type ScatterModel } from '../../../charts/scatter';
import { LightElement } from '../../../shared/lightElement';
import { previewPoints } from './previewPoints';

/** The training points as a small picture. */
@customElement('il-scatter')
export class Scatter extends LightElement {
  /** The raw dataset of the document. */
  @property({ attribute: false }) spec: unknown;
  /** Whether the dataset passed the check; a wrong one leaves the last picture. */
  @property({ type: Boolean }) valid = false;
  /** What the last run says of its data. */
  @property({ attribute: false }) data: DataPreview | undefined;
  @state() private points: ScatterModel | string = '';
  #key = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.valid) return;
    const key = JSON.stringify(this.spec) ?? '';
    if (key === this.#key && !changed.has('data')) return;
    this.#key = key;
    try {
      this.points = previewPoints(this.spec, this.data);
    } catch (error) {
      this.points = error instanceof Error ? error.message : String(error);
    }
  }

  protected override render() {
    const { points } = this;
    if (points === '') return nothing;
    if (typeof points === 'string') return html`<p class="scatter-none">${points}</p>`;
    const count = points.classes.length;
    const label =
      points.classCount > 0
        ? l10n.t('{0} training points of {1} classes', count, points.classCount)
        : l10n.t('{0} training points of a quantity', count);
    return html`<il-chart class="scatter" .draw=${drawScatter} .model=${points} label=${label}></il-chart>`;
  }
}
