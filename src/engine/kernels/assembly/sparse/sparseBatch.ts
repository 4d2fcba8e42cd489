import { double, realShift } from '../element';
import { room, roomBytes } from '../scratch';
import { entrySize, indexOf, storeWithIndex } from './sparseRows';
import { chunk } from './sparseSums';

/*
 * A batch of a split whose rows are kept compressed is not copied at all: gathering writes down where its rows' entries
 * lie. They make the forward product of the first layer; turned once, column by column, they make its kernel's
 * gradient.
 */

/** Bytes of a chunk's row of units. */
export const chunkRow: usize = (<usize>chunk) << realShift;
/** What the bytes of a split of bytes stand for, 256 numbers. */
export const numbersBytes: usize = 256 << realShift;

/** The split with compressed rows: its address, that of the starts, and its width; 0 when there is none. */
let split: usize = 0;
let splitStarts: usize = 0;
let splitWidth: i32 = 0;
/** Its numbers are bytes, which stand for byte / 255. */
let splitBytes: bool = false;

/** A batch of compressed rows. */
@unmanaged
export class CompressedBatch {
  rows: i32;
  width: i32;
  /** Its numbers are bytes, which stand for those at `numbers`. */
  ofBytes: bool;
  /** Whether the columns' entries are made. */
  hasColumns: bool;
  numbers: usize;
  /** Start and end of each row's entries. */
  rowBounds: usize;
  /** Ends of the columns' entries, after the start of the first. */
  columnEnds: usize;
  columnEntries: usize;
  /**
   * A chunk of the transposed kernel, width × `chunk`, or of the gradient, rows × `chunk`, and sixteen columns of the
   * kernel's.
   */
  panel: usize;
}

/** Takes batches of the split at `source` by its compressed rows from now on; with a width of 0, none. */
export function useCompressed(source: usize, starts: usize, width: i32, ofBytes: bool): void {
  split = source;
  splitStarts = starts;
  splitWidth = width;
  splitBytes = ofBytes;
  for (let byte: usize = 0; byte < 256; byte++) store<Real>(room + (byte << realShift), <Real>byte / 255);
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

/** The batch of these rows, until the next one is made; 0 when they have to be copied. */
export function compressedBatch(source: usize, indices: usize, n: i32, width: i32): usize {
  if (splitWidth === 0 || source !== split || width !== splitWidth) return 0;
  const at = room + numbersBytes;
  const rowBounds = align(at + offsetof<CompressedBatch>());
  const columnEnds = rowBounds + ((<usize>n) << 3);
  const columnEntries = align(columnEnds + ((<usize>(width + 1)) << 2));
  const end = room + roomBytes;
  if (columnEntries > end) return 0;
  let bytes: usize = 0;
  for (let r: usize = 0; r < <usize>n; r++) {
    const from = splitStarts + ((<usize>load<u32>(indices + (r << 2))) << 2);
    store<u64>(rowBounds + (r << 3), load<u64>(from));
    bytes += <usize>(load<u32>(from, 4) - load<u32>(from));
  }
  const panel = align(columnEntries + bytes);
  if (panel + panelBytes(n, width) > end) return 0;
  const batch = changetype<CompressedBatch>(at);
  batch.rows = n;
  batch.width = width;
  batch.ofBytes = splitBytes;
  batch.hasColumns = false;
  batch.numbers = room;
  batch.rowBounds = rowBounds;
  batch.columnEnds = columnEnds;
  batch.columnEntries = columnEntries;
  batch.panel = panel;
  return at;
}

/**
 * Reads a number of every cache line of some rows' entries, so that they are near when they are needed: rows lie
 * anywhere in memory.
 */
export function fetchRows(rowBounds: usize, r: usize, end: usize): i32 {
  let sum = 0;
  for (; r < end; r++) {
    const last = <usize>load<u32>(rowBounds + (r << 3), 4);
    for (let at = <usize>load<u32>(rowBounds + (r << 3)); at < last; at += 64) sum += load<i32>(at);
  }
  return sum;
}

/** Makes the entries of every column, in the order of their rows, once for a batch. */
export function needColumns(batch: CompressedBatch): void {
  if (batch.hasColumns) return;
  if (double || batch.ofBytes) turnBytes(batch);
  else turnFloats(batch);
  batch.hasColumns = true;
}

function turnBytes(batch: CompressedBatch): void {
  turn(true, batch);
}

function turnFloats(batch: CompressedBatch): void {
  turn(false, batch);
}

// @ts-ignore: decorator
@inline
function turn(ofBytes: bool, batch: CompressedBatch): void {
  // Fields would be read anew after everything that is stored.
  const ends = batch.columnEnds;
  const bounds = batch.rowBounds;
  const rows = <usize>batch.rows;
  const width = <usize>batch.width;
  const size = entrySize(ofBytes);
  // Counts, one place on in the list, become starts, and filling turns starts into ends.
  memory.fill(ends, 0, (width + 1) << 2);
  for (let r: usize = 0; r < rows; r++) {
    const end = <usize>load<u32>(bounds + (r << 3), 4);
    for (let entry = <usize>load<u32>(bounds + (r << 3)); entry < end; entry += size) {
      const slot = ends + (indexOf(ofBytes, entry) << 2);
      store<u32>(slot, load<u32>(slot, 4) + <u32>size, 4);
    }
  }
  let at = <u32>batch.columnEntries;
  store<u32>(ends, at);
  for (let slot = ends, last = ends + (width << 2); slot < last; slot += 4) {
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
