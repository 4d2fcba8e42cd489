import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../../shared/lightElement';
import { readUi, writeUi } from '../../shared/uiState';
import { fieldMessages } from './fields/fieldMessages';
import type { RefusedEditEvent } from './refusedEdit';

/** The content of a section: what is always shown, and what its gear brings. */
export interface SectionContent {
  main: unknown;
  /** Rarely needed fields. */
  more?: unknown;
  /** Something among the rarely needed is wrong: they are shown. */
  moreWrong?: boolean;
}

/** A section of the rail that folds; whether it is folded is remembered. */
@customElement('il-section')
export class Section extends LightElement {
  /** For the memory, such as `dataset`. */
  @property() key = '';
  @property() heading = '';
  @property({ attribute: false }) content!: SectionContent;
  @state() private moreOpen = false;
  /** Why the last edit by a button of the section was refused. */
  @state() private refusals: readonly string[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.moreOpen = readUi(`more-${this.key}`, false);
  }

  #toggleMore(): void {
    this.moreOpen = !this.moreOpen;
    writeUi(`more-${this.key}`, this.moreOpen);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // The document has changed: what was refused is not what stands there now.
    if (changed.has('content')) this.refusals = [];
  }

  readonly #onRefused = (event: RefusedEditEvent): void => {
    event.stopPropagation();
    this.refusals = event.messages;
  };

  #onToggle(event: Event): void {
    if (event.target === event.currentTarget) writeUi(`section-${this.key}`, (event.target as HTMLDetailsElement).open);
  }

  protected override render() {
    const { main, more, moreWrong = false } = this.content;
    const shown = this.moreOpen || moreWrong;
    const id = `more-${this.key}`;
    const label = shown ? l10n.t('Fewer settings: {0}', this.heading) : l10n.t('More settings: {0}', this.heading);
    return html`<details class="section" ?open=${readUi(`section-${this.key}`, true)} data-section=${this.key}
      @toggle=${this.#onToggle}>
      <summary><span class="codicon codicon-chevron-right" aria-hidden="true"></span><h2>${this.heading}</h2></summary>
      <div class="section-body" @refused-edit=${this.#onRefused}>
        ${
          more === undefined
            ? nothing
            : html`<button class="icon-button more-toggle" type="button" title=${label}
          aria-label=${label} aria-expanded=${shown} aria-controls=${id} ?disabled=${moreWrong}
          @click=${this.#toggleMore}><span class="codicon codicon-settings" aria-hidden="true"></span></button>`
        }
        ${main}
        ${fieldMessages(`${id}-refused`, this.refusals, true)}
        <div class="more" id=${id} ?hidden=${!shown}>${more ?? nothing}</div>
      </div>
    </details>`;
  }
}
