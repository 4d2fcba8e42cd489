import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatNumber } from '../../../src/experiment/text/format';
import type { HeatMap } from '../../../src/inspect/tensors/report';
import '../../charts/canvas/chartElement';
import { drawMatrix, peakOf } from '../../charts/matrix';
import { sharedStyles } from '../../shared/styles';

/** CSS pixels of a cell of a small matrix. */
const largestCell = 18;

/** The indices, from 0, that one of `cells` equal parts of `count` stands for. */
function partText(cell: number, cells: number, count: number): string {
  const first = Math.ceil((cell * count) / cells);
  const last = Math.ceil(((cell + 1) * count) / cells) - 1;
  return first === last ? String(first) : `${first}–${last}`;
}

/** The values of a matrix as colours, with the key to them and the value under the pointer. */
@customElement('il-matrix')
export class MatrixView extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; position: relative; min-width: 0; }
    il-chart {
      max-width: 100%;
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
  @query('il-chart') private chart!: HTMLElement | null;
  /** The cell under the pointer. */
  @state() private tip: { left: number; text: string } | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('map')) this.tip = undefined;
  }

  readonly #point = ({ offsetX, offsetY }: PointerEvent): void => {
    const { map, chart } = this;
    if (!map || !chart) return;
    const [row, column] = [
      Math.floor((offsetY / chart.clientHeight) * map.rows),
      Math.floor((offsetX / chart.clientWidth) * map.columns),
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

  protected override render() {
    const { map } = this;
    if (!map) return html``;
    const peak = peakOf(map.mean);
    const [rows, columns] = map.matrix;
    const label = l10n.t('Values of the matrix, {0} rows by {1} columns', rows, columns);
    // Square cells of a small matrix, the whole width for a large one. As properties: the page's policy allows no style
    // attribute.
    const size = `width: ${columns < 24 ? `${columns * largestCell}px` : '100%'}; height: ${Math.max(24, Math.min(240, rows * largestCell))}px`;
    const half = (this.chart?.clientWidth ?? 0) / 2;
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
    return html`<il-chart .draw=${drawMatrix} .model=${{ rows: map.rows, columns: map.columns, values: map.mean }}
      label=${label} .style=${size} @pointermove=${this.#point} @pointerleave=${() => (this.tip = undefined)}></il-chart>
      ${this.tip ? html`<div class="tip" aria-hidden="true" .style=${place}>${this.tip.text}</div>` : nothing}
      <div class="key"><span>${formatNumber(-peak)}</span><span class="ramp"
        aria-hidden="true"></span><span>${formatNumber(peak)}</span><span>${cells}</span></div>`;
  }
}
