import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatCount } from '../../../../src/experiment/text/format';
import type { RunRecord } from '../../../../src/experiment/record/record';
import type { BandKind } from '../../../../src/experiment/statistics/seedBand';
import type { SweepMetric } from '../../../../src/experiment/sweep/sweepFigures';
import { sweepProgress } from '../../../../src/experiment/record/sweepRecord';
import { readUi, writeUi } from '../../../shared/uiState';
import '../../../charts/theme/seriesSwatch';
import '../../export/chartMenu';
import type { ChartSource } from '../../export/chartRegistry';
import { heatMapSheet, sweepCurvesSheet } from '../../export/sheets/sweepSheets';
import { bandText } from '../seeds/bandWords';
import { segments } from '../../../shared/segments';
import { sharedStyles } from '../../../shared/styles';
import './heatMap';
import { mapLegend } from './mapLegend';
import './sweepCurves';
import { metricName, metricsOf, sweepModel, type SweepModel } from '../../../../src/experiment/sweep/sweepModel';
import { sweepStyles } from './sweepStyles';
import { sweepTable } from './sweepTable';

/**
 * All cells of a sweep: curves over one setting, heat maps over two, and a table. Fires `open-cell` with `{ cell }`.
 */
@customElement('il-sweep')
export class SweepPanel extends LitElement {
  static override styles = [sharedStyles, sweepStyles];

  @property({ attribute: false }) run!: RunRecord;
  @property({ type: Number }) revision = 0;
  @state() private metric: SweepMetric = readUi<SweepMetric>('sweepMetric', 'cost');
  @state() private band: BandKind = readUi<BandKind>('costBand', 'interval');
  @state() private table = readUi('sweepTable', false);
  @state() private hiddenOnes: ReadonlySet<number> = new Set();

  protected override willUpdate(changed: PropertyValues): void {
    // Another run may have other initializers at these numbers.
    if (changed.has('run')) this.hiddenOnes = new Set();
  }

  #open = (cell: number): void => {
    this.dispatchEvent(new CustomEvent('open-cell', { detail: { cell }, bubbles: true, composed: true }));
  };

  #keep<T>(key: string, set: (value: T) => void): (value: T) => void {
    return (value) => {
      set(value);
      writeUi(key, value);
    };
  }

  protected override render() {
    const { run } = this;
    const { sweep } = run;
    if (!sweep || !run.header) return nothing;
    const metrics = metricsOf(run);
    const metric = metrics.includes(this.metric) ? this.metric : 'cost';
    const model = sweepModel(run, sweep, metric, this.band);
    const one = model.axes.length === 1;
    return html`
      <div class="head"><h2>${l10n.t('Sweep over {0}', model.axes.map(({ name }) => name).join(' × '))}</h2>
        <div class="controls">
          <span
            class="muted">${l10n.t('{0} of {1} cells', formatCount(sweepProgress(sweep).ended), formatCount(sweep.cells.length))}</span>
          ${segments<SweepMetric>(
            l10n.t('Metric shown'),
            metrics.map((value) => ({ value, label: metricName(value) })),
            metric,
            this.#keep('sweepMetric', (value) => (this.metric = value)),
          )}
          ${
            model.seeds > 1
              ? segments<BandKind>(
                  l10n.t('Band over the seeds'),
                  [
                    { value: 'interval', label: l10n.t('Mean, 95 %') },
                    { value: 'quartiles', label: l10n.t('Quartiles') },
                  ],
                  this.band,
                  this.#keep('costBand', (value) => (this.band = value)),
                )
              : nothing
          }
          ${
            one
              ? nothing
              : html`<vscode-toolbar-button icon="table" label=${l10n.t('Show as a table')}
            title=${l10n.t('Show as a table')} toggleable ?checked=${this.table} aria-pressed=${this.table} @click=${() => this.#keep<boolean>('sweepTable', (value) => (this.table = value))(!this.table)}></vscode-toolbar-button>`
          }
          ${
            one
              ? html`<il-chart-menu
            .chart=${{ id: 'sweep-curves', title: l10n.t('{0} by {1}', model.metricName, model.axes[0].name), sheet: () => sweepCurvesSheet(run, sweep, model, this.hiddenOnes) } satisfies ChartSource}></il-chart-menu>`
              : nothing
          }
        </div></div>
      ${model.seeds > 1 && one ? html`<p class="note">${bandText(this.band, model.seeds)}</p>` : nothing}
      ${one || this.table ? this.#legend(model) : mapLegend(model)}
      ${
        one
          ? html`<il-sweep-curves .model=${model} .hiddenOnes=${this.hiddenOnes}></il-sweep-curves>`
          : this.table
            ? nothing
            : html`<div class="maps">${model.initializers.map(
                (entry) => html`<il-heat-map
              data-chart=${`sweep-map-${entry.initializer}`} .model=${model} .entry=${entry}
              .sweep=${sweep}><il-chart-menu slot="menu"
              .chart=${{ id: `sweep-map-${entry.initializer}`, title: l10n.t('{0} of {1}', model.metricName, entry.label), sheet: () => heatMapSheet(run, sweep, model, entry) } satisfies ChartSource}></il-chart-menu></il-heat-map>`,
              )}</div>`
      }
      ${one || this.table ? sweepTable(model, sweep, this.hiddenOnes, this.#open) : nothing}
      <p class="note">${l10n.t('Select a cell to open its run. Each trial keeps four snapshots: step 0, step 1, the square root of the number of steps, and the end.')}</p>`;
  }

  #legend({ initializers }: SweepModel) {
    const toggle = (initializer: number): void => {
      const next = new Set(this.hiddenOnes);
      if (!next.delete(initializer)) next.add(initializer);
      this.hiddenOnes = next;
    };
    return html`<ul class="series" aria-label=${l10n.t('Curves')}>${initializers.map(({ initializer, label }) => {
      const off = this.hiddenOnes.has(initializer);
      return html`<li><button type="button" aria-pressed=${!off}
        title=${off ? l10n.t('Show {0}', label) : l10n.t('Hide {0}', label)}
        @click=${() => toggle(initializer)}><il-series-swatch .index=${initializer}
        ?off=${off}></il-series-swatch><span>${label}</span></button></li>`;
    })}</ul>`;
  }
}
