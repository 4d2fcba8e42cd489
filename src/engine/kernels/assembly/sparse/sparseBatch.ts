import { unpackBytes } from '../dense/bytes';
import { room, roomBytes } from '../scratch';
import { entrySize, indexOf, storeWithIndex } from './sparseRows';
import { chunk } from './sparseSums';

/*
 * A batch of a split whose rows are kept compressed is not copied at all: gathering notes where its rows' entries lie.
 * They make the forward product of the first layer; turned once, column by column, they make its kernel's gradient.
 */

/** Bytes of a chunk's row of units. */
export const chunkRow: usize = (<usize>chunk) << 2;
/** What the bytes of a split of bytes stand for, 256 numbers. */
export const numbersBytes: usize = 1024;

/** The split with compressed rows: its address, that of the starts, and its width; 0 when there is none. */
let split: usize = 0;
let splitStarts: usize = 0;
export let splitWidth: i32 = 0;
/** Its numbers are bytes, which stand for byte / 255. */
export let splitBytes: bool = false;
export let numbers: usize = 0;

/** The batch last gathered from it: where a copy of it would lie, and 0 rows when there is none. */
let batch: usize = 0;
export let batchRows: i32 = 0;
/** Whether the columns' entries are made, and whether the rows are copied after all. */
let hasColumns: bool = false;
let isCopied: bool = false;
/**
 * Start and end of each row's entries; the rows of the split; ends of the columns' entries after the start of the
 * first.
 */
export let rowBounds: usize = 0;
let rowIndices: usize = 0;
export let columnEnds: usize = 0;
let columnEntries: usize = 0;
/**
 * A chunk of the transposed kernel, width × `chunk`, or of the gradient, rows × `chunk`, and sixteen columns of the
 * kernel's.
 */
export let panel: usize = 0;

/** Takes batches of the split at `source` by its compressed rows from now on; with a width of 0, none. */
export function useCompressed(source: usize, starts: usize, width: i32, ofBytes: bool): void {
  split = source;
  splitStarts = starts;
  splitWidth = width;
  splitBytes = ofBytes;
  batchRows = 0;
  numbers = room;
  for (let byte: usize = 0; byte < 256; byte++) store<f32>(numbers + (byte << 2), <f32>byte / 255);
}

/** The next cache line: wide loads that cross one take twice as long. */
// @ts-ignore: decorator
@inline
function align(at: usize): usize {
  return (at + 63) & ~63;
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
  rowBounds = room + numbersBytes;
  rowIndices = rowBounds + ((<usize>n) << 3);
  columnEnds = rowIndices + ((<usize>n) << 2);
  columnEntries = align(columnEnds + ((<usize>(width + 1)) << 2));
  const end = room + roomBytes;
  if (columnEntries > end) return false;
  let bytes: usize = 0;
  for (let r: usize = 0; r < <usize>n; r++) {
    const row = load<u32>(indices + (r << 2));
    const from = splitStarts + ((<usize>row) << 2);
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
  const bytes = (<usize>splitWidth) << 2;
  for (let r: usize = 0; r < <usize>batchRows; r++) {
    const row = <usize>load<u32>(rowIndices + (r << 2));
    if (splitBytes) unpackBytes(split + row * <usize>splitWidth, batch + r * bytes, <usize>splitWidth);
    else memory.copy(batch + r * bytes, split + row * bytes, bytes);
  }
  isCopied = true;
}

/**
 * Reads a number of every cache line of some rows' entries, so that they are near when they are needed: rows lie
 * anywhere in memory.
 */
export function fetchRows(r: usize, end: usize): i32 {
  let sum = 0;
  for (; r < end; r++) {
    const last = <usize>load<u32>(rowBounds + (r << 3), 4);
    for (let at = <usize>load<u32>(rowBounds + (r << 3)); at < last; at += 64) sum += load<i32>(at);
  }
  return sum;
}

/** Makes the entries of every column, in the order of their rows, once for a batch. */
export function needColumns(): void {
  if (hasColumns) return;
  if (splitBytes) turnBytes();
  else turnFloats();
  hasColumns = true;
}

function turnBytes(): void {
  turn(true);
}

function turnFloats(): void {
  turn(false);
}

// @ts-ignore: decorator
@inline
function turn(ofBytes: bool): void {
  // Globals would be read anew after everything that is stored.
  const ends = columnEnds;
  const bounds = rowBounds;
  const rows = <usize>batchRows;
  const size = entrySize(ofBytes);
  // Counts, one place on in the list, become starts, and filling turns starts into ends.
  memory.fill(ends, 0, (<usize>(splitWidth + 1)) << 2);
  for (let r: usize = 0; r < rows; r++) {
    const end = <usize>load<u32>(bounds + (r << 3), 4);
    for (let entry = <usize>load<u32>(bounds + (r << 3)); entry < end; entry += size) {
      const slot = ends + (indexOf(ofBytes, entry) << 2);
      store<u32>(slot, load<u32>(slot, 4) + <u32>size, 4);
    }
  }
  let at = <u32>columnEntries;
  store<u32>(ends, at);
  for (let slot = ends, last = ends + ((<usize>splitWidth) << 2); slot < last; slot += 4) {
    const bytes = load<u32>(slot, 4);
    store<u32>(slot, at, 4);
    at += bytes;
  }
  for (let r: usize = 0; r < rows; r++) {
    const end = <usize>load<u32>(bounds + (r << 3), 4);
    for (let entry = <usize>load<u32>(bounds + (r << 3)); entry < end; entry += size) {
      const slot = ends + (indexOf(ofBytes, entry) << 2);
      const to = <usize>load<u32>(slot, 4);
      storeWithIndex(ofBytes, to, entry, r);
      store<u32>(slot, <u32>(to + size), 4);
    }
  }
}
