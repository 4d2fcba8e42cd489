import { activate } from './activate';
import { wide as wideBuild } from './build';
import { unpackBytes } from './bytes';
import { fma } from './fma';
import { transpose4 } from './pack';
import { edgeTile, room, roomBytes } from './scratch';
import { entryBytes } from './sparseRows';
import { loadTail, storeTail } from './tail';

/*
 * A batch of a split whose rows are kept compressed is not copied at all: gathering notes where its rows' entries lie. They
 * make the forward product of the first layer; turned once, column by column, they make its kernel's gradient.
 */

/** Units that are computed at a time: vectors of sums that fit in registers. */
const chunk: i32 = wideBuild ? 64 : 32;
const chunkRow: usize = <usize>chunk << 2;

/** The split with compressed rows: its address, that of the starts, and its width; 0 when there is none. */
let split: usize = 0;
let splitStarts: usize = 0;
let splitWidth: i32 = 0;
/** Its numbers are bytes, which stand for byte / 255. */
let splitBytes: bool = false;

/** The batch last gathered from it: where a copy of it would lie, and 0 rows when there is none. */
let batch: usize = 0;
let batchRows: i32 = 0;
/** Whether the columns' entries are made, and whether the rows are copied after all. */
let hasColumns: bool = false;
let isCopied: bool = false;
/** Start and end of each row's entries; the rows of the split; ends of the columns' entries after the start of the first. */
let rowBounds: usize = 0;
let rowIndices: usize = 0;
let columnEnds: usize = 0;
let columnEntries: usize = 0;
/** A chunk of the transposed kernel, width × `chunk`, or of the gradient, rows × `chunk`, and sixteen columns of the kernel's. */
let panel: usize = 0;

/** Takes batches of the split at `source` by its compressed rows from now on; with a width of 0, none. */
export function useCompressed(source: usize, starts: usize, width: i32, bytes: bool): void {
  split = source;
  splitStarts = starts;
  splitWidth = width;
  splitBytes = bytes;
  batchRows = 0;
}

// @ts-ignore: decorator
@inline
function padded(units: i32): i32 {
  return (units + 3) & ~3;
}

// @ts-ignore: decorator
@inline
function align(at: usize): usize {
  return (at + 15) & ~15;
}

// @ts-ignore: decorator
@inline
function panelBytes(n: i32, width: i32): usize {
  return <usize>(max(n + 16, width) + 3) * chunkRow;
}

/** Notes the batch of these rows instead of copying it to `out`. False when it has to be copied. */
export function noteBatch(source: usize, indices: usize, out: usize, n: i32, width: i32): bool {
  forgetBatch(out);
  if (splitWidth === 0 || source !== split || width !== splitWidth) return false;
  rowBounds = room;
  rowIndices = rowBounds + (<usize>n << 3);
  columnEnds = rowIndices + (<usize>n << 2);
  columnEntries = align(columnEnds + (<usize>(width + 1) << 2));
  const end = room + roomBytes;
  if (columnEntries > end) return false;
  let bytes: usize = 0;
  for (let r: usize = 0; r < <usize>n; r++) {
    const row = load<u32>(indices + (r << 2));
    const from = splitStarts + (<usize>row << 2);
    store<u32>(rowIndices + (r << 2), row);
    store<u64>(rowBounds + (r << 3), load<u64>(from));
    bytes += <usize>(load<u32>(from, 4) - load<u32>(from));
  }
  panel = align(columnEntries + bytes);
  if (panel > end) return false;
  batch = out;
  batchRows = n;
  hasColumns = false;
  isCopied = false;
  return true;
}

/** Other numbers are put where a batch may have been noted. */
export function forgetBatch(out: usize): void {
  if (batch === out) batchRows = 0;
}

/** Whether the n rows at `x` are a noted batch that a layer can take compressed; copies one that it cannot. */
export function isCompressed(x: usize, n: i32, width: i32): bool {
  if (batchRows === 0 || batch !== x) return false;
  if (n === batchRows && width === splitWidth && panel + panelBytes(n, width) <= room + roomBytes) return true;
  if (!isCopied) copyRows();
  return false;
}

