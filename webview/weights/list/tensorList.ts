import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatCount } from '../../../src/experiment/text/format';
import type { WeightsState } from '../../../src/protocol/weights';
import { readUi, writeUi } from '../../shared/uiState';
import { sharedStyles } from '../../shared/styles';
import { listColumns, type ListColumn } from './columns';
import { listRows, type ListRow, type SortKey, type Sorting } from './listModel';
import { listStyles, rowHeight } from './listStyles';

/** Rows drawn above and below those that are seen. */
const spare = 8;

/** The tensors of a file: a tree by dotted name, or sorted; only the rows that are seen are in the page. */
@customElement('il-tensor-list')
export class TensorList extends LitElement {
  static override styles = [sharedStyles, listStyles];

  @property({ attribute: false }) state: WeightsState | undefined;
  @property({ type: Number }) revision = 0;
  /** Index of the tensor that is shown beside the list. */
  @property({ type: Number }) selected = -1;
  // A hidden page is thrown away: what was chosen is remembered for the one that follows.
  @state() private filter = readUi('filter', '');
  @state() private sorting: Sorting = readUi<Sorting>('sorting', { key: 'order', descending: false });
  @state() private tree = readUi('tree', true);
  @state() private closed: ReadonlySet<string> = new Set();
  /** The row that the keyboard is at. */
  @state() private active = 0;
  @state() private top = 0;
  @state() private height = 400;
  @query('.rows') private scroller!: HTMLElement;
  #rows: ListRow[] = [];
  #resize = new ResizeObserver(() => (this.height = this.scroller.clientHeight));

  protected override willUpdate(changed: PropertyValues): void {
    if (['state', 'revision', 'filter', 'sorting', 'tree', 'closed'].some((key) => changed.has(key))) {
      const { opened } = this.state?.files[0] ?? {};
      this.#rows = opened
        ? listRows(opened.tensors, this.state!.reports, {
            filter: this.filter,
            sorting: this.sorting,
            tree: this.tree,
            closed: this.closed,
          })
        : [];
      this.active = Math.max(0, Math.min(this.active, this.#rows.length - 1));
    }
  }

  protected override updated(changed: PropertyValues): void {
    for (const key of ['filter', 'sorting', 'tree'] as const) if (changed.has(key)) writeUi(key, this[key]);
  }

  protected override firstUpdated(): void {
    this.#resize.observe(this.scroller);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  /** Puts the keyboard on a tensor and scrolls to it; with `filtered` only if the filter lets it through. */
  show(index: number, filtered = false): void {
    if (!filtered) this.filter = '';
    this.closed = new Set();
    void this.updateComplete.then(() =>
      this.#goTo(this.#rows.findIndex((row) => row.kind === 'tensor' && row.index === index)),
    );
  }

  #goTo(row: number): void {
    if (row < 0 || row >= this.#rows.length) return;
    this.active = row;
    const head = rowHeight;
    const { scroller } = this;
    if (row * rowHeight < scroller.scrollTop) scroller.scrollTop = row * rowHeight;
    else if ((row + 1) * rowHeight + head > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = (row + 1) * rowHeight + head - scroller.clientHeight;
    const line = this.#rows[row];
    if (line.kind === 'tensor') this.#select(line.index);
  }

  #select(index: number): void {
    if (index !== this.selected)
      this.dispatchEvent(new CustomEvent<number>('il-select', { detail: index, bubbles: true, composed: true }));
  }

  #toggle(path: string): void {
    const closed = new Set(this.closed);
    if (!closed.delete(path)) closed.add(path);
    this.closed = closed;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const row = this.#rows[this.active];
    const page = Math.max(1, Math.floor(this.height / rowHeight) - 2);
    const moves: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#rows.length,
      End: this.#rows.length,
    };
    if (event.key in moves) this.#goTo(Math.max(0, Math.min(this.#rows.length - 1, this.active + moves[event.key])));
    else if (
      row?.kind === 'group' &&
      (event.key === (row.open ? 'ArrowLeft' : 'ArrowRight') || event.key === 'Enter' || event.key === ' ')
    )
      this.#toggle(row.path);
    else if (event.key === 'ArrowLeft' && row && row.depth > 0)
      this.#goTo(this.#rows.findLastIndex((other, index) => index < this.active && other.depth < row.depth));
    else if ((event.key === 'Enter' || event.key === ' ') && row?.kind === 'tensor') this.#select(row.index);
    else return;
    event.preventDefault();
  };

  protected override render() {
    const columns = listColumns();
    const rows = this.#rows;
    const first = Math.max(0, Math.floor(this.top / rowHeight) - spare);
    const last = Math.min(rows.length, Math.ceil((this.top + this.height) / rowHeight) + spare);
    const { opened } = this.state?.files[0] ?? {};
    const tensors = opened?.tensors.length ?? 0;
    const shown = rows.filter(({ kind }) => kind === 'tensor').length;
    return html`
      <div class="head">
        <h2>${l10n.t('Tensors')}</h2>
        <span class="muted"
          role="status">${this.filter.trim() === '' ? formatCount(tensors) : l10n.t('{0} of {1}', formatCount(shown), formatCount(tensors))}</span>
        <label class="toggle"><input type="checkbox" .checked=${this.tree}
          @change=${(event: Event) => (this.tree = (event.target as HTMLInputElement).checked)} />${l10n.t('Tree')}</label>
        <input type="search" class="filter" placeholder=${l10n.t('Filter by name, shape, type or law')}
          aria-label=${l10n.t('Filter tensors')} .value=${this.filter} @input=${(event: Event) => {
            this.filter = (event.target as HTMLInputElement).value;
            this.active = 0;
          }} />
      </div>
      <div class="rows" role="treegrid" tabindex="0" aria-label=${l10n.t('Tensors')} aria-rowcount=${rows.length + 1}
        aria-activedescendant=${rows.length > 0 ? `row-${this.active}` : nothing} @keydown=${this.#onKey} @scroll=${() => (this.top = this.scroller.scrollTop)}>
        <div class="row heads"
          role="row">${this.#heading({ id: 'name', head: l10n.t('Name'), title: l10n.t('Name in the file'), sort: 'name', cell: () => nothing })}${columns.map((column) => this.#heading(column))}</div>
        <div class="space" role="none" .style=${`height: ${first * rowHeight}px`}></div>
        ${rows.slice(first, last).map((row, offset) => this.#row(row, first + offset, columns))}
        <div class="space" role="none" .style=${`height: ${(rows.length - last) * rowHeight}px`}></div>
        ${
          rows.length === 0 && opened
            ? html`<p class="empty" role="row"><span
          role="gridcell">${tensors === 0 ? l10n.t('The file has no tensors.') : l10n.t('No tensor matches “{0}”.', this.filter)}</span></p>`
            : nothing
        }
      </div>`;
  }

  #heading({ id, head, title, sort, number }: ListColumn): TemplateResult {
    const { key, descending } = this.sorting;
    const sorted = sort !== undefined && key === sort;
    // First by size where large is of interest, then the other way, then the file's order again.
    const next = (by: SortKey): Sorting =>
      key !== by
        ? { key: by, descending: by !== 'name' }
        : descending === (by !== 'name')
          ? { key: by, descending: !descending }
          : { key: 'order', descending: false };
    return html`<div role="columnheader" class=${number ? `number ${id}` : id} title=${title}
      aria-sort=${sorted ? (descending ? 'descending' : 'ascending') : nothing}>
      ${
        sort === undefined
          ? head
          : html`<button type="button"
        @click=${() => (this.sorting = next(sort))}>${head}${
          sorted
            ? html`<vscode-icon
        name=${descending ? 'arrow-down' : 'arrow-up'} size="12"></vscode-icon>`
            : nothing
        }</button>`
      }
    </div>`;
  }

