/**
 * Where `field` (size × size, row by row) crosses `level`: segments x0, y0, x1, y1 in cells from the top left corner,
 * by marching squares with straight interpolation.
 */
export function contour(field: Float32Array, size: number, level: number): Float32Array {
  const out: number[] = [];
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const i = row * size + column;
      const [a, b, c, d] = [
        field[i] - level,
        field[i + 1] - level,
        field[i + size + 1] - level,
        field[i + size] - level,
      ];
      const crossings: [number, number][] = [];
      if (a < 0 !== b < 0) crossings.push([column + a / (a - b), row]);
      if (b < 0 !== c < 0) crossings.push([column + 1, row + b / (b - c)]);
      if (d < 0 !== c < 0) crossings.push([column + d / (d - c), row + 1]);
      if (a < 0 !== d < 0) crossings.push([column, row + a / (a - d)]);
      // A saddle has four crossings, top, right, bottom, left: its middle says which corners belong together.
      const pairs =
        crossings.length === 4
          ? a < 0 === a + b + c + d < 0
            ? [
                [0, 1],
                [2, 3],
              ]
            : [
                [0, 3],
                [1, 2],
              ]
          : crossings.length === 2
            ? [[0, 1]]
            : [];
      for (const [p, q] of pairs) out.push(...crossings[p], ...crossings[q]);
    }
  }
  return Float32Array.from(out);
}

/** The mean over each 3 × 3 neighbourhood, so that the steps of a 0-or-1 field give a smooth contour. */
export function blur(field: Float32Array, size: number): Float32Array {
  const out = new Float32Array(field.length);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      let count = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(size - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(size - 1, column + 1); x++) {
          sum += field[y * size + x];
          count++;
        }
      }
      out[row * size + column] = sum / count;
    }
  }
  return out;
}
