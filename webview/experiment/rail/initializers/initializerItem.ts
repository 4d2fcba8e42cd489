import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Change } from '../../../../src/experiment/edit/edit';
import { initializerFormula, initializerName } from '../../../shared/initializerText';
import { LightElement } from '../../../shared/lightElement';
import '../../../charts/theme/seriesSwatch';
import {
  lastOneText,
  moveInitializerChanges,
  removeInitializerChanges,
  switchInitializerChanges,
} from '../changes/initializerChanges';
import { fieldMessages } from '../fields/fieldMessages';
import type { Form } from '../form';
import { asRecord } from '../jsonAccess';
import type { LayerFans } from '../layerFans';
import { generatorOf } from '../randomOf';
import { initializerDetails } from './initializerDetails';

/** Asks the list to show or hide the settings of the item, or to focus it. */
export class ToggleItemEvent extends Event {
  constructor(
    readonly index: number,
    readonly open: boolean,
    readonly focus: boolean,
  ) {
    super('toggle-item', { bubbles: true });
  }
}

/** One initializer of the list: what it is called, its formula, on or off, and its settings. */
@customElement('il-initializer')
export class InitializerItem extends LightElement {
  @property({ attribute: false }) form!: Form;
  @property({ attribute: false }) layers: LayerFans[] = [];
  @property({ type: Number }) index = 0;
  @property({ type: Number }) count = 0;
  @property({ type: Boolean }) open = false;
  @state() private refusals: string[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('form')) this.refusals = [];
  }

  async #edit(changes: Change[], focus?: number): Promise<void> {
    if (changes.length === 0 || this.form.disabled) return;
    this.refusals = (await this.form.edit(changes)).messages;
    this.requestUpdate();
    if (this.refusals.length === 0 && focus !== undefined) this.dispatchEvent(new ToggleItemEvent(focus, false, true));
  }

  /** The host refuses only what is bad at its own place; that none is left on is said at the first one's. */
  #switch(on: boolean): void {
    const changes = switchInitializerChanges(this.form.document.value, this.index, on);
    if (changes) return void this.#edit(changes);
    this.refusals = [lastOneText()];
    this.requestUpdate();
  }

  #move(by: 1 | -1): void {
    void this.#edit(moveInitializerChanges(this.form.document.value, this.index, by), this.index + by);
  }

  #remove(): void {
    void this.#edit(removeInitializerChanges(this.form.document.value, this.index), Math.max(0, this.index - 1));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey && event.key === 'ArrowUp') this.#move(-1);
    else if (event.altKey && event.key === 'ArrowDown') this.#move(1);
    else if (event.key === 'Delete') this.#remove();
    else return;
    event.preventDefault();
  }

  #button(icon: string, label: string, disabled: boolean, act: () => void) {
    return html`<button class="icon-button" type="button" title=${label} aria-label=${label}
      ?disabled=${disabled || this.form.disabled} @click=${act}><span class="codicon codicon-${icon}"
      aria-hidden="true"></span></button>`;
  }

  protected override render() {
    const form = this.form.scope();
    const path = ['initializers', this.index];
    const raw = asRecord(form.raw(path));
    const on = raw.enabled !== false;
    const name = initializerName(raw);
    const open = this.open || form.hasIssue(path);
    const details = open ? initializerDetails(form, this.index, this.layers) : nothing;
    const messages = [...this.refusals, ...form.leftovers(path)];
    const id = `initializer-${this.index}`;
    return html`
      <div class="item-head ${on ? '' : 'off'}">
        <button class="expander" type="button" aria-expanded=${open} aria-controls=${id}
          title=${l10n.t('Move with Alt+arrow keys, remove with Delete')}
          @click=${() => this.dispatchEvent(new ToggleItemEvent(this.index, !this.open, false))} @keydown=${this.#onKey}>
          <il-series-swatch .index=${this.index} .off=${!on}></il-series-swatch>
          <span class="item-name">${name}</span>
          <code class="item-formula">${initializerFormula(raw, generatorOf(form))}</code>
        </button>
        <span class="actions">
          ${this.#button('arrow-up', l10n.t('Move {0} up', name), this.index === 0, () => this.#move(-1))}
          ${this.#button('arrow-down', l10n.t('Move {0} down', name), this.index === this.count - 1, () => this.#move(1))}
          ${this.#button('trash', l10n.t('Remove {0}', name), false, () => this.#remove())}
        </span>
        <input class="check" type="checkbox" aria-label=${l10n.t('Run {0}', name)}
          title=${l10n.t('Include in the run')} .checked=${live(on)} ?disabled=${form.disabled}
          @change=${(event: Event) => this.#switch((event.target as HTMLInputElement).checked)} />
      </div>
      <div id=${id} class="item-body" ?hidden=${!open}>${details}</div>
      ${fieldMessages(`${id}-message`, messages, this.refusals.length > 0)}`;
  }
}
