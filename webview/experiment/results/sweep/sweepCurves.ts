import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { figureText, type SweepModel, type SweptInitializer } from '../../../../src/experiment/sweep/sweepModel';
import '../../../charts/canvas/chartElement';
import { placeTip } from '../../../charts/canvas/tip';
import { drawSettingCurves, settingPlaces } from '../../../charts/settingCurves';
import '../../../charts/theme/seriesSwatch';
import { sharedStyles } from '../../../shared/styles';
import { settingCurvesOf } from './sweepCharts';

/** The curves of all initializers over one setting, with a band over the seeds. Fires `open-cell` with `{ cell }`. */
@customElement('il-sweep-curves')
export class SweepCurves extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; position: relative; }
    .plot { position: relative; height: 300px; cursor: pointer; border-radius: 2px; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    .tip td { padding: 0 10px 0 0; }
  `,
  ];

  @property({ attribute: false }) model!: SweepModel;
  @property({ attribute: false }) hiddenOnes: ReadonlySet<number> = new Set();
  @state() private cursor: number | undefined;

  get #shown(): SweptInitializer[] {
    return this.model.initializers.filter(({ initializer }) => !this.hiddenOnes.has(initializer));
  }

  /** Pixels from the left of every value of the setting. */
  get #places(): number[] {
    return settingPlaces(settingCurvesOf(this.model, []), this.clientWidth);
  }

  protected override updated(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (tip && this.cursor !== undefined) placeTip(tip, this.#places[this.cursor], this.clientWidth, 14);
  }

  #open(): void {
    if (this.cursor !== undefined)
      this.dispatchEvent(
        new CustomEvent('open-cell', { detail: { cell: this.cursor }, bubbles: true, composed: true }),
      );
  }

  #key(event: KeyboardEvent): void {
    const last = this.model.axes[0].values.length - 1;
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by !== 0)
      this.cursor = Math.min(last, Math.max(0, this.cursor === undefined ? (by > 0 ? 0 : last) : this.cursor + by));
    else if (event.key === 'Enter') this.#open();
    else if (event.key === 'Escape' && this.cursor !== undefined) this.cursor = undefined;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #point(event: PointerEvent): void {
    const x = event.clientX - this.getBoundingClientRect().left;
    this.cursor = this.#places.reduce(
      (best, at, index, places) => (Math.abs(at - x) < Math.abs(places[best] - x) ? index : best),
      0,
    );
  }

  protected override render() {
    const { model } = this;
    const [axis] = model.axes;
    const shown = this.#shown;
    return html`<div class="plot" data-chart="sweep-curves" tabindex="0" role="group"
      aria-roledescription=${l10n.t('chart')} aria-label=${l10n.t('{0} by {1}. Left and Right Arrow read the values of a setting; Enter opens its run. The table below lists the values.', model.metricName, axis.name)}
        @keydown=${this.#key} @pointermove=${this.#point} @pointerleave=${() => (this.cursor = undefined)} @click=${() => this.#open()}>
      <il-chart .draw=${drawSettingCurves} .model=${settingCurvesOf(model, shown, this.cursor)}></il-chart>
      ${this.cursor === undefined ? nothing : this.#tip(this.cursor, shown)}
    </div>`;
  }

  #tip(cell: number, shown: readonly SweptInitializer[]) {
    const [axis] = this.model.axes;
    return html`<div class="tip" role="status"><strong>${axis.name} ${axis.values[cell]}</strong>
      <table>${shown.map(
        ({ initializer, label, figures }) => html`<tr><td><il-series-swatch
        .index=${initializer}></il-series-swatch></td><td>${label}</td><td>${figureText(this.model, figures[cell])}</td></tr>`,
      )}</table></div>`;
  }
}
