import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { namesModel } from '../../../../src/experiment/format/forms';
import { LightElement } from '../../../shared/lightElement';
import { addInitializerChanges } from '../changes/initializerChanges';
import { fieldMessages } from '../fields/fieldMessages';
import { followItem } from '../followItem';
import type { Form } from '../form';
import { asList, asRecord } from '../jsonAccess';
import type { LayerFans } from '../layerFans';
import './cataloguePicker';
import type { CataloguePicker, PickEvent } from './cataloguePicker';
import './initializerItem';
import type { ToggleItemEvent } from './initializerItem';

/** Time for the new document to come before an item of it is focused (ms). */
const arrival = 60;

/** The initializers to compare, in order, and the way to add one. */
@customElement('il-initializer-list')
export class InitializerList extends LightElement {
  @property({ attribute: false }) form!: Form;
  @property({ attribute: false }) messages: string[] = [];
  /** The layers that the laws are for. */
  @property({ attribute: false }) layers: LayerFans[] = [];
  @state() private open: number | undefined;
  @state() private refusals: string[] = [];
  @query('il-catalogue-picker') private readonly picker!: CataloguePicker;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('form') as Form | undefined;
    if (!before || this.open === undefined) return;
    const [was, is] = [before, this.form].map((form) => asList(form.raw(['initializers'])));
    this.open = followItem(was, is, this.open);
  }

  readonly #addAsWritten = (): Promise<void> => this.#addKind('asWritten');

  #add(event: PickEvent): Promise<void> {
    return this.#addKind(event.kind);
  }

  async #addKind(kind: string): Promise<void> {
    const index = asList(this.form.raw(['initializers'])).length;
    this.refusals = (await this.form.edit(addInitializerChanges(this.form.document.value, kind))).messages;
    if (this.refusals.length === 0) await this.#focus(index);
  }

  async #toggle(event: ToggleItemEvent): Promise<void> {
    if (event.focus) return this.#focus(event.index);
    if (event.open) this.open = event.index;
    else if (this.open === event.index) this.open = undefined;
  }

  async #focus(index: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, arrival));
    await this.updateComplete;
    this.querySelectorAll<HTMLElement>('.expander')[index]?.focus();
  }

  protected override render() {
    const items = asList(this.form.raw(['initializers']));
    return html`
      <div class="items" role="list" @toggle-item=${this.#toggle}>
        ${items.map(
          (_, index) => html`<il-initializer role="listitem" .form=${this.form} .layers=${this.layers}
          .index=${index} .count=${items.length} .open=${this.open === index}></il-initializer>`,
        )}
      </div>
      ${fieldMessages('initializers-message', [...this.refusals, ...this.messages], this.refusals.length > 0)}
      <button class="text-button add-initializer" type="button" ?disabled=${this.form.disabled}
        @click=${() => this.picker.show()}>
        <span class="codicon codicon-add" aria-hidden="true"></span>${l10n.t('Add initializer')}
      </button>
      ${
        namesModel(this.form.document.value) && !items.some((item) => asRecord(item).kind === 'asWritten')
          ? html`<button class="text-button" type="button" ?disabled=${this.form.disabled} @click=${this.#addAsWritten}>
        <span class="codicon codicon-add" aria-hidden="true"></span>${l10n.t('Add as written')}
      </button>`
          : nothing
      }
      <il-catalogue-picker @pick=${this.#add}></il-catalogue-picker>`;
  }
}
