import { LitElement } from 'lit';
import { query } from 'lit/decorators.js';
import { onThemeChange } from './themeWatcher';
import { cancelDraw, requestDraw } from './drawQueue';

/**
 * An element around one canvas: drawn in an animation frame, only while visible, again when its size or the theme
 * changes.
 */
export abstract class CanvasElement extends LitElement {
  @query('canvas') protected canvas!: HTMLCanvasElement;
  #visible = false;
  #stale = true;
  #stop: (() => void) | undefined;
  readonly #resize = new ResizeObserver(() => this.invalidate());
  readonly #sight = new IntersectionObserver(([entry]) => this.#see(entry.isIntersecting), { rootMargin: '100px' });

  /** Draws all; sizes are CSS pixels. */
  protected abstract draw(context: CanvasRenderingContext2D, width: number, height: number): void;

  readonly #drawNow = (): void => {
    const { canvas } = this;
    if (!canvas || !this.isConnected) return;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (width === 0 || height === 0) return;
    this.#stale = false;
    const scale = devicePixelRatio;
    const [pixelsWide, pixelsHigh] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== pixelsWide || canvas.height !== pixelsHigh)
      Object.assign(canvas, { width: pixelsWide, height: pixelsHigh });
    const context = canvas.getContext('2d')!;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    this.draw(context, width, height);
  };

  /** What is drawn is out of date. */
  protected invalidate(): void {
    this.#stale = true;
    if (this.#visible) requestDraw(this.#drawNow);
  }

  #see(visible: boolean): void {
    this.#visible = visible;
    if (visible && this.#stale) requestDraw(this.#drawNow);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onThemeChange(() => this.invalidate());
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
    this.invalidate();
  }
}
