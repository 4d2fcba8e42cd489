/** One theme of VS Code: the class of the page's body and its colour tokens, without `--vscode-`. */
export interface DevTheme {
  bodyClass: string;
  scheme: 'dark' | 'light';
  tokens: Record<string, string>;
}

const dark: Record<string, string> = {
  'foreground': '#cccccc', 'descriptionForeground': '#9d9d9d', 'errorForeground': '#f85149', 'focusBorder': '#0078d4', 'icon-foreground': '#cccccc', 'textLink-foreground': '#4daafc',
  'editor-background': '#1f1f1f', 'editor-foreground': '#cccccc', 'sideBar-background': '#181818', 'sideBar-foreground': '#cccccc', 'sideBar-border': '#2b2b2b', 'sideBarTitle-foreground': '#cccccc',
  'sideBarSectionHeader-background': '#181818', 'sideBarSectionHeader-foreground': '#cccccc', 'sideBarSectionHeader-border': '#2b2b2b', 'panel-border': '#2b2b2b', 'editorGroup-border': '#ffffff17',
  'button-background': '#0078d4', 'button-foreground': '#ffffff', 'button-hoverBackground': '#026ec1', 'button-border': '#ffffff12', 'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc', 'button-secondaryHoverBackground': '#3c3c3c',
  'input-background': '#313131', 'input-border': '#3c3c3c', 'input-foreground': '#cccccc', 'input-placeholderForeground': '#989898', 'dropdown-background': '#313131', 'dropdown-border': '#3c3c3c', 'dropdown-foreground': '#cccccc', 'dropdown-listBackground': '#1f1f1f',
  'inputOption-activeBackground': '#2489db82', 'inputOption-activeBorder': '#2488db', 'inputOption-activeForeground': '#ffffff', 'checkbox-background': '#313131', 'checkbox-border': '#3c3c3c', 'checkbox-foreground': '#cccccc', 'settings-checkboxBackground': '#313131', 'settings-checkboxBorder': '#3c3c3c', 'settings-checkboxForeground': '#cccccc',
  'inputValidation-errorBackground': '#5a1d1d', 'inputValidation-errorBorder': '#be1100', 'inputValidation-infoBackground': '#063b49', 'inputValidation-infoBorder': '#007acc', 'inputValidation-warningBackground': '#352a05', 'inputValidation-warningBorder': '#b89500',
  'list-hoverBackground': '#2a2d2e', 'list-hoverForeground': '#cccccc', 'list-activeSelectionBackground': '#04395e', 'list-activeSelectionForeground': '#ffffff', 'list-inactiveSelectionBackground': '#37373d', 'list-focusOutline': '#007fd4', 'toolbar-hoverBackground': '#5a5d5e50', 'toolbar-activeBackground': '#63666750',
  'quickInput-background': '#222222', 'quickInput-foreground': '#cccccc', 'quickInputList-focusBackground': '#04395e', 'quickInputList-focusForeground': '#ffffff', 'pickerGroup-foreground': '#3794ff', 'pickerGroup-border': '#3c3c3c', 'widget-border': '#313131', 'widget-shadow': '#0000005c', 'editorWidget-background': '#202020', 'editorWidget-border': '#454545', 'editorWidget-foreground': '#cccccc', 'editorHoverWidget-background': '#202020', 'editorHoverWidget-border': '#454545', 'editorHoverWidget-foreground': '#cccccc',
  'progressBar-background': '#0078d4', 'scrollbarSlider-background': '#79797966', 'scrollbarSlider-hoverBackground': '#646464b3', 'scrollbarSlider-activeBackground': '#bfbfbf66', 'badge-background': '#616161', 'badge-foreground': '#f8f8f8', 'tree-indentGuidesStroke': '#585858', 'editorError-foreground': '#f14c4c', 'editorWarning-foreground': '#cca700', 'editorInfo-foreground': '#3794ff', 'keybindingTable-headerBackground': '#cccccc0a', 'editorIndentGuide-background1': '#404040', 'sash-hoverBorder': '#0078d4',
  'charts-foreground': '#cccccc', 'charts-lines': '#cccccc80', 'charts-red': '#f14c4c', 'charts-blue': '#3794ff', 'charts-yellow': '#cca700', 'charts-orange': '#d18616', 'terminal-ansiCyan': '#11a8cd', 'charts-green': '#89d185', 'charts-purple': '#b180d7',
};

