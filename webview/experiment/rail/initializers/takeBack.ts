import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { TakeBack } from '../../../../src/protocol/webview';
import { LightElement } from '../../../shared/lightElement';
import { fieldMessages } from '../fields/fieldMessages';
import type { Form } from '../form';

/** An initializer of a model in Python as code of the model: copied, or written into its file. */
@customElement('il-take-back')
export class TakeBackButtons extends LightElement {
  @property({ attribute: false }) form!: Form;
  @property({ type: Number }) index = 0;
  @property() name = '';
  @state() private refusals: string[] = [];

  async #take(command: TakeBack): Promise<void> {
    this.refusals = [];
    this.refusals = await this.form.takeBack(command, this.index);
  }

  protected override render() {
    return html`<div class="copy-code" role="group" aria-label=${l10n.t('Use {0} in the model', this.name)}>
        <button class="text-button" type="button"
          @click=${() => void this.#take('copyInitFunction')}>${l10n.t('Copy Init Function')}</button>
        <button class="text-button" type="button"
          @click=${() => void this.#take('applyInitFunction')}>${l10n.t('Apply to Model…')}</button>
      </div>
      ${fieldMessages('take-back-message', this.refusals, true)}`;
  }
}
