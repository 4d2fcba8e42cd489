import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LayerInfo, ModelModule } from '../../../../src/experiment/record/record';
import { formatCount } from '../../../../src/experiment/text/format';
import { sharedStyles } from '../../../shared/styles';
import { modulePickerStyles } from './modulePickerStyles';
import { moduleTree, searched, treeRows, type TreeRow } from './moduleTree';
import { allLayers, isWithin, type LayerChoice } from './shownLayers';

/** Lines that are shown at most; a search finds the others. */
const mostRows = 500;

/**
 * The chosen module of a user's model as a button, which opens a tree of all modules and calls with a search. Fires
 * `choose-layer` with `{ layer }`, a path or `allLayers`.
 */
@customElement('il-module-picker')
export class ModulePicker extends LitElement {
  static override styles = [sharedStyles, modulePickerStyles];

  @property({ attribute: false }) layers: readonly LayerInfo[] = [];
  @property({ attribute: false }) modules: readonly ModelModule[] = [];
  /** Those that have parameters. */
  @property({ attribute: false }) weighted: ReadonlySet<number> = new Set();
  @property({ attribute: false }) choice: LayerChoice = allLayers;
  @state() private open = false;
  @state() private words = '';
  @state() private weightsOnly = true;
  @state() private folded: ReadonlySet<string> = new Set();
  /** The line that Tab reaches. */
  @state() private current = '';
  #focusNext = false;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('pointerdown', this.#outside);
    window.addEventListener('blur', this.#outside);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('pointerdown', this.#outside);
    window.removeEventListener('blur', this.#outside);
  }

  #outside = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.open = false;
  };

