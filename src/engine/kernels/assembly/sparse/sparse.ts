import { activate } from '../dense/activate';
import { transposeBlock } from '../dense/pack';
import { double, lanes, realBytes, realShift } from '../element';
import { edgeTile } from '../scratch';
import { chunkRow, CompressedBatch, fetchRows, needColumns } from './sparseBatch';
import { chunk, sumEntries } from './sparseSums';

/** Rows whose entries are fetched at a time from far memory. */
const fetched: usize = 16;

// @ts-ignore: decorator
@inline
function padded(units: i32): i32 {
  return (units + lanes - 1) & ~(lanes - 1);
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
  const kernelRow = (<usize>batch.width) << realShift;
  let seen = 0;
  for (let u0 = 0; u0 < units; u0 += chunk) {
    const wide = min(units - u0, chunk);
    transposeKernel(batch, kernel + <usize>u0 * kernelRow, wide, (<usize>padded(wide)) << realShift);
    const from = start + <usize>u0 * startStep;
    const out = z + ((<usize>u0) << realShift);
    for (let r: usize = 0; r < rows; r += fetched) {
      const end = min(r + fetched, rows);
      if (u0 === 0) seen += fetchRows(batch.rowBounds, r, end);
      if (double || batch.ofBytes) forwardRows(true, batch, r, end, from, out, (<usize>units) << realShift, wide);
      else forwardRows(false, batch, r, end, from, out, (<usize>units) << realShift, wide);
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
      (<usize>padded(units)) << realShift,
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
  const kernelRow = (<usize>width) << realShift;
  let u = 0;
  for (; u + lanes <= units; u += lanes) {
    let from = kernel + <usize>u * kernelRow;
    let to = panel + ((<usize>u) << realShift);
    let c = 0;
    for (; c + lanes <= width; c += lanes, from += 16, to += <usize>lanes * row)
      transposeBlock(from, kernelRow, to, row);
    for (; c < width; c++, from += realBytes, to += row) {
      for (let k: usize = 0; k < <usize>lanes; k++)
        store<Real>(to + (k << realShift), load<Real>(from + k * kernelRow));
    }
  }
  for (; u < units; u++) {
    let from = kernel + <usize>u * kernelRow;
    let to = panel + ((<usize>u) << realShift);
    for (let c = 0; c < width; c++, from += realBytes, to += row) store<Real>(to, load<Real>(from));
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
  if (double || batch.ofBytes) gradientOf(true, batch, gradient, zeros, kernelGradient, units);
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
  const unitRow = (<usize>units) << realShift;
  const kernelRow = (<usize>width) << realShift;
  // A chunk's columns of the gradient are copied side by side, so that they stay in the first-level cache.
  const sums = panel + <usize>batch.rows * chunkRow;
  for (let u0 = 0; u0 < units; u0 += chunk) {
    const wide = min(units - u0, chunk);
    copyChunk(batch, gradient + ((<usize>u0) << realShift), unitRow, wide);
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
      turnColumns(sums, columns, kernelGradient + <usize>u0 * kernelRow + ((<usize>c0) << realShift), kernelRow, wide);
    }
  }
}

/** Copies `units` ≤ `chunk` numbers of every row to the panel, a chunk's bytes a row. */
function copyChunk(batch: CompressedBatch, from: usize, row: usize, units: i32): void {
  let to = batch.panel;
  for (let r = 0; r < batch.rows; r++, from += row, to += chunkRow) {
    let u: usize = 0;
    for (; u + <usize>lanes <= <usize>units; u += <usize>lanes)
      v128.store(to + (u << realShift), v128.load(from + (u << realShift)));
    for (; u < <usize>units; u++) store<Real>(to + (u << realShift), load<Real>(from + (u << realShift)));
  }
}

/** out[u, c] = sums[c, u] for up to 16 columns of up to `chunk` units, a chunk's bytes a column. */
function turnColumns(sums: usize, columns: i32, out: usize, outRow: usize, units: i32): void {
  let c = 0;
  for (; c + lanes <= columns; c += lanes) {
    let from = sums + <usize>c * chunkRow;
    let to = out + ((<usize>c) << realShift);
    let u = 0;
    for (; u + lanes <= units; u += lanes, from += 16, to += <usize>lanes * outRow)
      transposeBlock(from, chunkRow, to, outRow);
    for (; u < units; u++, from += realBytes, to += outRow) {
      for (let k: usize = 0; k < <usize>lanes; k++) store<Real>(to + (k << realShift), load<Real>(from + k * chunkRow));
    }
  }
  for (; c < columns; c++) {
    let from = sums + <usize>c * chunkRow;
    let to = out + ((<usize>c) << realShift);
    for (let u = 0; u < units; u++, from += realBytes, to += outRow) store<Real>(to, load<Real>(from));
  }
}
