import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import type { Change } from '../../../../src/experiment/edit/edit';
import { LightElement } from '../../../shared/lightElement';
import type { Form } from '../form';
import { idOf } from '../jsonAccess';
import { fieldMessages } from './fieldMessages';
import type { Parse } from './parse';

/**
 * After a change is accepted the new document comes; should it not, the field shows the old one again after this time
 * (ms).
 */
const settleTime = 600;

/** One line of text for one value of the document: a number, a name, a list. */
@customElement('il-text-field')
export class TextField extends LightElement {
  @property({ attribute: false }) form!: Form;
  @property({ attribute: false }) path: JsonPath = [];
  @property() label = '';
  /** What the document says, as text. */
  @property() text = '';
  @property() placeholder = '';
  @property() hint = '';
  @property({ attribute: false }) parse!: Parse;
  /** Changes that go with a new value; absent: the value at the path alone. */
  @property({ attribute: false }) changes: ((value: unknown) => Change[]) | undefined;
  /** Messages of the document's check. */
  @property({ attribute: false }) messages: string[] = [];
  /** The label is only spoken, as its row has one. */
  @property({ type: Boolean }) quiet = false;
  @property() size: 'short' | 'long' = 'short';
  /** What was typed and is not in the document (yet). */
  @state() private draft: string | undefined;
  @state() private refusals: string[] = [];
  /**
   * What the draft is made for: the document may change, or this field come to stand for another value, while it is
   * typed.
   */
  #made: Pick<TextField, 'form' | 'path' | 'changes'> | undefined;
  /** The draft went to the host and was not refused. */
  #sent = false;
  /** The draft that was refused last: leaving the field does not ask for it again. */
  #refused: string | undefined;
  #settle: ReturnType<typeof setTimeout> | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    // The document moved on (undo, another editor): what it says wins, but not over what is being typed.
    if (changed.has('text') && (!this.#typing || this.#sent)) this.#forget();
  }

  get #typing(): boolean {
    return this.querySelector('input') === document.activeElement;
  }

  #forget(): void {
    clearTimeout(this.#settle);
    this.#sent = false;
    this.#refused = undefined;
    this.#made = undefined;
    this.draft = undefined;
    this.refusals = [];
  }

  #onInput(event: InputEvent): void {
    clearTimeout(this.#settle);
    this.#sent = false;
    const { form, path, changes } = this;
    this.#made ??= { form, path, changes };
    this.draft = (event.target as HTMLInputElement).value;
    const parsed = this.parse(this.draft, this.path);
    this.refusals = parsed.message === undefined || parsed.unfinished ? [] : [parsed.message];
  }

  async #commit(event: Event): Promise<void> {
    const draft = this.draft;
    if (draft === undefined || this.#sent || (event.type === 'blur' && draft === this.#refused)) return;
    if (draft.trim() === this.text) return this.#forget();
    const parsed = this.parse(draft, this.path);
    if (parsed.message !== undefined) {
      this.refusals = [parsed.message];
      return;
    }
    this.#sent = true;
    const { form, path, changes } = this.#made ?? this;
    const { messages, moved } = await form.edit(changes?.(parsed.value) ?? [{ path, value: parsed.value }]);
    if (moved && (this.draft === draft || this.draft === undefined)) {
      this.#forget();
      this.refusals = messages;
    }
    if (moved || this.draft !== draft) return;
    // What is typed next is made for the document as it is now.
    this.#made = undefined;
    this.refusals = messages;
    this.#sent = messages.length === 0;
    this.#refused = this.#sent ? undefined : draft;
    if (this.#sent) this.#settle = setTimeout(() => this.#forget(), settleTime);
  }

  #onKey(event: KeyboardEvent): void {
    // Undo and redo belong to what is being typed; only then to the document, whose editor hears the keys from the
    // window.
    const undoes = (event.ctrlKey || event.metaKey) && ['z', 'y'].includes(event.key.toLowerCase());
    if (undoes && this.draft !== undefined && !this.#sent && this.draft !== this.text) event.stopPropagation();
    if (event.key === 'Enter') void this.#commit(event);
    if (event.key === 'Escape' && this.draft !== undefined) {
      event.stopPropagation();
      this.#forget();
    }
  }

  protected override render() {
    const id = idOf(this.path);
    const messages = this.refusals.length > 0 ? this.refusals : this.messages;
    const describedBy = messages.length > 0 ? `${id}-message` : undefined;
    return html`
      ${this.quiet ? nothing : html`<label for=${id} title=${ifDefined(this.hint || undefined)}>${this.label}</label>`}
      <input id=${id} class=${this.size} type="text" autocomplete="off" spellcheck="false"
        title=${ifDefined(this.hint || undefined)}
        aria-label=${ifDefined(this.quiet ? this.label : undefined)}
        aria-invalid=${messages.length > 0 ? 'true' : 'false'}
        aria-describedby=${ifDefined(describedBy)}
        placeholder=${this.placeholder}
        ?disabled=${this.form.disabled}
        .value=${live(this.draft ?? this.text)}
        @input=${this.#onInput} @change=${this.#commit} @blur=${this.#commit} @keydown=${this.#onKey} />
      ${fieldMessages(`${id}-message`, messages, this.refusals.length > 0)}`;
  }
}
