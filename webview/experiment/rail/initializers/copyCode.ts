import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { frameworks, frameworkTitles, type Framework } from '../../../../src/engine/initializers/catalogue/frameworks';
import { initializerCode } from '../../../../src/experiment/code/initializerCode';
import type { Snippet } from '../../../../src/experiment/code/snippet';
import { LightElement } from '../../../shared/lightElement';
import { fieldMessages } from '../fields/fieldMessages';
import type { Form } from '../form';

/** An initializer as code of a framework, copied to the clipboard. */
@customElement('il-copy-code')
export class CopyCode extends LightElement {
  @property({ attribute: false }) form!: Form;
  /** Absent while no layer's shape is known. */
  @property({ attribute: false }) snippet: Snippet | undefined;
  @property() name = '';
  @state() private copied: Framework | undefined;
  @state() private refusals: string[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What was copied is no longer what is shown.
    if (changed.has('snippet') && JSON.stringify(changed.get('snippet')) !== JSON.stringify(this.snippet))
      this.copied = undefined;
  }

  async #copy(framework: Framework): Promise<void> {
    if (!this.snippet) return;
    this.copied = undefined;
    this.refusals = await this.form.copy(initializerCode(framework, this.snippet, this.name));
    if (this.refusals.length === 0) this.copied = framework;
  }

  protected override render() {
    const { snippet, copied } = this;
    return html`<div class="copy-code" role="group" aria-label=${l10n.t('Copy {0} as code', this.name)}>
        <span>${l10n.t('Copy as code')}</span>
        ${frameworks.map(
          (framework) => html`<button class="text-button" type="button" ?disabled=${!snippet}
            aria-label=${l10n.t('Copy as {0} code', frameworkTitles[framework])}
          @click=${() => void this.#copy(framework)}>${frameworkTitles[framework]}</button>`,
        )}
      </div>
      <p class="copied"
        role="status">${copied === undefined ? nothing : l10n.t('{0} code copied.', frameworkTitles[copied])}${snippet ? nothing : l10n.t('The shape of the first layer is available after a run.')}</p>
      ${fieldMessages('copy-message', this.refusals, true)}`;
  }
}
