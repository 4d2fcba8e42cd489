import { css } from 'lit';

/** Of the summary table. */
export const summaryStyles = css`
  :host { display: flex; flex-direction: column; min-width: 0; padding: 8px 14px; }
  .scroll { container-type: inline-size; overflow: auto; flex: 1 1 auto; min-height: 0; max-height: 320px; }
  table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td {
    padding: 5px 0 5px 9px; vertical-align: top; white-space: nowrap; text-align: start;
    border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-panel-border, var(--vscode-contrastBorder, currentColor)));
  }
  th:first-child { padding-inline-start: 0; white-space: normal; min-width: 142px; font-weight: normal; }
  thead th {
    position: sticky; top: 0; z-index: 1; font-size: 12px; vertical-align: middle;
    color: var(--vscode-descriptionForeground); background: var(--vscode-editor-background);
  }
  thead th, thead th:first-child { font-weight: 600; }
  .number { text-align: end; }
  .name { display: flex; gap: 8px; }
  .name il-series-swatch { margin-top: 6px; }
  .gap { flex: none; width: 20px; }
  .label { overflow-wrap: anywhere; }
  .verdict, .interval { font-size: 12px; color: var(--vscode-descriptionForeground); }
  :host([brief]) .verdict { display: none; }
  .verdict { overflow-wrap: anywhere; text-wrap: pretty; }
  .failed .verdict, .diverged .verdict { color: var(--vscode-editorError-foreground, var(--vscode-errorForeground)); }
  .best .label { font-weight: 600; }
  .best .verdict { color: var(--vscode-foreground); }
  .seeds { display: block; font-size: 12px; white-space: nowrap; }
  .seeds vscode-icon { vertical-align: -2px; }
  .seed th, .seed td { padding-block: 2px; }
  /* The last column is to be there at 900 px of the window too: names and the head of one column wrap instead. */
  @container (max-width: 640px) {
    th, td { padding-inline-start: 7px; }
    th:first-child { min-width: 104px; }
    thead th.reach { white-space: normal; }
    .interval { white-space: nowrap; }
  }
  input {
    width: 38px; margin-inline-start: 4px; padding: 0 3px; font: inherit; font-weight: normal; text-align: end;
    border-radius: 2px; color: var(--vscode-input-foreground); background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--vscode-settings-textInputBorder, var(--vscode-contrastBorder, var(--vscode-widget-border, transparent))));
  }
`;
