import { css, LitElement, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** What a sash asks for: a size in CSS pixels, or undefined for the default. */
export type SashMove = CustomEvent<{ size: number | undefined }>;

/** How far an arrow key moves, in CSS pixels. */
const keyStep = 16;

/**
 * The edge between two parts: drag it, move it with the arrow keys (Home and End for the ends), double-click or press
 * Enter for the default. It keeps no size itself: it fires `sash-move` at most once in a frame.
 */
@customElement('il-sash')
export class Sash extends LitElement {
  static override styles = css`
    :host {
      display: block; flex: none; z-index: 12; touch-action: none; outline: none; transition: background 120ms 150ms;
    }
    :host([orientation='vertical']) {
      width: 8px; margin-inline: -4px; cursor: col-resize;
      background: linear-gradient(90deg, transparent 2px, var(--sash, transparent) 2px, var(--sash, transparent) 6px, transparent 6px);
    }
    :host([orientation='horizontal']) {
      height: 8px; margin-block: -4px; cursor: row-resize;
      background: linear-gradient(transparent 2px, var(--sash, transparent) 2px, var(--sash, transparent) 6px, transparent 6px);
    }
    :host(:hover), :host(:active) { --sash: var(--vscode-sash-hoverBorder, var(--vscode-focusBorder)); }
    :host(:focus-visible) { --sash: var(--vscode-focusBorder); }
    @media (prefers-reduced-motion: reduce) { :host { transition: none; } }
  `;

  /** Of the edge: a vertical one divides left from right. */
  @property({ reflect: true }) orientation: 'vertical' | 'horizontal' = 'vertical';
  /** Size of the part before the edge (after it, with `trailing`), in CSS pixels. */
  @property({ type: Number }) size = 0;
  @property({ type: Number }) least = 0;
  @property({ type: Number }) most = 0;
  /** The part that is sized lies after the edge. */
  @property({ type: Boolean }) trailing = false;
  /** What is sized, for a screen reader. */
  @property() label = '';
  #frame = 0;
  #next: number | undefined;

  constructor() {
    super();
    this.addEventListener('pointerdown', (event) => this.#drag(event));
    this.addEventListener('keydown', (event) => this.#key(event));
    this.addEventListener('dblclick', () => this.#ask(undefined));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.role = 'separator';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  protected override updated(_changed: PropertyValues): void {
    this.ariaOrientation = this.orientation;
    this.ariaLabel = this.label;
    this.ariaValueMin = String(Math.round(this.least));
    this.ariaValueMax = String(Math.round(this.most));
    this.ariaValueNow = String(Math.round(this.size));
  }

  #ask(size: number | undefined): void {
    this.#next = size === undefined ? undefined : Math.min(this.most, Math.max(this.least, Math.round(size)));
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.dispatchEvent(new CustomEvent('sash-move', { detail: { size: this.#next } }));
    });
  }

  #drag(event: PointerEvent): void {
    if (event.button !== 0) return;
    const place = (at: PointerEvent): number =>
      (this.orientation === 'vertical' ? at.clientX : at.clientY) * (this.trailing ? -1 : 1);
    const [start, size] = [place(event), this.size];
    const onMove = (move: PointerEvent): void => this.#ask(size + place(move) - start);
    this.setPointerCapture(event.pointerId);
    this.addEventListener('pointermove', onMove);
    this.addEventListener('lostpointercapture', () => this.removeEventListener('pointermove', onMove), { once: true });
  }

  #key(event: KeyboardEvent): void {
    const [back, on] = this.orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const by = (event.key === back ? -keyStep : event.key === on ? keyStep : 0) * (this.trailing ? -1 : 1);
    if (by !== 0) this.#ask(this.size + by);
    else if (event.key === 'Home') this.#ask(this.least);
    else if (event.key === 'End') this.#ask(this.most);
    else if (event.key === 'Enter') this.#ask(undefined);
    else return;
    event.preventDefault();
  }
}
