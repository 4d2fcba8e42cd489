import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ChartCommand, PictureFormat, PictureLook } from '../../../src/protocol/pictures';
import { registerChart, type ChartSource } from './chartRegistry';
import { copyChart } from './copyChart';

/** A wish of a chart's menu, on its way to the host. */
export const chartCommandEvent = 'il-chart-command';

/**
 * The small button in a chart's header: copy or save the picture. It makes the chart known to the export commands too.
 * The area that the chart's context menu belongs to carries `data-chart` with the same id.
 */
@customElement('il-chart-menu')
export class ChartMenu extends LitElement {
  static override styles = css`
    :host {
      display: inline-block; position: relative; font-family: var(--vscode-font-family); font-size: 13px;
      font-weight: normal;
    }
    .more {
      display: inline-flex; align-items: center; justify-content: center; width: 22px; height: 22px; margin: -3px;
      padding: 0; border: 1px solid transparent; border-radius: 5px; color: inherit; background: transparent;
      cursor: pointer;
    }
    .more:hover, .more[aria-expanded='true'] {
      background: var(--vscode-toolbar-hoverBackground);
      border: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    }
    .more:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
    .menu {
      position: fixed; inset: auto; margin: 0; padding: 4px; border-radius: 5px;
      color: var(--vscode-menu-foreground, var(--vscode-foreground));
      background: var(--vscode-menu-background, var(--vscode-editorWidget-background));
      border: 1px solid var(--vscode-menu-border, var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)));
      box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
    }
    .menu button {
      display: block; width: 100%; padding: 2px 24px 2px 10px; font: inherit; line-height: 20px; text-align: start;
      white-space: nowrap; border: 0; border-radius: 3px; color: inherit; background: none; cursor: pointer;
    }
    .menu button:focus {
      outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px;
      color: var(--vscode-menu-selectionForeground, inherit);
      background: var(--vscode-menu-selectionBackground, var(--vscode-list-hoverBackground));
    }
    hr {
      margin: 4px 0; border: 0;
      border-top: 1px solid var(--vscode-menu-separatorBackground, var(--vscode-widget-border, currentColor));
    }
    .said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  `;

  @property({
    attribute: false,
    hasChanged: (a?: ChartSource, b?: ChartSource) => a?.id !== b?.id || a?.title !== b?.title,
  })
  chart!: ChartSource;
  @state() private open = false;
  /** What a screen reader is told. */
  @state() private said = '';
  @query('.menu') private menu!: HTMLElement;
  @query('.more') private button!: HTMLElement;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = registerChart(() => this.chart);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  #items(): { label: string; act: () => void }[][] {
    const save = (format: PictureFormat, look: PictureLook) => (): void =>
      this.#tell({ do: 'save', id: this.chart.id, format, look });
    return [
      [{ label: l10n.t('Copy Image'), act: () => void this.#copy() }],
      [
        { label: l10n.t('Save as PNG…'), act: save('png', 'editor') },
        { label: l10n.t('Save as SVG…'), act: save('svg', 'editor') },
      ],
      [
        { label: l10n.t('Save as PNG for Print…'), act: save('png', 'print') },
        { label: l10n.t('Save as SVG for Print…'), act: save('svg', 'print') },
      ],
    ];
  }

  #tell(detail: ChartCommand): void {
    this.dispatchEvent(new CustomEvent(chartCommandEvent, { bubbles: true, composed: true, detail }));
  }

  async #copy(): Promise<void> {
    this.said = '';
    const problem = await copyChart(this.chart.id);
    if (problem === undefined) this.said = l10n.t('The image was copied.');
    else this.#tell({ do: 'explainCopy', id: this.chart.id, reason: problem });
  }

  #toggle(): void {
    if (this.open) return this.#close();
    const { right, bottom, top } = this.button.getBoundingClientRect();
    this.menu.showPopover();
    const { offsetWidth, offsetHeight, style } = this.menu;
    style.left = `${Math.max(4, Math.min(right - offsetWidth, innerWidth - offsetWidth - 4))}px`;
    style.top = `${bottom + 2 + offsetHeight > innerHeight ? Math.max(4, top - offsetHeight - 2) : bottom + 2}px`;
    this.menu.querySelector('button')?.focus();
  }

  #close(): void {
    this.menu.hidePopover();
  }

  #key(event: KeyboardEvent): void {
    const buttons = [...this.menu.querySelectorAll('button')];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + buttons.length, Home: 0, End: buttons.length - 1 }[event.key];
    if (to !== undefined) buttons[to % buttons.length].focus();
    else if (event.key === 'Tab') this.#close();
    else if (event.key === 'Escape') {
      this.#close();
      this.button.focus();
    } else return;
    // Escape and arrows mean something to what lies below.
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  }

  #item({ label, act }: { label: string; act: () => void }): TemplateResult {
    const choose = (): void => {
      this.#close();
      this.button.focus();
      act();
    };
    return html`<button type="button" role="menuitem" tabindex="-1" @click=${choose}>${label}</button>`;
  }

  protected override render() {
    const label = l10n.t('Picture of {0}', this.chart.title);
    return html`<button type="button" class="more" aria-label=${label} title=${label} aria-haspopup="menu"
      aria-expanded=${this.open} @click=${this.#toggle}><vscode-icon name="kebab-vertical"></vscode-icon></button>
      <div class="menu" popover role="menu" aria-label=${label} @keydown=${this.#key}
        @toggle=${(event: ToggleEvent) => (this.open = event.newState === 'open')}>
        ${this.#items().map((group, index) => html`${index > 0 ? html`<hr />` : ''}${group.map((item) => this.#item(item))}`)}
      </div>
      <span class="said" role="status">${this.said}</span>`;
  }
}
