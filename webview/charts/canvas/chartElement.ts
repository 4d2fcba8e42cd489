import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { pageTheme } from '../theme/pageTheme';
import { onThemeChange } from '../theme/themeWatcher';
import type { Draw } from './chartContext';
import { cancelDraw, requestDraw } from './drawQueue';

/** Whether a model is another one: its key says it where it has one, else the object. */
function differs(a?: { key?: string }, b?: { key?: string }): boolean {
  return a !== b && (a?.key === undefined || a.key !== b?.key);
}

/**
 * A chart on the screen: a canvas that fills the element, drawn in an animation frame, only while it is visible, again
 * when model, size or theme change. Without a label it is a picture that something around it describes.
 */
@customElement('il-chart')
export class ChartElement<Model = never> extends LitElement {
  static override styles = css`
    :host { display: block; width: 100%; height: 100%; min-width: 0; }
    canvas { display: block; width: 100%; height: 100%; }
  `;

  @property({ attribute: false }) draw!: Draw<Model>;
  @property({ attribute: false, hasChanged: differs }) model: Model | undefined;
  @property() label = '';
  @query('canvas') private canvas!: HTMLCanvasElement;
  #visible = false;
  #stale = true;
  #stop: (() => void) | undefined;
  readonly #resize = new ResizeObserver(() => this.#invalidate());
  readonly #sight = new IntersectionObserver(([entry]) => this.#see(entry.isIntersecting), { rootMargin: '100px' });

  readonly #drawNow = (): void => {
    const { canvas, model } = this;
    if (!canvas || !this.isConnected || model === undefined) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0 || height === 0) return;
    this.#stale = false;
    const scale = devicePixelRatio;
    const [pixelsWide, pixelsHigh] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== pixelsWide || canvas.height !== pixelsHigh)
      Object.assign(canvas, { width: pixelsWide, height: pixelsHigh });
    const context = canvas.getContext('2d')!;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    this.draw(context, model, { width, height, theme: pageTheme() });
  };

  #invalidate(): void {
    this.#stale = true;
    if (this.#visible) requestDraw(this.#drawNow);
  }

  #see(visible: boolean): void {
    this.#visible = visible;
    if (visible && this.#stale) requestDraw(this.#drawNow);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onThemeChange(() => this.#invalidate());
    this.#sight.observe(this);
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#sight.disconnect();
    this.#resize.disconnect();
    cancelDraw(this.#drawNow);
    this.#visible = false;
    this.#stale = true;
  }

  protected override updated(): void {
    this.#invalidate();
  }

  protected override render() {
    return this.label === ''
      ? html`<canvas aria-hidden="true"></canvas>`
      : html`<canvas role="img" aria-label=${this.label}></canvas>`;
  }
}
