import type { Network } from '../engine/network/network';
import type { Boundary, Extent } from '../experiment/record';

/** Cells on a side of the boundary grid: drawn smoothed, so that the eye sees no cell at 350 pixels. */
export const boundarySize = 96;

/** The (x, y) of every cell's centre, row by row from the top, as float32 pairs. */
export function boundaryGrid({ left, right, bottom, top }: Extent): Float32Array {
  const points = new Float32Array(2 * boundarySize ** 2);
  let next = 0;
  for (let row = 0; row < boundarySize; row++) {
    const y = top - ((row + 0.5) / boundarySize) * (top - bottom);
    for (let column = 0; column < boundarySize; column++) {
      points[next++] = left + ((column + 0.5) / boundarySize) * (right - left);
      points[next++] = y;
    }
  }
  return points;
}

const byte = (share: number): number => (Number.isFinite(share) ? Math.round(255 * Math.min(1, Math.max(0, share))) : 0);

/** The network's answer on the grid. `range` is that of a regression's targets; `room` has 2 bytes of the arena for each cell. */
export function boundaryOf(network: Network, grid: Float32Array, classes: number, range: readonly [number, number], room?: Uint8Array): Boundary {
  const cells = grid.length / 2;
  const outputs = network.spec.outputs;
  const winner = new Uint8Array(cells);
  const strength = new Uint8Array(cells);
  if (network.small?.reaches(grid) && network.small.reaches(room)) {
    const [winners, strengths] = [room!.subarray(0, cells), room!.subarray(cells, 2 * cells)];
    network.small.boundary(grid, cells, classes === 0 ? range : undefined, winners, strengths);
    winner.set(winners);
    strength.set(strengths);
    return { size: boundarySize, winner, strength };
  }
  const values = network.predict(grid, cells);
  for (let cell = 0; cell < cells; cell++) {
    if (classes === 0) {
      strength[cell] = byte((values[cell] - range[0]) / (range[1] - range[0] || 1));
    } else if (outputs === 1) {
      const probability = values[cell];
      winner[cell] = probability > 0.5 ? 1 : 0;
      strength[cell] = byte(probability > 0.5 ? probability : 1 - probability);
    } else {
      let best = 0;
      for (let k = 1; k < outputs; k++) if (values[cell * outputs + k] > values[cell * outputs + best]) best = k;
      winner[cell] = best;
      strength[cell] = byte(values[cell * outputs + best]);
    }
  }
  return { size: boundarySize, winner, strength };
}