function copyRows(): void {
  const bytes = <usize>splitWidth << 2;
  for (let r: usize = 0; r < <usize>batchRows; r++) {
    const row = <usize>load<u32>(rowIndices + (r << 2));
    if (splitBytes) unpackBytes(split + row * <usize>splitWidth, batch + r * bytes, <usize>splitWidth);
    else memory.copy(batch + r * bytes, split + row * bytes, bytes);
  }
  isCopied = true;
}

/** Reads a number of every cache line of a row's entries, so that they are near when they are needed: rows lie anywhere in memory. */
function fetchRow(r: usize): i32 {
  const bounds = rowBounds + (r << 3);
  const end = <usize>load<u32>(bounds, 4);
  let sum = 0;
  for (let at = <usize>load<u32>(bounds); at < end; at += 64) sum += load<i32>(at);
  return sum;
}

/** Entries of every column, in the order of their rows. */
function compressColumns(): void {
  // Counts, one place on in the list, become starts, and filling turns starts into ends.
  memory.fill(columnEnds, 0, <usize>(splitWidth + 1) << 2);
  for (let r: usize = 0; r < <usize>batchRows; r++) {
    const end = <usize>load<u32>(rowBounds + (r << 3), 4);
    for (let from = <usize>load<u32>(rowBounds + (r << 3)); from < end; from += entryBytes) {
      const slot = columnEnds + (<usize>load<u32>(from, 4) << 2);
      store<u32>(slot, load<u32>(slot, 4) + <u32>entryBytes, 4);
    }
  }
  let at = <u32>columnEntries;
  store<u32>(columnEnds, at);
  for (let c = 0; c < splitWidth; c++) {
    const slot = columnEnds + (<usize>c << 2);
    const bytes = load<u32>(slot, 4);
    store<u32>(slot, at, 4);
    at += bytes;
  }
  for (let r: usize = 0; r < <usize>batchRows; r++) {
    const end = <usize>load<u32>(rowBounds + (r << 3), 4);
    for (let from = <usize>load<u32>(rowBounds + (r << 3)); from < end; from += entryBytes) {
      const entry = load<u64>(from);
      const slot = columnEnds + <usize>((entry >> 32) << 2);
      const to = <usize>load<u32>(slot, 4);
      store<u64>(to, (entry & 0xffffffff) | (<u64>r << 32));
      store<u32>(slot, <u32>(to + entryBytes), 4);
    }
  }
  hasColumns = true;
}

