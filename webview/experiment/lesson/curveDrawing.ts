import * as l10n from '@vscode/l10n';
import { css, LitElement, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatCount, formatNumber, formatRound } from '../../../src/experiment/text/format';

const size = { width: 260, height: 150, left: 34, right: 8, top: 8, bottom: 22 } as const;
const plot = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom };
/** Share of the height that an arrow key moves a point by; with Shift five times that. */
const keyShare = 0.02;

/**
 * A cost curve to be drawn by the pointer, or point by point with the arrow keys; afterwards with what was recorded
 * over it.
 */
@customElement('il-curve-drawing')
export class CurveDrawing extends LitElement {
  static override styles = css`
    :host { display: block; }
    svg { display: block; width: 100%; max-width: 420px; touch-action: none; overflow: visible; }
    text { font-size: 9px; fill: var(--vscode-descriptionForeground); }
    .frame {
      fill: var(--vscode-editor-background);
      stroke: var(--vscode-widget-border, var(--vscode-contrastBorder, var(--vscode-panel-border, transparent)));
    }
    .grid { stroke: var(--vscode-editorIndentGuide-background1, var(--vscode-panel-border, transparent)); }
    .expected {
      fill: none; stroke: var(--vscode-charts-blue, var(--vscode-textLink-foreground)); stroke-width: 2;
      stroke-dasharray: 4 3;
    }
    .recorded { fill: none; stroke: var(--vscode-foreground); stroke-width: 2; }
    .point { fill: var(--vscode-charts-blue, var(--vscode-textLink-foreground)); cursor: ns-resize; outline: none; }
    .point:focus-visible { stroke: var(--vscode-focusBorder); stroke-width: 3; fill: var(--vscode-editor-background); }
    :host([readonly]) .point { cursor: default; }
  `;

  /** Costs, evenly over the steps. */
  @property({ attribute: false }) values: readonly number[] = [];
  /** Costs of the run at the same steps; NaN where there is none. */
  @property({ attribute: false }) recorded: readonly number[] | undefined;
  @property({ type: Number }) steps = 1;
  /** The largest cost that can be drawn. */
  @property({ type: Number }) most = 1;
  @property({ type: Boolean, reflect: true }) readonly = false;
  @state() private focused = 0;

  #x(index: number): number {
    return size.left + (plot.width * index) / Math.max(1, this.values.length - 1);
  }

  #y(value: number): number {
    return size.top + plot.height * (1 - Math.min(1, Math.max(0, value / this.most)));
  }

  #step(index: number): number {
    return Math.round((index * this.steps) / Math.max(1, this.values.length - 1));
  }

  #set(values: readonly number[]): void {
    this.values = values;
    this.dispatchEvent(new CustomEvent('drawn', { detail: { values } }));
  }

  #put(index: number, value: number): void {
    this.#set(this.values.map((old, at) => (at === index ? Math.min(this.most, Math.max(0, value)) : old)));
  }

  #point = (event: PointerEvent): void => {
    if (this.readonly || (event.type === 'pointermove' && event.buttons === 0)) return;
    const drawing = event.currentTarget as SVGSVGElement;
    if (event.type === 'pointerdown') drawing.setPointerCapture(event.pointerId);
    const box = drawing.getBoundingClientRect();
    const [x, y] = [
      ((event.clientX - box.left) / box.width) * size.width,
      ((event.clientY - box.top) / box.height) * size.height,
    ];
    const index = Math.min(
      this.values.length - 1,
      Math.max(0, Math.round(((x - size.left) / plot.width) * (this.values.length - 1))),
    );
    this.#put(index, this.most * (1 - (y - size.top) / plot.height));
  };

  #key(event: KeyboardEvent, index: number): void {
    const by = this.most * keyShare * (event.shiftKey ? 5 : 1);
    const aside = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (event.key === 'ArrowUp') this.#put(index, this.values[index] + by);
    else if (event.key === 'ArrowDown') this.#put(index, this.values[index] - by);
    else if (event.key === 'Home') this.#put(index, 0);
    else if (event.key === 'End') this.#put(index, this.most);
    else if (aside !== 0) {
      this.focused = Math.min(this.values.length - 1, Math.max(0, index + aside));
      void this.updateComplete.then(() =>
        this.renderRoot.querySelectorAll<SVGElement>('.point')[this.focused]?.focus(),
      );
    } else return;
    event.preventDefault();
  }

  protected override render() {
    const { values, recorded } = this;
    const line = (costs: readonly number[]): string =>
      costs
        .map((cost, index) => (Number.isFinite(cost) ? `${this.#x(index)},${this.#y(cost)}` : ''))
        .filter((pair) => pair !== '')
        .join(' ');
    const label = l10n.t('Expected cost by step');
    return svg`<svg viewBox="0 0 ${size.width} ${size.height}" role="group" aria-label=${label}
      @pointerdown=${this.#point} @pointermove=${this.#point}>
      <rect class="frame" x=${size.left} y=${size.top} width=${plot.width} height=${plot.height}></rect>
      ${[0, 0.5, 1].map(
        (share) => svg`<line class="grid" x1=${size.left} x2=${size.left + plot.width}
        y1=${this.#y(share * this.most)} y2=${this.#y(share * this.most)}></line><text x=${size.left - 4}
        y=${this.#y(share * this.most) + 3} text-anchor="end">${formatRound(Number((share * this.most).toPrecision(2)))}</text>`,
      )}
      <text x=${size.left} y=${size.height - 8}>0</text><text x=${size.left + plot.width} y=${size.height - 8}
        text-anchor="end">${l10n.t('step {0}', formatCount(this.steps))}</text>
      ${recorded ? svg`<polyline class="recorded" points=${line(recorded)}></polyline>` : nothing}
      <polyline class="expected" points=${line(values)}></polyline>
      ${
        this.readonly
          ? nothing
          : values.map(
              (value, index) => svg`<circle class="point" r="4" cx=${this.#x(index)} cy=${this.#y(value)} role="slider"
                tabindex=${index === this.focused ? 0 : -1}
        aria-label=${l10n.t('Expected cost at step {0}', formatCount(this.#step(index)))} aria-orientation="vertical" aria-valuemin="0" aria-valuemax=${this.most} aria-valuenow=${Number(value.toPrecision(3))} aria-valuetext=${formatNumber(value)}
        @focus=${() => (this.focused = index)} @keydown=${(event: KeyboardEvent) => this.#key(event, index)}></circle>`,
            )
      }
    </svg>`;
  }
}
