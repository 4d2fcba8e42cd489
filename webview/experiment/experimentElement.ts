import { html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Action, HostApi } from '../../src/protocol/webview';
import { LightElement } from '../shared/lightElement';
import { readUi, writeUi } from '../shared/uiState';
import type { Store } from './store';

/** The whole editor: toolbar on top, the experiment's rail at the left, results at the right. */
@customElement('il-experiment')
export class ExperimentElement extends LightElement {
  @property({ attribute: false }) store!: Store;
  @property({ attribute: false }) host!: HostApi;
  @state() private railOpen = readUi('railOpen', true);
  /** What the last refused action said. */
  @state() private message: string | undefined;
  #unsubscribe: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = this.store?.onChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  /** Shows why the host refused. */
  fail(error: unknown): void {
    this.message = error instanceof Error ? error.message : String(error);
  }

  #act(action: Action): void {
    this.message = undefined;
    this.host.action(action).catch((error: unknown) => this.fail(error));
  }

  #toggleRail(): void {
    this.railOpen = !this.railOpen;
    writeUi('railOpen', this.railOpen);
  }

  protected override updated(_changed: PropertyValues): void {
    this.toggleAttribute('rail-closed', !this.railOpen);
  }

  protected override render() {
    const { document, run, revision, stale } = this.store;
    return html`
      <header class="toolbar"><button @click=${() => this.#act('run')}>Run</button><button @click=${() => this.#toggleRail()}>Rail</button></header>
      ${this.message ? html`<div role="alert">${this.message}</div>` : nothing}
      <main class="results">
        <il-results .run=${run} .revision=${revision} .experiment=${document?.experiment} .stale=${stale}></il-results>
      </main>`;
  }
}
