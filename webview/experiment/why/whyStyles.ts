import { css } from 'lit';

/** Of the explanations. */
export const whyStyles = css`
  :host { display: block; padding: 8px 14px 20px; line-height: 1.45; }
  .subject { display: flex; align-items: center; gap: 8px; font-weight: 600; overflow-wrap: anywhere; }
  .verdict { margin-top: 2px; color: var(--vscode-descriptionForeground); overflow-wrap: anywhere; }
  .hint { margin: 10px 0 2px; font-size: 12px; color: var(--vscode-descriptionForeground); }
  details { margin-top: 6px; border-top: 1px solid var(--il-line); }
  summary {
    display: flex; gap: 4px; padding: 6px 2px 4px 0; font-weight: 600; cursor: pointer; list-style: none;
    overflow-wrap: anywhere;
  }
  summary::-webkit-details-marker { display: none; }
  summary vscode-icon { flex: none; align-self: start; height: 16px; margin-top: 2px; }
  details[open] > summary vscode-icon { transform: rotate(90deg); }
  summary:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  .body { display: grid; gap: 8px; padding: 0 0 8px 4px; text-wrap: pretty; }
  .formula {
    margin: 0; padding: 6px 8px; border-radius: 3px; font-family: var(--vscode-editor-font-family, monospace);
    font-size: 12px; line-height: 1.5; overflow-wrap: anywhere; background: var(--vscode-textCodeBlock-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
  }
  .formula .here { display: block; }
  .formula .law { color: var(--vscode-descriptionForeground); }
  .sure { display: flex; gap: 6px; font-size: 12px; color: var(--vscode-descriptionForeground); }
  .sure vscode-icon { flex: none; margin-top: 1px; }
  .jump { display: inline-flex; align-items: center; gap: 5px; text-align: start; }
  h4 {
    margin: 2px 0 -3px; font-size: 11px; font-weight: 700; text-transform: uppercase;
    color: var(--vscode-sideBarSectionHeader-foreground, var(--vscode-descriptionForeground));
  }
  ul { display: grid; gap: 5px; margin: 0; padding: 0; list-style: none; }
  .try {
    display: flex; gap: 6px; align-items: center; width: 100%; padding: 4px 8px; font: inherit; text-align: start;
    border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 3px;
    cursor: pointer; color: var(--vscode-button-secondaryForeground, var(--vscode-foreground));
    background: var(--vscode-button-secondaryBackground, transparent);
  }
  .try:hover:enabled { background: var(--vscode-button-secondaryHoverBackground, transparent); }
  .try:disabled { opacity: 0.5; cursor: default; }
  .try vscode-icon { flex: none; }
  .source { font-size: 12px; }
  a { color: var(--vscode-textLink-foreground); overflow-wrap: anywhere; }
  a:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
`;
