import { css } from 'lit';

/** Of the columns. The results element scrolls; it names itself the container and sets how far down headers stick. */
export const columnStyles = css`
  :host { display: block; width: fit-content; min-width: 100%; }
  .pinned { position: sticky; left: 0; width: 100cqw; }
  .grid { display: grid; grid-template-columns: repeat(var(--count), minmax(232px, 1fr)); }
  .column { display: grid; grid-row: span var(--rows); grid-template-rows: subgrid; grid-template-columns: minmax(0, 1fr); min-width: 0; padding: 0 14px 12px; row-gap: 0; }
  .column + .column { border-inline-start: 1px solid var(--il-line); }
  header { position: sticky; top: var(--il-bar, 0); z-index: 5; padding: 8px 0 6px; background: var(--vscode-editor-background); }
  h3 { display: flex; align-items: center; gap: 8px; min-width: 0; }
  h3 span { min-width: 0; overflow: hidden; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
  .mono { overflow-wrap: anywhere; }
  .note { font-size: 12px; color: var(--vscode-descriptionForeground); }
  .note.error { color: var(--vscode-editorError-foreground, var(--vscode-errorForeground)); overflow-wrap: anywhere; }
  il-boundary { margin-bottom: 8px; }
  .square { aspect-ratio: 1; width: 100%; max-width: 252px; margin: 0 auto 8px; border: 1px dashed var(--il-line); }
  .layer { display: flex; flex-direction: column; justify-content: end; padding-top: 6px; min-width: 0; }
  .caption { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 10px; margin-bottom: 3px; font-size: 12px; line-height: 16px; }
  .caption .figures { font-size: 11px; }
  /* Name and figures on one line where every column has room for them, else on two in every column. */
  .caption > span { flex: 1 1 calc((380px - 100%) * 999); white-space: nowrap; }
  .caption > .figures { text-align: end; white-space: normal; }
  .figures { font-variant-numeric: tabular-nums; color: var(--vscode-descriptionForeground); }
  .boundary { position: relative; width: 100%; max-width: 252px; margin: 0 auto 8px; }
  .boundary il-boundary { margin-bottom: 0; }
  .boundary .menu { position: absolute; top: 6px; inset-inline-end: 6px; }
  .layer { position: relative; }
  .layer > .menu { position: absolute; inset-block-end: 98px; inset-inline-end: 0; }
  /* Out of the way until it is wanted. */
  .menu { opacity: 0; }
  .layer:hover .menu, .boundary:hover .menu, .menu:focus-within, .menu:hover { opacity: 1; }
  .mistakes { margin-bottom: 8px; }
  .flat { height: 122px; padding: 0; border: 1px dashed var(--il-line); font-size: 12px; }

  .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0; padding: 10px 14px 4px; list-style: none; font-size: 12px; }
  .legend li { display: inline-flex; align-items: center; gap: 6px; }
  .overlay { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(360px, 100%), 1fr)); gap: 8px 28px; padding: 4px 14px 14px; }
  .overlay il-histogram, .overlay .flat { height: 240px; }

  @container (max-width: 760px) {
    :host { width: 100cqw; }
    .grid { grid-template-columns: repeat(auto-fill, minmax(232px, 1fr)); }
    .column + .column { border-inline-start: 0; }
    .column { border-bottom: 1px solid var(--il-line); }
  }
`;
