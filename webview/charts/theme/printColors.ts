/**
 * Theme tokens for paper: the colours of VS Code's light theme, dark enough on white, and fonts that other programs
 * have.
 */
export const printColors: Readonly<Record<string, string>> = {
  '--vscode-editor-background': '#ffffff',
  '--vscode-editor-foreground': '#222222',
  '--vscode-foreground': '#222222',
  '--vscode-descriptionForeground': '#555555',
  '--vscode-charts-foreground': '#222222',
  '--vscode-charts-lines': '#22222280',
  '--vscode-charts-red': '#d02020',
  '--vscode-charts-blue': '#1a6fd0',
  '--vscode-charts-yellow': '#a87400',
  '--vscode-charts-orange': '#b3591b',
  '--vscode-charts-green': '#388a34',
  '--vscode-charts-purple': '#652d90',
  '--vscode-terminal-ansiCyan': '#05798f',
  '--vscode-errorForeground': '#b01011',
  '--vscode-font-family': 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif',
};
