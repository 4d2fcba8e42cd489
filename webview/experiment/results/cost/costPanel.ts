import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatNumber } from '../../../../src/experiment/text/format';
import { labelOf } from '../../../../src/experiment/text/labels';
import type { RunRecord } from '../../../../src/experiment/record/record';
import '../../../charts/canvas/chartElement';
import { placeTip } from '../../../charts/canvas/tip';
import { drawCurves } from '../../../charts/curves';
import '../../export/chartMenu';
import type { ChartSource } from '../../export/chartRegistry';
import { costSheet } from '../../export/sheets/costSheet';
import type { BandKind } from '../../../../src/experiment/statistics/seedBand';
import { readUi, writeUi } from '../../../shared/uiState';
import { bandText, leftOutText } from '../seeds/bandWords';
import '../../../charts/theme/seriesSwatch';
import { cancelDraw, requestDraw } from '../../../charts/canvas/drawQueue';
import '../../../shared/optionsMenu';
import { segments } from '../../../shared/segments';
import { sharedStyles } from '../../../shared/styles';
import { CostCurves } from './costCurves';
import { has } from './costSeries';
import type { CostView, Quantity, Split } from './costLine';
import { costStyles } from './costStyles';
import { costTable } from './costTable';
import { nearestStep, tipRows, tipTable } from './costTip';
import { ZoomGestures } from './zoomGestures';

/** Share of the plot that a key pans by. */
const keyPan = 0.15;

const mouseText = (): string =>
  l10n.t(
    'Drag to pan. Zoom with Ctrl+wheel, or with the wheel alone after a click on the chart. Double-click to show everything.',
  );
const keysText = (): string =>
  l10n.t(
    'Left and Right Arrow read the values of a step; Shift+arrow pans; plus and minus zoom; 0 shows everything; Escape hides the values.',
  );

/** The curves of all trials: cost or accuracy, train and test, with legend, tooltip, zoom, and a table instead. */
@customElement('il-cost')
export class CostPanel extends LitElement {
  static override styles = [sharedStyles, costStyles];

