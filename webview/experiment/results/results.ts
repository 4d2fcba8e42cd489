import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { RunRecord } from '../../../src/experiment/record';
import type { Experiment } from '../../../src/experiment/schema';
import { readUi, writeUi } from '../../shared/uiState';
import type { AxisMode } from './columns/axisGroups';
import './columns/columnsPanel';
import type { ColumnsView, Tensor } from './columns/columnModel';
import './cost/costPanel';
import { resultsStyles } from './resultsStyles';
import { segments } from '../../shared/segments';
import './seeds/differencesPanel';
import { Stages } from './stages';
import { sharedStyles } from '../../shared/styles';
import './summary/summaryPanel';
import './timeline';
import { neighbourStep, recordedSteps } from './timelineSteps';
import './variance/variancePanel';

/** Everything that a run shows: curves and summary on top, then the slider through the recorded steps, then a column for each initializer. It scrolls by itself. */
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
  @query('.bar') private bar!: HTMLElement | null;
  #trials: unknown;
  readonly #stages = new Stages(this, () => (this.run?.header ? 3 : 0));
  readonly #resize = new ResizeObserver(() => this.#measure());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  /** Column heads stick under the bar, whatever its height. */
  #measure(): void {
    if (this.bar) this.style.setProperty('--il-bar', `${this.bar.offsetHeight}px`);
  }

  protected override willUpdate(changed: PropertyValues): void {
    // A header that comes replaces the trials of the same run.
    if (changed.has('run') || this.run?.trials !== this.#trials) this.step = undefined;
    this.#trials = this.run?.trials;
    const seeds = this.#seeds;
    if (this.seed === undefined || !seeds.includes(this.seed)) this.seed = seeds[0];
  }

  protected override updated(): void {
    this.#resize.disconnect();
    if (this.bar) this.#resize.observe(this.bar);
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

  get #seeds(): number[] {
    return [...new Set(this.run?.trials.map((trial) => trial.seed))];
  }

  protected override render() {
    const { run } = this;
    if (!run) return this.#empty();
    if (!run.header) return this.#headless(run);
    return html`
      <div class="panels pinned">
        <il-cost .run=${run} .revision=${this.revision} .step=${this.step}></il-cost>
        ${this.#stages.stage > 0 ? html`<il-summary .run=${run} .revision=${this.revision}></il-summary>` : nothing}
      </div>
      ${this.#stages.stage > 1 && this.#comparesSeeds(run) ? html`<il-differences class="pinned" .run=${run} .revision=${this.revision}></il-differences>` : nothing}
      ${this.#stages.stage > 1 ? this.#bar(run) : nothing}
      ${this.#stages.stage > 1 ? html`<il-variance class="pinned" .run=${run} .revision=${this.revision} .seed=${this.seed ?? 0} .step=${this.step ?? Infinity}></il-variance>` : nothing}
      ${this.#stages.stage > 2 ? html`<il-columns .run=${run} .revision=${this.revision} .overlay=${this.overlay} .view=${this.#view()}></il-columns>` : nothing}`;
  }

  /** Whether two initializers have several seeds in common. */
  #comparesSeeds(run: RunRecord): boolean {
    return this.#seeds.length > 1 && run.trials.length > this.#seeds.length && run.trials.some(({ initializer, seed }) => run.trials.some((other) => other.initializer !== initializer && other.seed === seed));
  }

  #lastView: ColumnsView | undefined;
  /** The same object while nothing has changed, so that the columns are not asked in vain. */
  #view(): ColumnsView {
    const next = { seed: this.seed ?? 0, step: this.step ?? Infinity, tensor: this.tensor, axes: this.axes, bins: this.bins };
    const last = this.#lastView;
    if (!last || last.seed !== next.seed || last.step !== next.step || last.tensor !== next.tensor || last.axes !== next.axes || last.bins !== next.bins) this.#lastView = next;
    return this.#lastView!;
  }

  #bar(run: RunRecord): TemplateResult {
    const shown = run.trials.filter((trial) => trial.seed === this.seed);
    const steps = recordedSteps(shown);
    const running = run.status === 'starting' || run.status === 'running' || run.status === 'paused';
    const set = <T>(key: string, assign: (value: T) => void) => (value: T): void => {
      assign(value);
      writeUi(key, value);
    };
    const bias = run.header!.experiment.network.bias;
    const seek = (event: CustomEvent<{ step: number | undefined }>): void => void (this.step = event.detail.step);
    return html`<div class="bar pinned">
      <il-timeline .steps=${steps} .total=${run.header!.totalSteps} .step=${this.step ?? steps.at(-1) ?? 0} .live=${this.step === undefined} .running=${running} @seek=${seek}></il-timeline>
      <div class="choices">
        ${this.#seeds.length > 1 ? html`<label>${l10n.t('Seed')} <select aria-label=${l10n.t('Seed shown')} @change=${(event: Event) => (this.seed = Number((event.target as HTMLSelectElement).value))}>${this.#seeds.map((seed) => html`<option value=${seed} ?selected=${seed === this.seed}>${seed}</option>`)}</select></label>` : nothing}
        ${segments<Tensor>(l10n.t('Shown of each layer'), [{ value: 'kernel', label: l10n.t('Weights') }, { value: 'bias', label: l10n.t('Biases'), disabled: !bias, title: bias ? '' : l10n.t('This network has no biases') }, { value: 'activations', label: l10n.t('Activations') }, { value: 'gradients', label: l10n.t('Gradients') }], this.tensor, set('tensor', (value) => (this.tensor = value)))}
        ${segments<AxisMode>(l10n.t('Axes'), [{ value: 'auto', label: l10n.t('Auto axes'), title: l10n.t('Columns share an axis where it still shows each') }, { value: 'shared', label: l10n.t('Shared'), title: l10n.t('One axis for all columns') }, { value: 'own', label: l10n.t('Own'), title: l10n.t('An axis for each column'), disabled: this.overlay }], this.overlay && this.axes === 'own' ? 'auto' : this.axes, set('axes', (value) => (this.axes = value)))}
        ${segments<boolean>(l10n.t('Arrangement'), [{ value: false, label: l10n.t('Side by side') }, { value: true, label: l10n.t('Overlay'), title: l10n.t('All initializers of a layer in one histogram') }], this.overlay, set('overlay', (value) => (this.overlay = value)))}
      </div>
    </div>`;
  }

  #empty(): TemplateResult {
    const count = this.experiment?.initializers.filter((initializer) => initializer.enabled !== false).length ?? 0;
    return html`<div class="empty whole"><div><vscode-icon name="graph-line" size="40"></vscode-icon>
      <p><strong>${count === 1 ? l10n.t('Run to see this initializer train.') : count > 1 ? l10n.t('Run to compare these {0} initializers.', count) : l10n.t('Run to compare initializers.')}</strong></p>
      <p>${l10n.t('Cost curves, decision boundaries and weight histograms appear here as the network trains.')}</p></div></div>`;
  }

  #headless(run: RunRecord): TemplateResult {
    const failed = run.status === 'failed' || run.status === 'stopped';
    return html`<div class="empty whole" role="status"><div><vscode-icon name=${failed ? 'error' : 'loading'} size="40" ?spin=${!failed} spin-duration="2"></vscode-icon>
      <p><strong>${run.status === 'failed' ? l10n.t('The run failed before its first step.') : run.status === 'stopped' ? l10n.t('Stopped before the first step.') : l10n.t('Loading the data…')}</strong></p></div></div>`;
  }
}
