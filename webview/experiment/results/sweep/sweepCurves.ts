import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, svg } from 'lit';
import type { SVGTemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatPercent, formatRound, formatTick } from '../../../../src/experiment/format';
import { seriesStyle } from '../../../shared/seriesStyle';
import { logTicks, niceTicks } from '../cost/valueRange';
import '../../../shared/seriesSwatch';
import { sharedStyles } from '../styles';
import { figureText, type AxisModel, type SweepModel, type SweptInitializer } from '../../../../src/experiment/sweepModel';
import { markerPath } from './markerPath';

const height = 300;
const margin = { left: 58, right: 18, top: 10, bottom: 46 };

/** Places from 0 to 1 of an axis's values. */
function placesOf({ values, numbers, log }: AxisModel): number[] {
  if (!numbers) return values.map((_, index) => (index + 0.5) / values.length);
  const scaled = numbers.map((value) => (log ? Math.log(value) : value));
  const [low, high] = [Math.min(...scaled), Math.max(...scaled)];
  return scaled.map((value) => (high === low ? 0.5 : (value - low) / (high - low)));
}

/** The curves of all initializers over one setting, with a band over the seeds. Fires `open-cell` with `{ cell }`. */
@customElement('il-sweep-curves')
export class SweepCurves extends LitElement {
  static override styles = [sharedStyles, css`
    :host { display: block; position: relative; }
    .plot { position: relative; cursor: pointer; border-radius: 2px; }
    svg.chart { display: block; overflow: visible; }
    text { fill: var(--vscode-descriptionForeground); font-size: 11px; font-variant-numeric: tabular-nums; }
    .grid { stroke: var(--vscode-foreground); stroke-opacity: 0.1; }
    .frame { stroke: var(--vscode-foreground); stroke-opacity: 0.3; fill: none; }
    .cursor { stroke: var(--vscode-descriptionForeground); stroke-dasharray: 3 3; }
    .bad { fill: var(--vscode-errorForeground); font-weight: 600; font-size: 13px; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    .tip td { padding: 0 10px 0 0; }
  `];

  @property({ attribute: false }) model!: SweepModel;
  @property({ attribute: false }) hiddenOnes: ReadonlySet<number> = new Set();
  @state() private cursor: number | undefined;
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

