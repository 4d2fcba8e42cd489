import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SweepRecord } from '../../../../src/experiment/record/record';
import { cellAt } from '../../../../src/experiment/record/sweepRecord';
import {
  cellName,
  figureText,
  type SweepModel,
  type SweptInitializer,
} from '../../../../src/experiment/sweep/sweepModel';
import '../../../charts/canvas/chartElement';
import { drawHeatMap, heatMapSize, type HeatMapModel } from '../../../charts/heatMap';
import { cellHeight, heatMapLayout, mapMargin } from '../../../charts/parts/heatMapLayout';
import '../../../charts/theme/seriesSwatch';
import { sharedStyles } from '../../../shared/styles';
import { heatMapOf, rowsOf } from './sweepCharts';

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
    .map { position: relative; }
    .map > [role='grid'] { position: absolute; inset: 0; }
    .cell { position: absolute; cursor: pointer; }
    .cell:hover, .cell:focus-visible { outline: 2.5px solid var(--vscode-focusBorder); outline-offset: -2px; }
  `,
  ];

  @property({ attribute: false }) model!: SweepModel;
  @property({ attribute: false }) entry!: SweptInitializer;
  @property({ attribute: false }) sweep!: SweepRecord;
  /** The cell that Tab comes to. */
  @state() private current = 0;
  @state() private shown: number | undefined;
  @state() private width = 0;
  readonly #resize = new ResizeObserver(([entry]) => (this.width = Math.floor(entry.contentRect.width)));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
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
    const rows = rowsOf(this.model);
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
      this.renderRoot.querySelector<HTMLElement>(`[data-cell="${at}"]`)?.focus();
    }
    event.preventDefault();
  }

  #cell(column: number, row: number, cell: number, labels: number, wide: number): TemplateResult {
    const figure = this.entry.figures[cell];
    const show = (): void => void (this.shown = cell);
    const hide = (): void => void (this.shown = undefined);
    const focus = (): void => void (this.current = this.shown = cell);
    const [left, top] = [labels + column * wide, mapMargin.top + row * cellHeight];
    const words = `${cellName(this.model, [column, rowsOf(this.model)[row]])}: ${figureText(this.model, figure)}`;
    // As a property: the page's policy allows no style attribute.
    return html`<div class="cell" role="gridcell" data-cell=${cell} data-status=${figure.status}
      .style=${`left: ${left}px; top: ${top}px; width: ${wide}px; height: ${cellHeight}px`}
      tabindex=${cell === this.current ? 0 : -1} aria-label=${words} @click=${() => this.#open(cell)}
      @keydown=${(event: KeyboardEvent) => this.#key(event, column, row)} @pointerenter=${show} @pointerleave=${hide}
      @focus=${focus} @blur=${hide}></div>`;
  }

  protected override render() {
    const { model, entry } = this;
    const [across, up] = model.axes;
    const map = heatMapOf(model, entry);
    return html`<h3><il-series-swatch .index=${entry.initializer}></il-series-swatch><span>${entry.label}</span><slot
      name="menu"></slot></h3>
      ${this.width === 0 ? nothing : this.#map(map, l10n.t('{0} of {1} by {2} (horizontal) and {3} (vertical). Arrow keys move; Enter opens the run of a cell.', model.metricName, entry.label, across.name, up.name))}
      ${this.shown === undefined ? nothing : this.#tip(this.shown)}`;
  }

  /** The picture, and over it the cells for pointer and keyboard. */
  #map(map: HeatMapModel, label: string): TemplateResult {
    const { labels, wide } = heatMapLayout(map, this.width);
    const { width, height } = heatMapSize(map, this.width);
    return html`<div class="map" .style=${`width: ${width}px; height: ${height}px`}>
      <il-chart .draw=${drawHeatMap} .model=${map}></il-chart>
      <div role="grid" aria-label=${label}>${rowsOf(this.model).map(
        (index, row) =>
          html`<div role="row">${map.across.values.map((_, column) =>
            this.#cell(column, row, cellAt(this.sweep, [column, index]), labels, wide),
          )}</div>`,
      )}</div></div>`;
  }

  #tip(cell: number) {
    const { model, sweep, entry } = this;
    return html`<div class="tip"
      aria-hidden="true"><strong>${figureText(model, entry.figures[cell])}</strong>${model.axes.map((axis, place) => html`<div>${axis.name} ${axis.values[sweep.axes[place].values.indexOf(sweep.cells[cell].setting[sweep.axes[place].path])]}</div>`)}</div>`;
  }
}
