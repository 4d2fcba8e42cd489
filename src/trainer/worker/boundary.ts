import type { Floats } from '../../engine/elementType';
import type { Network } from '../../engine/network/network';
import type { Boundary, Extent } from '../../experiment/record/record';

/** Cells on a side of the boundary grid: drawn smoothed, so that the eye sees no cell at 350 pixels. */
export const boundarySize = 96;

/** Writes the (x, y) of every cell's centre, row by row from the top, into 2 · boundarySize² numbers. */
export function fillBoundaryGrid(points: Floats, { left, right, bottom, top }: Extent): void {
  let next = 0;
  for (let row = 0; row < boundarySize; row++) {
    const y = top - ((row + 0.5) / boundarySize) * (top - bottom);
    for (let column = 0; column < boundarySize; column++) {
      points[next++] = left + ((column + 0.5) / boundarySize) * (right - left);
      points[next++] = y;
    }
  }
}

const byte = (share: number): number =>
  Number.isFinite(share) ? Math.round(255 * Math.min(1, Math.max(0, share))) : 0;

/** Bytes of the answer on a grid: the winners of all cells, then how strongly. */
export function boundaryBytes(grid: Floats): number {
  return grid.length;
}

/** The boundary whose bytes are those of `answer`. */
export function boundaryIn(answer: Uint8Array): Boundary {
  const cells = answer.length / 2;
  return { size: boundarySize, winner: answer.subarray(0, cells), strength: answer.subarray(cells) };
}

/**
 * The network's answer on the grid. `range` is that of a regression's targets; `room` has `boundaryBytes` of the arena,
 * and `answer` takes the bytes.
 */
export function boundaryOf(
  network: Network,
  grid: Floats,
  classes: number,
  range: readonly [number, number],
  room?: Uint8Array,
  answer = new Uint8Array(boundaryBytes(grid)),
): Boundary {
  const cells = grid.length / 2;
  const boundary = boundaryIn(answer);
  const { winner, strength } = boundary;
  const small = network.smallFor(grid, room);
  if (small) {
    small.boundary(grid, cells, classes === 0 ? range : undefined, room!.subarray(0, cells), room!.subarray(cells));
    answer.set(room!);
    return boundary;
  }
  if (classes === 0) {
    const values = network.predict(grid, cells);
    for (let cell = 0; cell < cells; cell++)
      strength[cell] = byte((values[cell] - range[0]) / (range[1] - range[0] || 1));
    return boundary;
  }
  const strengths = new Float32Array(cells);
  network.classify(grid, cells, winner, strengths);
  for (let cell = 0; cell < cells; cell++) strength[cell] = byte(strengths[cell]);
  return boundary;
}