  get #path(): string {
    return typeof this.choice === 'string' ? this.choice : (this.layers[this.choice]?.name ?? '');
  }

  get #rows(): TreeRow[] {
    const tree = moduleTree(this.layers, this.modules, (index) => !this.weightsOnly || this.weighted.has(index));
    // What a search finds is shown, folded or not.
    return treeRows(searched(tree, this.words), (path) => this.words.trim() !== '' || !this.folded.has(path));
  }

  #toggle(): void {
    this.open = !this.open;
    this.words = '';
    this.current = this.#path;
    // What is chosen is to be seen.
    const index = this.layers.findIndex(({ name }) => name === this.#path);
    if (index >= 0 && !this.weighted.has(index)) this.weightsOnly = false;
    if (this.open) void this.updateComplete.then(() => this.#search?.focus());
  }

  get #search(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input[type=search]');
  }

  #choose(layer: LayerChoice): void {
    this.dispatchEvent(new CustomEvent('choose-layer', { detail: { layer } }));
    this.#close();
  }

  #close(): void {
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>('.chosen')?.focus();
  }

  #fold(path: string, folded: boolean): void {
    const next = new Set(this.folded);
    if (folded) next.add(path);
    else next.delete(path);
    this.folded = next;
  }

  #go(path: string | undefined): void {
    if (path === undefined) return;
    this.current = path;
    this.#focusNext = true;
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  }

  #searchKey(event: KeyboardEvent): void {
    const rows = this.#rows;
    if (event.key === 'ArrowDown') this.#go(rows[0]?.node.path);
    // The first that the search finds by itself, not what is around it.
    else if (event.key === 'Enter' && this.words.trim() !== '') {
      const wanted = this.words.trim().toLowerCase();
      const found = rows.find(
        ({ node }) => node.path.toLowerCase().includes(wanted) || node.kind.toLowerCase().includes(wanted),
      );
      if (found) this.#choose(found.node.path);
    } else return;
    event.preventDefault();
  }

  #treeKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.#rows.slice(0, mostRows);
    const at = rows.findIndex(({ node }) => node.path === this.current);
    const row = rows[at] as TreeRow | undefined;
    if (event.key.length === 1 && event.key !== ' ') {
      // What is typed goes into the search.
      this.words += event.key;
      this.#search?.focus();
    } else if (event.key === 'ArrowUp' && at <= 0) this.#search?.focus();
    else if (event.key === 'ArrowDown') this.#go(rows[Math.min(rows.length - 1, at + 1)]?.node.path);
    else if (event.key === 'ArrowUp') this.#go(rows[at - 1].node.path);
    else if (event.key === 'Home') this.#go(rows[0]?.node.path);
    else if (event.key === 'End') this.#go(rows.at(-1)?.node.path);
    else if (event.key === 'ArrowLeft' && row?.expanded) this.#fold(row.node.path, true);
    else if (event.key === 'ArrowLeft') this.#go(row?.parent);
    else if (event.key === 'ArrowRight' && row?.expanded) this.#go(rows[at + 1]?.node.path);
    else if (event.key === 'ArrowRight' && row?.expanded === false) this.#fold(row.node.path, false);
    else if ((event.key === 'Enter' || event.key === ' ') && row) this.#choose(row.node.path);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  protected override render() {
    const { choice } = this;
    if (this.layers.length === 0) return nothing;
    const info = this.layers.find(({ name }) => name === this.#path);
    const kind = info?.module ?? this.modules.find(({ path }) => path === this.#path)?.kind ?? '';
    const text = choice === allLayers ? l10n.t('All layers') : this.#path;
    return html`<div class="picker" @keydown=${this.#key}>
      <button type="button" class="chosen" aria-haspopup="tree" aria-expanded=${this.open}
        aria-label=${l10n.t('Module shown: {0}', kind === '' || choice === allLayers ? text : `${text}, ${kind}`)}
        title=${text} @click=${() => this.#toggle()}><vscode-icon name="list-tree" size="14"></vscode-icon><span
        class="path"><bdi>${text}</bdi></span>${kind === '' || choice === allLayers ? nothing : html`<span class="kind">${kind}</span>`}<vscode-icon
        name="chevron-down" size="12"></vscode-icon></button>
      ${this.open ? this.#panel() : nothing}</div>`;
  }

  #panel(): TemplateResult {
    const rows = this.#rows;
    const shown = rows.slice(0, mostRows);
    const reachable = shown.some(({ node }) => node.path === this.current) ? this.current : shown[0]?.node.path;
    const only = l10n.t('Only with weights');
    return html`<div class="panel" role="group" aria-label=${l10n.t('Modules of the model')}>
      <div class="search"><input type="search" .value=${this.words} placeholder=${l10n.t('Search modules')}
          aria-label=${l10n.t('Search modules')} spellcheck="false" @keydown=${this.#searchKey}
          @input=${(event: Event) => (this.words = (event.target as HTMLInputElement).value)} />
        <button type="button" class="all" aria-pressed=${this.choice === allLayers}
          @click=${() => this.#choose(allLayers)}>${l10n.t('All layers')}</button></div>
      <label class="only"><input type="checkbox" .checked=${this.weightsOnly}
        @change=${(event: Event) => (this.weightsOnly = (event.target as HTMLInputElement).checked)} />${only}</label>
      ${
        shown.length === 0
          ? html`<p class="none" role="status">${this.words.trim() === '' ? l10n.t('No call has weights.') : l10n.t('No module matches.')}</p>`
          : html`<ul role="tree" aria-label=${l10n.t('Modules of the model')} @keydown=${this.#treeKey}>
              ${shown.map((row) => this.#row(row, row.node.path === reachable))}</ul>`
      }
      ${
        rows.length > shown.length
          ? html`<p class="none">${l10n.t('{0} more: search to find them.', formatCount(rows.length - shown.length))}</p>`
          : nothing
      }</div>`;
  }

  #row({ node, level, expanded, position, siblings }: TreeRow, reachable: boolean): TemplateResult {
    const chosen = this.choice !== allLayers && node.path === this.#path;
    const fold = (event: Event): void => {
      event.stopPropagation();
      this.#fold(node.path, expanded === true);
    };
    return html`<li role="treeitem" aria-level=${level} aria-setsize=${siblings} aria-posinset=${position}
      aria-expanded=${expanded ?? nothing} aria-selected=${chosen} tabindex=${reachable ? 0 : -1}
      aria-label=${node.kind === '' ? node.name : `${node.name}, ${node.kind}`} title=${node.path}
      data-path=${node.path} .style=${`--level: ${level - 1}`}
      class=${chosen ? 'is-chosen' : isWithin(this.#path, node.path) ? 'around' : ''}
      @click=${() => this.#choose(node.path)} @focus=${() => (this.current = node.path)}>
      ${
        expanded === undefined
          ? html`<span class="twist"></span>`
          : html`<span class="twist" @click=${fold}><vscode-icon name=${expanded ? 'chevron-down' : 'chevron-right'} size="14"></vscode-icon></span>`
      }<span class="name">${node.name}</span><span class="kind">${node.kind}</span></li>`;
  }

  protected override updated(changed: PropertyValues): void {
    const row = (): HTMLElement | null =>
      this.renderRoot.querySelector<HTMLElement>(`[data-path="${CSS.escape(this.current)}"]`);
    if (changed.has('open') && this.open) row()?.scrollIntoView({ block: 'nearest' });
    if (!this.#focusNext) return;
    this.#focusNext = false;
    row()?.focus();
  }
}
