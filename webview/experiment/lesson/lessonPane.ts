import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Change } from '../../../src/experiment/edit/edit';
import { formatCount, formatNumber, formatPercent } from '../../../src/experiment/text/format';
import type { Look } from '../../../src/experiment/why/look';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { Experiment } from '../../../src/experiment/format/schema';
import {
  hasEnded,
  initializerNamed,
  judgeCurve,
  lessonFigure,
  predictionNamed,
  rightOptions,
} from '../../../src/lessons/judge';
import {
  openPages,
  predictionsOf,
  type Block,
  type Inline,
  type LessonProgress,
  type LessonState,
  type NamedLook,
} from '../../../src/lessons/lesson';
import { sharedStyles } from '../../shared/styles';
import './curveDrawing';
import { lessonStyles } from './lessonStyles';

/** Points of a drawn curve. */
const points = 11;

/** What a lesson asks of the editor. */
export interface LessonActions {
  run(): void;
  look(look: Look): void;
  explain(initializer: number): void;
  edit(change: Change): void;
  keep(progress: LessonProgress): void;
  open(id: string): void;
}

/** A lesson, page by page: text, predictions, the run, and what was seen against them. */
@customElement('il-lesson')
export class LessonPane extends LitElement {
  static override styles = [sharedStyles, lessonStyles];

