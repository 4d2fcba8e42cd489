import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, svg, type PropertyValues, type SVGTemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cellAt } from '../../../../src/experiment/record/sweepRecord';
import type { SweepRecord } from '../../../../src/experiment/record/record';
import type { CellFigure } from '../../../../src/experiment/sweep/sweepFigures';
import { onThemeChange } from '../../../charts/themeWatcher';
import '../../../charts/seriesSwatch';
import { background, cssOf } from '../../../charts/colors';
import { sharedStyles } from '../../../shared/styles';
import { inkOn, isDark, mapColor } from './colorMap';
import { cellHeight, cutLabel, fits, hatchLines, heatMapLayout, mapMargin } from './heatMapLayout';
import {
  cellName,
  figureText,
  goodness,
  type SweepModel,
  type SweptInitializer,
} from '../../../../src/experiment/sweep/sweepModel';

/**
 * One initializer over two settings: a colour for each cell, on one scale with all others. Fires `open-cell` with `{
 * cell, initializer }`.
 */
@customElement('il-heat-map')
export class HeatMap extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; position: relative; min-width: 0; }
    h3 { display: flex; align-items: center; gap: 8px; margin-bottom: 2px; }
    svg.map { display: block; overflow: visible; }
    text:not(.value) { fill: var(--vscode-foreground); }
    text { font-size: 11px; font-variant-numeric: tabular-nums; pointer-events: none; }
    text.axis { fill: var(--vscode-descriptionForeground); }
    .cell { cursor: pointer; outline: none; }
    .cell rect.face { stroke: var(--vscode-contrastBorder, var(--vscode-editor-background)); stroke-width: 1; }
    .cell rect.none {
      fill: transparent;
      stroke: var(--vscode-widget-border, var(--vscode-panel-border, var(--vscode-descriptionForeground)));
      stroke-dasharray: 2 2;
    }
    .cell .hatch { stroke: var(--vscode-errorForeground); stroke-width: 1; opacity: 0.6; }
    .cell text.bad {
      fill: var(--vscode-foreground); font-weight: 600; stroke: var(--vscode-editor-background); stroke-width: 3;
      paint-order: stroke;
    }
    .cell .ring { fill: none; stroke: none; }
    .cell:hover .ring, .cell:focus-visible .ring { stroke: var(--vscode-focusBorder); stroke-width: 2.5; }
    .corner { fill: var(--vscode-errorForeground); stroke: var(--vscode-editor-background); stroke-width: 0.5; }
  `,
  ];

  @property({ attribute: false }) model!: SweepModel;
  @property({ attribute: false }) entry!: SweptInitializer;
  @property({ attribute: false }) sweep!: SweepRecord;
  /** The cell that Tab comes to. */
  @state() private current = 0;
  @state() private shown: number | undefined;
  @state() private width = 0;
  #stop: (() => void) | undefined;
  readonly #resize = new ResizeObserver(([entry]) => (this.width = Math.floor(entry.contentRect.width)));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onThemeChange(() => this.requestUpdate());
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#resize.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('sweep') && this.current >= this.sweep.cells.length) this.current = 0;
  }

  protected override updated(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    const cell = this.shown === undefined ? undefined : this.renderRoot.querySelector(`[data-cell="${this.shown}"]`);
    if (!tip || !cell) return;
    const [box, host] = [cell.getBoundingClientRect(), this.getBoundingClientRect()];
    tip.style.left = `${Math.max(0, Math.min(box.left - host.left, host.width - tip.offsetWidth))}px`;
    tip.style.top = `${box.bottom - host.top + 4}px`;
  }

  #open(cell: number): void {
    this.dispatchEvent(
      new CustomEvent('open-cell', {
        detail: { cell, initializer: this.entry.initializer },
        bubbles: true,
        composed: true,
      }),
    );
  }

  #key(event: KeyboardEvent, column: number, row: number): void {
    const columns = this.model.axes[0].values.length;
    const { rows } = heatMapLayout(this.model, this.width);
    if (event.key === 'Enter' || event.key === ' ') this.#open(cellAt(this.sweep, [column, rows[row]]));
    else {
      const moves: Record<string, [number, number]> = {
        ArrowLeft: [-1, 0],
        ArrowRight: [1, 0],
        ArrowUp: [0, -1],
        ArrowDown: [0, 1],
        Home: [-columns, 0],
        End: [columns, 0],
      };
      const move = moves[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = cellAt(this.sweep, [
        Math.min(columns - 1, Math.max(0, column + move[0])),
        rows[Math.min(rows.length - 1, Math.max(0, row + move[1]))],
      ]);
      this.current = at;
      this.renderRoot.querySelector<SVGElement>(`[data-cell="${at}"]`)?.focus();
    }
    event.preventDefault();
  }

  #face(figure: CellFigure, wide: number, dark: boolean): SVGTemplateResult {
    const middle = { x: wide / 2, y: cellHeight / 2 + 4 };
    const word = (text: string, kind: string): SVGTemplateResult =>
      fits(text, wide)
        ? svg`<text class=${kind} x=${middle.x} y=${middle.y} text-anchor="middle">${text}</text>`
        : svg``;
    if (figure.status === 'done') {
      const color = mapColor(goodness(this.model, figure.value), dark);
      const text = this.model.text(figure.value);
      return svg`<rect class="face" width=${wide} height=${cellHeight} fill=${cssOf(color)}></rect>
        ${
          fits(text, wide)
            ? svg`<text x=${middle.x} y=${middle.y} text-anchor="middle" fill=${inkOn(color)}
          class="value">${text}</text>`
            : nothing
        }
        ${figure.diverged > 0 ? svg`<path class="corner" d="M${wide} 0h-9l9 9z"></path>` : nothing}`;
    }
    if (figure.status === 'diverged' || figure.status === 'failed') {
      const lines = hatchLines(wide)
        .map(([x1, y1, x2, y2]) => `M${x1} ${y1}L${x2} ${y2}`)
        .join('');
      const name = figure.status === 'diverged' ? l10n.t('diverged') : l10n.t('failed');
      return svg`<rect class="face none" width=${wide} height=${cellHeight}></rect><path class="hatch"
        d=${lines}></path>${word(fits(name, wide) ? name : '✕', 'bad')}`;
    }
    return svg`<rect class="face none" width=${wide}
      height=${cellHeight}></rect>${word(figure.status === 'running' ? '…' : '', 'axis')}`;
  }

  #cell(column: number, row: number, index: number, wide: number, dark: boolean): SVGTemplateResult {
    const cell = cellAt(this.sweep, [column, index]);
    const figure = this.entry.figures[cell];
    const show = (): void => void (this.shown = cell);
    const hide = (): void => void (this.shown = undefined);
    const focus = (): void => void (this.current = this.shown = cell);
    return svg`<g class="cell" role="gridcell" data-cell=${cell} data-status=${figure.status}
      transform=${`translate(${column * wide} ${row * cellHeight})`} tabindex=${cell === this.current ? 0 : -1}
      aria-label=${`${cellName(this.model, [column, index])}: ${figureText(this.model, figure)}`}
      @click=${() => this.#open(cell)} @keydown=${(event: KeyboardEvent) => this.#key(event, column, row)} @pointerenter=${show} @pointerleave=${hide} @focus=${focus} @blur=${hide}>
      ${this.#face(figure, wide, dark)}<rect class="ring" x="1" y="1" width=${wide - 2}
        height=${cellHeight - 2}></rect></g>`;
  }

  protected override render() {
    const { model, entry } = this;
    const [across, up] = model.axes;
    const { rows, labels, wide, every, width, height } = heatMapLayout(model, this.width);
    const dark = isDark(background());
    return html`<h3><il-series-swatch .index=${entry.initializer}></il-series-swatch><span>${entry.label}</span><slot
      name="menu"></slot></h3>
      ${
        this.width === 0
          ? nothing
          : html`<svg class="map" width=${width} height=${height + mapMargin.bottom} role="grid"
            aria-label=${l10n.t('{0} of {1} by {2} (horizontal) and {3} (vertical). Arrow keys move; Enter opens the run of a cell.', model.metricName, entry.label, across.name, up.name)}>
        ${svg`<text class="axis" x="0" y="12">${up.name}</text>
        <g transform=${`translate(${labels} ${mapMargin.top})`}>
          ${rows.map(
            (index, row) => svg`<g role="row"><text x="-6" y=${row * cellHeight + cellHeight / 2 + 4}
            text-anchor="end">${cutLabel(up.values[index])}</text>${across.values.map((_, column) => this.#cell(column, row, index, wide, dark))}</g>`,
          )}
        </g>
        ${across.values.map((value, column) =>
          column % every === 0
            ? svg`<text x=${labels + (column + 0.5) * wide}
          y=${height + 15} text-anchor="middle">${value}</text>`
            : nothing,
        )}
        <text class="axis" x=${labels + (wide * across.values.length) / 2} y=${height + 32}
          text-anchor="middle">${across.name}</text>`}
      </svg>`
      }
      ${this.shown === undefined ? nothing : this.#tip(this.shown)}`;
  }

  #tip(cell: number) {
    const { model, sweep, entry } = this;
    return html`<div class="tip"
      aria-hidden="true"><strong>${figureText(model, entry.figures[cell])}</strong>${model.axes.map((axis, place) => html`<div>${axis.name} ${axis.values[sweep.axes[place].values.indexOf(sweep.cells[cell].setting[sweep.axes[place].path])]}</div>`)}</div>`;
  }
}
