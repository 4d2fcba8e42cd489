import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { settingText } from '../../../../src/experiment/sweep/sweepLabels';
import { noteShownStep, tellApart } from '../../export/chartRegistry';
import type { Results } from '../results';
import '../results';
import type { Layout } from '../../layout/layout';
import { sharedStyles } from '../../../shared/styles';
import type { HeatMap } from './heatMap';
import type { SweepCurves } from './sweepCurves';
import type { SweepPanel } from './sweepPanel';
import './sweepPanel';

/** The results of a sweep: its cells, or the run of the one that was opened, with a way back. */
@customElement('il-sweep-results')
export class SweepResults extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host {
      display: flex; flex-direction: column; height: 100%; background: var(--vscode-editor-background);
      --il-line: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, transparent)));
    }
    il-sweep { flex: 1 1 auto; overflow: auto; }
    il-results { flex: 1 1 auto; min-height: 0; }
    nav {
      display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; padding: 4px 14px; font-size: 12px;
      border-bottom: 1px solid var(--il-line);
    }
    nav ol {
      display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin: 0; padding: 0; list-style: none;
    }
    nav li { display: flex; }
    nav .moves { margin-inline-start: auto; display: inline-flex; gap: 12px; }
    nav .link { display: inline-flex; align-items: center; gap: 4px; font-size: 12px; }
    nav .link:disabled { color: var(--vscode-disabledForeground); cursor: default; text-decoration: none; }
    [aria-current] { font-weight: 600; }
    .whole { flex: 1; }
  `,
  ];

  @property({ attribute: false }) layout!: Layout;
  @property({ attribute: false }) run!: RunRecord;
  @property({ type: Number }) revision = 0;
  /** Bars of a histogram that the user asks for. */
  @property({ type: Number }) bins = 0;
  @state() private cell: number | undefined;
  /** The map that the cell was opened from, and the cell when it is left. */
  #from: number | undefined;
  #back: number | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('run')) this.cell = undefined;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('cell')) return;
    if (this.cell !== undefined) {
      // Who goes on with Next cell stays on it as long as there is one.
      if (!this.renderRoot.querySelector('nav .link:focus:enabled'))
        this.renderRoot.querySelector<HTMLElement>('nav .link')?.focus();
      return;
    }
    // The columns, whose step it was, are gone.
    noteShownStep(Infinity);
    if (this.#back !== undefined) {
      const cell = this.#back;
      this.#back = undefined;
      this.#focus(cell, 30);
    }
  }

  /** Back where the cell was opened from, within so many frames: maps and chart measure themselves before they draw. */
  #focus(cell: number, frames: number): void {
    const panel = this.renderRoot.querySelector<SweepPanel>('il-sweep')?.renderRoot;
    const maps = [...(panel?.querySelectorAll<HeatMap>('il-heat-map') ?? [])];
    const map = maps.find(({ entry }) => entry.initializer === this.#from) ?? maps.at(0);
    const place =
      map?.renderRoot.querySelector<HTMLElement>(`[data-cell="${cell}"]`) ??
      panel?.querySelector<SweepCurves>('il-sweep-curves')?.renderRoot.querySelector<HTMLElement>('.plot');
    if (place) place.focus();
    else if (frames > 0 && this.cell === undefined) requestAnimationFrame(() => this.#focus(cell, frames - 1));
  }

  #show({ cell, initializer }: { cell: number; initializer?: number }): void {
    const { sweep } = this.run;
    this.#from = initializer;
    if (sweep?.cells.at(cell)?.run.header) this.cell = cell;
  }

  #leave = (): void => {
    this.#back = this.cell;
    this.cell = undefined;
  };

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || this.cell === undefined) return;
    event.preventDefault();
    this.#leave();
  }

  /** Shows the recorded step so many places after the shown one of the opened cell. */
  moveTimeline(by: number): void {
    this.renderRoot.querySelector<Results>('il-results')?.moveTimeline(by);
  }

  protected override render() {
    const { run, cell } = this;
    const shown = cell === undefined ? undefined : run.sweep?.cells.at(cell);
    if (shown && run.header) tellApart(shown.run, settingText(run.header.experiment, shown.setting));
    if (!shown || !run.header)
      return html`<il-sweep .run=${run} .revision=${this.revision}
        @open-cell=${(event: CustomEvent<{ cell: number; initializer?: number }>) => this.#show(event.detail)}></il-sweep>`;
    const begun = run.sweep!.cells.map((one, index) => (one.run.header ? index : -1)).filter((index) => index >= 0);
    const [before, after] = [begun.findLast((index) => index < cell!), begun.find((index) => index > cell!)];
    const move = (to: number | undefined, icon: string, label: string) =>
      html`<button type="button" class="link" ?disabled=${to === undefined}
        @click=${() => to !== undefined && (this.cell = to)}>${
          icon === 'arrow-left'
            ? html`<vscode-icon name=${icon}
        size="14"></vscode-icon>`
            : nothing
        }${label}${
          icon === 'arrow-right'
            ? html`<vscode-icon name=${icon}
        size="14"></vscode-icon>`
            : nothing
        }</button>`;
    return html`
      <nav aria-label=${l10n.t('Place in the sweep')} @keydown=${this.#key}><ol>
        <li><button type="button" class="link" title=${l10n.t('Back to all cells (Escape)')}
          @click=${this.#leave}><vscode-icon name="arrow-left" size="14"></vscode-icon>${l10n.t('Sweep')}</button></li>
        <li aria-hidden="true">›</li><li
          aria-current="page">${settingText(run.header.experiment, shown.setting)}</li></ol>
        <span
          class="moves">${move(before, 'arrow-left', l10n.t('Previous cell'))}${move(after, 'arrow-right', l10n.t('Next cell'))}</span></nav>
      <il-results .layout=${this.layout} .run=${shown.run} .revision=${this.revision}
        .experiment=${shown.run.header?.experiment} .bins=${this.bins} @keydown=${this.#key}></il-results>`;
  }
}
