import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { seriesStyle } from './seriesStyle';

const width = 20;

/** A short sample of a series' line. Decoration: the name beside it says which series it is. */
@customElement('il-series-swatch')
export class SeriesSwatch extends LitElement {
  static override styles = css`
    :host { display: inline-block; width: 20px; height: 8px; flex: none; }
    svg { display: block; overflow: visible; }
    :host([off]) { opacity: 0.4; }
  `;

  /** Index of the initializer in the experiment's list. */
  @property({ type: Number }) index = 0;
  /** A hidden or disabled series. */
  @property({ type: Boolean, reflect: true }) off = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  protected override render() {
    const style = seriesStyle(this.index);
    const line = svg`<line x1="0" x2=${width} y1="4" y2="4" stroke="var(${style.token})" stroke-width="3"
      stroke-dasharray=${style.dash.join(' ')} />`;
    return html`<svg width=${width} height="8" viewBox="0 0 ${width} 8">${line}</svg>`;
  }
}
