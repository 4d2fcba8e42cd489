import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { customElement, property, state } from 'lit/decorators.js';
import { formatCount, formatNumber, formatPercent } from '../../../../src/experiment/text/format';
import {
  pairedDifferences,
  type PairedDifference,
  type PairedFigure,
} from '../../../../src/experiment/comparison/pairedDifferences';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { defaultReach, summarize, type SummaryRow } from '../../../../src/experiment/verdict/summary';
import { readUi, writeUi } from '../../../shared/uiState';
import '../../../charts/theme/seriesSwatch';
import { segments } from '../../../shared/segments';
import { sharedStyles } from '../../../shared/styles';
import { findingText } from '../../../../src/experiment/comparison/pairedText';
import { verdictButton, verdictButtonStyles } from '../../why/verdictButton';
import { intervalPicture, type IntervalScale } from './intervalPicture';

const isAccuracy = (figure: PairedFigure): boolean => figure === 'trainAccuracy' || figure === 'testAccuracy';

/** Initializers against one of them, seed by seed: whether what the curves show is more than the luck of the draw. */
@customElement('il-differences')
export class DifferencesPanel extends LitElement {
  static override styles = [
    sharedStyles,
    verdictButtonStyles,
    css`
    :host {
      display: block; padding: 8px 14px 10px;
      border-bottom: 1px solid var(--il-line, var(--vscode-panel-border, transparent));
    }
    .head { gap: 6px 12px; }
    .choices { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; font-size: 12px; }
    label { display: inline-flex; align-items: center; gap: 5px; }
    select {
      font: inherit; max-width: 260px; padding: 1px 4px; border-radius: 3px; color: var(--vscode-dropdown-foreground);
      background: var(--vscode-dropdown-background);
      border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
    }
    select:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
    .scroll { container-type: inline-size; overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin-top: 4px; }
    th, td {
      padding: 4px 0 4px 18px; text-align: start; white-space: nowrap; font-weight: normal;
      border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)));
    }
    th:first-child { padding-inline-start: 0; }
    thead th { font-size: 12px; font-weight: 600; color: var(--vscode-descriptionForeground); }
    .number { text-align: end; }
    .name { display: inline-flex; align-items: center; gap: 8px; }
    .clear { font-weight: 600; }
    .finding { white-space: normal; min-width: 220px; max-width: 460px; }
    /* The words say more than the picture, and the figures have the interval too. */
    @container (max-width: 760px) {
      th, td { padding-inline-start: 12px; }
      .picture { display: none; }
      .finding { min-width: 120px; }
    }
    .foot {
      margin-top: 6px; font-size: 12px; color: var(--vscode-descriptionForeground); text-wrap: pretty; max-width: 900px;
    }
    svg { display: block; overflow: visible; }
    .zero { stroke: var(--vscode-descriptionForeground); stroke-dasharray: 2 2; }
    .interval { stroke: var(--vscode-foreground); stroke-width: 2; }
    .mean { fill: var(--vscode-foreground); }
  `,
  ];