const light: Record<string, string> = {
  ...dark,
  'foreground': '#3b3b3b', 'descriptionForeground': '#3b3b3b', 'focusBorder': '#005fb8', 'icon-foreground': '#3b3b3b', 'textLink-foreground': '#005fb8',
  'editor-background': '#ffffff', 'editor-foreground': '#3b3b3b', 'sideBar-background': '#f8f8f8', 'sideBar-foreground': '#3b3b3b', 'sideBar-border': '#e5e5e5', 'sideBarTitle-foreground': '#3b3b3b',
  'sideBarSectionHeader-background': '#f8f8f8', 'sideBarSectionHeader-foreground': '#3b3b3b', 'sideBarSectionHeader-border': '#e5e5e5', 'panel-border': '#e5e5e5', 'editorGroup-border': '#e5e5e5',
  'button-background': '#005fb8', 'button-hoverBackground': '#0258a8', 'button-border': '#0000001a', 'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b', 'button-secondaryHoverBackground': '#cccccc',
  'input-background': '#ffffff', 'input-border': '#cecece', 'input-foreground': '#3b3b3b', 'input-placeholderForeground': '#767676', 'dropdown-background': '#ffffff', 'dropdown-border': '#cecece', 'dropdown-foreground': '#3b3b3b', 'dropdown-listBackground': '#ffffff',
  'inputOption-activeBackground': '#bed6ed', 'inputOption-activeBorder': '#005fb8', 'inputOption-activeForeground': '#000000', 'checkbox-background': '#f8f8f8', 'checkbox-border': '#cecece', 'checkbox-foreground': '#3b3b3b', 'settings-checkboxBackground': '#f8f8f8', 'settings-checkboxBorder': '#cecece', 'settings-checkboxForeground': '#3b3b3b',
  'inputValidation-errorBackground': '#f2dede', 'inputValidation-errorBorder': '#be1100', 'inputValidation-infoBackground': '#d6ecf2', 'inputValidation-infoBorder': '#007acc', 'inputValidation-warningBackground': '#f6f5d2', 'inputValidation-warningBorder': '#b89500',
  'list-hoverBackground': '#f2f2f2', 'list-hoverForeground': '#3b3b3b', 'list-activeSelectionBackground': '#e8e8e8', 'list-activeSelectionForeground': '#000000', 'list-inactiveSelectionBackground': '#e4e6f1', 'toolbar-hoverBackground': '#b8b8b850', 'toolbar-activeBackground': '#a6a6a650',
  'quickInput-background': '#f8f8f8', 'quickInput-foreground': '#3b3b3b', 'quickInputList-focusBackground': '#e8e8e8', 'quickInputList-focusForeground': '#000000', 'pickerGroup-foreground': '#8b949e', 'pickerGroup-border': '#e5e5e5', 'widget-border': '#e5e5e5', 'widget-shadow': '#00000029', 'editorWidget-background': '#f8f8f8', 'editorWidget-border': '#c8c8c8', 'editorWidget-foreground': '#3b3b3b', 'editorHoverWidget-background': '#f8f8f8', 'editorHoverWidget-border': '#c8c8c8', 'editorHoverWidget-foreground': '#3b3b3b',
  'progressBar-background': '#005fb8', 'scrollbarSlider-background': '#64646466', 'badge-background': '#cccccc', 'badge-foreground': '#3b3b3b', 'tree-indentGuidesStroke': '#a9a9a9', 'editorError-foreground': '#e51400', 'editorWarning-foreground': '#bf8803', 'editorInfo-foreground': '#1a85ff', 'editorIndentGuide-background1': '#d3d3d3', 'sash-hoverBorder': '#005fb8',
  'charts-foreground': '#3b3b3b', 'charts-lines': '#3b3b3b80', 'charts-red': '#e51400', 'charts-blue': '#1a85ff', 'charts-yellow': '#bf8803', 'charts-green': '#388a34', 'charts-purple': '#652d90',
};