/** out = start + Σ value · table[index] over entries, for 32 numbers of each row of the table. */
function sumWide(from: usize, end: usize, table: usize, tableRow: usize, start: usize, out: usize): void {
  let s0 = v128.load(start), s1 = v128.load(start, 16), s2 = v128.load(start, 32), s3 = v128.load(start, 48);
  let s4 = v128.load(start, 64), s5 = v128.load(start, 80), s6 = v128.load(start, 96), s7 = v128.load(start, 112);
  for (; from < end; from += entryBytes) {
    const value = v128.load32_splat(from);
    const row = table + <usize>load<i32>(from, 4) * tableRow;
    s0 = fma(value, v128.load(row), s0);
    s1 = fma(value, v128.load(row, 16), s1);
    s2 = fma(value, v128.load(row, 32), s2);
    s3 = fma(value, v128.load(row, 48), s3);
    s4 = fma(value, v128.load(row, 64), s4);
    s5 = fma(value, v128.load(row, 80), s5);
    s6 = fma(value, v128.load(row, 96), s6);
    s7 = fma(value, v128.load(row, 112), s7);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
}

/** The same for `count` ≤ 4 numbers. */
function sumNarrow(from: usize, end: usize, table: usize, tableRow: usize, start: usize, out: usize, count: i32): void {
  let sum = count === 4 ? v128.load(start) : loadTail(start, count, f32x4.splat(0));
  for (; from < end; from += entryBytes) {
    const row = table + <usize>load<i32>(from, 4) * tableRow;
    const numbers = count === 4 ? v128.load(row) : loadTail(row, count, f32x4.splat(0));
    sum = fma(v128.load32_splat(from), numbers, sum);
  }
  if (count === 4) v128.store(out, sum);
  else storeTail(out, count, sum);
}

/** The same for 64 numbers, for the wide build: eight registers of two vectors, whose sums do not wait for each other. */
function sumWidest(from: usize, end: usize, table: usize, tableRow: usize, start: usize, out: usize): void {
  let s0 = v128.load(start), s1 = v128.load(start, 16), s2 = v128.load(start, 32), s3 = v128.load(start, 48);
  let s4 = v128.load(start, 64), s5 = v128.load(start, 80), s6 = v128.load(start, 96), s7 = v128.load(start, 112);
  let s8 = v128.load(start, 128), s9 = v128.load(start, 144), s10 = v128.load(start, 160), s11 = v128.load(start, 176);
  let s12 = v128.load(start, 192), s13 = v128.load(start, 208), s14 = v128.load(start, 224), s15 = v128.load(start, 240);
  for (; from < end; from += entryBytes) {
    const value = v128.load32_splat(from);
    const row = table + <usize>load<i32>(from, 4) * tableRow;
    s0 = fma(value, v128.load(row), s0);
    s1 = fma(value, v128.load(row, 16), s1);
    s2 = fma(value, v128.load(row, 32), s2);
    s3 = fma(value, v128.load(row, 48), s3);
    s4 = fma(value, v128.load(row, 64), s4);
    s5 = fma(value, v128.load(row, 80), s5);
    s6 = fma(value, v128.load(row, 96), s6);
    s7 = fma(value, v128.load(row, 112), s7);
    s8 = fma(value, v128.load(row, 128), s8);
    s9 = fma(value, v128.load(row, 144), s9);
    s10 = fma(value, v128.load(row, 160), s10);
    s11 = fma(value, v128.load(row, 176), s11);
    s12 = fma(value, v128.load(row, 192), s12);
    s13 = fma(value, v128.load(row, 208), s13);
    s14 = fma(value, v128.load(row, 224), s14);
    s15 = fma(value, v128.load(row, 240), s15);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
  v128.store(out, s8, 128);
  v128.store(out, s9, 144);
  v128.store(out, s10, 160);
  v128.store(out, s11, 176);
  v128.store(out, s12, 192);
  v128.store(out, s13, 208);
  v128.store(out, s14, 224);
  v128.store(out, s15, 240);
}

/** The same for up to `chunk` numbers. */
function sumChunk(from: usize, end: usize, table: usize, tableRow: usize, start: usize, out: usize, units: i32): void {
  if (wideBuild && units === 64) {
    sumWidest(from, end, table, tableRow, start, out);
    return;
  }
  let u = 0;
  if (units >= 32) {
    sumWide(from, end, table, tableRow, start, out);
    u = 32;
  }
  for (; u < units; u += 4) {
    const at = <usize>u << 2;
    sumNarrow(from, end, table + at, tableRow, start + at, out + at, min(units - u, 4));
  }
}

/**
 * z = x · kernelᵀ + start and a = activation(z) for the noted batch, a chunk of units after the other: the part of the kernel that a
 * chunk needs stays in the second-level cache. With `startStep` 0, `start` is zeros.
 */
export function sparseForward(kernel: usize, start: usize, startStep: usize, z: usize, a: usize, units: i32, activation: i32): void {
  const unitRow = <usize>units << 2;
  let fetched = 0;
  for (let u0 = 0; u0 < units; u0 += chunk) {
    const wide = min(units - u0, chunk);
    const row = <usize>padded(wide) << 2;
    transposeKernel(kernel + <usize>u0 * (<usize>splitWidth << 2), wide, row);
    const from = start + <usize>u0 * startStep;
    const last = u0 + wide === units;
    for (let r: usize = 0; r < <usize>batchRows; r++) {
      const bounds = rowBounds + (r << 3);
      if (u0 === 0 && r + 2 < <usize>batchRows) fetched += fetchRow(r + 2);
      sumChunk(<usize>load<u32>(bounds), <usize>load<u32>(bounds, 4), panel, row, from, z + r * unitRow + (<usize>u0 << 2), wide);
      if (last) activate(z + r * unitRow, a + r * unitRow, 1, units, activation);
    }
  }
  // A sum that is stored is not optimized away.
  store<i32>(edgeTile, fetched);
}

/** A chunk's rows of the kernel, `units` × width, as a row of units for each column of the batch. */
function transposeKernel(kernel: usize, units: i32, row: usize): void {
  const kernelRow = <usize>splitWidth << 2;
  let u = 0;
  for (; u + 4 <= units; u += 4) {
    let from = kernel + <usize>u * kernelRow;
    let to = panel + (<usize>u << 2);
    let c = 0;
    for (; c + 4 <= splitWidth; c += 4, from += 16, to += 4 * row) transpose4(from, kernelRow, to, row);
    for (; c < splitWidth; c++, from += 4, to += row) {
      for (let k: usize = 0; k < 4; k++) store<f32>(to + (k << 2), load<f32>(from + k * kernelRow));
    }
  }
  for (; u < units; u++) {
    let from = kernel + <usize>u * kernelRow;
    let to = panel + (<usize>u << 2);
    for (let c = 0; c < splitWidth; c++, from += 4, to += row) store<f32>(to, load<f32>(from));
  }
}

/** kernelGradient = gradientᵀ · x for the noted batch; `zeros` has 64 of them. */
export function sparseKernelGradient(gradient: usize, zeros: usize, kernelGradient: usize, units: i32): void {
  if (!hasColumns) compressColumns();
  const unitRow = <usize>units << 2;
  const kernelRow = <usize>splitWidth << 2;
  // A chunk's columns of the gradient are copied side by side, so that they stay in the first-level cache.
  const sums = panel + <usize>batchRows * chunkRow;
  for (let u0 = 0; u0 < units; u0 += chunk) {
    const wide = min(units - u0, chunk);
    copyChunk(gradient + (<usize>u0 << 2), unitRow, wide);
    let from = <usize>load<u32>(columnEnds);
    // Sixteen columns, a cache line of every unit's row, are summed and then turned.
    for (let c0 = 0; c0 < splitWidth; c0 += 16) {
      const columns = min(splitWidth - c0, 16);
      let to = sums;
      for (let c = c0; c < c0 + columns; c++, to += chunkRow) {
        const end = <usize>load<u32>(columnEnds + (<usize>(c + 1) << 2));
        sumChunk(from, end, panel, chunkRow, zeros, to, wide);
        from = end;
      }
      turnColumns(sums, columns, kernelGradient + <usize>u0 * kernelRow + (<usize>c0 << 2), kernelRow, wide);
    }
  }
}

/** Copies `units` ≤ `chunk` numbers of every row to the panel, a chunk's bytes a row. */
function copyChunk(from: usize, row: usize, units: i32): void {
  let to = panel;
  for (let r = 0; r < batchRows; r++, from += row, to += chunkRow) {
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
    let to = out + (<usize>c << 2);
    let u = 0;
    for (; u + 4 <= units; u += 4, from += 16, to += 4 * outRow) transpose4(from, chunkRow, to, outRow);
    for (; u < units; u++, from += 4, to += outRow) {
      for (let k: usize = 0; k < 4; k++) store<f32>(to + (k << 2), load<f32>(from + k * chunkRow));
    }
  }
  for (; c < columns; c++) {
    let from = sums + <usize>c * chunkRow;
    let to = out + (<usize>c << 2);
    for (let u = 0; u < units; u++, from += 4, to += outRow) store<f32>(to, load<f32>(from));
  }
}
