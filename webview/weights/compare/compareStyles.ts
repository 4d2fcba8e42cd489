import { css } from 'lit';

/** Of the comparison of two files. */
export const compareStyles = css`
  :host {
    display: grid; grid-template-columns: minmax(0, 1.2fr) minmax(320px, 1fr); padding: 0; overflow: hidden;
    min-height: 0;
  }
  .list { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
  .list .head { flex: none; padding: 6px 14px; }
  .list .head h2 { margin: 0; }
  .list .head .muted { margin-inline-end: auto; }
  .list .scroll { flex: 1 1 auto; max-height: none; min-height: 0; padding: 0 14px; }
  .list table { width: 100%; }
  .filter {
    font: inherit; width: min(220px, 100%); padding: 2px 6px; border-radius: 3px; color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
  }
  .one {
    overflow: auto; padding: 8px 14px 24px;
    border-inline-start: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, transparent)));
  }
  .one .figures-line { grid-template-columns: repeat(auto-fill, minmax(126px, 1fr)); }
  .one h2 { overflow-wrap: anywhere; }
  .number { text-align: end; }
  thead button { font: inherit; color: inherit; padding: 0; border: 0; background: none; cursor: pointer; }
  .pick { padding: 0; border: 0; background: none; color: inherit; cursor: pointer; text-align: start; }
  tr.chosen { background: var(--vscode-list-inactiveSelectionBackground); }
  :host-context(.vscode-high-contrast) tr.chosen {
    outline: 1px solid var(--vscode-contrastActiveBorder); outline-offset: -1px;
  }
  .key {
    display: inline-flex; align-items: center; gap: 5px; font-size: 12px; color: var(--vscode-descriptionForeground);
  }
  .swatch.a, .swatch.b { width: 18px; height: 0; border-top: 3px solid var(--vscode-charts-blue); }
  .swatch.b { border-top: 3px dashed var(--vscode-charts-red); }

  @media (max-width: 899px) {
    :host { grid-template-columns: minmax(0, 1fr); grid-template-rows: minmax(200px, 1fr) minmax(220px, 1fr); }
    .one {
      border-inline-start: 0;
      border-block-start: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, transparent)));
    }
  }
`;
