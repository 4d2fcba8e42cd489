import { css } from 'lit';

/** Of a lesson in the side. */
export const lessonStyles = css`
  :host {
    display: flex; flex-direction: column; min-height: 100%; padding: 10px 14px 14px; scroll-margin-top: 40px;
    line-height: 1.5;
  }
  .title {
    display: flex; align-items: baseline; justify-content: space-between; gap: 8px; font-size: 12px;
    color: var(--vscode-descriptionForeground);
  }
  .title > span:last-child { flex: none; font-variant-numeric: tabular-nums; }
  .bar {
    height: 2px; margin: 6px 0 10px; border-radius: 1px;
    background: var(--vscode-widget-border, var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)));
  }
  .bar > div { width: var(--done); height: 100%; background: var(--vscode-progressBar-background); }
  h2 { margin-bottom: 6px; font-size: 15px; overflow-wrap: anywhere; }
  h2:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
  .page { display: grid; gap: 10px; align-content: start; flex: 1; text-wrap: pretty; overflow-wrap: anywhere; }
  ul, ol { display: grid; gap: 4px; margin: 0; padding-inline-start: 20px; }
  blockquote {
    display: grid; gap: 8px; margin: 0; padding-inline-start: 10px;
    border-inline-start: 3px solid var(--vscode-textBlockQuote-border, var(--vscode-panel-border, currentColor));
  }
  pre {
    margin: 0; padding: 6px 8px; border-radius: 3px; overflow-x: auto;
    background: var(--vscode-textCodeBlock-background); border: 1px solid var(--vscode-contrastBorder, transparent);
  }
  pre, code { font-family: var(--vscode-editor-font-family, monospace); font-size: 12px; }
  code { padding: 0 3px; border-radius: 3px; background: var(--vscode-textCodeBlock-background); }
  pre code { padding: 0; background: none; }
  a { color: var(--vscode-textLink-foreground); }
  .figure { font-weight: 600; font-variant-numeric: tabular-nums; }
  fieldset { display: grid; gap: 6px; margin: 0; padding: 0; border: 0; min-width: 0; }
  legend { display: grid; gap: 8px; padding: 0 0 6px; }
  .option {
    display: flex; gap: 8px; align-items: start; padding: 6px 10px;
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, transparent))));
    border-radius: 4px; cursor: pointer; background: var(--vscode-input-background);
  }
  .option:hover { border-color: var(--vscode-focusBorder); }
  .option:has(:checked) {
    border-color: var(--vscode-focusBorder);
    background: var(--vscode-list-inactiveSelectionBackground, var(--vscode-input-background));
  }
  .option:has(:focus-visible) { outline: 1px solid var(--vscode-focusBorder); }
  .option input { flex: none; margin: 4px 0 0; accent-color: var(--vscode-button-background); }
  .action {
    display: inline-flex; align-items: center; gap: 6px; justify-self: start; padding: 4px 12px; font: inherit;
    text-align: start; border: 1px solid var(--vscode-button-border, transparent); border-radius: 3px; cursor: pointer;
    color: var(--vscode-button-foreground); background: var(--vscode-button-background);
  }
  .action:hover:enabled { background: var(--vscode-button-hoverBackground); }
  .action.second {
    color: var(--vscode-button-secondaryForeground, var(--vscode-foreground));
    background: var(--vscode-button-secondaryBackground, transparent);
    border-color: var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
  }
  .action.second:hover:enabled { background: var(--vscode-button-secondaryHoverBackground, transparent); }
  .action:disabled { opacity: 0.5; cursor: default; }
  .action vscode-icon, .jump vscode-icon { flex: none; }
  .jump { display: inline-flex; align-items: center; gap: 5px; justify-self: start; text-align: start; }
  .seen {
    display: grid; gap: 6px; padding: 8px 10px;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, transparent)));
    border-radius: 4px;
  }
  .seen .answer { display: flex; gap: 6px; }
  .seen vscode-icon { flex: none; margin-top: 2px; }
  .key { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 12px; color: var(--vscode-descriptionForeground); }
  nav {
    display: flex; justify-content: space-between; gap: 8px; margin-top: 16px; padding-top: 10px;
    border-top: 1px solid var(--il-line);
  }
  .hint { font-size: 12px; color: var(--vscode-descriptionForeground); }
`;
