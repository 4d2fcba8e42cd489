import type { MarkShape } from '../parts/marks';

/** How the points of one class are drawn: colour and shape. */
export interface ClassStyle {
  token: string;
  shape: Exclude<MarkShape, 'cross'>;
}

const tokens = [
  ...['red', 'blue', 'green', 'purple', 'yellow'].map((name) => `--vscode-charts-${name}`),
  '--vscode-terminal-ansiCyan',
];
const shapes = ['square', 'circle', 'triangle', 'diamond'] as const;

/** The style of class `index`; colours repeat after 6 classes, shapes after 4. */
export function classStyle(index: number): ClassStyle {
  return { token: tokens[index % tokens.length], shape: shapes[index % shapes.length] };
}
