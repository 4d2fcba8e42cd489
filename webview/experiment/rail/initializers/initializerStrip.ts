import * as l10n from '@vscode/l10n';
import { html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { DocumentState, HostApi } from '../../../../src/protocol/webview';
import { initializerFormula, initializerName } from '../../../shared/initializerText';
import { LightElement } from '../../../shared/lightElement';
import '../../../charts/theme/seriesSwatch';
import { lastOneText, switchInitializerChanges } from '../changes/initializerChanges';
import { fieldMessages } from '../fields/fieldMessages';
import { Form } from '../form';
import { asList, asRecord } from '../jsonAccess';
import { generatorOf } from '../randomOf';

/** The initializers with their switches on one line, over the results of a window that has no room for the rail. */
@customElement('il-initializer-strip')
export class InitializerStrip extends LightElement {
  @property({ attribute: false }) document!: DocumentState;
  @property({ attribute: false }) host!: HostApi;
  /** Shows the whole list. */
  @property({ attribute: false }) more!: () => void;
  @state() private refusals: string[] = [];
  #form!: Form;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('document')) return;
    this.#form = new Form(this.document, this.host);
    this.refusals = [];
  }

  async #switch(index: number, on: boolean): Promise<void> {
    const changes = switchInitializerChanges(this.document.value, index, on);
    this.refusals = changes ? (await this.#form.edit(changes)).messages : [lastOneText()];
    this.requestUpdate();
  }

  protected override render() {
    const items = asList(this.#form.raw(['initializers'])).map(asRecord);
    const all = l10n.t('Settings of the initializers');
    return html`<div class="strip" role="group" aria-label=${l10n.t('Initializers')}>
        ${items.map((raw, index) => {
          const on = raw.enabled !== false;
          const name = initializerName(raw);
          return html`<label class="strip-item ${on ? '' : 'off'}" title=${initializerFormula(raw, generatorOf(this.#form))}><input class="check"
            type="checkbox" aria-label=${l10n.t('Run {0}', name)} .checked=${live(on)} ?disabled=${this.#form.disabled}
            @change=${(event: Event) => this.#switch(index, (event.target as HTMLInputElement).checked)} /><il-series-swatch .index=${index} .off=${!on}></il-series-swatch><span>${name}</span></label>`;
        })}
        <button class="icon-button" type="button" title=${all} aria-label=${all} @click=${this.more}><span
          class="codicon codicon-ellipsis" aria-hidden="true"></span></button>
      </div>${fieldMessages('strip-message', this.refusals, true)}`;
  }
}