/** High contrast draws borders where other themes fill; fills are absent there, not merely dark. */
const unfilled = ['button-hoverBackground', 'list-hoverBackground', 'list-hoverForeground', 'list-activeSelectionBackground', 'list-activeSelectionForeground', 'list-inactiveSelectionBackground', 'toolbar-hoverBackground', 'toolbar-activeBackground', 'quickInputList-focusBackground', 'quickInputList-focusForeground', 'inputOption-activeBackground', 'widget-shadow', 'sideBarSectionHeader-background', 'button-secondaryBackground'];

function highContrast(base: Record<string, string>, colors: Record<string, string>): Record<string, string> {
  return { ...Object.fromEntries(Object.entries(base).filter(([key]) => !unfilled.includes(key))), ...colors };
}

const hcDark = highContrast(dark, {
  'foreground': '#ffffff', 'descriptionForeground': '#ffffffb3', 'icon-foreground': '#ffffff', 'focusBorder': '#f38518', 'contrastBorder': '#6fc3df', 'contrastActiveBorder': '#f38518', 'editor-background': '#000000', 'editor-foreground': '#ffffff', 'sideBar-background': '#000000', 'sideBar-foreground': '#ffffff', 'sideBar-border': '#6fc3df', 'sideBarTitle-foreground': '#ffffff', 'sideBarSectionHeader-foreground': '#ffffff', 'sideBarSectionHeader-border': '#6fc3df', 'panel-border': '#6fc3df', 'editorGroup-border': '#6fc3df',
  'button-background': '#000000', 'button-foreground': '#ffffff', 'button-border': '#6fc3df', 'button-secondaryForeground': '#ffffff', 'input-background': '#000000', 'input-border': '#6fc3df', 'input-foreground': '#ffffff', 'input-placeholderForeground': '#ffffffb3', 'dropdown-background': '#000000', 'dropdown-border': '#6fc3df', 'dropdown-foreground': '#ffffff', 'dropdown-listBackground': '#000000', 'checkbox-background': '#000000', 'checkbox-border': '#6fc3df', 'checkbox-foreground': '#ffffff', 'settings-checkboxBackground': '#000000', 'settings-checkboxBorder': '#6fc3df', 'settings-checkboxForeground': '#ffffff',
  'inputValidation-errorBackground': '#000000', 'inputValidation-errorBorder': '#6fc3df', 'inputValidation-infoBackground': '#000000', 'inputValidation-infoBorder': '#6fc3df', 'inputOption-activeBorder': '#6fc3df', 'inputOption-activeForeground': '#ffffff', 'toolbar-hoverOutline': '#f38518', 'quickInput-background': '#0c141f', 'quickInput-foreground': '#ffffff', 'pickerGroup-foreground': '#ffffff', 'widget-border': '#6fc3df', 'editorWidget-background': '#0c141f', 'editorWidget-border': '#6fc3df', 'editorHoverWidget-background': '#0c141f', 'editorHoverWidget-border': '#6fc3df', 'editorHoverWidget-foreground': '#ffffff', 'progressBar-background': '#6fc3df', 'scrollbarSlider-background': '#6fc3df99', 'badge-background': '#000000', 'badge-foreground': '#ffffff', 'editorInfo-foreground': '#3794ff', 'editorWarning-foreground': '#ffd370', 'editorError-foreground': '#f48771', 'tree-indentGuidesStroke': '#a9a9a9', 'sash-hoverBorder': '#f38518',
  'charts-foreground': '#ffffff', 'charts-lines': '#ffffff80', 'charts-red': '#f48771', 'charts-yellow': '#ffd370',
});

