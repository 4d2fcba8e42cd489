import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isModelExperiment } from '../../../src/experiment/format/forms';
import type { Look, Tensor } from '../../../src/experiment/why/look';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { Experiment } from '../../../src/experiment/format/schema';
import { trialsText, workersText } from '../../../src/experiment/text/queueText';
import { defaultReach, summarize, type SummaryRow } from '../../../src/experiment/verdict/summary';
import { readUi, writeUi } from '../../shared/uiState';
import type { Layout } from '../layout/layout';
import '../layout/sash';
import type { SashMove } from '../layout/sash';
import type { AxisMode } from './columns/axisGroups';
import './columns/columnsPanel';
import type { ColumnsView } from './columns/columnModel';
import './cost/costPanel';
import './findings/findingsPanel';
import './layerPicker';
import './modules/modulePicker';
import { allLayers, isWithin, shownLayers, weightedLayers, type LayerChoice } from './modules/shownLayers';
import { resultsStyles } from './resultsStyles';
import '../../shared/optionsMenu';
import { segments } from '../../shared/segments';
import './seeds/differencesPanel';
import { Stages } from './stages';
import { sharedStyles } from '../../shared/styles';
import './summary/summaryPanel';
import './timeline';
import { neighbourStep, recordedSteps } from './timelineSteps';
import type { Subject } from '../../../src/experiment/why/subject';
import { ExplainEvent } from '../why/explain';
import type { VariancePanel } from './variance/variancePanel';
import './variance/variancePanel';

/** Sizes in CSS pixels: of the curves' part, of the summary beside them, and from which on there is room for more. */
const sizes = {
  leastTop: 150,
  usualTop: [196, 0.31, 360],
  narrowBelow: 700,
  narrowShare: 0.28,
  leastSummary: 380,
  summaryBeside: 880,
  allLayersFrom: 760,
} as const;

/**
 * Everything that a run shows: curves and summary on top, under them the slider through the recorded steps and a column
 * for each initializer. Both fit the window; sashes divide it.
 */
@customElement('il-results')
export class Results extends LitElement {
  static override styles = [sharedStyles, resultsStyles];

