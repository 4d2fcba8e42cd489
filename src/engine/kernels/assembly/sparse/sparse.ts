import { activate } from '../dense/activate';
import { transpose4 } from '../dense/pack';
import { edgeTile } from '../scratch';
import { chunkRow, CompressedBatch, fetchRows, needColumns } from './sparseBatch';
import { chunk, sumEntries } from './sparseSums';

/** Rows whose entries are fetched at a time from far memory. */
const fetched: usize = 16;

// @ts-ignore: decorator
@inline
function padded(units: i32): i32 {
  return (units + 3) & ~3;
}

/**
 * z = x · kernelᵀ + start and a = activation(z), a chunk of units after the other: the part of the
 * kernel that a chunk needs stays in the second-level cache. With `startStep` 0, `start` is zeros.
 */
export function sparseForward(
  batch: CompressedBatch,
  kernel: usize,
  start: usize,
  startStep: usize,
  z: usize,
  a: usize,
  units: i32,
  activation: i32,
): void {
  const rows = <usize>batch.rows;
  const kernelRow = (<usize>batch.width) << 2;
  let seen = 0;
  for (let u0 = 0; u0 < units; u0 += chunk) {
    const wide = min(units - u0, chunk);
    transposeKernel(batch, kernel + <usize>u0 * kernelRow, wide, (<usize>padded(wide)) << 2);
    const from = start + <usize>u0 * startStep;
    const out = z + ((<usize>u0) << 2);
    for (let r: usize = 0; r < rows; r += fetched) {
      const end = min(r + fetched, rows);
      if (u0 === 0) seen += fetchRows(batch.rowBounds, r, end);
      if (batch.ofBytes) forwardRows(true, batch, r, end, from, out, (<usize>units) << 2, wide);
      else forwardRows(false, batch, r, end, from, out, (<usize>units) << 2, wide);
    }
  }
  activate(z, a, batch.rows, units, activation);
  // A sum that is stored is not optimized away.
  store<i32>(edgeTile, seen);
}

// @ts-ignore: decorator
@inline
function forwardRows(
  ofBytes: bool,
  batch: CompressedBatch,
  r: usize,
  end: usize,
  start: usize,
  z: usize,
  zRow: usize,
  units: i32,
): void {
  const rowBounds = batch.rowBounds;
  const numbers = batch.numbers;
  const panel = batch.panel;
  for (; r < end; r++) {
    const bounds = rowBounds + (r << 3);
    sumEntries(
      ofBytes,
      numbers,
      <usize>load<u32>(bounds),
      <usize>load<u32>(bounds, 4),
      panel,
      (<usize>padded(units)) << 2,
      start,
      z + r * zRow,
      units,
    );
  }
}

/** A chunk's rows of the kernel, `units` × width, as a row of units for each column of the batch. */
function transposeKernel(batch: CompressedBatch, kernel: usize, units: i32, row: usize): void {
  const width = batch.width;
  const panel = batch.panel;
  const kernelRow = (<usize>width) << 2;
  let u = 0;
  for (; u + 4 <= units; u += 4) {
    let from = kernel + <usize>u * kernelRow;
    let to = panel + ((<usize>u) << 2);
    let c = 0;
    for (; c + 4 <= width; c += 4, from += 16, to += 4 * row) transpose4(from, kernelRow, to, row);
    for (; c < width; c++, from += 4, to += row) {
      for (let k: usize = 0; k < 4; k++) store<f32>(to + (k << 2), load<f32>(from + k * kernelRow));
    }
  }
  for (; u < units; u++) {
    let from = kernel + <usize>u * kernelRow;
    let to = panel + ((<usize>u) << 2);
    for (let c = 0; c < width; c++, from += 4, to += row) store<f32>(to, load<f32>(from));
  }
}

/** kernelGradient = gradientᵀ · x; `zeros` has 64 of them. */
export function sparseKernelGradient(
  batch: CompressedBatch,
  gradient: usize,
  zeros: usize,
  kernelGradient: usize,
  units: i32,
): void {
  needColumns(batch);
  if (batch.ofBytes) gradientOf(true, batch, gradient, zeros, kernelGradient, units);
  else gradientOf(false, batch, gradient, zeros, kernelGradient, units);
}

// @ts-ignore: decorator
@inline
function gradientOf(
  ofBytes: bool,
  batch: CompressedBatch,
  gradient: usize,
  zeros: usize,
  kernelGradient: usize,
  units: i32,
): void {
  const width = batch.width;
  const numbers = batch.numbers;
  const panel = batch.panel;
  const columnEnds = batch.columnEnds;
  const unitRow = (<usize>units) << 2;
  const kernelRow = (<usize>width) << 2;
  // A chunk's columns of the gradient are copied side by side, so that they stay in the first-level cache.
  const sums = panel + <usize>batch.rows * chunkRow;
  for (let u0 = 0; u0 < units; u0 += chunk) {
    const wide = min(units - u0, chunk);
    copyChunk(batch, gradient + ((<usize>u0) << 2), unitRow, wide);
    let from = <usize>load<u32>(columnEnds);
    // Sixteen columns, a cache line of every unit's row, are summed and then turned.
    for (let c0 = 0; c0 < width; c0 += 16) {
      const columns = min(width - c0, 16);
      let to = sums;
      for (let c = c0; c < c0 + columns; c++, to += chunkRow) {
        const end = <usize>load<u32>(columnEnds + ((<usize>(c + 1)) << 2));
        sumEntries(ofBytes, numbers, from, end, panel, chunkRow, zeros, to, wide);
        from = end;
      }
      turnColumns(sums, columns, kernelGradient + <usize>u0 * kernelRow + ((<usize>c0) << 2), kernelRow, wide);
    }
  }
}

/** Copies `units` ≤ `chunk` numbers of every row to the panel, a chunk's bytes a row. */
function copyChunk(batch: CompressedBatch, from: usize, row: usize, units: i32): void {
  let to = batch.panel;
  for (let r = 0; r < batch.rows; r++, from += row, to += chunkRow) {
    let u: usize = 0;
    for (; u + 4 <= <usize>units; u += 4) v128.store(to + (u << 2), v128.load(from + (u << 2)));
    for (; u < <usize>units; u++) store<f32>(to + (u << 2), load<f32>(from + (u << 2)));
  }
}

/** out[u, c] = sums[c, u] for up to 16 columns of up to `chunk` units, a chunk's bytes a column. */
function turnColumns(sums: usize, columns: i32, out: usize, outRow: usize, units: i32): void {
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    let from = sums + <usize>c * chunkRow;
    let to = out + ((<usize>c) << 2);
    let u = 0;
    for (; u + 4 <= units; u += 4, from += 16, to += 4 * outRow) transpose4(from, chunkRow, to, outRow);
    for (; u < units; u++, from += 4, to += outRow) {
      for (let k: usize = 0; k < 4; k++) store<f32>(to + (k << 2), load<f32>(from + k * chunkRow));
    }
  }
  for (; c < columns; c++) {
    let from = sums + <usize>c * chunkRow;
    let to = out + ((<usize>c) << 2);
    for (let u = 0; u < units; u++, from += 4, to += outRow) store<f32>(to, load<f32>(from));
  }
}
