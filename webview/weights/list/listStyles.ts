import { css } from 'lit';

/** Height of every row in CSS pixels: rows out of sight are not in the page. */
export const rowHeight = 26;

/** Of the list of tensors. */
export const listStyles = css`
  :host { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
  .head { flex: none; padding: 6px 14px; }
  .head h2 { margin: 0; }
  .head .muted { margin-inline-end: auto; }
  .toggle { display: inline-flex; align-items: center; gap: 4px; font-size: 12px; }
  .filter {
    font: inherit; width: min(280px, 100%); padding: 2px 6px; border-radius: 3px; color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--vscode-settings-textInputBorder, var(--vscode-contrastBorder, transparent)));
  }
  .filter::placeholder { color: var(--vscode-input-placeholderForeground); }
  .rows { flex: 1 1 auto; min-height: 120px; overflow: auto; position: relative; font-variant-numeric: tabular-nums; }
  .rows:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  .row { display: grid; grid-template-columns: minmax(126px, 2fr) 88px 44px 92px 62px minmax(104px, 1.5fr) 70px 64px 64px 56px 62px; min-width: 832px; font-size: 12px; height: ${rowHeight}px; align-items: center; cursor: pointer; }
  .row > * { padding: 0 5px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
  .row.group { grid-template-columns: 1fr; }
  .name {
    display: flex; align-items: center; gap: 5px; font-family: var(--vscode-editor-font-family, monospace);
    font-size: 12px;
  }
  .name span { overflow: hidden; text-overflow: ellipsis; }
  .name .note { margin-inline-start: 6px; font-family: var(--vscode-font-family); font-size: 11px; }
  .heads .name { font-family: inherit; padding-inline-start: 8px; }
  .heads {
    position: sticky; top: 0; z-index: 2; cursor: default; font-size: 12px; font-weight: 600;
    color: var(--vscode-descriptionForeground); background: var(--vscode-editor-background);
    border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, transparent)));
  }
  .heads button { font: inherit; color: inherit; padding: 0; border: 0; background: none; cursor: pointer; }
  .heads button:hover { color: var(--vscode-foreground); }
  .heads vscode-icon { vertical-align: -2px; }
  .number { text-align: end; }
  .dtype, .shape { font-size: 12px; }
  .law { font-size: 12px; }
  .bad { color: var(--vscode-editorError-foreground, var(--vscode-errorForeground)); font-weight: 600; }
  .spark { display: block; fill: var(--vscode-charts-blue); }
  .row:not(.heads):hover { background: var(--vscode-list-hoverBackground); }
  .row.chosen {
    color: var(--vscode-list-activeSelectionForeground); background: var(--vscode-list-activeSelectionBackground);
  }
  .row.chosen .bad, .row.chosen .muted { color: inherit; }
  .row.chosen .spark { fill: currentColor; }
  .rows:focus-visible .row.active {
    outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder)); outline-offset: -1px;
  }
  :host-context(.vscode-high-contrast) .row.chosen {
    outline: 1px solid var(--vscode-contrastActiveBorder); outline-offset: -1px;
  }
`;
