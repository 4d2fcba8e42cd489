import { css } from 'lit';

/** Of the whole: one scroll area, in which panels and bar stay put sideways and bar and column heads stay put upwards. */
export const resultsStyles = css`
  :host { display: block; height: 100%; overflow: auto; container-type: inline-size; background: var(--vscode-editor-background); --il-line: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, transparent))); }
  .pinned { position: sticky; left: 0; width: 100cqw; }
  .panels { display: grid; grid-template-columns: minmax(0, 1fr); border-bottom: 1px solid var(--il-line); }
  .panels > * + * { border-block-start: 1px solid var(--il-line); }
  .bar { top: 0; z-index: 10; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; padding: 3px 14px; background: var(--vscode-editor-background); border-bottom: 1px solid var(--il-line); }
  .bar il-timeline { flex: 1 1 320px; }
  .choices { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; font-size: 12px; }
  .choices label { display: inline-flex; align-items: center; gap: 5px; }
  select { font: inherit; padding: 1px 4px; border-radius: 3px; color: var(--vscode-dropdown-foreground); background: var(--vscode-dropdown-background); border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent)); }
  .whole { height: 100%; min-height: 240px; }
  .whole p { margin-top: 8px; }
  .whole strong { color: var(--vscode-foreground); font-weight: 600; }

  /* Side by side as soon as no column of the summary is cut off; the chart gets what is left over. */
  @container (min-width: 1040px) {
    .panels { grid-template-columns: minmax(0, 1fr) max(560px, 47cqw); }
    .panels > * + * { border-block-start: 0; border-inline-start: 1px solid var(--il-line); }
  }
`;
