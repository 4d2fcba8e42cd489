import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, svg, type SVGTemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { seriesStyle } from '../../../charts/seriesStyle';
import '../../../charts/seriesSwatch';
import { sharedStyles } from '../../../shared/styles';
import { figureText, type SweepModel, type SweptInitializer } from '../../../../src/experiment/sweep/sweepModel';
import {
  crossesOf,
  curveScale,
  curvesHeight,
  curveShape,
  curvesMargin,
  curvesTitle,
  placesOf,
  writtenValues,
  type Place,
} from './curveLayout';
import { markerPath } from './markerPath';

const [height, margin] = [curvesHeight, curvesMargin];

/** The curves of all initializers over one setting, with a band over the seeds. Fires `open-cell` with `{ cell }`. */
@customElement('il-sweep-curves')
export class SweepCurves extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: block; position: relative; }
    .plot { position: relative; cursor: pointer; border-radius: 2px; }
    svg.chart { display: block; overflow: visible; }
    text { fill: var(--vscode-descriptionForeground); font-size: 11px; font-variant-numeric: tabular-nums; }
    .grid { stroke: var(--vscode-foreground); stroke-opacity: 0.1; }
    .frame { stroke: var(--vscode-foreground); stroke-opacity: 0.3; fill: none; }
    .cursor { stroke: var(--vscode-descriptionForeground); stroke-dasharray: 3 3; }
    .bad {
      fill: var(--vscode-editorError-foreground, var(--vscode-errorForeground)); font-weight: 600; font-size: 13px;
    }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    .tip td { padding: 0 10px 0 0; }
  `,
  ];

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
    if (this.cursor !== undefined)
      this.dispatchEvent(
        new CustomEvent('open-cell', { detail: { cell: this.cursor }, bubbles: true, composed: true }),
      );
  }

  #key(event: KeyboardEvent): void {
    const last = this.model.axes[0].values.length - 1;
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by !== 0)
      this.cursor = Math.min(last, Math.max(0, this.cursor === undefined ? (by > 0 ? 0 : last) : this.cursor + by));
    else if (event.key === 'Enter') this.#open();
    else if (event.key === 'Escape' && this.cursor !== undefined) this.cursor = undefined;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #point(event: PointerEvent): void {
    const place = (event.clientX - this.getBoundingClientRect().left - margin.left) / this.#inner;
    const places = placesOf(this.model.axes[0]);
    this.cursor = places.reduce(
      (best, at, index) => (Math.abs(at - place) < Math.abs(places[best] - place) ? index : best),
      0,
    );
  }

  #line(
    { initializer, figures }: SweptInitializer,
    y: (value: number) => number,
    x: readonly number[],
  ): SVGTemplateResult {
    const { token, dash, marker } = seriesStyle(initializer);
    const color = `var(${token})`;
    const path = (points: readonly Place[]): string =>
      points.map(([left, up], index) => `${index === 0 ? 'M' : 'L'}${left.toFixed(1)} ${up.toFixed(1)}`).join('');
    const { band, pieces, marks } = curveShape(figures, y, x);
    return svg`
      ${
        band.length > 0
          ? svg`<path d=${`${path(band)}Z`} fill=${color} fill-opacity="0.18" stroke=${color}
        stroke-opacity="0.45" stroke-width="0.75"></path>`
          : nothing
      }
      ${pieces.map(
        (piece) => svg`<path d=${path(piece)} fill="none" stroke=${color} stroke-width="2"
        stroke-dasharray=${dash.join(' ')}></path>`,
      )}
      ${marks.map(
        ([at, up]) => svg`<path d=${markerPath(marker, at, up, 4)} fill="var(--vscode-editor-background)"
        stroke=${color} stroke-width="1.8"></path>`,
      )}`;
  }

  protected override render() {
    const { model } = this;
    const [axis] = model.axes;
    const shown = model.initializers.filter(({ initializer }) => !this.hiddenOnes.has(initializer));
    const scale = curveScale(model, shown);
    const x = placesOf(axis).map((place) => margin.left + place * this.#inner);
    const labels = writtenValues(axis, x);
    return html`<div class="plot" data-chart="sweep-curves" tabindex="0" role="group"
      aria-roledescription=${l10n.t('chart')} aria-label=${l10n.t('{0} by {1}. Left and Right Arrow read the values of a setting; Enter opens its run. The table below lists the values.', model.metricName, axis.name)}
        @keydown=${this.#key} @pointermove=${this.#point} @pointerleave=${() => (this.cursor = undefined)} @click=${() => this.#open()}>
      ${
        this.width === 0
          ? nothing
          : html`<svg class="chart" width=${this.width} height=${height} aria-hidden="true">
        ${svg`<rect class="frame" x=${margin.left} y=${margin.top} width=${this.#inner}
          height=${height - margin.top - margin.bottom}></rect>
        ${scale?.ticks.map(
          (tick) => svg`<line class="grid" x1=${margin.left} x2=${margin.left + this.#inner}
          y1=${scale.y(tick)} y2=${scale.y(tick)}></line><text x=${margin.left - 6} y=${scale.y(tick) + 4}
          text-anchor="end">${scale.text(tick)}</text>`,
        )}
        ${x.map(
          (at) => svg`<line class="grid" x1=${at} x2=${at} y1=${margin.top}
          y2=${height - margin.bottom}></line>`,
        )}
        ${labels.map(
          (index) => svg`<text x=${x[index]} y=${height - margin.bottom + 16}
          text-anchor="middle">${axis.values[index]}</text>`,
        )}
        <text x=${margin.left + this.#inner / 2} y=${height - 10}
          text-anchor="middle">${axis.name}${axis.log ? ` ${l10n.t('(log scale)')}` : ''}</text>
        <text transform=${`translate(${curvesTitle.x} ${curvesTitle.y}) rotate(-90)`}
          text-anchor="middle">${this.model.metricName}</text>
        ${
          this.model.range?.cut
            ? svg`<text x=${margin.left + 6}
          y=${margin.top + 14}>${l10n.t('↑ larger values above')}</text>`
            : nothing
        }
        ${
          scale
            ? shown.map((entry) => this.#line(entry, scale.y, x))
            : svg`<text x=${margin.left + this.#inner / 2}
          y=${height / 2} text-anchor="middle">${l10n.t('Waiting for the first cell…')}</text>`
        }
        ${shown.map((entry, row) =>
          crossesOf(entry, row, shown.length, x).map(
            ({ at: [left, up], size }) => svg`<path
          d=${markerPath('cross', left, up, size)} stroke=${`var(${seriesStyle(entry.initializer).token})`} stroke-width="2" fill="none"></path>`,
          ),
        )}
        ${
          this.cursor === undefined
            ? nothing
            : svg`<line class="cursor" x1=${x[this.cursor]} x2=${x[this.cursor]}
          y1=${margin.top} y2=${height - margin.bottom}></line>`
        }`}
      </svg>`
      }
      ${this.cursor === undefined ? nothing : this.#tip(this.cursor, shown)}
    </div>`;
  }

  #tip(cell: number, shown: readonly SweptInitializer[]) {
    const [axis] = this.model.axes;
    return html`<div class="tip" role="status"><strong>${axis.name} ${axis.values[cell]}</strong>
      <table>${shown.map(
        ({ initializer, label, figures }) => html`<tr><td><il-series-swatch
        .index=${initializer}></il-series-swatch></td><td>${label}</td><td>${figureText(this.model, figures[cell])}</td></tr>`,
      )}</table></div>`;
  }
}
