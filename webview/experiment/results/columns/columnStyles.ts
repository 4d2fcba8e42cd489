import { css } from 'lit';

/**
 * Of the columns. Their scroll area is the container that they measure themselves by: pictures give way to its height,
 * and all columns share its width down to a least one.
 */
export const columnStyles = css`
  :host {
    display: block; width: fit-content; min-width: 100%; --il-plot: clamp(124px, 26cqh, 252px);
    --il-histogram: clamp(86px, 18cqh, 150px);
  }
  .pinned { position: sticky; left: 0; width: 100cqw; }
  .grid { display: grid; grid-template-columns: repeat(var(--count), minmax(136px, 1fr)); }
  .column {
    display: grid; grid-row: span var(--rows); grid-template-rows: subgrid; grid-template-columns: minmax(0, 1fr);
    min-width: 0; padding: 0 min(14px, 1.2cqw) 4px; row-gap: 0;
  }
  .column + .column { border-inline-start: 1px solid var(--il-line); }
  header { position: sticky; top: 0; z-index: 5; padding: 5px 0 4px; background: var(--vscode-editor-background); }
  h3 { display: flex; align-items: center; gap: 8px; min-width: 0; }
  /* Over several runs the end of a name tells them apart. */
  h3 span {
    display: -webkit-box; overflow: hidden; min-width: 0; overflow-wrap: anywhere; line-height: 16px;
    -webkit-box-orient: vertical; -webkit-line-clamp: 2;
  }
  .mono { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .mono { font-size: 11px; line-height: 15px; }
  header .mono { white-space: normal; overflow-wrap: anywhere; }
  .figures-line {
    display: flex; flex-wrap: wrap; gap: 0 10px; font-size: 12px; line-height: 16px; font-variant-numeric: tabular-nums;
  }
  .verdict { color: var(--vscode-descriptionForeground); }
  [data-marked] { outline: 2px solid var(--vscode-focusBorder); outline-offset: 1px; border-radius: 2px; }
  .verdict.is-failed, .verdict.is-diverged {
    color: var(--vscode-editorError-foreground, var(--vscode-errorForeground));
  }
  .verdict.is-best { color: var(--vscode-foreground); }
  .note { font-size: 12px; color: var(--vscode-descriptionForeground); }
  .note.error { color: var(--vscode-editorError-foreground, var(--vscode-errorForeground)); overflow-wrap: anywhere; }
  .boundary, .square { position: relative; width: 100%; max-width: var(--il-plot); margin: 0 auto 2px; }
  .boundary il-chart { aspect-ratio: 1; height: auto; }
  .square { aspect-ratio: 1; border: 1px dashed var(--il-line); }
  .boundary .menu { position: absolute; top: 6px; inset-inline-end: 6px; }
  .layer {
    position: relative; display: flex; flex-direction: column; justify-content: end; padding-top: 2px; min-width: 0;
  }
  .caption {
    display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 10px; font-size: 12px;
    line-height: 15px;
  }
  .caption .figures { font-size: 11px; }
  .layer { container: layer / inline-size; }
  .caption .brief { display: none; }
  @container layer (max-width: 178px) {
    .caption .long { display: none; }
    .caption .brief { display: block; }
  }
  /* Name and figures on one line where every column has room for them, else on two in every column. */
  .caption > span { flex: none; max-width: 100%; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .caption > .figures { flex: 1 1 calc((272px - 100%) * 999); }
  .figures { font-variant-numeric: tabular-nums; color: var(--vscode-descriptionForeground); }
  .layer > .menu { position: absolute; inset-block-end: calc(var(--il-histogram) - 24px); inset-inline-end: 0; }
  /* Out of the way until it is wanted. */
  .menu { opacity: 0; }
  .layer:hover .menu, .boundary:hover .menu, .menu:focus-within, .menu:hover { opacity: 1; }
  .mistakes { margin-bottom: 8px; }
  il-histogram { height: var(--il-histogram); }
  .flat { height: var(--il-histogram); padding: 0; border: 1px dashed var(--il-line); font-size: 12px; }

  .left-out { padding: 6px 14px 10px; font-size: 12px; }
  .legend {
    display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0; padding: 10px 14px 4px; list-style: none; font-size: 12px;
  }
  .legend li { display: inline-flex; align-items: center; gap: 6px; }
  .overlay {
    display: grid; grid-template-columns: repeat(auto-fill, minmax(min(360px, 100%), 1fr)); gap: 8px 28px;
    padding: 4px 14px 14px;
  }
  .overlay il-histogram, .overlay .flat { height: 240px; }
  .overlay .menu { inset-block-end: 214px; }
`;
