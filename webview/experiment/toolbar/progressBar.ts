import * as l10n from '@vscode/l10n';
import { html, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { RunRecord } from '../../../src/experiment/record/record';
import { LightElement } from '../../shared/lightElement';
import { milestoneOf, progressOf } from './progressText';

/** How far the run is: words, a bar, and now and then an announcement. */
@customElement('il-progress')
export class ProgressBar extends LightElement {
  @property({ attribute: false }) run!: RunRecord;
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) secondsLeft: number | undefined;
  @query('.progress-fill') private readonly fill!: HTMLElement;

  protected override updated(_changed: PropertyValues<this>): void {
    this.fill.style.transform = `scaleX(${progressOf(this.run, undefined).fraction})`;
  }

  protected override render() {
    const { fraction, text } = progressOf(this.run, this.secondsLeft);
    return html`
      <span class="progress-text" aria-hidden="true">${text}</span>
      <div class="progress-track" role="progressbar" aria-label=${l10n.t('Progress of the run')} aria-valuemin="0"
        aria-valuemax="100" aria-valuenow=${Math.floor(fraction * 100)} aria-valuetext=${text}><div
        class="progress-fill"></div></div>
      <span class="visually-hidden" role="status" aria-live="polite">${milestoneOf(this.run, fraction)}</span>`;
  }
}
