import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSeconds,
  percentDecimals,
} from '../../../../src/experiment/text/format';
import type { RunRecord } from '../../../../src/experiment/record/record';
import type { Spread } from '../../../../src/experiment/statistics/spread';
import { defaultReach, summarize, type SummaryRow } from '../../../../src/experiment/verdict/summary';
import type { Verdict } from '../../../../src/experiment/verdict/verdict';
import '../../../charts/theme/seriesSwatch';
import { sharedStyles } from '../../../shared/styles';
import { verdictButton, verdictButtonStyles } from '../../why/verdictButton';
import { summaryStyles } from './summaryStyles';

/** A figure's column: how it is headed and written. */
interface Column {
  key: 'stepZeroCost' | 'cost' | 'trainAccuracy' | 'testAccuracy' | 'testCost' | 'stepsToReach' | 'seconds';
  head: string;
  title: string;
  text: (value: number) => string;
  /** Writes half the width of the interval, where `text` would write too many digits; empty for none. */
  width?: (value: number) => string;
}

/** The table of figures and verdicts: a row for each initializer, to be opened where there are several seeds. */
@customElement('il-summary')
export class SummaryPanel extends LitElement {
  static override styles = [sharedStyles, summaryStyles, verdictButtonStyles];

  @property({ attribute: false }) run: RunRecord | undefined;
  @property({ type: Number }) revision = 0;
  /** The verdicts stand over the columns: the table does without them. */
  @property({ type: Boolean, reflect: true }) brief = false;
  /** What the user wants reached; undefined: the default. */
  @state() private reach: number | undefined;
  @state() private open: ReadonlySet<number> = new Set();

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('run')) this.open = new Set();
  }

  #columns(run: RunRecord): Column[] {
    const data = run.header?.data;
    const decimals = (count: number | undefined): number => percentDecimals(count ?? 1000);
    const cost = (value: number): string => formatNumber(value);
    const width = (value: number): string => formatNumber(value, 2);
    const accuracies: Column[] =
      data?.classes === 0
        ? [{ key: 'testCost', head: l10n.t('test cost'), title: l10n.t('Cost on the test data'), text: cost, width }]
        : [
            {
              key: 'trainAccuracy',
              head: l10n.t('train'),
              title: l10n.t('Share of training data classified correctly'),
              text: (value) => formatPercent(value, decimals(data?.trainCount)),
            },
            {
              key: 'testAccuracy',
              head: l10n.t('test'),
              title: l10n.t('Share of test data classified correctly'),
              text: (value) => formatPercent(value, decimals(data?.testCount)),
            },
          ];
    return [
      {
        key: 'stepZeroCost',
        head: l10n.t('step 0'),
        title: l10n.t('Train cost before the first update'),
        text: cost,
        width,
      },
      {
        key: 'cost',
        head: l10n.t('cost'),
        title: l10n.t('Train cost: final, or last recorded'),
        text: cost,
        width,
      },
      ...accuracies,
      {
        key: 'stepsToReach',
        head: l10n.t('steps to'),
        title: l10n.t('First recorded step with at most this train cost'),
        text: formatCount,
      },
      {
        key: 'seconds',
        head: l10n.t('time'),
        title: l10n.t('Time spent on training steps and recording'),
        text: formatSeconds,
        width: () => '',
      },
    ];
  }

  protected override render() {
    const { run } = this;
    if (!run?.header) return nothing;
    const reach = this.reach ?? defaultReach(run);
    const rows = summarize(run, reach);
    const columns = this.#columns(run);
    const steps = Math.max(0, ...run.trials.map((trial) => trial.step));
    const seeds = run.header.experiment.random.seeds.length;
    return html`
      <div class="head"><h2>${l10n.t('Summary')}</h2>
        <span class="muted">${
          seeds > 1
            ? html`<span
          title=${l10n.t('Mean over the seeds and half width of its 95 % interval, t · s / √n')}>${l10n.t('mean of {0} seeds ± 95 %', seeds)}</span> · `
            : nothing
        }${l10n.t('at step {0}', formatCount(steps))}</span></div>
      <div class="scroll" tabindex="0" role="region" aria-label=${l10n.t('Summary table')}>
        <table>
          <thead><tr><th scope="col">${l10n.t('Initializer')}</th>
            ${columns.map(
              (column) => html`<th scope="col"
              class="number${column.key === 'stepsToReach' ? ' reach' : ''}" title=${column.title}>${column.head}${column.key === 'stepsToReach' ? this.#reachField(reach) : nothing}</th>`,
            )}
          </tr></thead>
          <tbody>${rows.map((row) => this.#row(row, columns))}</tbody>
        </table>
      </div>`;
  }

  #reachField(reach: number): TemplateResult {
    const change = (event: Event): void => {
      const field = event.target as HTMLInputElement;
      const value = Number(field.value.replace(',', '.').replace('−', '-'));
      // Emptied or no number: back to the default.
      this.reach = field.value.trim() !== '' && Number.isFinite(value) ? value : undefined;
      field.value = String(this.reach ?? defaultReach(this.run!));
    };
    return html` <input type="text" inputmode="decimal" size="4" aria-label=${l10n.t('Cost to reach')}
      title=${l10n.t('Cost to reach (empty: default)')} .value=${String(reach)} @change=${change} />`;
  }

  #row(row: SummaryRow, columns: readonly Column[]): TemplateResult {
    const several = row.trials.length > 1;
    const open = this.open.has(row.initializer);
    const toggle = (): void => {
      const next = new Set(this.open);
      if (!next.delete(row.initializer)) next.add(row.initializer);
      this.open = next;
    };
    return html`
      <tr class=${row.verdict.kind}>
        <th scope="row"><div class="name">
          <il-series-swatch .index=${row.initializer}></il-series-swatch>
          <div><span class="label">${row.label}</span>${
            several
              ? html`<button type="button" class="seeds link"
            aria-expanded=${open} @click=${toggle}>${l10n.t('{0} seeds', row.trials.length)} <vscode-icon
            name=${open ? 'chevron-up' : 'chevron-down'} size="12"></vscode-icon></button>`
              : nothing
          }
            ${this.#verdict((row.trials.find((trial) => trial.verdict.kind === row.verdict.kind) ?? row.trials[0]).seed, row)}</div></div></th>
        ${columns.map(
          (column) => html`<td
          class="number">${spreadText(row[column.key], column.text, column.width ?? column.text)}${oldText(column, row.oldTestStep)}</td>`,
        )}
      </tr>
      ${
        several && open
          ? row.trials.map(
              (trial) => html`<tr class="seed"><th scope="row"><div class="name"><span
                class="gap"></span><div>${l10n.t('seed {0}', trial.seed)} ${trial.verdict.text === row.verdict.text ? nothing : this.#verdict(trial.seed, { initializer: row.initializer, verdict: trial.verdict })}</div></div></th>
        ${columns.map(
          (column) => html`<td
          class="number">${column.text(trial[column.key])}${oldText(column, trial.oldTestStep)}</td>`,
        )}</tr>`,
            )
          : nothing
      }`;
  }

  #verdict(seed: number, { initializer, verdict }: { initializer: number; verdict: Verdict }): TemplateResult {
    return html`<div class="verdict">${verdictButton(this.run!, { initializer, seed }, verdict.text)}</div>`;
  }
}

/** From which step a test figure is, when it is an old one. */
function oldText({ key }: Column, step: number | undefined): TemplateResult | typeof nothing {
  if (step === undefined || (key !== 'testAccuracy' && key !== 'testCost')) return nothing;
  return html`<div class="interval">${l10n.t('at step {0}', formatCount(step))}</div>`;
}

function spreadText(spread: Spread, text: (value: number) => string, width: (value: number) => string): TemplateResult {
  const interval = Number.isFinite(spread.halfWidth) ? width(spread.halfWidth) : '';
  return html`${text(spread.mean)}${interval === '' ? nothing : html`<div class="interval">± ${interval}</div>`}`;
}
