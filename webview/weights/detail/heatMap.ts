import * as l10n from '@vscode/l10n';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatNumber } from '../../../src/experiment/text/format';
import type { HeatMap } from '../../../src/inspect/tensors/report';
import { CanvasElement } from '../../charts/canvasElement';
import { sharedStyles } from '../../shared/styles';
import { background, rgbOf } from '../../charts/colors';

/** The largest of the finite values without their signs. */
function peakOf(values: Float32Array): number {
  let peak = 0;
  for (const value of values) if (Number.isFinite(value) && Math.abs(value) > peak) peak = Math.abs(value);
  return peak;
}

/** CSS pixels of a cell of a small matrix. */
const largestCell = 18;

/** The indices, from 0, that one of `cells` equal parts of `count` stands for. */
function partText(cell: number, cells: number, count: number): string {
  const first = Math.ceil((cell * count) / cells);
  const last = Math.ceil(((cell + 1) * count) / cells) - 1;
  return first === last ? String(first) : `${first}–${last}`;
}

/**
 * The values of a matrix as colours: blue above 0, red below, the background at 0; not finite ones in the text's
 * colour.
 */
@customElement('il-heat-map')
export class HeatMapView extends CanvasElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; position: relative; min-width: 0; }
    canvas {
      display: block; max-width: 100%; image-rendering: pixelated;
      border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    }
    .key {
      display: flex; align-items: center; gap: 6px; margin-top: 4px; font-size: 12px;
      color: var(--vscode-descriptionForeground);
    }
    .tip { top: -26px; }
    .ramp {
      flex: 0 0 120px; height: 10px;
      background: linear-gradient(to right, var(--vscode-charts-red), var(--vscode-editor-background), var(--vscode-charts-blue));
      border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    }
  `,
  ];

  @property({ attribute: false }) map: HeatMap | undefined;
  /** The cell under the pointer. */
  @state() private tip: { left: number; text: string } | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('map')) this.tip = undefined;
  }

  readonly #point = ({ offsetX, offsetY }: PointerEvent): void => {
    const { map, canvas } = this;
    if (!map) return;
    const [row, column] = [
      Math.floor((offsetY / canvas.clientHeight) * map.rows),
      Math.floor((offsetX / canvas.clientWidth) * map.columns),
    ];
    if (row < 0 || row >= map.rows || column < 0 || column >= map.columns) return;
    const text = l10n.t(
      'row {0}, column {1}: {2}',
      partText(row, map.rows, map.matrix[0]),
      partText(column, map.columns, map.matrix[1]),
      formatNumber(map.mean[row * map.columns + column], 4),
    );
    if (text !== this.tip?.text) this.tip = { left: offsetX, text };
  };

  protected override draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { map } = this;
    if (!map || map.rows === 0 || map.columns === 0) return;
    const peak = peakOf(map.mean);
    const [zero, low, high, bad] = [
      background(),
      rgbOf('--vscode-charts-red'),
      rgbOf('--vscode-charts-blue'),
      rgbOf('--vscode-foreground'),
    ];
    const image = context.createImageData(map.columns, map.rows);
    for (let cell = 0; cell < map.mean.length; cell++) {
      const value = map.mean[cell];
      const share = peak === 0 ? 0 : Math.min(1, Math.abs(value) / peak);
      const end = Number.isFinite(value) ? (value < 0 ? low : high) : bad;
      for (let channel = 0; channel < 3; channel++)
        image.data[4 * cell + channel] = Number.isFinite(value)
          ? zero[channel] + (end[channel] - zero[channel]) * share
          : bad[channel];
      image.data[4 * cell + 3] = 255;
    }
    const small = new OffscreenCanvas(map.columns, map.rows);
    small.getContext('2d')!.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = map.columns > width || map.rows > height;
    context.drawImage(small, 0, 0, width, height);
  }

  protected override render() {
    const { map } = this;
    if (!map) return html``;
    const peak = peakOf(map.mean);
    const [rows, columns] = map.matrix;
    const label = l10n.t('Values of the matrix, {0} rows by {1} columns', rows, columns);
    // Square cells of a small matrix, the whole width for a large one. As properties: the page's policy allows no style
    // attribute.
    const size = `width: ${columns < 24 ? `${columns * largestCell}px` : '100%'}; height: ${Math.max(24, Math.min(240, rows * largestCell))}px`;
    const half = this.canvas ? this.canvas.clientWidth / 2 : 0;
    const place =
      this.tip && this.tip.left > half
        ? `inset-inline-end: ${this.clientWidth - this.tip.left + 12}px`
        : `inset-inline-start: ${(this.tip?.left ?? 0) + 12}px`;
    const cells =
      map.rows === rows && map.columns === columns
        ? ''
        : l10n.t(
            'each cell is the mean of about {0} × {1} values',
            Math.round(rows / map.rows),
            Math.round(columns / map.columns),
          );
    return html`<canvas role="img" aria-label=${label} .style=${size} @pointermove=${this.#point}
      @pointerleave=${() => (this.tip = undefined)}></canvas>
      ${this.tip ? html`<div class="tip" aria-hidden="true" .style=${place}>${this.tip.text}</div>` : nothing}
      <div class="key"><span>${formatNumber(-peak)}</span><span class="ramp"
        aria-hidden="true"></span><span>${formatNumber(peak)}</span><span>${cells}</span></div>`;
  }
}