  get #inner(): number {
    return Math.max(40, this.width - margin.left - margin.right);
  }

  protected override updated(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (!tip || this.cursor === undefined) return;
    const x = margin.left + placesOf(this.model.axes[0])[this.cursor] * this.#inner;
    tip.style.left = `${x + 12 + tip.offsetWidth <= this.width ? x + 12 : Math.max(0, x - 12 - tip.offsetWidth)}px`;
    tip.style.top = `${margin.top + 4}px`;
  }

  #open(): void {
    if (this.cursor !== undefined) this.dispatchEvent(new CustomEvent('open-cell', { detail: { cell: this.cursor }, bubbles: true, composed: true }));
  }

  #key(event: KeyboardEvent): void {
    const last = this.model.axes[0].values.length - 1;
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by !== 0) this.cursor = Math.min(last, Math.max(0, this.cursor === undefined ? (by > 0 ? 0 : last) : this.cursor + by));
    else if (event.key === 'Enter') this.#open();
    else if (event.key === 'Escape' && this.cursor !== undefined) this.cursor = undefined;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #point(event: PointerEvent): void {
    const place = (event.clientX - this.getBoundingClientRect().left - margin.left) / this.#inner;
    const places = placesOf(this.model.axes[0]);
    this.cursor = places.reduce((best, at, index) => (Math.abs(at - place) < Math.abs(places[best] - place) ? index : best), 0);
  }

  /** From a value to a pixel from the top, with ticks; undefined while nothing is known. */
  #scale(shown: readonly SweptInitializer[]) {
    const { range, lessIsBetter } = this.model;
    if (!range) return undefined;
    const ends = shown.flatMap(({ figures }) => figures.flatMap(({ value, low, high }) => [value, high, ...(range.log && !(low > range.min / 3) ? [] : [low])])).filter((value) => Number.isFinite(value) && (!range.cut || value <= 1.1 * range.max));
    if (ends.length === 0) return undefined;
    let [min, max] = [Math.min(...ends), Math.max(...ends)];
    if (range.log) [min, max] = [min / (max / min) ** 0.06 / 1.02, max * (max / min) ** 0.06 * 1.02];
    else {
      const pad = max > min ? 0.06 * (max - min) : Math.max(Math.abs(max) * 0.1, 1e-12);
      [min, max] = lessIsBetter ? [min - pad, max + pad] : [Math.max(0, min - pad), Math.min(1, max + pad)];
    }
    const inner = height - margin.top - margin.bottom;
    const share = (value: number): number => (range.log ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min));
    const ticks = range.log ? logTicks(min, max, 7) : niceTicks(min, max, 7);
    const text = (value: number): string => (!lessIsBetter ? formatPercent(value, 0) : range.log ? formatRound(value) : formatTick(value, ticks.length > 1 ? ticks[1] - ticks[0] : 1));
    return { y: (value: number) => margin.top + inner * (1 - Math.min(1.02, Math.max(-0.02, range.log && value <= 0 ? -0.02 : share(value)))), ticks, text };
  }

  #line({ initializer, figures }: SweptInitializer, y: (value: number) => number, x: readonly number[]): SVGTemplateResult {
    const { token, dash, marker } = seriesStyle(initializer);
    const color = `var(${token})`;
    const known = figures.map((figure, index) => ({ ...figure, x: x[index] })).filter(({ value }) => Number.isFinite(value));
    const banded = known.filter(({ low }) => Number.isFinite(low));
    const path = (points: readonly (readonly [number, number])[]): string => points.map(([left, up], index) => `${index === 0 ? 'M' : 'L'}${left.toFixed(1)} ${up.toFixed(1)}`).join('');
    // A line does not leap over a setting at which the initializer diverged.
    const pieces = figures.reduce<(readonly [number, number])[][]>((parts, { value, status }, index) => {
      if (Number.isFinite(value)) parts.at(-1)!.push([x[index], y(value)]);
      else if (status === 'diverged' || status === 'failed') parts.push([]);
      return parts;
    }, [[]]);
    return svg`
      ${banded.length > 1 ? svg`<path d=${`${path([...banded.map(({ x: at, high }) => [at, y(high)] as const), ...banded.map(({ x: at, low }) => [at, y(low)] as const).reverse()])}Z`} fill=${color} fill-opacity="0.18" stroke=${color} stroke-opacity="0.45" stroke-width="0.75"></path>` : nothing}
      ${pieces.filter((piece) => piece.length > 1).map((piece) => svg`<path d=${path(piece)} fill="none" stroke=${color} stroke-width="2" stroke-dasharray=${dash.join(' ')}></path>`)}
      ${known.map(({ x: at, value }) => svg`<path d=${markerPath(marker, at, y(value), 4)} fill="var(--vscode-editor-background)" stroke=${color} stroke-width="1.8"></path>`)}`;
  }

  /** Crosses at the top for what diverged, each initializer in its own row and colour. */
  #crosses(shown: readonly SweptInitializer[], x: readonly number[]): SVGTemplateResult[] {
    return shown.map(({ initializer, figures }, row) => svg`${figures.map(({ status, diverged }, index) => (status === 'diverged' || (status === 'done' && diverged > 0)
      ? svg`<path d=${markerPath('cross', x[index] + 7 * (row - (shown.length - 1) / 2), margin.top + 6, status === 'diverged' ? 4 : 2.5)} stroke=${`var(${seriesStyle(initializer).token})`} stroke-width="2" fill="none"></path>` : nothing))}`);
  }

  protected override render() {
    const { model } = this;
    const [axis] = model.axes;
    const shown = model.initializers.filter(({ initializer }) => !this.hiddenOnes.has(initializer));
    const scale = this.#scale(shown);
    const x = placesOf(axis).map((place) => margin.left + place * this.#inner);
    const room = Math.max(30, ...axis.values.map((value) => value.length * 6.6 + 8));
    let free = -Infinity;
    const labels = [...x.keys()].sort((a, b) => x[a] - x[b]).filter((index) => (x[index] - room / 2 >= free ? ((free = x[index] + room / 2), true) : false));
    return html`<div class="plot" tabindex="0" role="group" aria-roledescription=${l10n.t('chart')} aria-label=${l10n.t('{0} by {1}. Left and right arrow read the values of a setting, Enter opens its run. The values are in the table below.', model.metricName, axis.name)}
        @keydown=${this.#key} @pointermove=${this.#point} @pointerleave=${() => (this.cursor = undefined)} @click=${() => this.#open()}>
      ${this.width === 0 ? nothing : html`<svg class="chart" width=${this.width} height=${height} aria-hidden="true">
        ${svg`<rect class="frame" x=${margin.left} y=${margin.top} width=${this.#inner} height=${height - margin.top - margin.bottom}></rect>
        ${scale?.ticks.map((tick) => svg`<line class="grid" x1=${margin.left} x2=${margin.left + this.#inner} y1=${scale.y(tick)} y2=${scale.y(tick)}></line><text x=${margin.left - 6} y=${scale.y(tick) + 4} text-anchor="end">${scale.text(tick)}</text>`)}
        ${x.map((at) => svg`<line class="grid" x1=${at} x2=${at} y1=${margin.top} y2=${height - margin.bottom}></line>`)}
        ${labels.map((index) => svg`<text x=${x[index]} y=${height - margin.bottom + 16} text-anchor="middle">${axis.values[index]}</text>`)}
        <text x=${margin.left + this.#inner / 2} y=${height - 10} text-anchor="middle">${axis.name}${axis.log ? ` ${l10n.t('(log scale)')}` : ''}</text>
        ${this.model.range?.cut ? svg`<text x=${margin.left + 6} y=${margin.top + 14}>${l10n.t('↑ larger values lie above')}</text>` : nothing}
        ${scale ? shown.map((entry) => this.#line(entry, scale.y, x)) : svg`<text x=${margin.left + this.#inner / 2} y=${height / 2} text-anchor="middle">${l10n.t('Waiting for the first cell…')}</text>`}
        ${this.#crosses(shown, x)}
        ${this.cursor === undefined ? nothing : svg`<line class="cursor" x1=${x[this.cursor]} x2=${x[this.cursor]} y1=${margin.top} y2=${height - margin.bottom}></line>`}`}
      </svg>`}
      ${this.cursor === undefined ? nothing : this.#tip(this.cursor, shown)}
    </div>`;
  }

  #tip(cell: number, shown: readonly SweptInitializer[]) {
    const [axis] = this.model.axes;
    return html`<div class="tip" role="status"><strong>${axis.name} ${axis.values[cell]}</strong>
      <table>${shown.map(({ initializer, label, figures }) => html`<tr><td><il-series-swatch .index=${initializer}></il-series-swatch></td><td>${label}</td><td>${figureText(this.model, figures[cell])}</td></tr>`)}</table></div>`;
  }
}
