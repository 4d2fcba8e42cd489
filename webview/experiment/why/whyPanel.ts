import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Look } from '../../../src/experiment/why/look';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { Experiment } from '../../../src/experiment/format/schema';
import { verdictOf } from '../../../src/experiment/verdict/verdict';
import type { Reason, Remedy } from '../../../src/experiment/why/reason';
import { reasonsFor, subjectName, type Opened, type Subject } from '../../../src/experiment/why/subject';
import '../../charts/theme/seriesSwatch';
import { sharedStyles } from '../../shared/styles';
import { placeLink } from './openPlace';
import { whyStyles } from './whyStyles';

/**
 * Why a verdict is so: each reason with this run's numbers, its formula, a jump to the picture that shows it, its
 * source, and what to try.
 */
@customElement('il-why')
export class WhyPanel extends LitElement {
  static override styles = [sharedStyles, whyStyles];

  @property({ attribute: false }) run!: RunRecord;
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) subject!: Subject;
  /** The document's, which what there is to try edits; absent where nothing can be edited. */
  @property({ attribute: false }) experiment: Experiment | undefined;
  @property({ attribute: false }) look!: (look: Look) => void;
  @property({ attribute: false }) try!: (remedy: Remedy) => void;
  /** Hears of every reason that is opened. */
  @property({ attribute: false }) opened!: (opened: Opened) => void;
  #kinds = new Set<string>();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('subject')) this.#kinds = new Set();
  }

  /** What is asked for comes to the front: for the keyboard and for who listens. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('subject')) this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  protected override render() {
    const { run, subject } = this;
    const reasons = reasonsFor(run, subject, this.experiment);
    const trial =
      'reference' in subject
        ? undefined
        : run.trials.find(({ initializer, seed }) => initializer === subject.initializer && seed === subject.seed);
    if (reasons.length === 0)
      return html`<h2 tabindex="-1">${l10n.t('Explanation')}</h2><p
        class="verdict">${l10n.t("This trial isn't part of the current run.")}</p>`;
    const several = run.trials.some(({ seed }) => seed !== trial?.seed);
    return html`
      <h2 class="subject" tabindex="-1"><il-series-swatch
        .index=${subject.initializer}></il-series-swatch><span>${subjectName(run, subject)}${trial && several ? html` <span class="muted">${l10n.t('seed {0}', trial.seed)}</span>` : nothing}</span></h2>
      ${trial ? html`<p class="verdict" aria-live="polite">${verdictOf(trial, run).text}</p>` : nothing}
      ${reasons.map((reason, index) => this.#reason(reason, index === 0))}`;
  }

  #toggle(kind: Reason['kind'], open: boolean): void {
    if (!open || this.#kinds.has(kind)) return;
    this.#kinds.add(kind);
    this.opened({ ...this.subject, kind });
  }

  #reason(reason: Reason, first: boolean): TemplateResult {
    return html`<details data-reason=${reason.kind} ?open=${first}
      @toggle=${(event: Event) => this.#toggle(reason.kind, (event.target as HTMLDetailsElement).open)}>
      <summary><vscode-icon name="chevron-right"></vscode-icon><span>${reason.title}</span></summary>
      <div class="body">
        ${reason.sentences.map((sentence) => html`<p>${sentence}</p>`)}
        ${
          reason.formula
            ? html`<p class="formula"><span class="law">${reason.formula.law}</span><span
          class="here">${reason.formula.here}</span></p>`
            : nothing
        }
        ${
          reason.sureness
            ? html`<p class="sure"><vscode-icon name="info"
          size="14"></vscode-icon><span>${reason.sureness}</span></p>`
            : nothing
        }
        ${
          reason.look
            ? html`<button type="button" class="link jump"
          @click=${() => this.look(this.#lookOf(reason.look!))}><vscode-icon name="graph"
          size="14"></vscode-icon>${reason.look.label}</button>`
            : nothing
        }
        ${reason.place ? html`<p class="at">${placeLink(reason.place)}</p>` : nothing}
        ${reason.tries.length > 0 ? html`<h4>${l10n.t('What to try')}</h4><ul>${reason.tries.map((remedy) => html`<li>${this.#try(remedy)}</li>`)}</ul>` : nothing}
        ${
          reason.sources.length > 0
            ? html`<h4>${l10n.t('Source')}</h4><ul
          class="source">${reason.sources.map(
            ({ title, url }) => html`<li><a
          href=${url}>${title}</a></li>`,
          )}</ul>`
            : nothing
        }
      </div></details>`;
  }

  #lookOf(look: Look): Look {
    return 'reference' in this.subject ? look : { ...look, seed: this.subject.seed };
  }

  #try(remedy: Remedy): TemplateResult {
    if (remedy.changes.length === 0) return html`<span class="muted">${remedy.label}</span>`;
    return html`<button type="button" class="try"
      title=${l10n.t('Changes the experiment (can be undone) and runs it')}
      @click=${() => this.try(remedy)}><vscode-icon name="run" size="14"></vscode-icon>${remedy.label}</button>`;
  }
}
