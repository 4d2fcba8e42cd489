import { css } from 'lit';

/** Of the panel of a sweep. */
export const sweepStyles = css`
  :host { display: block; padding: 8px 14px 16px; }
  .controls { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; font-size: 12px; }
  .note { margin-top: 4px; font-size: 12px; color: var(--vscode-descriptionForeground); text-wrap: pretty; }
  .series { display: flex; flex-wrap: wrap; gap: 2px 4px; margin: 6px 0 2px; padding: 0; list-style: none; }
  .series button {
    display: inline-flex; align-items: center; gap: 6px; padding: 1px 6px; font: inherit; font-size: 12px;
    border: 1px solid transparent; border-radius: 3px; cursor: pointer; color: var(--vscode-foreground);
    background: none;
  }
  .series button:hover { background: var(--vscode-toolbar-hoverBackground); }
  .series button[aria-pressed='false'] {
    color: var(--vscode-disabledForeground, var(--vscode-descriptionForeground)); text-decoration: line-through;
  }
  .legend {
    display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; margin: 8px 0 4px; font-size: 12px;
    color: var(--vscode-descriptionForeground);
  }
  .legend span { display: inline-flex; align-items: center; gap: 6px; }
  .legend .scale { width: 220px; height: 32px; }
  .legend .hatch { stroke: var(--vscode-errorForeground); }
  .legend .none { fill: none; stroke: var(--vscode-descriptionForeground); stroke-dasharray: 2 2; }
  .maps {
    display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); gap: 18px 28px;
    margin-top: 8px;
  }
  .table { overflow: auto; margin-top: 8px; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td {
    padding: 3px 0 3px 20px; text-align: start; font-weight: normal; white-space: nowrap;
    border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)));
  }
  th:first-child { padding-inline-start: 0; }
  thead th { font-size: 12px; font-weight: 600; color: var(--vscode-descriptionForeground); }
  .number { text-align: end; }
  .name { display: inline-flex; align-items: center; gap: 6px; }
  td.diverged, td.failed { color: var(--vscode-editorError-foreground, var(--vscode-errorForeground)); }
  td.empty, td.running, td.stopped {
    color: var(--vscode-descriptionForeground); padding: 3px 0 3px 20px; display: table-cell; text-align: end;
  }
  .link:disabled { color: var(--vscode-disabledForeground); cursor: default; text-decoration: none; }
`;
