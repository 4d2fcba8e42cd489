import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatPercent, formatTick } from '../../../../src/experiment/format';
import type { Boundary, DataPreview } from '../../../../src/experiment/record';
import { CanvasElement } from '../canvasElement';
import { background, chartFont, classRgb, cssOf, foreground, muted } from '../colors';
import { niceSpacing, niceTicks } from '../cost/valueRange';
import { sharedStyles } from '../styles';
import { linesOf, pixelsOf, strengthRange } from './boundaryImage';
import { drawPoints } from './dataPoints';

const margin = { left: 30, right: 6, top: 6, bottom: 30 };

/** What the boundary shows, with the step it is of. */
export interface BoundaryModel {
  key: string;
  boundary: Boundary;
  data: DataPreview;
  label: string;
}

/** The network's answer over the plane of a 2-D dataset: class colours as strong as it is sure, a line where it changes its mind, and the data. */
@customElement('il-boundary')
export class BoundaryElement extends CanvasElement {
  static override styles = [sharedStyles, css`
    :host { display: block; width: 100%; max-width: 252px; margin-inline: auto; aspect-ratio: 1; }
    canvas { display: block; width: 100%; height: 100%; }
  `];

  @property({ attribute: false, hasChanged: (a?: BoundaryModel, b?: BoundaryModel) => a?.key !== b?.key }) model: BoundaryModel | undefined;

  protected override render() {
    return html`<canvas role="img" aria-label=${this.#description()}></canvas>`;
  }

  #description(): string {
    if (!this.model) return '';
    const { boundary, data, label } = this.model;
    const [least, most] = strengthRange(boundary);
    const shares = new Map<number, number>();
    for (const winner of boundary.winner) shares.set(winner, (shares.get(winner) ?? 0) + 1 / boundary.winner.length);
    const parts = [...shares].sort(([a], [b]) => a - b).map(([winner, share]) => `${data.classNames?.[winner] ?? `class ${winner}`} on ${formatPercent(share, 0)}`);
    return `Decision boundary, ${label}: ${data.classes === 0 ? '' : `${parts.join(', ')} of the plane; `}probability of the winner ${formatPercent(least, 0)} to ${formatPercent(most, 0)}`;
  }

  protected override draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (!this.model) return;
    const { boundary, data } = this.model;
    const { extent } = data.points!;
    const { size } = boundary;
    const frame = { left: margin.left, top: margin.top, width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
    const grid = new OffscreenCanvas(size, size);
    const colors = Array.from({ length: Math.max(2, data.classes) }, (_, index) => classRgb(index));
    grid.getContext('2d')!.putImageData(new ImageData(pixelsOf(boundary, data.classes, colors, background()), size, size), 0, 0);
    context.save();
    context.beginPath();
    context.rect(frame.left, frame.top, frame.width, frame.height);
    context.clip();
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    // Grid points lie on the edges of the square, so half a pixel of the grid stays out on each side.
    context.drawImage(grid, 0.5, 0.5, size - 1, size - 1, frame.left, frame.top, frame.width, frame.height);
    context.beginPath();
    const scale = [frame.width / (size - 1), frame.height / (size - 1)];
    for (const line of linesOf(boundary, data.classes)) {
      for (let i = 0; i < line.length; i += 4) {
        context.moveTo(frame.left + line[i] * scale[0], frame.top + line[i + 1] * scale[1]);
        context.lineTo(frame.left + line[i + 2] * scale[0], frame.top + line[i + 3] * scale[1]);
      }
    }
    context.lineWidth = 1.6;
    context.strokeStyle = foreground(0.85);
    context.stroke();
    drawPoints(context, data, frame);
    context.restore();
    context.strokeStyle = foreground(0.3);
    context.lineWidth = 1;
    context.strokeRect(frame.left - 0.5, frame.top - 0.5, frame.width + 1, frame.height + 1);
    this.#drawAxes(context, frame, extent, data.featureNames);
    const [least, most] = strengthRange(boundary);
    if (most - least < 0.01 && data.classes > 0 && boundary.winner.every((winner) => winner === boundary.winner[0])) this.#drawSame(context, frame, most);
  }

  #drawSame(context: CanvasRenderingContext2D, frame: { left: number; top: number; width: number; height: number }, probability: number): void {
    const text = `the same everywhere: p = ${probability.toFixed(2)}`;
    context.font = chartFont(11);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const [x, y] = [frame.left + frame.width / 2, frame.top + frame.height - 14];
    const half = context.measureText(text).width / 2 + 6;
    context.fillStyle = cssOf(background(), 0.85);
    context.fillRect(x - half, y - 10, 2 * half, 20);
    context.fillStyle = foreground();
    context.fillText(text, x, y);
  }

  #drawAxes(context: CanvasRenderingContext2D, frame: { left: number; top: number; width: number; height: number }, extent: { left: number; right: number; bottom: number; top: number }, names: string[] | undefined): void {
    context.font = chartFont(10);
    context.fillStyle = muted();
    context.strokeStyle = foreground(0.3);
    context.beginPath();
    const [right, bottom] = [frame.left + frame.width, frame.top + frame.height];
    context.textAlign = 'center';
    context.textBaseline = 'top';
    for (const tick of niceTicks(extent.left, extent.right, 5)) {
      const x = frame.left + ((tick - extent.left) / (extent.right - extent.left)) * frame.width;
      context.moveTo(x, bottom);
      context.lineTo(x, bottom + 3);
      context.fillText(formatTick(tick, niceSpacing(extent.right - extent.left, 5)), x, bottom + 5);
    }
    context.fillText(names?.[0] ?? 'x₁', (frame.left + right) / 2, bottom + 18);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const tick of niceTicks(extent.bottom, extent.top, 5)) {
      const y = bottom - ((tick - extent.bottom) / (extent.top - extent.bottom)) * frame.height;
      context.moveTo(frame.left, y);
      context.lineTo(frame.left - 3, y);
      context.fillText(formatTick(tick, niceSpacing(extent.top - extent.bottom, 5)), frame.left - 5, y);
    }
    context.stroke();
    context.save();
    context.translate(7, (frame.top + bottom) / 2);
    context.rotate(-Math.PI / 2);
    context.textAlign = 'center';
    context.fillText(names?.[1] ?? 'x₂', 0, 0);
    context.restore();
  }
}
