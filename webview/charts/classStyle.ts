/** How the points of one class are drawn: colour and shape. */
export interface ClassStyle {
  token: string;
  shape: 'square' | 'circle' | 'triangle' | 'diamond';
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

/** Adds one mark of half-width `r` at (x, y) to the current path. */
export function addMark(
  context: CanvasRenderingContext2D,
  shape: ClassStyle['shape'],
  x: number,
  y: number,
  r: number,
): void {
  if (shape === 'circle') {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  } else if (shape === 'square') {
    context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
  } else {
    context.moveTo(x, y - 1.2 * r);
    context.lineTo(x + 1.1 * r, shape === 'triangle' ? y + 0.9 * r : y);
    if (shape === 'diamond') context.lineTo(x, y + 1.2 * r);
    context.lineTo(x - 1.1 * r, shape === 'triangle' ? y + 0.9 * r : y);
    context.closePath();
  }
}
