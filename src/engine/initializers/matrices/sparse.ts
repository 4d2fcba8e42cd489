import type { RandomSource } from '../../random/source';

/**
 * Zeros in each column of a sparse matrix of `rows` rows: sparsity · rows, rounded up as `torch.nn.init.sparse_` does.
 */
export function zerosPerColumn(sparsity: number, rows: number): number {
  return Math.ceil(sparsity * rows);
}

/**
 * A row-major rows × columns matrix of N(0, stddev²) in whose every column `zerosPerColumn` random entries are 0, as
 * `torch.nn.init.sparse_`: all numbers are drawn first, then a permutation of the rows for each column, whose first
 * entries are zeroed.
 */
export function drawSparse(
  rows: number,
  columns: number,
  sparsity: number,
  stddev: number,
  source: RandomSource,
): Float64Array {
  const out = new Float64Array(rows * columns);
  source.normal(out, 0, stddev);
  const zeros = zerosPerColumn(sparsity, rows);
  for (let column = 0; column < columns; column++) {
    const order = source.permutation(rows);
    for (let i = 0; i < zeros; i++) out[order[i] * columns + column] = 0;
  }
  return out;
}
