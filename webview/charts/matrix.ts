import type { ChartContext, Room } from './canvas/chartContext';
import { canvasOf } from './canvas/pixelImage';

/** The values of a matrix, row by row. */
export interface MatrixModel {
  rows: number;
  columns: number;
  values: Float32Array;
}

/** The largest of the finite values without their signs. */
export function peakOf(values: Float32Array): number {
  let peak = 0;
  for (const value of values) if (Number.isFinite(value) && Math.abs(value) > peak) peak = Math.abs(value);
  return peak;
}

/**
 * Draws the values of a matrix as colours: blue above 0, red below, the background at 0; not finite ones in the text's
 * colour.
 */
export function drawMatrix(context: ChartContext, { rows, columns, values }: MatrixModel, room: Room): void {
  if (rows === 0 || columns === 0) return;
  const { width, height, theme } = room;
  const peak = peakOf(values);
  const [zero, low, high, bad] = [
    ...['--vscode-editor-background', '--vscode-charts-red', '--vscode-charts-blue', '--vscode-foreground'],
  ].map((token) => theme.rgb(token));
  const pixels = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, cell) => {
    const share = peak === 0 ? 0 : Math.min(1, Math.abs(value) / peak);
    const end = value < 0 ? low : high;
    for (let channel = 0; channel < 3; channel++)
      pixels[4 * cell + channel] = Number.isFinite(value)
        ? zero[channel] + (end[channel] - zero[channel]) * share
        : bad[channel];
    pixels[4 * cell + 3] = 255;
  });
  context.imageSmoothingEnabled = columns > width || rows > height;
  context.drawImage(canvasOf(pixels, columns, rows), 0, 0, columns, rows, 0, 0, width, height);
}