  @property({ attribute: false }) lesson!: LessonState;
  @property({ attribute: false }) run: RunRecord | undefined;
  @property({ type: Number }) revision = 0;
  /** The document's. */
  @property({ attribute: false }) experiment: Experiment | undefined;
  @property({ attribute: false }) actions!: LessonActions;
  @state() private progress: LessonProgress = { page: 0, predictions: {} };
  /** Curves that are being drawn, by id. */
  @state() private drafts: Readonly<Record<string, readonly number[]>> = {};
  #turned = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('lesson')) return;
    const { progress, lesson } = this.lesson;
    // The file may have lost pages since.
    this.progress = { ...progress, page: Math.min(progress.page, lesson.pages.length - 1) };
    this.drafts = {};
  }

  protected override updated(): void {
    this.style.setProperty('--done', `${(100 * (this.progress.page + 1)) / this.lesson.lesson.pages.length}%`);
    if (!this.#turned) return;
    this.#turned = false;
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
    this.scrollIntoView({ block: 'start' });
  }

  #keep(change: Partial<LessonProgress>): void {
    this.progress = { ...this.progress, ...change };
    this.actions.keep(this.progress);
  }

  #turn(by: number): void {
    this.#turned = true;
    this.#keep({ page: this.progress.page + by });
  }

  #predict(id: string, prediction: number | number[]): void {
    this.#keep({ predictions: { ...this.progress.predictions, [id]: prediction } });
  }

  protected override render() {
    const { lesson } = this.lesson;
    const { page: index } = this.progress;
    const page = lesson.pages[index];
    const last = index === lesson.pages.length - 1;
    const locked = index + 1 >= openPages(lesson, this.progress) && !last;
    return html`
      <div class="title"><span>${lesson.title}</span><span>${l10n.t('page {0} of {1}', index + 1, lesson.pages.length)}</span></div>
      <div class="bar" aria-hidden="true"><div></div></div>
      <div class="page"><h2 tabindex="-1">${page.title}</h2>${page.blocks.map((block) => this.#block(block))}</div>
      ${
        locked
          ? html`<p class="hint"
        id="locked">${predictionsOf(page).length > 0 ? l10n.t('Make your prediction to continue.') : nothing}</p>`
          : nothing
      }
      <nav aria-label=${l10n.t('Pages of the lesson')}>
        <button type="button" class="action second" ?disabled=${index === 0}
          @click=${() => this.#turn(-1)}>${l10n.t('Back')}</button>
        ${
          last
            ? this.#end()
            : html`<button type="button" class="action" ?disabled=${locked}
          aria-describedby=${locked ? 'locked' : nothing} @click=${() => this.#turn(1)}>${l10n.t('Next')}<vscode-icon
          name="arrow-right" size="14"></vscode-icon></button>`
        }
      </nav>`;
  }

  #end(): TemplateResult {
    const { next } = this.lesson.lesson;
    const finish = (): void => {
      this.#keep({ done: true });
      if (next !== undefined) this.actions.open(next);
    };
    if (next === undefined && this.progress.done)
      return html`<span class="hint" role="status">${l10n.t('The lesson is complete.')}</span>`;
    return html`<button type="button" class="action"
      @click=${finish}>${next === undefined ? l10n.t('Done') : l10n.t('Next lesson')}</button>`;
  }

  #inline(nodes: readonly Inline[]): unknown {
    return nodes.map((node) => {
      switch (node.kind) {
        case 'text':
          return node.text;
        case 'code':
          return html`<code>${node.text}</code>`;
        case 'strong':
          return html`<strong>${this.#inline(node.children)}</strong>`;
        case 'emphasis':
          return html`<em>${this.#inline(node.children)}</em>`;
        case 'link':
          return html`<a href=${node.url}>${this.#inline(node.children)}</a>`;
        case 'figure': {
          const value = this.run?.header ? lessonFigure(this.run, node.of, node.figure, node.step) : NaN;
          return html`<span
            class="figure">${node.figure.endsWith('Accuracy') ? formatPercent(value) : formatNumber(value)}</span>`;
        }
      }
    });
  }

  #block(block: Block): TemplateResult | typeof nothing {
    switch (block.kind) {
      case 'paragraph':
        return html`<p>${this.#inline(block.children)}</p>`;
      case 'list':
        return block.ordered
          ? html`<ol>${block.items.map((item) => html`<li>${item.map((one) => this.#block(one))}</li>`)}</ol>`
          : html`<ul>${block.items.map((item) => html`<li>${item.map((one) => this.#block(one))}</li>`)}</ul>`;
      case 'quote':
        return html`<blockquote>${block.children.map((one) => this.#block(one))}</blockquote>`;
      case 'code':
        return html`<pre><code>${block.text}</code></pre>`;
      case 'choice':
        return this.#choice(block);
      case 'curve':
        return this.#curve(block);
      case 'run':
        return this.#runButton(block.label);
      case 'seen':
        return this.#seen(block.of);
      case 'show':
        return html`<button type="button" class="link jump" ?disabled=${!this.run?.header}
          @click=${() => this.#show(block.look)}><vscode-icon name="graph"
          size="14"></vscode-icon>${block.label}</button>`;
      case 'why':
        return html`<button type="button" class="link jump" ?disabled=${!this.run?.header}
          @click=${() => this.#why(block.of)}><vscode-icon name="question"
          size="14"></vscode-icon>${block.label}</button>`;
      case 'try':
        return html`<button type="button" class="action second"
          title=${l10n.t('Changes the experiment (can be undone) and runs it')}
          @click=${() => this.actions.edit(block.change)}><vscode-icon name="run"
          size="14"></vscode-icon>${block.label}</button>`;
    }
  }

  #choice({ id, prompt, options }: Block & { kind: 'choice' }): TemplateResult {
    const chosen = this.progress.predictions[id];
    return html`<fieldset><legend>${prompt.map((one) => this.#block(one))}</legend>
      ${options.map(
        (option, index) => html`<label class="option"><input type="radio" name=${id}
        .checked=${chosen === index} @change=${() => this.#predict(id, index)} /><span>${this.#inline(option.text)}</span></label>`,
      )}</fieldset>`;
  }

  get #steps(): number {
    return this.run?.header?.totalSteps ?? this.experiment?.training.steps ?? 1;
  }

  /** The largest cost that can be drawn: half again as much as guessing costs. */
  get #most(): number {
    const classes = this.run?.header?.data.classes ?? 0;
    if (this.experiment?.loss === 'categoricalCrossEntropy')
      return Number((1.5 * Math.log(classes > 2 ? classes : 10)).toPrecision(1));
    return 1;
  }

  #curve({ id, of, prompt }: Block & { kind: 'curve' }): TemplateResult {
    const made = this.progress.predictions[id];
    const values = this.drafts[id] ?? (Array.isArray(made) ? made : Array<number>(points).fill(0.7 * this.#most));
    return html`${prompt.map((one) => this.#block(one))}
      <il-curve-drawing .values=${values} .steps=${this.#steps} .most=${this.#most}
        @drawn=${(event: CustomEvent<{ values: number[] }>) => (this.drafts = { ...this.drafts, [id]: event.detail.values })}></il-curve-drawing>
      <p class="hint">${l10n.t('Draw the train cost of {0} with the pointer, or select points with ← and → and move them with ↑ and ↓.', of)}</p>
      <button type="button" class="action second"
        @click=${() => this.#predict(id, [...values])}>${made === undefined ? l10n.t('Submit prediction') : l10n.t('Change prediction')}</button>
      <span class="hint" role="status">${made === undefined ? nothing : l10n.t('Your curve is saved.')}</span>`;
  }

  #runButton(label: string): TemplateResult {
    const { run } = this;
    const going = run !== undefined && ['starting', 'running', 'paused'].includes(run.status);
    return html`<button type="button" class="action" ?disabled=${going} @click=${() => this.actions.run()}><vscode-icon
      name="run" size="14"></vscode-icon>${label}</button>
      <span class="hint"
        role="status">${going ? l10n.t('The run is in progress.') : run && hasEnded(run) ? l10n.t('The run ended after {0} steps.', formatCount(Math.max(0, ...run.trials.map(({ step }) => step)))) : nothing}</span>`;
  }

  #seen(id: string): TemplateResult | typeof nothing {
    const { run } = this;
    const asked = predictionNamed(this.lesson.lesson, id);
    const prediction = this.progress.predictions[id];
    if (!asked || prediction === undefined) return nothing;
    if (!run || !hasEnded(run))
      return html`<div class="seen" role="status">${l10n.t('Run the experiment first to see this.')}</div>`;
    if (asked.kind === 'curve') return Array.isArray(prediction) ? this.#seenCurve(run, asked.of, prediction) : nothing;
    const right = rightOptions(run, asked.options);
    if (!right)
      return html`<div class="seen"
        role="status">${l10n.t("This run doesn't have what the question asks about, because the experiment has changed.")}</div>`;
    const own = asked.options[prediction as number];
    const hit = right[prediction as number];
    return html`<div class="seen" role="status">
      <div>${l10n.t('You expected:')} <em>${own ? this.#inline(own.text) : ''}</em></div>
      <div class="answer"><vscode-icon name=${hit ? 'check' : 'close'} size="16"></vscode-icon><div>${
        hit
          ? l10n.t('That is what happened.')
          : right.includes(true)
            ? html`${l10n.t('What happened:')} <em>${this.#inline(asked.options[right.indexOf(true)].text)}</em>`
            : l10n.t('None of the answers matches this run.')
      }</div></div></div>`;
  }

  #seenCurve(run: RunRecord, of: string, prediction: readonly number[]): TemplateResult {
    const found = judgeCurve(run, of, prediction);
    if (!found)
      return html`<div class="seen"
        role="status">${l10n.t("This run doesn't have what the question asks about, because the experiment has changed.")}</div>`;
    const { largest, steps, expected, recorded } = found;
    const most = Math.max(this.#most, ...recorded.filter((value) => value <= 3 * this.#most));
    const at = largest ? steps.indexOf(largest.step) : -1;
    return html`<div class="seen">
      <il-curve-drawing readonly .values=${expected} .recorded=${recorded} .steps=${this.#steps}
        .most=${most}></il-curve-drawing>
      <div class="key"><span>${l10n.t('dashed: expected')}</span><span>${l10n.t('line: recorded')}</span></div>
      <div role="status">${largest ? l10n.t('The largest difference is at step {0}: you expected {1}, but the cost of {2} was {3}.', formatCount(largest.step), formatNumber(expected[at]), of, formatNumber(recorded[at])) : l10n.t('No finite value was recorded for comparison.')}</div></div>`;
  }

  #show({ picture, of, layer, tensor, step }: NamedLook): void {
    const { run } = this;
    if (!run?.header) return;
    const index = layer === undefined ? -1 : run.header.layers.findIndex(({ name }) => name === layer);
    this.actions.look({
      picture,
      ...(of === undefined ? {} : { initializer: initializerNamed(run, of) }),
      ...(index < 0 ? {} : { layer: index }),
      ...(tensor === undefined ? {} : { tensor }),
      ...(step === undefined ? {} : { step: step === 'last' ? Infinity : step }),
    });
  }

  #why(of: string): void {
    const initializer = this.run && initializerNamed(this.run, of);
    if (initializer !== undefined) this.actions.explain(initializer);
  }
}