const hcLight = highContrast(light, {
  'foreground': '#292929', 'descriptionForeground': '#292929b3', 'icon-foreground': '#292929', 'focusBorder': '#006bbd', 'contrastBorder': '#0f4a85', 'contrastActiveBorder': '#006bbd', 'editor-background': '#ffffff', 'editor-foreground': '#292929', 'sideBar-background': '#ffffff', 'sideBar-foreground': '#292929', 'sideBar-border': '#0f4a85', 'sideBarTitle-foreground': '#292929', 'sideBarSectionHeader-foreground': '#292929', 'sideBarSectionHeader-border': '#0f4a85', 'panel-border': '#0f4a85', 'editorGroup-border': '#0f4a85',
  'button-background': '#0f4a85', 'button-foreground': '#ffffff', 'button-border': '#0f4a85', 'button-hoverBackground': '#0f4a85', 'button-secondaryBackground': '#ffffff', 'button-secondaryForeground': '#292929', 'input-background': '#ffffff', 'input-border': '#0f4a85', 'input-foreground': '#292929', 'dropdown-background': '#ffffff', 'dropdown-border': '#0f4a85', 'dropdown-foreground': '#292929', 'dropdown-listBackground': '#ffffff', 'checkbox-background': '#ffffff', 'checkbox-border': '#0f4a85', 'checkbox-foreground': '#292929', 'settings-checkboxBackground': '#ffffff', 'settings-checkboxBorder': '#0f4a85', 'settings-checkboxForeground': '#292929',
  'inputValidation-errorBackground': '#ffffff', 'inputValidation-errorBorder': '#0f4a85', 'inputValidation-infoBackground': '#ffffff', 'inputValidation-infoBorder': '#0f4a85', 'inputOption-activeBorder': '#0f4a85', 'inputOption-activeForeground': '#292929', 'toolbar-hoverOutline': '#006bbd', 'quickInput-background': '#ffffff', 'quickInput-foreground': '#292929', 'pickerGroup-foreground': '#0f4a85', 'widget-border': '#0f4a85', 'editorWidget-background': '#ffffff', 'editorWidget-border': '#0f4a85', 'editorHoverWidget-background': '#ffffff', 'editorHoverWidget-border': '#0f4a85', 'editorHoverWidget-foreground': '#292929', 'progressBar-background': '#0f4a85', 'scrollbarSlider-background': '#0f4a8566', 'badge-background': '#0f4a85', 'badge-foreground': '#ffffff', 'editorError-foreground': '#b5200d', 'editorWarning-foreground': '#895503', 'tree-indentGuidesStroke': '#a5a5a5', 'sash-hoverBorder': '#006bbd',
  'charts-foreground': '#292929', 'charts-lines': '#29292980', 'charts-red': '#b5200d', 'charts-yellow': '#895503', 'charts-green': '#374e06',
});

/** The four kinds of theme that VS Code has, near to Dark Modern, Light Modern and the two Default High Contrast. */
export const devThemes: Record<string, DevTheme> = {
  'dark': { bodyClass: 'vscode-dark', scheme: 'dark', tokens: dark },
  'light': { bodyClass: 'vscode-light', scheme: 'light', tokens: light },
  'hc-black': { bodyClass: 'vscode-high-contrast', scheme: 'dark', tokens: hcDark },
  'hc-light': { bodyClass: 'vscode-high-contrast vscode-high-contrast-light', scheme: 'light', tokens: hcLight },
};

/** Puts a theme on the page as VS Code does: tokens in the style of <html>, the kind as a class of <body>. */
export function applyDevTheme(name: string): void {
  const { bodyClass, scheme, tokens } = devThemes[name] ?? devThemes.dark;
  const { style } = document.documentElement;
  for (const property of [...style].filter((one) => one.startsWith('--vscode-'))) style.removeProperty(property);
  style.colorScheme = scheme;
  style.setProperty('--vscode-font-family', 'system-ui, "Ubuntu", "DejaVu Sans", sans-serif');
  style.setProperty('--vscode-font-size', '13px');
  style.setProperty('--vscode-font-weight', 'normal');
  style.setProperty('--vscode-editor-font-family', '"Droid Sans Mono", "DejaVu Sans Mono", monospace');
  style.setProperty('--vscode-editor-font-size', '14px');
  for (const [token, value] of Object.entries(tokens)) style.setProperty(`--vscode-${token}`, value);
  document.body.className = bodyClass;
}
