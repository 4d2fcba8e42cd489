import { css } from 'lit';

/** Of the panel of one tensor. */
export const detailStyles = css`
  :host { display: block; overflow: auto; padding: 10px 14px 24px; container-type: inline-size; }
  header h2 { overflow-wrap: anywhere; font-size: 13px; }
  header p { margin-top: 2px; font-size: 12px; }
  section { margin-top: 16px; min-width: 0; }
  h3 { margin-inline-end: auto; }
  section .head { column-gap: 8px; }
  .choice { display: inline-flex; align-items: center; gap: 5px; font-size: 12px; }
  select {
    font: inherit; padding: 1px 4px; border-radius: 3px; color: var(--vscode-dropdown-foreground);
    background: var(--vscode-dropdown-background);
    border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
  }
  .secondary {
    font: inherit; padding: 2px 10px; border-radius: 3px; cursor: pointer;
    color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-button-border, transparent));
  }
  .secondary:hover { background: var(--vscode-button-secondaryHoverBackground); }
  .problem {
    margin-top: 8px; color: var(--vscode-editorError-foreground, var(--vscode-errorForeground));
    overflow-wrap: anywhere;
  }
  .verdict { font-weight: 600; }
  .figures-line {
    display: grid; grid-template-columns: repeat(auto-fill, minmax(80px, 1fr)); gap: 6px 10px; margin: 12px 0 0;
    font-variant-numeric: tabular-nums;
  }
  .figures-line dt { font-size: 11px; white-space: nowrap; color: var(--vscode-descriptionForeground); }
  .figures-line dd { margin: 0; }
  .scroll, .figures-scroll { overflow: auto; max-height: 260px; }
  .facts { margin-top: 4px; font-size: 12px; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 12px; }
  th, td {
    padding: 3px 14px 3px 0; text-align: start; font-weight: normal; white-space: nowrap;
    border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)));
  }
  thead th {
    position: sticky; top: 0; color: var(--vscode-descriptionForeground); background: var(--vscode-editor-background);
    font-weight: 600;
  }
  .laws { margin-top: 6px; }
  .laws th[scope='row'] { white-space: normal; min-width: 130px; }
  .swatch { vertical-align: middle; margin-inline-end: 4px; }
  .figures summary { cursor: pointer; font-size: 12px; color: var(--vscode-descriptionForeground); }
  section > p { margin-top: 4px; }
  .key { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 12px; color: var(--vscode-descriptionForeground); }
`;
