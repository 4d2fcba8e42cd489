import { css } from 'lit';

/** Of the button with the chosen module and the tree that it opens. */
export const modulePickerStyles = css`
  :host { display: inline-block; min-width: 0; font-size: 12px; }
  .picker { position: relative; }
  .chosen {
    display: flex; align-items: center; gap: 5px; max-width: min(340px, 60vw); height: 22px; padding: 0 6px;
    font: inherit; border-radius: 4px; cursor: pointer; color: var(--vscode-dropdown-foreground, var(--vscode-foreground));
    background: var(--vscode-dropdown-background, transparent);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-dropdown-border, var(--vscode-widget-border, transparent)));
  }
  .chosen:hover, .chosen[aria-expanded='true'] { border-color: var(--vscode-focusBorder); }
  vscode-icon { flex: none; }
  /* The end of a path tells modules apart. */
  .path { direction: rtl; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .kind { color: var(--vscode-descriptionForeground); white-space: nowrap; }
  .panel {
    position: absolute; z-index: 30; inset-block-start: calc(100% + 4px); inset-inline-start: 0; display: flex;
    flex-direction: column; gap: 6px; width: min(400px, 84vw); padding: 8px 0; border-radius: 5px;
    color: var(--vscode-editorWidget-foreground, var(--vscode-foreground));
    background: var(--vscode-editorWidget-background, var(--vscode-editor-background));
    border: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, var(--vscode-widget-border, transparent)));
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
  .search { display: flex; gap: 6px; padding: 0 8px; }
  input[type='search'] {
    flex: 1; min-width: 0; height: 24px; padding: 0 6px; font: inherit; border-radius: 3px;
    color: var(--vscode-input-foreground); background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--vscode-widget-border, transparent)));
  }
  input::placeholder { color: var(--vscode-input-placeholderForeground); }
  .all {
    height: 24px; padding: 0 8px; font: inherit; border-radius: 4px; cursor: pointer; white-space: nowrap;
    color: var(--vscode-foreground); background: var(--vscode-dropdown-background, transparent);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-dropdown-border, var(--vscode-widget-border, transparent)));
  }
  .all[aria-pressed='true'] { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
  .only { display: inline-flex; align-items: center; gap: 5px; padding: 0 8px; }
  .only input { margin: 0; accent-color: var(--vscode-focusBorder); }
  .none { padding: 2px 10px; color: var(--vscode-descriptionForeground); }
  ul { max-height: min(360px, 46vh); margin: 0; padding: 0; overflow: auto; list-style: none; }
  li {
    display: flex; align-items: center; gap: 4px; height: 22px; padding-inline: calc(6px + 12px * var(--level)) 10px;
    cursor: pointer; white-space: nowrap; content-visibility: auto; contain-intrinsic-height: 22px;
  }
  li:hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px;
  }
  li.around > .name { font-weight: 600; }
  li.is-chosen {
    color: var(--vscode-list-activeSelectionForeground); background: var(--vscode-list-activeSelectionBackground);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px;
  }
  li.is-chosen .kind { color: inherit; }
  li:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  .twist { display: grid; flex: none; place-items: center; width: 16px; height: 22px; }
  li .name { overflow: hidden; text-overflow: ellipsis; }
  li .kind { margin-inline-start: auto; padding-inline-start: 14px; font-size: 11px; }
`;