  #row(row: ListRow, at: number, columns: readonly ListColumn[]): TemplateResult {
    // As a property: the page's policy allows no style attribute.
    const indent = `padding-inline-start: ${8 + row.depth * 14}px`;
    const chosen = row.kind === 'tensor' && row.index === this.selected;
    const classes = `row ${row.kind}${at === this.active ? ' active' : ''}${chosen ? ' chosen' : ''}`;
    const press = (): void => {
      this.active = at;
      if (row.kind === 'group') this.#toggle(row.path);
      else this.#select(row.index);
    };
    if (row.kind === 'group') {
      const note =
        row.tensors === 1
          ? l10n.t('1 tensor, {0} numbers', formatCount(row.count))
          : l10n.t('{0} tensors, {1} numbers', formatCount(row.tensors), formatCount(row.count));
      return html`<div id="row-${at}" class=${classes} role="row" aria-rowindex=${at + 2} aria-level=${row.depth + 1}
        aria-expanded=${row.open} @click=${press}>
        <div role="gridcell" class="name" .style=${indent}><vscode-icon
          name=${row.open ? 'chevron-down' : 'chevron-right'} size="14"></vscode-icon><span>${row.label}</span><span
          class="muted note">${note}</span></div></div>`;
    }
    return html`<div id="row-${at}" class=${classes} role="row" aria-rowindex=${at + 2} aria-level=${row.depth + 1}
      aria-selected=${chosen} @click=${press}>
      <div role="gridcell" class="name" .style=${indent}
        title=${row.tensor.name}><span>${row.label === '' ? l10n.t('(array)') : row.label}</span></div>
      ${columns.map(
        (column) => html`<div role="gridcell"
        class="${column.id}${column.number ? ' number' : ''}${column.bad?.(row) ? ' bad' : ''}" title=${column.id === 'law' ? String(column.cell(row) === nothing ? '' : column.cell(row)) : nothing}>${column.cell(row)}</div>`,
      )}</div>`;
  }
}
