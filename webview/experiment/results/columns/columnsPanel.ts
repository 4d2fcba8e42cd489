import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatCount, formatNumber, formatPercent, percentDecimals } from '../../../../src/experiment/text/format';
import type { Look } from '../../../../src/experiment/why/look';
import type { DataPreview, RunRecord } from '../../../../src/experiment/record/record';
import { verdictHeadline } from '../../../../src/experiment/verdict/verdictHeadline';
import type { SummaryRow } from '../../../../src/experiment/verdict/summary';
import '../../../charts/theme/seriesSwatch';
import '../../export/chartMenu';
import { noteShownStep, type ChartSource } from '../../export/chartRegistry';
import { boundarySheet, histogramSheet, momentWords } from '../../export/sheets/sheets';
import { Stages } from '../stages';
import { allLayers, shownLayers } from '../modules/shownLayers';
import { sharedStyles } from '../../../shared/styles';
import '../../../charts/canvas/chartElement';
import { drawBoundary } from '../../../charts/boundary';
import { boundaryChart } from './boundaryModel';
import { columnsOf, nounOf, type ColumnsView, type ColumnView, type LayerView } from './columnModel';
import { columnStyles } from './columnStyles';
import './dataLegend';
import './histogram';
import '../mistakes/mistakes';
import { verdictButton, verdictButtonStyles } from '../../why/verdictButton';
import { overlayOf } from './overlayModel';

/** Whether a column begins with a boundary, or with what the network gets wrong. */
const hasPicture = (data: DataPreview): boolean =>
  data.points !== undefined || (data.classes >= 2 && data.classes <= 20 && data.testCount > 0);

/** Boundary and histograms of every initializer side by side, or all initializers of a layer in one histogram. */
@customElement('il-columns')
export class ColumnsPanel extends LitElement {
  static override styles = [sharedStyles, columnStyles, verdictButtonStyles];

