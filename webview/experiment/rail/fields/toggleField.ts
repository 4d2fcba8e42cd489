import { html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import type { Change } from '../../../../src/experiment/edit/edit';
import { LightElement } from '../../../shared/lightElement';
import type { Form } from '../form';
import { idOf } from '../jsonAccess';
import { fieldMessages } from './fieldMessages';

/** A yes or no of the document. */
@customElement('il-toggle-field')
export class ToggleField extends LightElement {
  @property({ attribute: false }) form!: Form;
  @property({ attribute: false }) path: JsonPath = [];
  @property() label = '';
  @property() hint = '';
  @property({ type: Boolean }) value = false;
  @property({ attribute: false }) changes!: (value: boolean) => Change[];
  @property({ attribute: false }) messages: string[] = [];
  @state() private refusals: string[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('form')) this.refusals = [];
  }

  async #onChange(event: Event): Promise<void> {
    this.refusals = (await this.form.edit(this.changes((event.target as HTMLInputElement).checked))).messages;
    this.requestUpdate();
  }

  protected override render() {
    const id = idOf(this.path);
    const messages = this.refusals.length > 0 ? this.refusals : this.messages;
    return html`
      <input id=${id} class="check" type="checkbox" .checked=${live(this.value)} ?disabled=${this.form.disabled}
        aria-invalid=${messages.length > 0 ? 'true' : 'false'} aria-describedby=${ifDefined(messages.length > 0 ? `${id}-message` : undefined)}
        @change=${this.#onChange} />
      <label for=${id} title=${ifDefined(this.hint || undefined)}>${this.label}</label>
      ${fieldMessages(`${id}-message`, messages, this.refusals.length > 0)}`;
  }
}
