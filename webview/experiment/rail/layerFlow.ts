import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LayerKindName } from '../../../src/engine/spec/networkSpec';
import type { Change } from '../../../src/experiment/edit/edit';
import { LightElement } from '../../shared/lightElement';
import {
  addLayerChanges,
  kindOfLayer,
  layerKindChanges,
  moveLayerChanges,
  removeLayerChanges,
} from './changes/layerChanges';
import { selectField } from './fields/controls';
import { fieldMessages } from './fields/fieldMessages';
import { chipText, layerFields } from './layerFields';
import { followItem } from './followItem';
import type { Form } from './form';
import { asList, asRecord } from './jsonAccess';
import { activationName } from '../../../src/experiment/text/activationNames';
import { layerKindTitle } from '../../../src/experiment/text/layerTitle';

const layerKinds: readonly LayerKindName[] = ['dense', 'layerNorm', 'batchNorm', 'dropout', 'residual'];

/** The network as widths in a row; a hidden layer opens its settings below. */
@customElement('il-layer-flow')
export class LayerFlow extends LightElement {
  @property({ attribute: false }) form!: Form;
  @property({ attribute: false }) messages: string[] = [];
  @property({ attribute: false }) inputs: number | undefined;
  @property({ attribute: false }) outputs: number | undefined;
  /** The hidden layer whose settings are shown. */
  @state() private open: number | undefined;
  @state() private refusals: string[] = [];

  get #layers(): unknown[] {
    return asList(this.form.raw(['network', 'hidden']));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('form') as Form | undefined;
    if (!before || this.open === undefined) return;
    const [was, is] = [before, this.form].map((form) => asList(form.raw(['network', 'hidden'])));
    this.open = followItem(was, is, this.open);
  }

  /** `focus` is the layer that has the focus after it. */
  async #edit(changes: Change[], focus: number | undefined): Promise<void> {
    if (changes.length === 0) return;
    this.refusals = (await this.form.edit(changes)).messages;
    if (this.refusals.length === 0) await this.#focus(focus);
  }

  /** Adds a layer and opens its settings. */
  async #add(): Promise<void> {
    const index = this.#layers.length;
    await this.#edit(addLayerChanges(this.form.document.value), index);
    if (this.refusals.length === 0) this.open = index;
  }

  /** Moves the focus to a layer's chip, once the new document has come. */
  async #focus(open: number | undefined): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 60));
    await this.updateComplete;
    const chips = this.querySelectorAll<HTMLElement>('.chip');
    (open === undefined ? this.querySelector<HTMLElement>('.add') : chips[Math.min(open, chips.length - 1)])?.focus();
  }

  #onKey(event: KeyboardEvent, index: number): void {
    if (this.form.disabled) return;
    const value = this.form.document.value;
    if (event.key === 'Delete') void this.#edit(removeLayerChanges(value, index), undefined);
    else if (event.altKey && event.key === 'ArrowLeft') void this.#edit(moveLayerChanges(value, index, -1), index - 1);
    else if (event.altKey && event.key === 'ArrowRight') void this.#edit(moveLayerChanges(value, index, 1), index + 1);
    else if (event.key === 'Escape') this.open = undefined;
    else return;
    event.preventDefault();
  }

  #chip(layer: unknown, index: number) {
    const record = asRecord(layer);
    const kind = kindOfLayer(layer);
    const own = typeof record.activation === 'string' ? activationName(record.activation) : '';
    const text = chipText(layer);
    const name =
      kind === 'dense'
        ? l10n.t('Hidden layer {0}: {1} units', index, text)
        : l10n.t('Hidden layer {0}: {1}', index, layerKindTitle(kind));
    const wrong = this.form.hasIssue(['network', 'hidden', index]);
    return html`<span class="arrow" aria-hidden="true">→</span>
      <button class="chip ${kind === 'dense' ? '' : 'other'} ${wrong ? 'wrong' : ''}" type="button"
        aria-expanded=${this.open === index} aria-controls="layer-settings"
        aria-label=${own ? l10n.t('{0}, {1}', name, own) : name}
        title=${l10n.t('{0}. Alt+arrows move it, Delete removes it.', kind === 'dense' ? l10n.t('Hidden layer {0}', index) : name)}
        @click=${() => (this.open = this.open === index ? undefined : index)}
        @keydown=${(event: KeyboardEvent) => this.#onKey(event, index)}>${text || '?'}${own ? html`<small> ${own}</small>` : nothing}</button>`;
  }

  #settings(index: number) {
    const { form } = this;
    const value = form.document.value;
    const layer = this.#layers[index];
    const kind = kindOfLayer(layer);
    const button = (icon: string, label: string, disabled: boolean, act: () => void) =>
      html`<button class="icon-button" type="button" title=${label} aria-label=${label}
        ?disabled=${disabled || form.disabled} @click=${act}><span class="codicon codicon-${icon}"
        aria-hidden="true"></span></button>`;
    return html`<div class="card" id="layer-settings" role="group" aria-label=${l10n.t('Hidden layer {0}', index)}>
      <div class="card-head"><span>${l10n.t('Hidden layer {0}', index)}</span>
        <span class="actions">
          ${button('arrow-left', l10n.t('Move layer towards the input'), index === 0, () => void this.#edit(moveLayerChanges(value, index, -1), index - 1))}
          ${button('arrow-right', l10n.t('Move layer towards the output'), index === this.#layers.length - 1, () => void this.#edit(moveLayerChanges(value, index, 1), index + 1))}
          ${button('trash', l10n.t('Remove layer'), false, () => void this.#edit(removeLayerChanges(value, index), undefined))}
        </span></div>
      ${selectField(form, {
        path: ['network', 'hidden', index, 'kind'],
        label: l10n.t('Kind'),
        value: kind,
        choices: layerKinds.map((choice) => ({ value: choice, label: layerKindTitle(choice) })),
        changes: (next) => layerKindChanges(form.document.value, index, next as LayerKindName),
      })}
      ${layerFields(form, index, kind, layer)}
    </div>`;
  }

  protected override render() {
    const layers = this.#layers;
    const open = this.open !== undefined && this.open < layers.length ? this.open : undefined;
    const wrong = layers.findIndex((_, index) => this.form.hasIssue(['network', 'hidden', index]));
    const shown = open ?? (wrong >= 0 ? wrong : undefined);
    const messages = this.refusals.length > 0 ? this.refusals : shown === undefined ? this.messages : [];
    const count = (units: number | undefined, title: string, label: string) =>
      html`<span class="fixed" title=${title} aria-label=${label}>${units ?? '?'}</span>`;
    const { inputs, outputs } = this;
    return html`
      <div class="flow" role="group" aria-label=${l10n.t('Layers')}>
        ${count(inputs, l10n.t('inputs'), inputs === undefined ? l10n.t('unknown number of inputs') : l10n.t('{0} inputs', inputs))}
        ${layers.map((layer, index) => this.#chip(layer, index))}
        <span class="arrow"
          aria-hidden="true">→</span>${count(outputs, l10n.t('outputs'), outputs === undefined ? l10n.t('unknown number of outputs') : l10n.t('{0} outputs', outputs))}
        <button class="icon-button add" type="button" title=${l10n.t('Add hidden layer')}
          aria-label=${l10n.t('Add hidden layer')} ?disabled=${this.form.disabled}
          @click=${() => void this.#add()}><span class="codicon codicon-add" aria-hidden="true"></span></button>
      </div>
      ${shown === undefined ? nothing : this.#settings(shown)}
      ${fieldMessages('layers-message', messages, this.refusals.length > 0)}`;
  }
}
