import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { InitializerKind } from '../../../../src/engine/spec/initializerSpec';
import { adviceText, categoryText, formulaText } from '../../../../src/experiment/text/catalogueText';
import { LightElement } from '../../../shared/lightElement';
import { searchCatalogue } from './searchCatalogue';

/** A kind was chosen from the catalogue. */
export class PickEvent extends Event {
  constructor(readonly kind: InitializerKind) {
    super('pick');
  }
}

/** The catalogue as a quick pick: type to search, arrows to move, Enter to choose, Escape to leave. */
@customElement('il-catalogue-picker')
export class CataloguePicker extends LightElement {
  @state() private text = '';
  @state() private active = 0;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  show(): void {
    this.text = '';
    this.active = 0;
    this.dialog.showModal();
    this.querySelector('input')?.focus();
  }

  #choose(kind: InitializerKind | undefined): void {
    if (kind === undefined) return;
    this.dialog.close();
    this.dispatchEvent(new PickEvent(kind));
  }

  #onKey(event: KeyboardEvent): void {
    const found = searchCatalogue(this.text);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    if (event.key in steps && found.length > 0) {
      const next = this.active + steps[event.key];
      this.active =
        Math.abs(steps[event.key]) === 1
          ? (next + found.length) % found.length
          : Math.min(found.length - 1, Math.max(0, next));
      void this.updateComplete.then(() =>
        this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
      );
    } else if (event.key === 'Enter') this.#choose(found[this.active]?.kind);
    else return;
    event.preventDefault();
  }

  #onInput(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
    this.active = 0;
  }

  /** A click on the backdrop is one on the dialog itself. */
  #onClick(event: MouseEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }

  #options() {
    const found = searchCatalogue(this.text);
    const grouped = this.text.trim() === '';
    return found.map((entry, index) => {
      const first = grouped && found[index - 1]?.category !== entry.category;
      return html`${
        first
          ? html`<div class="pick-group"
        role="presentation">${categoryText(entry.category)}</div>`
          : nothing
      }
        <div class="pick-option" role="option" id="pick-${entry.kind}" data-kind=${entry.kind}
          aria-selected=${index === this.active}
          @click=${() => this.#choose(entry.kind)} @pointermove=${() => (this.active = index)}>
          <span class="pick-name">${entry.name}</span><code>${formulaText(entry.kind, entry.formula)}</code><span
            class="pick-advice">${adviceText(entry.kind)}</span>
        </div>`;
    });
  }

  protected override render() {
    const found = searchCatalogue(this.text);
    const active = found[this.active];
    return html`<dialog class="picker" aria-label=${l10n.t('Add initializer')} @click=${this.#onClick}>
      <input type="text" role="combobox" aria-label=${l10n.t('Search the catalogue of initializers')}
        placeholder=${l10n.t('Search by name, formula or use, such as ReLU or Xavier')}
        aria-expanded="true" aria-controls="pick-list" aria-activedescendant=${active ? `pick-${active.kind}` : nothing} autocomplete="off" spellcheck="false"
        .value=${this.text} @input=${this.#onInput} @keydown=${this.#onKey} />
      <div class="pick-list" id="pick-list" role="listbox" aria-label=${l10n.t('Initializers')}>${this.#options()}</div>
      ${
        found.length === 0
          ? html`<p class="pick-none"
        role="status">${l10n.t('Nothing in the catalogue matches “{0}”.', this.text)}</p>`
          : nothing
      }
    </dialog>`;
  }
}