  @property({ attribute: false }) run: RunRecord | undefined;
  @property({ type: Number }) revision = 0;
  /** The step that the columns show: a line in the chart. */
  @property({ type: Number }) step: number | undefined;
  /** Folds the panel away; absent where it cannot be. */
  @property({ attribute: false }) fold: (() => void) | undefined;
  @state() private quantity: Quantity = readUi<Quantity>('costQuantity', 'cost');
  @state() private split: Split | 'both' = readUi<Split | 'both'>('costSplit', 'train');
  @state() private log = readUi('costLog', true);
  @state() private smoothing = readUi('costSmoothing', 0);
  /** Over several seeds. */
  @state() private band: BandKind = readUi<BandKind>('costBand', 'interval');
  @state() private singles = readUi('costSingles', false);
  @state() private full = false;
  @state() private table = false;
  @state() private hiddenOnes: ReadonlySet<number> = new Set();
  @state() private cursor: number | undefined;
  @state() private zoomed = false;
  @query('.plot') private plot!: HTMLElement | null;
  readonly #curves = new CostCurves();
  readonly #gestures = new ZoomGestures(this, () => ({
    zoomAt: (factor, x, y) => {
      const at = this.#shares(x, y);
      this.#look(() => this.#curves.zoomBy(factor, at));
    },
    panBy: (x, y) => {
      const { frame } = this.#scales ?? {};
      if (frame) this.#look(() => this.#curves.panBy(-x / (frame.right - frame.left), y / (frame.bottom - frame.top)));
    },
  }));
  #visible = true;
  #cutText = '';
  readonly #sight = new IntersectionObserver(([entry]) => {
    this.#visible = entry.isIntersecting;
    if (this.#visible) requestDraw(this.#sync);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight.disconnect();
    cancelDraw(this.#sync);
  }

  get #view(): CostView {
    return {
      quantity: this.quantity,
      splits: this.split === 'both' ? ['train', 'test'] : [this.split],
      log: this.log && this.quantity === 'cost',
      smoothing: this.smoothing,
      band: this.band,
      singles: this.singles,
    };
  }

  get #labels(): Map<number, string> {
    return new Map(
      this.run?.header?.experiment.initializers.map((initializer, index) => [index, labelOf(initializer)]),
    );
  }

  get #seeds(): boolean {
    return (this.run?.header?.experiment.random.seeds.length ?? 1) > 1;
  }

  readonly #sync = (): void => {
    if (!this.run) return;
    const shown = { view: this.#view, hidden: this.hiddenOnes, full: this.full, step: this.step };
    if (this.#curves.sync(this.run, shown)) this.#looked();
  };

  /** Zooms or pans. */
  #look(work: () => void): void {
    work();
    this.cursor = undefined;
    this.#looked();
  }

  get #scales() {
    const { clientWidth: width = 0, clientHeight: height = 0 } = this.plot ?? {};
    return this.#curves.scales({ width, height });
  }

  /** A place of the plot in CSS pixels as shares of its axes. */
  #shares(x: number, y: number): { x: number; y: number } {
    const { frame } = this.#scales!;
    return { x: (x - frame.left) / (frame.right - frame.left), y: (frame.bottom - y) / (frame.bottom - frame.top) };
  }

  /** Shows the curves as they are now. */
  #looked(): void {
    const { cut, isZoomed } = this.#curves;
    this.zoomed = isZoomed;
    const largest = formatNumber(cut?.largest ?? 0);
    const cutText = (initializers: readonly number[]): string =>
      initializers.length === 1
        ? l10n.t('{0} up to {1}', this.#labels.get(initializers[0]) ?? '', largest)
        : l10n.t('{0} curves up to {1}', initializers.length, largest);
    this.#cutText = cut && !isZoomed ? cutText(cut.initializers) : '';
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('run')) this.hiddenOnes = new Set();
  }

  protected override updated(changed: PropertyValues): void {
    const drawn = [
      'run',
      'revision',
      'step',
      'quantity',
      'split',
      'log',
      'smoothing',
      'band',
      'singles',
      'full',
      'table',
      'hiddenOnes',
    ] as PropertyKey[];
    if (this.#visible && drawn.some((key) => changed.has(key))) requestDraw(this.#sync);
    this.#placeTip();
  }

  #placeTip(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    const line = this.renderRoot.querySelector<HTMLElement>('.cursor');
    const scales = this.#scales;
    if (!tip || !line || !scales || this.cursor === undefined) return;
    const { frame } = scales;
    const x = scales.x(this.cursor);
    line.style.left = `${x}px`;
    line.style.top = `${frame.top}px`;
    line.style.height = `${frame.bottom - frame.top}px`;
    placeTip(tip, x, this.plot!.clientWidth, frame.top + 4);
  }

  #keep<T>(key: string, set: (value: T) => void): (value: T) => void {
    return (value) => {
      set(value);
      writeUi(key, value);
    };
  }

  #point(event: PointerEvent): void {
    this.#gestures.move(event);
    const scales = this.#scales;
    if (!scales || event.buttons !== 0) {
      this.cursor = undefined;
      return;
    }
    const x = event.clientX - this.plot!.getBoundingClientRect().left;
    const { left, right } = scales.frame;
    this.cursor = x < left || x > right ? undefined : nearestStep(this.#curves.visible, scales.x.at(x));
  }

  #key(event: KeyboardEvent): void {
    const curves = this.#curves;
    if (!curves.model || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (arrow !== 0 && event.shiftKey) this.#look(() => curves.panBy(keyPan * arrow, 0));
    else if (arrow !== 0) this.#moveCursor(arrow);
    else if (event.key === '+' || event.key === '=') this.#look(() => curves.zoomBy(1.25));
    else if (event.key === '-') this.#look(() => curves.zoomBy(0.8));
    else if (event.key === '0') this.#reset();
    else if (event.key === 'Escape' && this.cursor !== undefined) this.cursor = undefined;
    else return;
    event.preventDefault();
  }

  #press(event: PointerEvent): void {
    this.cursor = undefined;
    this.#gestures.down(event);
  }

  readonly #reset = (): void => this.#look(() => this.#curves.reset());

  #moveCursor(by: number): void {
    const steps = this.#curves.visible.reduce<readonly number[]>(
      (best, line) => (line.steps.length > best.length ? line.steps : best),
      [],
    );
    if (steps.length === 0) return;
    const index = this.cursor === undefined ? (by > 0 ? -1 : steps.length) : steps.indexOf(this.cursor);
    this.cursor = steps[Math.min(steps.length - 1, Math.max(0, index + by))];
  }

  #toggle(initializer: number): void {
    const next = new Set(this.hiddenOnes);
    if (!next.delete(initializer)) next.add(initializer);
    this.hiddenOnes = next;
  }

  protected override render() {
    const { run, quantity } = this;
    const noTest =
      run !== undefined && run.trials.some((trial) => trial.curve.step.length > 0) && !has(run, quantity, 'test');
    const noAccuracy = run?.header?.data.classes === 0;
    const setFull = (): void => void (this.full = !this.full);
    return html`
      <div class="head">
        <h2 title=${mouseText()}>${this.#title()}</h2>
        <div class="controls">
          ${segments<Quantity>(
            l10n.t('Quantity'),
            [
              { value: 'cost', label: l10n.t('Cost') },
              {
                value: 'accuracy',
                label: l10n.t('Accuracy'),
                disabled: noAccuracy,
                title: noAccuracy ? l10n.t('A regression has no accuracy') : '',
              },
            ],
            quantity,
            this.#keep('costQuantity', (value) => (this.quantity = value)),
          )}
          ${segments<Split | 'both'>(
            l10n.t('Data'),
            [
              { value: 'train', label: l10n.t('Train') },
              {
                value: 'test',
                label: l10n.t('Test'),
                disabled: noTest,
                title: noTest ? l10n.t('No test rows') : '',
              },
              {
                value: 'both',
                label: l10n.t('Both'),
                disabled: noTest,
                title: l10n.t('Train, and test as a thin pale line'),
              },
            ],
            this.split,
            this.#keep('costSplit', (value) => (this.split = value)),
          )}
          <span>
            <vscode-toolbar-button icon="unfold" label=${l10n.t('Fit all values')}
              title=${l10n.t('Fit all values')} toggleable ?checked=${this.full} aria-pressed=${this.full} @click=${setFull}></vscode-toolbar-button>
            <vscode-toolbar-button icon="screen-normal" label=${l10n.t('Reset zoom')} title=${l10n.t('Reset zoom (0)')}
              @click=${this.#reset} ?hidden=${!this.zoomed}></vscode-toolbar-button>
            <vscode-toolbar-button icon="table" label=${l10n.t('Show as a table')}
              title=${l10n.t('Show as a table')} toggleable ?checked=${this.table} aria-pressed=${this.table} @click=${() => (this.table = !this.table)}></vscode-toolbar-button>
            <il-options label=${l10n.t('Curves')}>
              ${segments<boolean>(
                l10n.t('Axis scale'),
                [
                  { value: true, label: l10n.t('Log'), disabled: quantity !== 'cost' },
                  { value: false, label: l10n.t('Linear'), disabled: quantity !== 'cost' },
                ],
                quantity === 'cost' ? this.log : undefined,
                this.#keep('costLog', (value) => (this.log = value)),
              )}
              ${this.#seeds ? this.#seedControls() : nothing}
              <label
                title=${l10n.t('Exponential moving average: 1 − f of each value plus f of the previous average')}>${l10n.t('Smoothing')}
                <input type="range" min="0" max="0.99" step="0.01" .value=${String(this.smoothing)}
                  @input=${(event: Event) => this.#keep<number>('costSmoothing', (value) => (this.smoothing = value))((event.target as HTMLInputElement).valueAsNumber)} />
                <output>${this.smoothing.toFixed(2)}</output></label>
            </il-options>
            <il-chart-menu .chart=${this.#source()}></il-chart-menu>
          </span>
        </div>
      </div>
      <div class="legend-row">${this.#legend()}${this.#cutNote()}</div>
      ${this.#seeds ? this.#seedNote() : nothing}
      ${
        this.table
          ? html`<div class="table" tabindex="0" role="region"
        aria-label=${l10n.t('Curves as a table')}>${costTable(this.#curves.visible, this.#labels, this.#seeds)}</div>`
          : nothing
      }
      ${this.#plot()}`;
  }

  #title() {
    const text = this.quantity === 'cost' ? l10n.t('Cost') : l10n.t('Accuracy');
    if (!this.fold) return text;
    return html`<button type="button" class="fold" aria-expanded="true" aria-label=${text}
      @click=${this.fold}><vscode-icon name="chevron-down"></vscode-icon><span>${text}</span></button>`;
  }

  #seedControls() {
    return html`
      ${segments<BandKind>(
        l10n.t('Band over the seeds'),
        [
          {
            value: 'interval',
            label: l10n.t('Mean, 95 %'),
            title: l10n.t("Mean over the seeds with its 95 % interval (Student's t)"),
          },
          {
            value: 'quartiles',
            label: l10n.t('Quartiles'),
            title: l10n.t('Median over the seeds with lower and upper quartiles'),
          },
        ],
        this.band,
        this.#keep('costBand', (value) => (this.band = value)),
      )}
      ${segments<boolean>(l10n.t('Single runs'), [{ value: true, label: l10n.t('Single runs'), title: l10n.t('The run of each seed as a thin line') }], this.singles, () => this.#keep<boolean>('costSingles', (value) => (this.singles = value))(!this.singles))}`;
  }

  /** Says what line and band are, and who is left out. */
  #seedNote() {
    const run = this.run!;
    const out = leftOutText(run, this.#labels);
    return html`<div
      class="seed-note">${bandText(this.band, run.header!.experiment.random.seeds.length)}${out === '' ? nothing : html`<br>✕ ${out}.`}</div>`;
  }

  /** The chart as the export knows it. */
  #source(): ChartSource {
    return {
      id: 'cost',
      title: this.quantity === 'cost' ? l10n.t('Cost') : l10n.t('Accuracy'),
      sheet: () =>
        this.run?.header && this.#curves.model
          ? costSheet(this.run, this.#curves, this.#view, this.hiddenOnes, {
              width: this.plot!.clientWidth,
              height: this.plot!.clientHeight,
            })
          : undefined,
    };
  }

  #legend() {
    const shown = [...new Set(this.run?.trials.map((trial) => trial.initializer))];
    const labels = this.#labels;
    return html`<ul class="legend" aria-label=${l10n.t('Curves')}>${shown.map((initializer) => {
      const off = this.hiddenOnes.has(initializer);
      return html`<li><button type="button" aria-pressed=${!off}
        title=${off ? l10n.t('Show {0}', labels.get(initializer) ?? '') : l10n.t('Hide {0}', labels.get(initializer) ?? '')} @click=${() => this.#toggle(initializer)}>
        <il-series-swatch .index=${initializer}
          ?off=${off}></il-series-swatch><span>${labels.get(initializer)}</span></button></li>`;
    })}</ul>`;
  }

  /** Says what the default range leaves out, beside the legend so that it covers no curve. */
  #cutNote() {
    if (this.#cutText === '' || this.full) return nothing;
    return html`<div class="note">↑ ${this.#cutText} · <button type="button" class="link"
      @click=${() => (this.full = true)}>${l10n.t('Fit all')}</button></div>`;
  }

  #plot() {
    const waiting = !this.run?.trials.some((trial) => trial.curve.step.length > 0);
    const rows = this.cursor === undefined ? [] : tipRows(this.#curves.visible, this.cursor);
    return html`<div class="plot" data-chart="cost" tabindex="0" role="group" aria-roledescription=${l10n.t('chart')}
      aria-label=${this.#description()} aria-describedby="keys" ?hidden=${this.table}
        title="" @pointermove=${this.#point} @pointerleave=${() => (this.cursor = undefined)} @pointerdown=${this.#press}
        @pointerup=${this.#gestures.up} @pointercancel=${this.#gestures.up} @wheel=${this.#gestures.wheel}
        @keydown=${this.#key} @dblclick=${this.#reset}>
      <il-chart .draw=${drawCurves} .model=${this.#curves.model}></il-chart>
      ${
        waiting
          ? html`<div
        class="empty">${this.run?.status === 'failed' ? l10n.t('Nothing was recorded.') : l10n.t('Waiting for the first step…')}</div>`
          : nothing
      }
      ${
        rows.length > 0
          ? html`<div class="cursor"></div><div class="tip"
        role="status">${tipTable(this.cursor!, rows, this.quantity, this.#labels, this.#seeds, this.smoothing > 0)}</div>`
          : nothing
      }
      <span id="keys" class="hidden">${keysText()}</span>
    </div>`;
  }

  #description(): string {
    const names = [...this.#labels.values()];
    return this.quantity === 'cost'
      ? l10n.t('Cost by step, {0} initializers. The table in this panel lists the values.', names.length)
      : l10n.t('Accuracy by step, {0} initializers. The table in this panel lists the values.', names.length);
  }
}
