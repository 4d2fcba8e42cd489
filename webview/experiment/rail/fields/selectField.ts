import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import type { Change } from '../../../../src/experiment/edit/edit';
import { LightElement } from '../../../shared/lightElement';
import type { Form } from '../form';
import { idOf, rawText } from '../jsonAccess';
import type { Choice } from './choice';
import { fieldMessages } from './fieldMessages';

/** A choice among few values. A value of the document that is none of them stays visible. */
@customElement('il-select-field')
export class SelectField extends LightElement {
  @property({ attribute: false }) form!: Form;
  @property({ attribute: false }) path: JsonPath = [];
  @property() label = '';
  @property() hint = '';
  @property({ attribute: false }) value: unknown;
  @property({ attribute: false }) choices: readonly Choice[] = [];
  @property({ attribute: false }) changes!: (value: string) => Change[];
  @property({ attribute: false }) messages: string[] = [];
  @property({ type: Boolean }) quiet = false;
  @state() private draft: string | undefined;
  @state() private refusals: string[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('value') || changed.has('form')) {
      this.draft = undefined;
      this.refusals = [];
    }
  }

  async #onChange(event: Event): Promise<void> {
    const draft = (event.target as HTMLSelectElement).value;
    this.draft = draft;
    const { messages, moved } = await this.form.edit(this.changes(draft));
    if (!moved && this.draft !== draft) return;
    this.refusals = messages;
    if (moved) this.draft = undefined;
  }

  protected override render() {
    const id = idOf(this.path);
    const shown = this.draft ?? rawText(this.value);
    const messages = this.refusals.length > 0 ? this.refusals : this.messages;
    const known = this.choices.some((choice) => choice.value === shown);
    return html`
      ${this.quiet ? nothing : html`<label for=${id} title=${ifDefined(this.hint || undefined)}>${this.label}</label>`}
      <span class="select"><select id=${id} title=${ifDefined(this.hint || undefined)}
        aria-label=${ifDefined(this.quiet ? this.label : undefined)}
        aria-invalid=${messages.length > 0 ? 'true' : 'false'}
        aria-describedby=${ifDefined(messages.length > 0 ? `${id}-message` : undefined)}
        ?disabled=${this.form.disabled}
        .value=${live(shown)}
        @change=${this.#onChange}>
        ${
          known
            ? nothing
            : html`<option value=${shown}
          ?selected=${true}>${shown === '' ? l10n.t('none') : shown}</option>`
        }
        ${this.choices.map(
          (choice) => html`<option value=${choice.value}
          ?selected=${choice.value === shown}>${choice.label}</option>`,
        )}
      </select><span class="codicon codicon-chevron-down" aria-hidden="true"></span></span>
      ${fieldMessages(`${id}-message`, messages, this.refusals.length > 0)}`;
  }
}
