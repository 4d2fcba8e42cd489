import type { Boundary } from '../../../src/experiment/record/record';
import type { Rgb } from '../theme/rgb';
import { blur, contour } from './contour';

/**
 * The share of the class colour where the network is certain; the rest is the background, so that points stay visible.
 */
const strongest = 0.5;

/** Probability of class 1 of two, or of a regression's range, at every grid point. */
export function fieldOf({ winner, strength }: Boundary, classes: number): Float32Array {
  const out = new Float32Array(strength.length);
  for (let i = 0; i < out.length; i++) {
    const p = strength[i] / 255;
    out[i] = classes > 0 && winner[i] === 0 ? 1 - p : p;
  }
  return out;
}

/**
 * RGBA of the grid: the winner's colour over the background, as strong as it is surer than a guess. A regression goes
 * from the first colour to the second.
 */
export function pixelsOf(
  boundary: Boundary,
  classes: number,
  colors: readonly Rgb[],
  background: Rgb,
): Uint8ClampedArray<ArrayBuffer> {
  const { winner, strength } = boundary;
  const out = new Uint8ClampedArray(4 * winner.length);
  const guess = classes > 0 ? 1 / Math.max(2, classes) : 0;
  for (let i = 0; i < winner.length; i++) {
    const p = strength[i] / 255;
    const color = classes > 0 ? colors[winner[i] % colors.length] : colors[p < 0.5 ? 0 : 1];
    const sure = classes > 0 ? Math.max(0, (p - guess) / (1 - guess)) : Math.abs(2 * p - 1);
    const share = strongest * sure;
    for (let k = 0; k < 3; k++) out[4 * i + k] = background[k] + (color[k] - background[k]) * share;
    out[4 * i + 3] = 255;
  }
  return out;
}

/**
 * Where the field is almost level, its 256 steps would make a staircase of the line: a mean over the neighbours takes
 * their place.
 */
function unquantized(field: Float32Array, size: number): Float32Array {
  const smooth = blur(blur(field, size), size);
  return field.map((p, i) => (Math.abs(smooth[i] - 0.5) < 0.03 ? smooth[i] : p));
}

/** Lines between the classes: where p = 0.5 for two, where the winner changes for more, a regression's middle. */
export function linesOf(boundary: Boundary, classes: number): Float32Array[] {
  const { size, winner } = boundary;
  if (classes <= 2) return [contour(unquantized(fieldOf(boundary, classes), size), size, 0.5)];
  const lines: Float32Array[] = [];
  for (let k = 0; k < classes; k++) {
    if (!winner.includes(k)) continue;
    lines.push(
      contour(
        blur(
          Float32Array.from(winner, (value) => (value === k ? 1 : 0)),
          size,
        ),
        size,
        0.5,
      ),
    );
  }
  return lines;
}

/** The least and the largest probability of the winner; equal ones mean that the network says the same everywhere. */
export function strengthRange({ strength }: Boundary): [number, number] {
  let [least, largest] = [255, 0];
  for (const value of strength) {
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  return [least / 255, largest / 255];
}
