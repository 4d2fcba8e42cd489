import { css } from 'lit';

/** Of the cost panel. */
export const costStyles = css`
  :host {
    display: flex; flex-direction: column; min-width: 0; min-height: 0; padding: 4px 10px 4px 6px;
    container-type: inline-size;
  }
  /* The first choice says it too. */
  @container (max-width: 470px) { .fold span { display: none; } }
  .fold {
    display: inline-flex; align-items: center; gap: 4px; padding: 2px 4px 2px 0; font: inherit; font-weight: 600;
    border: 0; cursor: pointer; color: inherit; background: none;
  }
  .controls { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; font-size: 12px; }
  .controls label { display: inline-flex; align-items: center; gap: 5px; white-space: nowrap; }
  .controls input[type='range'] {
    width: 64px; height: 16px; margin: 0;
    accent-color: var(--vscode-progressBar-background, var(--vscode-button-background));
  }
  .controls output { min-width: 2.6em; font-variant-numeric: tabular-nums; }
  .controls vscode-toolbar-button { margin: -2px -3px; }
  .legend {
    display: flex; flex-wrap: wrap; gap: 2px 4px; margin: 2px 0; padding: 0; max-height: 41px; overflow: hidden auto;
    list-style: none;
  }
  .legend button {
    display: inline-flex; align-items: center; gap: 6px; max-width: 220px; padding: 1px 6px; font: inherit;
    font-size: 12px; border: 1px solid transparent; border-radius: 3px; cursor: pointer;
    color: var(--vscode-foreground); background: none;
  }
  .legend button:hover { background: var(--vscode-toolbar-hoverBackground); }
  .legend span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .legend button[aria-pressed='false'] {
    color: var(--vscode-disabledForeground, var(--vscode-descriptionForeground)); text-decoration: line-through;
  }
  .plot { position: relative; flex: 1 1 auto; min-height: 96px; cursor: crosshair; touch-action: pan-y; }
  .plot il-chart { position: absolute; inset: 0; }
  .plot:active { cursor: grabbing; }
  .cursor {
    position: absolute; top: 0; width: 1px; pointer-events: none; background: var(--vscode-descriptionForeground);
    opacity: 0.7;
  }
  .legend-row { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0 12px; }
  .note {
    margin-inline-start: auto; padding: 1px 6px; font-size: 12px; white-space: nowrap;
    color: var(--vscode-descriptionForeground);
  }
  .seed-note { margin-top: 2px; font-size: 12px; color: var(--vscode-descriptionForeground); text-wrap: pretty; }
  .plot > .empty { position: absolute; inset: 10% 20%; pointer-events: none; }
  .table { flex: 1 1 0; min-height: 96px; overflow: auto; margin-top: 4px; }
  table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
  .tip td { padding: 0 10px 0 0; }
  .tip td:last-child { padding: 0; }
  .number { text-align: end; }
  .table th, .table td { padding: 2px 10px; white-space: nowrap; }
  .table thead th {
    position: sticky; top: 0; font-weight: 600; background: var(--vscode-editor-background);
    border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-panel-border, var(--vscode-contrastBorder, currentColor)));
  }
  .table tbody th { font-weight: normal; color: var(--vscode-descriptionForeground); }
`;
