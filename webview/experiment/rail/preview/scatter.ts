import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { DataPreview } from '../../../../src/experiment/record/record';
import { addMark, classStyle } from '../../../charts/classStyle';
import { LightElement } from '../../../shared/lightElement';
import { tokenColor } from '../../../charts/seriesStyle';
import { onThemeChange } from '../../../charts/themeWatcher';
import { previewPoints, type PreviewPoints } from './previewPoints';

/** Side of the picture and radius of a mark, in CSS pixels. */
const side = 84;
const radius = 1.5;

/** The training points as a small picture. */
@customElement('il-scatter')
export class Scatter extends LightElement {
  /** The raw dataset of the document. */
  @property({ attribute: false }) spec: unknown;
  /** Whether the dataset passed the check; a wrong one leaves the last picture. */
  @property({ type: Boolean }) valid = false;
  /** What the last run says of its data. */
  @property({ attribute: false }) data: DataPreview | undefined;
  @state() private points: PreviewPoints | string = '';
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;
  #key = '';
  #stopWatching: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopWatching = onThemeChange(() => this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching?.();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.valid) return;
    const key = JSON.stringify(this.spec) ?? '';
    if (key === this.#key && !changed.has('data')) return;
    this.#key = key;
    try {
      this.points = previewPoints(this.spec, this.data);
    } catch (error) {
      this.points = error instanceof Error ? error.message : String(error);
    }
  }

  protected override updated(): void {
    this.#draw();
  }

  #draw(): void {
    const { canvas, points } = this;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || typeof points === 'string') return;
    const scale = window.devicePixelRatio;
    canvas.width = canvas.height = Math.round(side * scale);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const place = fit(points.inputs);
    const styles = Math.max(1, points.classCount);
    for (let style = 0; style < styles; style++) {
      const { token, shape } = classStyle(style);
      context.beginPath();
      for (let i = 0; i < points.classes.length; i++) {
        if (points.classCount > 0 && points.classes[i] !== style) continue;
        const [x, y] = place(points.inputs[2 * i], points.inputs[2 * i + 1]);
        addMark(context, shape, x, y, radius);
      }
      context.fillStyle = tokenColor(token, canvas);
      context.fill();
    }
  }

  protected override render() {
    const { points } = this;
    if (points === '') return nothing;
    if (typeof points === 'string') return html`<p class="scatter-none">${points}</p>`;
    const count = points.classes.length;
    return html`<canvas role="img"
      aria-label=${points.classCount > 0 ? l10n.t('{0} training points of {1} classes', count, points.classCount) : l10n.t('{0} training points of a quantity', count)}></canvas>`;
  }
}

/** Maps data to pixels: one scale for both axes, all points inside, y upwards. */
function fit(inputs: Float32Array): (x: number, y: number) => [number, number] {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < inputs.length; i += 2) {
    left = Math.min(left, inputs[i]);
    right = Math.max(right, inputs[i]);
    bottom = Math.min(bottom, inputs[i + 1]);
    top = Math.max(top, inputs[i + 1]);
  }
  const span = Math.max(right - left, top - bottom) || 1;
  const perUnit = (side - 4 * radius) / span;
  const [centerX, centerY] = [(left + right) / 2, (bottom + top) / 2];
  return (x, y) => [side / 2 + (x - centerX) * perUnit, side / 2 - (y - centerY) * perUnit];
}