  @property({ attribute: false }) run: RunRecord | undefined;
  /** Grows with every change of `run`, which is changed in place. */
  @property({ type: Number }) revision = 0;
  /** The document's experiment; the run keeps its own. */
  @property({ attribute: false }) experiment: Experiment | undefined;
  /** Bars of a histogram that the user asks for; 0 takes as many as there are values for. */
  @property({ type: Number }) bins = 0;
  /** The step that the user chose; undefined follows the newest. */
  @state() private step: number | undefined;
  @state() private seed: number | undefined;
  @state() private tensor: Tensor = readUi<Tensor>('tensor', 'kernel');
  @state() private axes: AxisMode = readUi<AxisMode>('axes', 'auto');
  @state() private overlay = readUi('overlay', false);
  /** What the user chose; undefined: the first layer, or all where there is room. */
  @state() private layer: LayerChoice | undefined;
  /** What a text has pointed at, until something else is done. */
  @state() private marked: Look | undefined;
  @state() private room = { width: 0, height: 0 };
  /** Where the parts lie, of all editors of the workspace. */
  @property({ attribute: false }) layout!: Layout;
  #trials: unknown;
  #rows: { run: RunRecord; revision: number; rows: SummaryRow[] } | undefined;
  #stop: (() => void) | undefined;
  readonly #stages = new Stages(this, () => (this.run?.header ? 3 : 0));
  readonly #resize = new ResizeObserver(([{ contentRect }]) => {
    const { width, height } = contentRect;
    if (width !== this.room.width || height !== this.room.height) this.room = { width, height };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
    this.#stop = this.layout.onChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#stop?.();
  }

  protected override willUpdate(changed: PropertyValues): void {
    // A header that comes replaces the trials of the same run.
    if (changed.has('run') || this.run?.trials !== this.#trials) this.step = undefined;
    this.#trials = this.run?.trials;
    const seeds = this.#seeds;
    if (this.seed === undefined || !seeds.includes(this.seed)) this.seed = seeds[0];
  }

  protected override updated(): void {
    this.style.setProperty('--il-top', `${this.#topSize}px`);
    this.style.setProperty('--il-summary', `${this.#summarySize}px`);
  }

  get #topSize(): number {
    const [least, share, most] = sizes.usualTop;
    // Narrow columns have heads of more lines.
    const usual = Math.min(
      most,
      Math.max(least, Math.round((this.room.width < sizes.narrowBelow ? sizes.narrowShare : share) * this.room.height)),
    );
    return Math.min(this.layout.known('top', 0) ?? usual, this.#mostTop);
  }

  get #mostTop(): number {
    return Math.max(sizes.leastTop, this.room.height - 200);
  }

  get #summarySize(): number {
    return Math.min(
      this.layout.known('summary', 0) ?? Math.max(470, Math.round(0.46 * this.room.width)),
      this.#mostSummary,
    );
  }

  get #mostSummary(): number {
    return Math.max(sizes.leastSummary, this.room.width - 320);
  }

  /** Whether the summary stands beside the curves where it is shown, or in their place. */
  get #beside(): boolean {
    return this.room.width >= sizes.summaryBeside;
  }

  get #summaryShown(): boolean {
    return this.layout.known('summaryShown', false) ?? this.#beside;
  }

  /** What is so by default is not kept: another window may have another default. */
  #toggleSummary = (): void => {
    const next = !this.#summaryShown;
    this.layout.set('summaryShown', next === this.#beside ? undefined : next);
  };

  /** The shown layer or module, or `allLayers`. */
  #shownLayer(run: RunRecord): LayerChoice {
    const { layers } = run.header!;
    const { layer } = this;
    if (typeof layer === 'number' ? layer < layers.length : layers.some(({ name }) => isWithin(name, layer ?? '.')))
      return layer!;
    if (this.room.height >= sizes.allLayersFrom) return allLayers;
    return Math.min(...weightedLayers(run), layers.length - 1);
  }

  #rowsOf(run: RunRecord): SummaryRow[] {
    if (this.#rows?.run !== run || this.#rows.revision !== this.revision)
      this.#rows = { run, revision: this.revision, rows: summarize(run, defaultReach(run)) };
    return this.#rows.rows;
  }

  /** T shows the summary or puts it away, wherever no text is being written. */
  #key(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== 't' || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.composedPath()[0];
    if (at instanceof HTMLInputElement || at instanceof HTMLSelectElement || at instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    this.#toggleSummary();
  }

  /** Shows the recorded step so many places after the shown one (before, when negative). */
  moveTimeline(by: number): void {
    const steps = recordedSteps(this.run?.trials.filter((trial) => trial.seed === this.seed) ?? []);
    const newest = steps.at(-1);
    if (newest === undefined) return;
    const step = neighbourStep(steps, this.step ?? newest, by);
    // The newest step of a run that goes on is live: it will move.
    this.step = step === newest ? undefined : step;
  }

  /**
   * Shows a picture as a text asks for it: its seed, step, layer and tensor, its part opened, scrolled to and marked.
   */
  async look(look: Look): Promise<void> {
    const { layout } = this;
    if (look.seed !== undefined) this.seed = look.seed;
    if (look.step !== undefined) {
      const steps = recordedSteps(this.run?.trials.filter(({ seed }) => seed === this.seed) ?? []);
      this.step =
        look.step === Infinity
          ? undefined
          : look.picture === 'cost'
            ? look.step
            : steps.findLast((step) => step <= look.step!);
    }
    const { run } = this;
    if (look.layer !== undefined && run?.header) {
      const shown = shownLayers(run, this.#shownLayer(run)).indices;
      // One of a user's model that is not among the many shown takes their place.
      if (this.layer !== allLayers || !shown.includes(look.layer)) this.layer = look.layer;
    }
    if (look.tensor !== undefined) this.tensor = look.tensor;
    if (look.picture === 'histogram' || look.picture === 'boundary') {
      this.overlay = false;
      if (!layout.get('columnsOpen', true)) layout.set('columnsOpen', undefined);
    } else if (!layout.get('topOpen', true) && (look.picture === 'cost' || look.picture === 'summary'))
      layout.set('topOpen', undefined);
    if (look.picture === 'summary' && !this.#summaryShown) this.#toggleSummary();
    if (look.picture === 'cost' && !this.#beside && this.#summaryShown) this.#toggleSummary();
    if (look.picture === 'variance') this.renderRoot.querySelector<VariancePanel>('il-variance')?.open();
    this.marked = look;
    await this.updateComplete;
    const columns = this.renderRoot.querySelector<LitElement>('il-columns');
    await columns?.updateComplete;
    const inColumns = look.picture === 'histogram' || look.picture === 'boundary';
    const place = inColumns
      ? columns?.renderRoot.querySelector('[data-marked]')
      : this.renderRoot.querySelector(`il-${look.picture}`);
    place?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Asks for an explanation, as a verdict does that is clicked. */
  explain(subject: Subject): void {
    this.renderRoot.querySelector('.frame')?.dispatchEvent(new ExplainEvent(subject));
  }

  /** A part asks for an explanation: whose run it is of, and how a picture of it is shown. */
  #explain(event: ExplainEvent): void {
    event.run ??= () => this.run;
    event.look ??= (look) => void this.look(look);
  }

  get #seeds(): number[] {
    return [...new Set(this.run?.trials.map((trial) => trial.seed))];
  }

  protected override render() {
    const { run } = this;
    if (!run) return this.#empty();
    if (!run.header) return this.#headless(run);
    const { layout } = this;
    const open = { top: layout.get('topOpen', true), columns: layout.get('columnsOpen', true) };
    const summary = this.#summaryShown;
    const [later, last] = [this.#stages.stage > 1, this.#stages.stage > 2];
    const { picture } = this.marked ?? {};
    const unmark = (): void => void (this.marked = undefined);
    return html`<div class="frame" @keydown=${this.#key} @pointerdown=${unmark} @explain=${this.#explain}>
      ${
        open.top
          ? this.#top(run, summary, open.columns)
          : html`<div
        class="top folded">${this.#fold('topOpen', false, l10n.t('Curves and summary'))}</div>`
      }
      ${
        open.top && open.columns
          ? html`<il-sash orientation="horizontal" label=${l10n.t('Height of the curves')}
        .size=${this.#topSize} .least=${sizes.leastTop} .most=${this.#mostTop} @sash-move=${(event: SashMove) => layout.set('top', event.detail.size)}></il-sash>`
          : nothing
      }
      ${
        later && isModelExperiment(run.header.experiment)
          ? html`<il-findings .run=${run} .revision=${this.revision} .look=${(look: Look) => void this.look(look)}
            .open=${layout.get('findingsOpen', true)}
            .fold=${(next: boolean) => layout.set('findingsOpen', next)}></il-findings>`
          : nothing
      }
      ${later ? this.#bar(run, open.columns, summary) : nothing}
      ${
        open.columns
          ? html`<div class="columns" tabindex="0" role="region"
        aria-label=${l10n.t('Boundaries and histograms')}>${
          last
            ? html`<il-columns .run=${run}
        .revision=${this.revision} .rows=${this.#rowsOf(run)} .overlay=${this.overlay} .marked=${this.marked} .view=${this.#view(run)}></il-columns>`
            : nothing
        }</div>`
          : nothing
      }
      ${
        later
          ? html`<il-variance ?data-marked=${picture === 'variance'} .run=${run} .revision=${this.revision}
        .seed=${this.seed ?? 0} .step=${this.step ?? Infinity}></il-variance>`
          : nothing
      }
      ${
        later && this.#comparesSeeds(run)
          ? html`<il-differences ?data-marked=${picture === 'differences'} .run=${run}
        .revision=${this.revision}></il-differences>`
          : nothing
      }
    </div>`;
  }

  /** The button that folds a part to its title, or opens it. */
  #fold(key: 'topOpen' | 'columnsOpen', open: boolean, name: string, wordless = false): TemplateResult {
    const label = open ? l10n.t('Collapse {0}', name) : l10n.t('Open {0}', name);
    return html`<button type="button" class="fold" aria-expanded=${open} aria-label=${label} title=${label}
      @click=${() => this.layout.set(key, !open)}><vscode-icon
      name=${open ? 'chevron-down' : 'chevron-right'}></vscode-icon>${wordless ? nothing : name}</button>`;
  }

  /** Curves, and the summary beside them or in their place. */
  #top(run: RunRecord, summary: boolean, columns: boolean): TemplateResult {
    const { picture } = this.marked ?? {};
    const beside = this.#beside;
    return html`<div class="top ${beside ? '' : 'narrow'} ${columns ? '' : 'filling'}">
      ${
        beside || !summary
          ? html`<il-cost ?data-marked=${picture === 'cost'} .run=${run} .revision=${this.revision}
        .step=${this.step} .fold=${() => this.layout.set('topOpen', false)}></il-cost>`
          : nothing
      }
      ${
        summary && beside
          ? html`<il-sash orientation="vertical" trailing label=${l10n.t('Width of the summary')}
        .size=${this.#summarySize} .least=${sizes.leastSummary} .most=${this.#mostSummary} @sash-move=${(event: SashMove) => this.layout.set('summary', event.detail.size)}></il-sash>`
          : nothing
      }
      ${
        summary && this.#stages.stage > 0
          ? html`<il-summary ?data-marked=${picture === 'summary'} .run=${run}
        .revision=${this.revision} ?brief=${columns && !this.overlay && this.#seeds.length === 1}></il-summary>`
          : nothing
      }
    </div>`;
  }

  /** Whether two initializers have several seeds in common. */
  #comparesSeeds(run: RunRecord): boolean {
    return (
      this.#seeds.length > 1 &&
      run.trials.length > this.#seeds.length &&
      run.trials.some(({ initializer, seed }) =>
        run.trials.some((other) => other.initializer !== initializer && other.seed === seed),
      )
    );
  }

  #lastView: ColumnsView | undefined;
  /** The same object while nothing has changed, so that the columns are not asked in vain. */
  #view(run: RunRecord): ColumnsView {
    const layer = this.#shownLayer(run);
    const next = {
      seed: this.seed ?? 0,
      step: this.step ?? Infinity,
      tensor: this.tensor,
      axes: this.axes,
      bins: this.bins,
      layer,
    };
    const last = this.#lastView;
    if (!last || (Object.keys(next) as (keyof typeof next)[]).some((key) => last[key] !== next[key]))
      this.#lastView = next;
    return this.#lastView!;
  }

  #bar(run: RunRecord, open: boolean, summary: boolean): TemplateResult {
    const shown = run.trials.filter((trial) => trial.seed === this.seed);
    const steps = recordedSteps(shown);
    const running = run.status === 'starting' || run.status === 'running' || run.status === 'paused';
    const seek = (event: CustomEvent<{ step: number | undefined }>): void => void (this.step = event.detail.step);
    const table = summary ? l10n.t('Hide summary (T)') : l10n.t('Summary (T)');
    return html`<div class="bar">
      <div class="time">
        ${this.#fold('columnsOpen', open, l10n.t('Boundaries and histograms'), true)}
        <il-timeline .steps=${steps} .total=${run.header!.totalSteps} .step=${this.step ?? steps.at(-1) ?? 0}
          .live=${this.step === undefined} .running=${running} @seek=${seek}></il-timeline>
      </div>
      <div class="choices">
        ${
          this.#seeds.length > 1
            ? html`<label>${l10n.t('Seed')} <select aria-label=${l10n.t('Seed shown')}
          @change=${(event: Event) => (this.seed = Number((event.target as HTMLSelectElement).value))}>${this.#seeds.map((seed) => html`<option value=${seed} ?selected=${seed === this.seed}>${seed}</option>`)}</select></label>`
            : nothing
        }
        ${open ? this.#columnChoices(run) : nothing}
        <vscode-toolbar-button icon="list-flat" label=${table} title=${table} toggleable ?checked=${summary}
          aria-pressed=${summary} @click=${this.#toggleSummary}></vscode-toolbar-button>
      </div>
    </div>`;
  }

  /** What the columns show: layer, tensor, and how axes and initializers are laid together. */
  #columnChoices(run: RunRecord): TemplateResult {
    const { experiment, layers } = run.header!;
    const ofModel = isModelExperiment(experiment);
    const bias = ofModel || experiment.network.bias;
    const choose = (event: CustomEvent<{ layer: LayerChoice }>): void => void (this.layer = event.detail.layer);
    const set =
      <T>(key: string, assign: (value: T) => void) =>
      (value: T): void => {
        assign(value);
        writeUi(key, value);
      };
    return html`
      ${
        ofModel
          ? html`<il-module-picker .layers=${layers} .modules=${run.header!.model?.modules ?? []}
            .weighted=${weightedLayers(run)} .choice=${this.#shownLayer(run)} @choose-layer=${choose}></il-module-picker>`
          : html`<il-layer-picker .layers=${layers} .layer=${this.#shownLayer(run)} @choose-layer=${choose}></il-layer-picker>`
      }
      ${segments<Tensor>(
        l10n.t('Shown for each layer'),
        [
          { value: 'kernel', label: l10n.t('Weights') },
          {
            value: 'bias',
            label: l10n.t('Biases'),
            disabled: !bias,
            title: bias ? '' : l10n.t('This network has no biases'),
          },
          { value: 'activations', label: l10n.t('Activations') },
          { value: 'gradients', label: l10n.t('Gradients') },
        ],
        this.tensor,
        set('tensor', (value) => (this.tensor = value)),
      )}
      <il-options label=${l10n.t('Axes and arrangement')}>
        <div class="option">${l10n.t('Axes')} ${segments<AxisMode>(
          l10n.t('Axes'),
          [
            {
              value: 'auto',
              label: l10n.t('Auto axes'),
              title: l10n.t('Columns share an axis if it suits each of them'),
            },
            { value: 'shared', label: l10n.t('Shared'), title: l10n.t('One axis for all columns') },
            { value: 'own', label: l10n.t('Own'), title: l10n.t('One axis per column'), disabled: this.overlay },
          ],
          this.overlay && this.axes === 'own' ? 'auto' : this.axes,
          set('axes', (value) => (this.axes = value)),
        )}</div>
        <div class="option">${l10n.t('Arrangement')} ${segments<boolean>(
          l10n.t('Arrangement'),
          [
            { value: false, label: l10n.t('Side by side') },
            { value: true, label: l10n.t('Overlay'), title: l10n.t('All initializers of a layer in one histogram') },
          ],
          this.overlay,
          set('overlay', (value) => (this.overlay = value)),
        )}</div>
      </il-options>`;
  }

  #empty(): TemplateResult {
    const count = this.experiment?.initializers.filter((initializer) => initializer.enabled !== false).length ?? 0;
    return html`<div class="empty whole"><div><vscode-icon name="graph-line" size="40"></vscode-icon>
      <p><strong>${count === 1 ? l10n.t('Run to see this initializer train.') : count > 1 ? l10n.t('Run to compare these {0} initializers.', count) : l10n.t('Run to compare initializers.')}</strong></p>
      <p>${l10n.t('Cost curves, decision boundaries and weight histograms appear here as the network trains.')}</p></div></div>`;
  }

  #headless(run: RunRecord): TemplateResult {
    const failed = run.status === 'failed' || run.status === 'stopped';
    const { queue } = run;
    if (queue && !failed)
      return html`<div class="empty whole" role="status"><div><vscode-icon name="server" size="40"></vscode-icon>
        <p><strong>${queue.trials === 0 ? l10n.t('Handing the sweep to the queue…') : l10n.t('Waiting for the first result of the sweep')}</strong></p>
        ${queue.trials === 0 ? nothing : html`<p>${trialsText(queue.done, queue.trials)} · ${workersText(queue.workers.length)}</p>`}
        <p>${l10n.t('You can close this editor: the workers continue, and it shows the sweep again.')}</p></div></div>`;
    return html`<div class="empty whole" role="status"><div><vscode-icon name=${failed ? 'error' : 'loading'} size="40"
      ?spin=${!failed} spin-duration="2"></vscode-icon>
      <p><strong>${run.status === 'failed' ? l10n.t('The run failed before its first step.') : run.status === 'stopped' ? (run.message ?? l10n.t('Stopped before the first step.')) : l10n.t('Loading the data…')}</strong></p></div></div>`;
  }
}
