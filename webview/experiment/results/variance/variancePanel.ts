import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatCount } from '../../../../src/experiment/text/format';
import { isNetworkHeader } from '../../../../src/experiment/record/networkHeader';
import type { RunRecord } from '../../../../src/experiment/record/record';
import '../../../charts/theme/seriesSwatch';
import { readUi, writeUi } from '../../../shared/uiState';
import '../../export/chartMenu';
import type { ChartSource } from '../../export/chartRegistry';
import { momentWords } from '../../export/sheets/sheets';
import { varianceSheet } from '../../export/sheets/varianceSheet';
import { segments } from '../../../shared/segments';
import { sharedStyles } from '../../../shared/styles';
import './varianceChart';
import { mostTheories } from '../../../charts/depthLines';
import { varianceOf, type VarianceChartModel, type VarianceModel, type VarianceView } from './varianceModel';
import { varianceTable } from './varianceTable';

/**
 * Forward and backward variance of every layer at the step of the slider, beside what theory expects at step 0; folded
 * to its head.
 */
@customElement('il-variance')
export class VariancePanel extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; box-sizing: border-box; padding: 4px 14px 8px; border-bottom: 1px solid var(--il-line); }
    .head h2 button {
      display: inline-flex; align-items: center; gap: 4px; padding: 2px 4px 2px 0; font: inherit; font-weight: 600;
      border: 0; cursor: pointer; color: inherit; background: none;
    }
    .controls { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; font-size: 12px; }
    .controls vscode-toolbar-button { margin: -2px -3px; }
    .legend {
      display: flex; flex-wrap: wrap; gap: 2px 4px; max-height: 66px; margin: 4px 0 2px; padding: 0; overflow: auto;
      list-style: none; font-size: 12px;
    }
    .legend button {
      display: inline-flex; align-items: center; gap: 6px; max-width: 220px; padding: 1px 6px; font: inherit;
      border: 1px solid transparent; border-radius: 3px; cursor: pointer; color: var(--vscode-foreground);
      background: none;
    }
    .legend button:hover { background: var(--vscode-toolbar-hoverBackground); }
    .legend button[aria-pressed='false'] {
      color: var(--vscode-disabledForeground, var(--vscode-descriptionForeground)); text-decoration: line-through;
    }
    .legend button span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .legend .key {
      display: inline-flex; align-items: center; gap: 6px; padding: 2px 6px; color: var(--vscode-descriptionForeground);
    }
    .key svg { display: block; }
    .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(400px, 100%), 1fr)); gap: 6px 24px; }
    h3 { margin: 2px 0; font-size: 12px; font-weight: normal; color: var(--vscode-descriptionForeground); }
    .chart { position: relative; }
    .chart il-chart-menu { position: absolute; inset-block-start: 0; inset-inline-end: 6px; }
    .empty { height: 120px; }
    .tables { max-height: 300px; overflow: auto; }
    .tables h3:not(:first-child) { margin-top: 8px; }
    table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
    th, td { padding: 1px 10px; white-space: nowrap; font-weight: normal; text-align: start; }
    .number { text-align: end; }
  `,
  ];

  @property({ attribute: false }) run: RunRecord | undefined;
  @property({ type: Number }) revision = 0;
  @property({ type: Number }) seed = 0;
  /** Infinity for the newest. */
  @property({ type: Number }) step = Infinity;
  @state() private chosen: string = readUi('variance', '');
  @state() private forward: VarianceView['forward'] = readUi<VarianceView['forward']>(
    'varianceForward',
    'preActivations',
  );
  @state() private table = false;
  @state() private hiddenOnes: ReadonlySet<number> = new Set();

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('run')) this.hiddenOnes = new Set();
  }

  /** Open until it is folded; over 2-D data, whose columns begin with pictures, folded until it is opened. */
  get #open(): boolean {
    return this.chosen === ''
      ? this.run?.header?.data.points === undefined && (this.run?.header?.layers.length ?? 0) > 2
      : this.chosen === 'open';
  }

  /** Opens the panel, as a text asks for that points at it. */
  open(): void {
    if (!this.#open) this.#fold();
  }

  #fold(): void {
    this.chosen = this.#open ? 'folded' : 'open';
    writeUi('variance', this.chosen);
  }

  protected override render() {
    const { run } = this;
    if (!run?.header) return nothing;
    const open = this.#open;
    const model = open ? varianceOf(run, { seed: this.seed, step: this.step, forward: this.forward }) : undefined;
    return html`<section aria-label=${l10n.t('Variance per layer')}>
      <div class="head"><h2><button type="button" aria-expanded=${open} @click=${() => this.#fold()}><vscode-icon
        name=${open ? 'chevron-down' : 'chevron-right'}></vscode-icon>${l10n.t('Variance per layer')}
        ${
          model?.step === undefined
            ? nothing
            : html`<span
          class="muted">${l10n.t('step {0}', formatCount(model.step))}</span>`
        }</button></h2>
        ${model ? this.#controls() : nothing}</div>
      ${model ? this.#body(model) : nothing}
    </section>`;
  }

  /** A call of a user's model has its outputs alone. */
  get #ofModel(): boolean {
    return this.run?.header !== undefined && !isNetworkHeader(this.run.header);
  }

  #controls(): TemplateResult {
    const choose = (value: VarianceView['forward']): void => {
      this.forward = value;
      writeUi('varianceForward', value);
    };
    return html`<div class="controls">
      ${
        this.#ofModel
          ? nothing
          : segments<VarianceView['forward']>(
              l10n.t('Forward signal'),
              [
                {
                  value: 'preActivations',
                  label: l10n.t('Pre-activations'),
                  title: l10n.t('Of the weighted sums, which theory describes'),
                },
                {
                  value: 'activations',
                  label: l10n.t('Activations'),
                  title: l10n.t('Of the outputs of the activation'),
                },
              ],
              this.forward,
              choose,
            )
      }
      <vscode-toolbar-button icon="table" label=${this.table ? l10n.t('Show as charts') : l10n.t('Show as a table')}
        title=${this.table ? l10n.t('Show as charts') : l10n.t('Show as a table')} toggleable ?checked=${this.table} @click=${() => (this.table = !this.table)}></vscode-toolbar-button>
    </div>`;
  }

  #body(model: VarianceModel): TemplateResult {
    if (model.step === undefined)
      return html`<div
        class="empty">${this.run?.status === 'failed' ? l10n.t('Nothing was recorded.') : l10n.t('Waiting for the first step…')}</div>`;
    return html`${this.#legend(model)}
      ${
        this.table
          ? html`<div class="tables" tabindex="0" role="region"
            aria-label=${l10n.t('Variances as tables')}>${[model.forward, model.backward].map((chart) => html`<h3>${chart.title}</h3>${varianceTable(chart, this.hiddenOnes)}`)}</div>`
          : html`<div
            class="charts">${[model.forward, model.backward].map((chart, index) => this.#chart(chart, this.#source(model, index === 0 ? 'forward' : 'backward')))}</div>`
      }`;
  }

  /** A chart as the export knows it. */
  #source(model: VarianceModel, direction: 'forward' | 'backward'): ChartSource {
    const { title } = model[direction];
    return {
      id: `variance-${direction}`,
      title,
      inReport: true,
      sheet: () =>
        this.run?.header && model.step !== undefined
          ? varianceSheet(this.run, model[direction], this.hiddenOnes, momentWords(this.run, model.step, this.seed))
          : undefined,
    };
  }

  #chart(chart: VarianceChartModel, source: ChartSource): TemplateResult {
    return html`<div class="chart" data-chart=${source.id}><h3>${chart.title}</h3><il-chart-menu
      .chart=${source}></il-chart-menu><il-variance-chart .model=${chart}
      .hiddenOnes=${this.hiddenOnes}></il-variance-chart></div>`;
  }

  #toggle(initializer: number): void {
    const next = new Set(this.hiddenOnes);
    if (!next.delete(initializer)) next.add(initializer);
    this.hiddenOnes = next;
  }

  #legend({ forward, theory }: VarianceModel): TemplateResult {
    return html`<ul class="legend" aria-label=${l10n.t('Initializers')}>
      ${forward.lines.map(({ initializer, label }) => {
        const off = this.hiddenOnes.has(initializer);
        return html`<li><button type="button" aria-pressed=${!off} title=${label}
          @click=${() => this.#toggle(initializer)}><il-series-swatch .index=${initializer}
          ?off=${off}></il-series-swatch><span>${label}</span></button></li>`;
      })}
      ${
        theory
          ? html`<li class="key"
        title=${l10n.t('Expected at step 0, given the laws of weights and biases, the inputs, and the gradients at the output')}><svg width="20" height="8" viewBox="0 0 20 8" aria-hidden="true"><line x1="0" x2="20" y1="4" y2="4" stroke="currentColor" stroke-width="1.2" stroke-dasharray="1.5 3" /></svg>${forward.lines.length - this.hiddenOnes.size > mostTheories ? l10n.t('theory is drawn for up to {0} lines; see the table', mostTheories) : l10n.t('dotted: theory at step 0')}</li>`
          : nothing
      }
    </ul>`;
  }
}
