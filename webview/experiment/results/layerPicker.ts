import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { infoMark, infoTitle, layerKindTitle, layerTitle } from '../../../src/experiment/text/layerTitle';
import type { LayerInfo } from '../../../src/experiment/record/record';
import { sharedStyles } from '../../shared/styles';
import { allLayers } from './modules/shownLayers';

/** More layers than this are bars without their number of units. */
const mostNumbers = 12;

/** On the button of a layer: its number of units, or what it does to them. */
const textOf = (info: LayerInfo): string => (info.kind === undefined ? String(info.units) : infoMark(info));

/** A layer for whoever cannot see the picture. */
function nameOf(info: LayerInfo): string {
  const { name, kind, units } = info;
  if (kind === undefined || kind === 'module' || kind === 'parameter')
    return l10n.t('{0}: {1} units', infoTitle(info), units);
  return l10n.t('{0}: {1}, {2} units', layerTitle(name), layerKindTitle(kind), units);
}

/**
 * A small picture of the network whose layers are buttons: the one that all columns show. Fires `choose-layer` with `{
 * layer }`.
 */
@customElement('il-layer-picker')
export class LayerPicker extends LitElement {
  static override styles = [
    sharedStyles,
    css`
    :host { display: inline-flex; align-items: center; gap: 6px; min-width: 0; font-size: 12px; }
    .net { display: flex; align-items: center; min-width: 0; overflow-x: auto; scrollbar-width: thin; padding: 2px; }
    .net > span { color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; white-space: nowrap; }
    .wire { flex: none; width: 7px; height: 1px; background: var(--vscode-descriptionForeground); opacity: 0.7; }
    button {
      flex: none; font: inherit; cursor: pointer; color: var(--vscode-foreground);
      background: var(--vscode-dropdown-background, transparent);
      border: 1px solid var(--vscode-contrastBorder, var(--vscode-dropdown-border, var(--vscode-widget-border, transparent)));
    }
    .net button {
      display: grid; place-items: center; min-width: 24px; height: 22px; padding: 0 6px; border-radius: 11px;
      line-height: 18px; font-variant-numeric: tabular-nums;
    }
    .net.many { gap: 1px; }
    .net.many button { min-width: 0; width: 7px; padding: 0; border-radius: 2px; }
    .net.many button[aria-checked='true'] { width: 11px; }
    .net.many .wire { display: none; }
    .all { height: 22px; padding: 0 8px; line-height: 18px; border-radius: 4px; white-space: nowrap; }
    button:hover { border-color: var(--vscode-focusBorder); }
    button[aria-checked='true'] { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
    :host-context(.vscode-high-contrast) button[aria-checked='true'] {
      outline: 2px solid var(--vscode-contrastActiveBorder); outline-offset: -2px;
    }
    .name { white-space: nowrap; }
  `,
  ];

  @property({ attribute: false }) layers: readonly LayerInfo[] = [];
  /** Index of the chosen layer, or `allLayers`. */
  @property({ type: Number }) layer = 0;

  #choose(layer: number, focus = false): void {
    this.dispatchEvent(new CustomEvent('choose-layer', { detail: { layer } }));
    if (focus)
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-checked=true]')?.focus());
  }

  #key(event: KeyboardEvent): void {
    const last = this.layers.length - 1;
    // The choice behind the last layer is all of them.
    const now = this.layer === allLayers ? last + 1 : this.layer;
    const next = {
      ArrowLeft: now - 1,
      ArrowUp: now - 1,
      ArrowRight: now + 1,
      ArrowDown: now + 1,
      Home: 0,
      End: last + 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const to = Math.min(last + 1, Math.max(0, next));
    this.#choose(to > last ? allLayers : to, true);
  }

  #button(index: number, text: string | typeof nothing, title: string, kind = ''): TemplateResult {
    const checked = index === this.layer;
    return html`<button type="button" role="radio" class=${kind} aria-checked=${checked} tabindex=${checked ? 0 : -1}
      title=${title} aria-label=${title} @click=${() => this.#choose(index)}>${text}</button>`;
  }

  protected override render() {
    const { layers } = this;
    if (layers.length === 0) return nothing;
    const many = layers.length > mostNumbers;
    return html`<div role="radiogroup" aria-label=${l10n.t('Layer shown')} @keydown=${this.#key}
      class="net ${many ? 'many' : ''}">
      <span aria-hidden="true" title=${l10n.t('{0} inputs', layers[0].inputs)}>${layers[0].inputs}</span>
      ${layers.map(
        (info, index) => html`<i class="wire"
        aria-hidden="true"></i>${this.#button(index, many ? nothing : textOf(info), nameOf(info))}`,
      )}
      <i class="wire" aria-hidden="true"></i>
      ${this.#button(allLayers, l10n.t('All layers'), l10n.t('All layers'), 'all')}
    </div>
    ${
      many && this.layer !== allLayers
        ? html`<span
      class="name muted">${nameOf(layers[this.layer])}</span>`
        : nothing
    }`;
  }

  protected override updated(): void {
    this.renderRoot.querySelector('[aria-checked=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}
