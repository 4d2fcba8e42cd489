import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** A button that opens rarely used controls (its content) beside it; Escape and a click elsewhere close them. */
@customElement('il-options')
export class OptionsMenu extends LitElement {
  static override styles = css`
    :host { position: relative; display: inline-block; }
    .panel { position: absolute; z-index: 30; inset-block-start: calc(100% + 4px); inset-inline-end: 0; display: grid; gap: 8px; width: max-content; max-width: 86vw; padding: 10px 12px; border-radius: 5px;
      color: var(--vscode-editorWidget-foreground, var(--vscode-foreground));
      background: var(--vscode-editorWidget-background, var(--vscode-editor-background));
      border: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, var(--vscode-widget-border, transparent))); box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent); }
  `;

  @property() label = '';
  @property() icon = 'settings';
  @state() private open = false;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('pointerdown', this.#outside);
    window.addEventListener('blur', this.#close);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('pointerdown', this.#outside);
    window.removeEventListener('blur', this.#close);
  }

  #outside = (event: Event): void => {
    if (this.open && !event.composedPath().includes(this)) this.open = false;
  };

  #close = (): void => void (this.open = false);

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.open) return;
    event.preventDefault();
    event.stopPropagation();
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>('vscode-toolbar-button')?.focus();
  }

  protected override render() {
    return html`<span @keydown=${this.#key}>
      <vscode-toolbar-button icon=${this.icon} label=${this.label} title=${this.label} aria-expanded=${this.open}
        @click=${() => (this.open = !this.open)}></vscode-toolbar-button>
      ${
        this.open
          ? html`<div class="panel" role="group"
        aria-label=${this.label}><slot></slot></div>`
          : nothing
      }</span>`;
  }
}