  @property({ attribute: false }) run: RunRecord | undefined;
  @property({ type: Number }) revision = 0;
  @state() private figure: PairedFigure = readUi<PairedFigure>('pairedFigure', 'cost');
  @state() private reference: number | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    // Another run may have another initializer at this number.
    if (changed.has('run')) this.reference = undefined;
  }

  /** Figures that this run has. */
  #figures(run: RunRecord): PairedFigure[] {
    const { classes, testCount } = run.header!.data;
    const tested = testCount > 0;
    return [
      'cost',
      ...(tested ? (['testCost'] as const) : []),
      ...(classes > 0 ? (['trainAccuracy'] as const) : []),
      ...(classes > 0 && tested ? (['testAccuracy'] as const) : []),
      'stepsToReach',
    ];
  }

  #name(figure: PairedFigure, run: RunRecord): string {
    switch (figure) {
      case 'cost':
        return l10n.t('train cost');
      case 'testCost':
        return l10n.t('test cost');
      case 'trainAccuracy':
        return l10n.t('train accuracy');
      case 'testAccuracy':
        return l10n.t('test accuracy');
      case 'stepsToReach':
        return l10n.t('steps to cost {0}', String(defaultReach(run)));
    }
  }

  protected override render() {
    const { run } = this;
    if (!run?.header) return nothing;
    const rows = summarize(run, defaultReach(run));
    const figures = this.#figures(run);
    const figure = figures.includes(this.figure) ? this.figure : 'cost';
    const reference = rows.find(({ initializer }) => initializer === this.reference) ?? rows[0];
    const found = pairedDifferences(rows, reference.initializer, figure);
    const running = run.status === 'running' || run.status === 'paused' || run.status === 'starting';
    return html`
      <div class="head"><h2>${l10n.t('Paired differences')}</h2>
        <div class="choices">
          ${segments<PairedFigure>(
            l10n.t('Metric compared'),
            figures.map((value) => ({ value, label: this.#name(value, run) })),
            figure,
            (value) => {
              this.figure = value;
              writeUi('pairedFigure', value);
            },
          )}
          <label>${l10n.t('against')} <select aria-label=${l10n.t('Reference initializer')}
            @change=${(event: Event) => (this.reference = Number((event.target as HTMLSelectElement).value))}>
            ${rows.map(
              (row) => html`<option value=${row.initializer}
              ?selected=${row === reference}>${row.label}</option>`,
            )}</select></label>
        </div></div>
      ${this.#table(found, reference, figure)}
      <p class="foot">${running ? html`${l10n.t('The run is still in progress; these are the results so far.')} ` : nothing}${l10n.t("Metric of each seed minus that of the reference with the same seed; 95 % interval of the mean by Student's t (paired). Intervals are not corrected for the number of comparisons; the conclusions are, by Holm's method over these {0}.", found.length)}</p>`;
  }

  #table(found: readonly PairedDifference[], reference: SummaryRow, figure: PairedFigure): TemplateResult {
    const value = (number: number): string =>
      isAccuracy(figure) ? l10n.t('{0} pp', formatNumber(100 * number)) : formatNumber(number);
    const signed = (number: number): string => `${number > 0 ? '+' : ''}${value(number)}`;
    const half = (number: number): string =>
      isAccuracy(figure) ? formatNumber(100 * number, 2) : formatNumber(number, 2);
    const scale: IntervalScale = Math.max(
      1e-300,
      ...found.flatMap(({ mean, halfWidth }) =>
        Number.isFinite(mean) ? [Math.abs(mean) + (Number.isFinite(halfWidth) ? halfWidth : 0)] : [],
      ),
    );
    return html`<div class="scroll" tabindex="0" role="region"
      aria-label=${l10n.t('Table of paired differences')}><table>
      <thead><tr><th scope="col">${l10n.t('Initializer')}</th><th scope="col"
        class="number">${l10n.t('difference')}</th><th scope="col" class="picture">${l10n.t('95 % interval')}</th><th
        scope="col" class="number" title=${l10n.t('Pairs of seeds included')}>n</th><th scope="col" class="number"
        title=${l10n.t('Paired t test, two-sided; in parentheses, corrected by Holm’s method')}>p</th><th
        scope="col">${l10n.t('finding')}</th></tr></thead>
      <tbody>${found.map(
        (one) => html`<tr>
        <th scope="row"><span class="name"><il-series-swatch
          .index=${one.initializer}></il-series-swatch>${one.label}</span></th>
        <td class="number">${Number.isFinite(one.mean) ? signed(one.mean) : '–'}${Number.isFinite(one.halfWidth) ? ` ± ${half(one.halfWidth)}` : ''}</td>
        <td class="picture">${Number.isFinite(one.halfWidth) ? intervalPicture(one, scale, l10n.t('{0} to {1}', signed(one.mean - one.halfWidth), signed(one.mean + one.halfWidth))) : nothing}</td>
        <td class="number">${formatCount(one.pairs)}</td>
        <td class="number">${
          Number.isNaN(one.p)
            ? '–'
            : html`${formatNumber(one.p, 2)} <span
          class="muted">(${formatNumber(one.adjusted, 2)})</span>`
        }</td>
        <td class="finding ${one.finding}">${verdictButton(this.run!, { initializer: one.initializer, reference: reference.initializer, figure }, findingText(one, figure, reference.label, isAccuracy(figure) ? formatPercent(Math.abs(one.mean)) : formatNumber(Math.abs(one.mean))))}</td>
      </tr>`,
      )}</tbody></table></div>`;
  }
}
