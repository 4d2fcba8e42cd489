import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, svg, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatCount } from '../../../src/experiment/text/format';
import { sharedStyles } from '../../shared/styles';
import { neighbourStep, placeOf, stepAtPlace } from './timelineSteps';

/** Time that Play gives to each recorded step. */
const playMilliseconds = 350;
/** From the left and right end of the slider to its track, so that the thumb stays inside. */
const inset = 20;

/**
 * A slider over the recorded steps with Play; `live` follows the newest. Fires `seek` with `{ step }`, where undefined
 * means live.
 */
@customElement('il-timeline')
export class Timeline extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: flex; align-items: center; gap: 6px; min-width: 260px; }
    .step { white-space: nowrap; font-variant-numeric: tabular-nums; min-width: 96px; }
    .slider {
      position: relative; flex: 1 1 auto; min-width: 110px; height: 36px; cursor: pointer; touch-action: none;
      border-radius: 3px;
    }
    svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
    .track {
      stroke: var(--vscode-descriptionForeground); stroke-opacity: 0.35; stroke-width: 3; stroke-linecap: round;
    }
    .done {
      stroke: var(--vscode-progressBar-background, var(--vscode-button-background)); stroke-width: 3;
      stroke-linecap: round;
    }
    .tick { stroke: var(--vscode-descriptionForeground); stroke-width: 1; }
    .thumb {
      fill: var(--vscode-progressBar-background, var(--vscode-button-background));
      stroke: var(--vscode-contrastBorder, var(--vscode-editor-background)); stroke-width: 2;
    }
    text {
      fill: var(--vscode-descriptionForeground); font-size: 10px; text-anchor: middle;
      font-variant-numeric: tabular-nums;
    }
    .live {
      font: inherit; font-size: 12px; padding: 1px 8px; line-height: 18px; border-radius: 4px; cursor: pointer;
      color: var(--vscode-foreground); background: none;
      border: 1px solid var(--vscode-contrastBorder, var(--vscode-dropdown-border, var(--vscode-widget-border, currentColor)));
    }
    .live[aria-pressed='true'] { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
    :host-context(.vscode-high-contrast) .live[aria-pressed='true'] {
      outline: 2px solid var(--vscode-contrastActiveBorder); outline-offset: -2px;
    }
    .off { opacity: 0.5; pointer-events: none; }
  `,
  ];

  /** Recorded steps, ascending. */
  @property({ attribute: false }) steps: readonly number[] = [];
  /** Steps of the whole run. */
  @property({ type: Number }) total = 0;
  @property({ type: Number }) step = 0;
  @property({ type: Boolean }) live = true;
  /** More steps will come. */
  @property({ type: Boolean }) running = false;
  @state() private playing = false;
  @state() private width = 400;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #resize = new ResizeObserver(([entry]) => (this.width = entry.contentRect.width));

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#pause();
  }

  protected override firstUpdated(): void {
    this.#resize.observe(this.renderRoot.querySelector('.slider')!);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('total')) this.#pause();
  }

  #seek(step: number | undefined): void {
    this.dispatchEvent(new CustomEvent('seek', { detail: { step } }));
  }

  #pause(): void {
    clearTimeout(this.#timer);
    this.playing = false;
  }

  #play(): void {
    if (this.playing) return this.#pause();
    this.playing = true;
    const atEnd = this.live || this.step >= (this.steps.at(-1) ?? 0);
    if (atEnd) this.#seek(this.steps[0]);
    const next = (): void => {
      this.#timer = setTimeout(() => {
        const step = neighbourStep(this.steps, this.step, 1);
        if (step === this.step && this.running) return next();
        if (step === this.step) return this.#pause();
        this.#seek(step);
        next();
      }, playMilliseconds);
    };
    next();
  }

  #goTo(step: number): void {
    this.#pause();
    // The newest step of a run that goes on is live: it will move.
    this.#seek(step === this.steps.at(-1) ? undefined : step);
  }

  #drag(event: PointerEvent): void {
    if (event.type === 'pointerdown') (event.currentTarget as Element).setPointerCapture(event.pointerId);
    else if (event.buttons === 0) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    this.#goTo(stepAtPlace(this.steps, (event.clientX - box.left - inset) / (box.width - 2 * inset), this.total));
  }

  #key(event: KeyboardEvent): void {
    const by: Record<string, number> = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -5,
      PageUp: 5,
      Home: -Infinity,
      End: Infinity,
    };
    if (event.key in by) this.#goTo(neighbourStep(this.steps, this.step, by[event.key]));
    else if (event.key === ' ') this.#play();
    else return;
    event.preventDefault();
  }

  #x(step: number): number {
    return inset + placeOf(step, this.total) * Math.max(0, this.width - 2 * inset);
  }

  protected override render() {
    const { steps, step, total } = this;
    const empty = steps.length === 0;
    const x = this.#x(step);
    const play = this.playing ? l10n.t('Pause playback') : l10n.t('Play the recorded steps');
    return html`
      <vscode-toolbar-button icon=${this.playing ? 'debug-pause' : 'play'} label=${play} title=${play}
        class=${empty ? 'off' : ''} @click=${() => this.#play()}></vscode-toolbar-button>
      <span class="step">${l10n.t('Step {0}', empty ? '–' : formatCount(step))}</span>
      <div class="slider ${empty ? 'off' : ''}" role="slider" tabindex="0" aria-label=${l10n.t('Step shown')}
        aria-valuemin="0" aria-valuemax=${steps.at(-1) ?? 0} aria-valuenow=${step} aria-valuetext=${this.live ? l10n.t('Step {0}, the latest', formatCount(step)) : l10n.t('Step {0}', formatCount(step))}
          @pointerdown=${this.#drag} @pointermove=${this.#drag} @keydown=${this.#key}>
        <svg aria-hidden="true">
          <line class="track" x1=${inset} x2=${Math.max(inset, this.width - inset)} y1="13" y2="13"></line>
          ${
            empty
              ? nothing
              : svg`<line class="done" x1=${inset} x2=${this.#x(steps.at(-1)!)} y1="13" y2="13"></line>
            ${steps.map(
              (recorded) => svg`<line class="tick" x1=${this.#x(recorded)} x2=${this.#x(recorded)} y1="8"
              y2="18"></line>`,
            )}`
          }
          ${this.#labels().map((value) => svg`<text x=${this.#x(value)} y="32">${formatCount(value)}</text>`)}
          ${empty ? nothing : svg`<circle class="thumb" cx=${x} cy="13" r="7"></circle>`}
        </svg>
      </div>
      ${
        this.running || !this.live
          ? html`<button type="button" class="live" aria-pressed=${this.live}
        title=${l10n.t('Follow the latest recorded step')} @click=${() => this.#latest()}>${this.running ? l10n.t('Live') : l10n.t('Last')}</button>`
          : nothing
      }
      <span class="hidden">${l10n.t('{0} steps in total', total)}</span>`;
  }

  #latest(): void {
    this.#pause();
    this.#seek(undefined);
  }

  /** 0, the decades and the end, where they have room. */
  #labels(): number[] {
    const { total } = this;
    if (total <= 0) return [];
    const room = (a: number, b: number): boolean => Math.abs(this.#x(a) - this.#x(b)) > 44;
    const labels = [0, total];
    for (let decade = 10; decade < total; decade *= 10)
      if (labels.every((label) => room(label, decade))) labels.push(decade);
    return labels;
  }
}
