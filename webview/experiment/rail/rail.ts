import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { isFileKind, type DatasetKind } from '../../../src/experiment/format/defaults';
import { namesModel } from '../../../src/experiment/format/forms';
import type { DataPreview, ModelInfo } from '../../../src/experiment/record/record';
import type { Action, DocumentState, HostApi } from '../../../src/protocol/webview';
import { LightElement } from '../../shared/lightElement';
import { datasetSection } from './sections/datasetSection';
import { textField } from './fields/controls';
import { parseText } from './fields/parse';
import { Form } from './form';
import './initializers/initializerList';
import { savedRunNotice } from '../savedRuns/comparedRuns';
import { layerFans } from './layerFans';
import { endsOf, networkSection } from './sections/networkSection';
import { modelDataSection, modelSection } from './sections/modelSection';
import { randomSection } from './sections/randomSection';
import type { SectionContent } from './section';
import './section';
import { sweepSection } from './sections/sweepSection';
import { trainingSection } from './sections/trainingSection';

/**
 * The experiment as fields, drawn from the raw document, so that a bad value is shown as it is, beside what is wrong.
 */
@customElement('il-rail')
export class Rail extends LightElement {
  @property({ attribute: false }) document!: DocumentState;
  @property({ attribute: false }) host!: HostApi;
  /** What the last run says of its data. */
  @property({ attribute: false }) data: DataPreview | undefined;
  /** What the last run says of a user's model. */
  @property({ attribute: false }) model: ModelInfo | undefined;
  @property({ attribute: false }) act!: (action: Action) => void;
  #form!: Form;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('document')) this.#form = new Form(this.document, this.host);
  }

  #section(key: string, heading: string, content: SectionContent): TemplateResult {
    return html`<il-section .key=${key} .heading=${heading} .content=${content}></il-section>`;
  }

  #broken(): TemplateResult {
    const { syntax } = this.document;
    return html`<div class="notice error" role="alert">
      <span class="codicon codicon-error" aria-hidden="true"></span>
      <div>
        <strong>${l10n.t("The experiment can't be read")}</strong>
        <p>${syntax?.message}</p>
        <p>${l10n.t('The form returns once the JSON is valid.')}</p>
        <button class="button" type="button" @click=${() => this.act('openAsJson')}>${l10n.t('Open as JSON')}</button>
      </div>
    </div>`;
  }

  protected override render() {
    if (this.document.syntax) return this.#broken();
    const form = this.#form.scope();
    const ofModel = namesModel(this.document.value);
    const fromFiles = isFileKind(form.raw(['dataset', 'kind']) as DatasetKind);
    const { inputs, outputs } = endsOf(form, this.data);
    // Sections first: what they claim is not listed on top.
    const sections = html`
      ${this.#section('initializers', l10n.t('Initializers'), {
        main: html`<il-initializer-list .form=${form}
        .layers=${ofModel ? [] : layerFans(form, inputs, outputs)} .messages=${listMessages(form)}></il-initializer-list>`,
      })}
      ${
        ofModel
          ? html`${this.#section('model', l10n.t('Model'), modelSection(form, this.model))}
      ${this.#section('data', l10n.t('Data'), modelDataSection(form))}`
          : html`${this.#section('dataset', l10n.t('Dataset'), datasetSection(form, this.data))}
      ${this.#section('network', l10n.t('Network'), networkSection(form, this.data))}`
      }
      ${this.#section('training', l10n.t('Training'), trainingSection(form, fromFiles ? this.data?.trainCount : undefined))}
      ${this.#section('random', l10n.t('Random'), randomSection(form))}
      ${this.#section('sweep', l10n.t('Sweep'), sweepSection(form))}`;
    const name = textField(form, {
      path: ['name'],
      label: l10n.t('Name of the experiment'),
      hint: l10n.t('Name of the experiment'),
      fallback: 'Experiment',
      parse: parseText,
      quiet: true,
      size: 'long',
    });
    const unplaced = form.unplaced();
    return html`
      <div class="experiment-name">${name}</div>
      ${
        this.document.savedRuns
          ? savedRunNotice(this.document.savedRuns)
          : this.document.readOnly
            ? html`<p class="notice"><span
        class="codicon codicon-lock" aria-hidden="true"></span><span>${l10n.t('The file is read-only.')}</span></p>`
            : nothing
      }
      ${
        unplaced.length === 0
          ? nothing
          : html`<div class="notice error" role="group" aria-label=${l10n.t('Problems of the document')}>
        <span class="codicon codicon-error"
          aria-hidden="true"></span><ul>${unplaced.map((issue) => html`<li>${issue.message}</li>`)}</ul></div>`
      }
      ${sections}`;
  }
}

/** Issues of the list itself; those of its items are shown in the items, which claim them here. */
function listMessages(form: Form): string[] {
  const items = new Set(
    (Array.isArray(form.raw(['initializers'])) ? (form.raw(['initializers']) as unknown[]) : []).flatMap((_, index) =>
      form.messages(['initializers', index]),
    ),
  );
  return form.messages(['initializers']).filter((message) => !items.has(message));
}
