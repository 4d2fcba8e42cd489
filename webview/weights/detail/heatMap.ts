import * as l10n from '@vscode/l10n';
import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatNumber } from '../../../src/experiment/format';
import type { HeatMap } from '../../../src/inspect/report';
import { CanvasElement } from '../../experiment/results/canvasElement';
import { background, foreground, rgbOf } from '../../experiment/results/colors';

/** The largest of the finite values without their signs. */
function peakOf(values: Float32Array): number {
  let peak = 0;
  for (const value of values) if (Number.isFinite(value) && Math.abs(value) > peak) peak = Math.abs(value);
  return peak;
}

/** The values of a matrix as colours: blue above 0, red below, the background at 0; not finite ones in the text's colour. */
@customElement('il-heat-map')
export class HeatMapView extends CanvasElement {
  static override styles = css`
    :host { display: block; min-width: 0; }
    canvas { display: block; width: 100%; height: 240px; image-rendering: pixelated; border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent)); }
    .key { display: flex; align-items: center; gap: 6px; margin-top: 4px; font-size: 12px; color: var(--vscode-descriptionForeground); }
    .ramp { flex: 0 0 120px; height: 10px; background: linear-gradient(to right, var(--vscode-charts-red), var(--vscode-editor-background), var(--vscode-charts-blue)); border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent)); }
  `;

  @property({ attribute: false }) map: HeatMap | undefined;

  protected override draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { map } = this;
    if (!map || map.rows === 0 || map.columns === 0) return;
    const peak = peakOf(map.mean);
    const [zero, low, high, bad] = [background(), rgbOf('--vscode-charts-red'), rgbOf('--vscode-charts-blue'), rgbOf('--vscode-foreground')];
    const image = context.createImageData(map.columns, map.rows);
    for (let cell = 0; cell < map.mean.length; cell++) {
      const value = map.mean[cell];
      const share = peak === 0 ? 0 : Math.min(1, Math.abs(value) / peak);
      const end = Number.isFinite(value) ? (value < 0 ? low : high) : bad;
      for (let channel = 0; channel < 3; channel++) image.data[4 * cell + channel] = Number.isFinite(value) ? zero[channel] + (end[channel] - zero[channel]) * share : bad[channel];
      image.data[4 * cell + 3] = 255;
    }
    const small = new OffscreenCanvas(map.columns, map.rows);
    small.getContext('2d')!.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = map.columns > width || map.rows > height;
    context.drawImage(small, 0, 0, width, height);
    context.strokeStyle = foreground(0.2);
  }

  protected override render() {
    const { map } = this;
    if (!map) return html``;
    const peak = peakOf(map.mean);
    const [rows, columns] = map.matrix;
    const label = l10n.t('Values of the matrix, {0} rows by {1} columns', rows, columns);
    const cells = map.rows === rows && map.columns === columns ? '' : l10n.t('each cell the mean of about {0} × {1} values', Math.round(rows / map.rows), Math.round(columns / map.columns));
    return html`<canvas role="img" aria-label=${label}></canvas>
      <div class="key"><span>${formatNumber(-peak)}</span><span class="ramp" aria-hidden="true"></span><span>${formatNumber(peak)}</span><span>${cells}</span></div>`;
  }
}