  @property({ attribute: false }) run: RunRecord | undefined;
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) view!: ColumnsView;
  @property({ type: Boolean }) overlay = false;
  /** What a text has pointed at. */
  @property({ attribute: false }) marked: Look | undefined;
  /** Figures and verdicts, for the heads. */
  @property({ attribute: false }) rows: readonly SummaryRow[] = [];
  /** New columns come one in each frame. */
  readonly #stages = new Stages(this, () => (this.overlay ? 0 : this.#count));

  get #count(): number {
    return new Set(this.run?.trials.map((trial) => trial.initializer)).size;
  }

  protected override updated(_changed: PropertyValues): void {
    noteShownStep(this.view.step);
    // Rows of one line of columns; they share their heights.
    const layers = this.run?.header ? shownLayers(this.run, this.view.layer ?? allLayers).indices.length : 0;
    this.style.setProperty(
      '--rows',
      String(layers + 1 + (this.run?.header && hasPicture(this.run.header.data) ? 1 : 0)),
    );
    this.style.setProperty('--count', String(this.#count));
  }

  protected override render() {
    const { run, view } = this;
    if (!run?.header) return nothing;
    if (this.overlay) return this.#overlay(run, overlayOf(run, view));
    const columns = columnsOf(run, view);
    return html`
      ${
        run.header.data.points
          ? html`<il-data-legend class="pinned"
        .data=${run.header.data}></il-data-legend>`
          : nothing
      }
      <div class="grid">${columns.slice(0, this.#stages.stage).map((column) => this.#column(run, column))}</div>
      ${this.#leftOut(run)}`;
  }

  /** What of a large model is not shown. */
  #leftOut(run: RunRecord): TemplateResult | typeof nothing {
    const { withoutWeights, over } = shownLayers(run, this.view.layer ?? allLayers);
    if (withoutWeights + over === 0) return nothing;
    const words = [
      ...(withoutWeights > 0 ? [l10n.t('{0} calls without weights are left out.', formatCount(withoutWeights))] : []),
      ...(over > 0 ? [l10n.t('{0} further ones with weights are left out.', formatCount(over))] : []),
      l10n.t('Select a module above to see them.'),
    ];
    return html`<p class="left-out pinned muted">${words.join(' ')}</p>`;
  }

  #column(run: RunRecord, column: ColumnView): TemplateResult {
    const { trial, snapshot } = column;
    return html`<section class="column" aria-label=${column.label}>
      <header>
        <h3><il-series-swatch .index=${column.initializer}></il-series-swatch><span
          title=${column.label}>${column.label}</span></h3>
        <div class="mono muted"
          title=${column.formulas.join('\n')}>${column.formulas.map((formula, index) => (index === 0 ? formula : html`<br />${formula}`))}</div>
        ${this.#verdict(run, column)}
        ${this.#note(column)}
      </header>
      ${run.header!.data.points ? this.#boundary(run, column) : hasPicture(run.header!.data) ? this.#mistakes(run.header!.data, column) : nothing}
      ${column.layers.map((layer) => this.#layer(layer, this.#source(run, layer, column), trial?.status === 'failed' && !snapshot, this.#isMarked('histogram', column.initializer, layer.index)))}
    </section>`;
  }

  /** Whether a text has pointed at that picture. */
  #isMarked(picture: Look['picture'], initializer: number, layer?: number): boolean {
    const { marked } = this;
    return (
      marked?.picture === picture &&
      (marked.initializer ?? initializer) === initializer &&
      (layer === undefined || (marked.layer ?? layer) === layer)
    );
  }

  /** What became of the trial of the shown seed: the figures of the summary in short, and its verdict. */
  #verdict(run: RunRecord, { initializer, trial }: ColumnView): TemplateResult | typeof nothing {
    const found = this.rows
      .find((row) => row.initializer === initializer)
      ?.trials.find(({ seed }) => seed === trial?.seed);
    if (!found || !trial || trial.curve.step.length === 0) return nothing;
    const { classes, testCount, trainCount } = run.header!.data;
    const test = !Number.isNaN(found.testAccuracy);
    const accuracy = formatPercent(
      test ? found.testAccuracy : found.trainAccuracy,
      percentDecimals(test ? testCount : trainCount),
    );
    const words = classes === 0 ? '' : test ? l10n.t('test {0}', accuracy) : l10n.t('train {0}', accuracy);
    return html`<div
      class="figures-line"><span>${l10n.t('cost {0}', formatNumber(found.cost))}</span>${words === '' ? nothing : html`<span>${words}</span>`}</div>
      <div class="verdict is-${found.verdict.kind}">${verdictButton(run, { initializer, seed: trial.seed }, verdictHeadline(found.verdict, trial, run), found.verdict.text)}</div>`;
  }

  /** Says when a column does not show the step that the slider names. */
  #note({ trial, snapshot }: ColumnView): TemplateResult | typeof nothing {
    if (!trial) return html`<div class="note">${l10n.t('no trial with this seed')}</div>`;
    if (trial.status === 'failed')
      return html`<div
        class="note error">${trial.message ? l10n.t('failed: {0}', trial.message) : l10n.t('failed')}</div>`;
    if (!snapshot || snapshot.step === this.view.step) return nothing;
    const [shown, end] = [formatCount(snapshot.step), formatCount(trial.divergedAt ?? trial.step)];
    if (trial.status === 'diverged')
      return html`<div class="note error">${l10n.t('shows step {0}, diverged at {1}', shown, end)}</div>`;
    if (trial.status === 'stopped')
      return html`<div class="note">${l10n.t('shows step {0}, stopped at {1}', shown, end)}</div>`;
    return this.view.step === Infinity ? nothing : html`<div class="note">${l10n.t('shows step {0}', shown)}</div>`;
  }

  #boundary(run: RunRecord, { trial, snapshot, label, initializer }: ColumnView): TemplateResult {
    if (!snapshot)
      return html`<div
        class="empty square">${trial?.status === 'failed' ? l10n.t('Nothing was recorded.') : l10n.t('Waiting for the first step…')}</div>`;
    const key = `${run.id}/${initializer}/${trial!.seed}/${snapshot.step}`;
    const shown = boundaryChart(key, run.header!.data, snapshot, label);
    if (!shown) return html`<div class="empty square">${l10n.t('No boundary was recorded at this step.')}</div>`;
    const source: ChartSource = {
      id: `boundary-${initializer}`,
      title: l10n.t('Decision boundary, {0}', label),
      sheet: () => boundarySheet(run, label, momentWords(run, snapshot.step, trial!.seed), shown),
    };
    return html`<div class="boundary" data-chart=${source.id}
      ?data-marked=${this.#isMarked('boundary', initializer)}><il-chart .draw=${drawBoundary}
      .model=${shown.model} label=${shown.description}></il-chart><il-chart-menu
      class="menu" .chart=${source}></il-chart-menu></div>`;
  }

  /** Known at the end alone, whatever step the slider names. */
  #mistakes({ classes, classNames }: DataPreview, { trial }: ColumnView): TemplateResult {
    const mistakes = trial?.final?.mistakes;
    if (!mistakes)
      return html`<div
        class="empty flat mistakes">${trial?.status === 'failed' ? l10n.t('Nothing was recorded.') : l10n.t('The confusion matrix is shown when the run ends.')}</div>`;
    return html`<il-mistakes .mistakes=${mistakes} .classes=${classes} .names=${classNames}></il-mistakes>`;
  }

  /** A histogram as the export knows it; without a column that of all initializers. */
  #source(run: RunRecord, layer: LayerView, column?: ColumnView): ChartSource {
    const title = column
      ? l10n.t('{0}: {1} of {2}', column.label, nounOf(this.view.tensor), layer.title)
      : l10n.t('All initializers: {0} of {1}', nounOf(this.view.tensor), layer.title);
    const step = column?.snapshot?.step ?? this.view.step;
    const moment = momentWords(
      run,
      Number.isFinite(step) ? step : Math.max(0, ...run.trials.map((trial) => trial.snapshots.at(-1)?.step ?? 0)),
      this.view.seed,
    );
    return {
      id: `${this.view.tensor}-${column?.initializer ?? 'all'}-${run.header!.layers[layer.index].name}`,
      title,
      sheet: () => layer.histogram && histogramSheet(run, title, moment, layer.histogram, layer.figures),
    };
  }

  #layer(layer: LayerView, source: ChartSource, failed = false, marked = false): TemplateResult {
    return html`<div class="layer" data-chart=${source.id} ?data-marked=${marked}>
      <div class="caption"><span>${layer.title} <span class="muted">${layer.shape}</span></span><span
        class="figures ${layer.brief === undefined ? '' : 'long'}"
        title=${layer.figures}>${layer.figures}</span>${
          layer.brief === undefined
            ? nothing
            : html`<span
        class="figures brief" title=${layer.figures}>${layer.brief}</span>`
        }</div>
      ${
        layer.histogram
          ? html`<il-histogram .model=${layer.histogram}></il-histogram><il-chart-menu class="menu"
        .chart=${source}></il-chart-menu>`
          : html`<div
        class="empty flat">${failed ? l10n.t('nothing recorded') : layer.missing}</div>`
      }
    </div>`;
  }

  #overlay(run: RunRecord, layers: readonly LayerView[]): TemplateResult {
    const initializers = columnsOf(run, this.view);
    return html`<ul class="legend pinned"
      aria-label=${l10n.t('Initializers')}>${initializers.map(
        (column) => html`<li><il-series-swatch
      .index=${column.initializer}></il-series-swatch> ${column.label}</li>`,
      )}</ul>
      <div class="overlay pinned">${layers.map((layer) => this.#layer(layer, this.#source(run, layer)))}</div>
      ${this.#leftOut(run)}`;
  }
}
