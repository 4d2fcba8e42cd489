import { css } from 'lit';

/** What the elements of the results share: type, panel heads, buttons in a row, hidden text. */
export const sharedStyles = css`
  :host { font-family: var(--vscode-font-family); font-size: 13px; color: var(--vscode-foreground); }
  * { box-sizing: border-box; }
  h2, h3, p { margin: 0; font-size: inherit; font-weight: 600; }
  p { font-weight: normal; }
  .muted { color: var(--vscode-descriptionForeground); }
  .mono { font-family: var(--vscode-editor-font-family, monospace); font-size: 12px; }
  .empty {
    display: grid; place-items: center; text-align: center; color: var(--vscode-descriptionForeground);
    padding: 24px 16px; text-wrap: balance;
  }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .head { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; min-height: 26px; }
  .head h2 { margin-inline-end: auto; }

  .segments {
    display: inline-flex;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-settings-dropdownBorder, var(--vscode-dropdown-border, var(--vscode-widget-border, transparent))));
    border-radius: 4px; overflow: hidden;
  }
  .segments button {
    font: inherit; font-size: 12px; line-height: 18px; padding: 1px 8px; border: 0; cursor: pointer;
    color: var(--vscode-foreground); background: var(--vscode-dropdown-background, transparent);
  }
  .segments button + button {
    border-inline-start: 1px solid var(--vscode-contrastBorder, var(--vscode-settings-dropdownBorder, var(--vscode-dropdown-border, transparent)));
  }
  .segments button:hover { background: var(--vscode-toolbar-hoverBackground, var(--vscode-list-hoverBackground)); }
  .segments button[aria-pressed='true'] {
    color: var(--vscode-button-foreground); background: var(--vscode-button-background);
  }
  .segments button:disabled, .segments button:disabled:hover {
    background: none; cursor: default; color: var(--vscode-disabledForeground);
  }
  :host-context(.vscode-high-contrast) .segments button[aria-pressed='true'] {
    outline: 2px solid var(--vscode-contrastActiveBorder); outline-offset: -2px;
  }

  button:focus-visible, [tabindex]:focus-visible, input:focus-visible {
    outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px;
  }
  .segments button:focus-visible { outline-offset: -1px; }
  .link {
    font: inherit; padding: 0; border: 0; background: none; cursor: pointer; color: var(--vscode-textLink-foreground);
  }
  .link:hover { text-decoration: underline; }
  .tip {
    position: absolute; z-index: 20; pointer-events: none; padding: 4px 8px; font-size: 12px; border-radius: 3px;
    white-space: nowrap; color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground));
    background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder, transparent));
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
`;
