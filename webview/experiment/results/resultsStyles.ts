import { css } from 'lit';

/**
 * Of the whole: curves over columns, which share the height that there is; only where that is too little does the whole
 * scroll.
 */
export const resultsStyles = css`
  :host {
    display: block; height: 100%; overflow: hidden auto; container: results / size;
    background: var(--vscode-editor-background);
    --il-line: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, transparent)));
  }
  .frame { display: flex; flex-direction: column; min-height: 100%; }
  .top {
    display: flex; flex: none; height: var(--il-top); min-height: min-content; border-bottom: 1px solid var(--il-line);
  }
  .top.folded { height: auto; }
  .top.filling { flex: 1 0 240px; }
  .top il-cost { flex: 1 1 0; min-width: 0; }
  /* The summary scrolls; it asks for no height of its own. */
  .top il-summary {
    flex: none; height: 0; min-height: 100%; width: var(--il-summary); border-inline-start: 1px solid var(--il-line);
  }
  .top.narrow il-summary { flex: 1 1 0; width: auto; border: 0; }
  .fold {
    display: inline-flex; align-items: center; gap: 4px; padding: 4px 10px; font: inherit; font-weight: 600; border: 0;
    cursor: pointer; color: inherit; background: none;
  }
  .fold vscode-icon { flex: none; }
  .bar {
    position: sticky; top: 0; z-index: 10; display: flex; flex: none; flex-wrap: wrap; align-items: center;
    gap: 2px 14px; padding: 2px 10px 2px 6px; background: var(--vscode-editor-background);
    border-bottom: 1px solid var(--il-line);
  }
  .bar .time { display: flex; flex: 1 1 380px; align-items: center; min-width: 0; }
  .bar .time il-timeline { flex: 1; }
  .choices {
    display: flex; flex: 0 1 auto; flex-wrap: wrap; align-items: center; gap: 2px 8px; min-width: 0; font-size: 12px;
  }
  .choices label, .option { display: inline-flex; align-items: center; gap: 5px; }
  .option { justify-content: space-between; gap: 14px; font-size: 12px; }
  select {
    font: inherit; padding: 1px 4px; border-radius: 3px; color: var(--vscode-dropdown-foreground);
    background: var(--vscode-dropdown-background);
    border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
  }
  .columns { flex: 1 1 0; min-height: 356px; overflow: auto; container: columns / size; }
  il-variance, il-differences { flex: none; border-top: 1px solid var(--il-line); }
  il-findings { flex: none; border-bottom: 1px solid var(--il-line); }
  [data-marked] { outline: 2px solid var(--vscode-focusBorder); outline-offset: -2px; }
  .whole { height: 100%; min-height: 240px; }
  .whole p { margin-top: 8px; }
  .whole strong { color: var(--vscode-foreground); font-weight: 600; }
`;
