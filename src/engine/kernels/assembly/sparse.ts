import { activate } from './activate';
import { fma } from './fma';
import { room, roomBytes } from './scratch';
import { transpose4 } from './pack';
import { loadTail, storeTail } from './tail';

/*
 * A gathered batch whose numbers are mostly 0 is kept a second time by its other numbers: row by row for the forward product,
 * column by column for the kernel's gradient. An entry is a float32 and the int32 index of its column (or row).
 */

/** Share of numbers other than 0 below which the compressed products measured faster. */
const mostDensity: f32 = 0.4;
/** Narrower or smaller batches, and layers of fewer units, are not worth the compression. */
const leastWidth: i32 = 64;
const leastRows: i32 = 8;
const leastUnits: i32 = 24;
/** Units that are computed at a time: vectors of sums that fit in registers. */
const chunk: i32 = 32;
const entryBytes: usize = 8;

/** The batch last gathered, and whether it is kept compressed: not yet looked at, no, or yes, by rows or by columns too. */
let batch: usize = 0;
let batchRows: i32 = 0;
let batchWidth: i32 = 0;
let state: i32 = 0;
const unknown: i32 = 0, dense: i32 = 1, byRows: i32 = 2, byColumns: i32 = 3;
/** Ends of the rows' entries, and of the columns', as addresses; each list starts with the start of the first. */
let rowEnds: usize = 0;
let columnEnds: usize = 0;
let columnEntries: usize = 0;
/** A transposed kernel, width × padded units, or some columns of its gradient. */
let panel: usize = 0;

// @ts-ignore: decorator
@inline
function padded(units: i32): i32 {
  return (units + 3) & ~3;
}

/** Numbers of `count` ones side by side that are not 0; NaN is not. */
function countEntries(x: usize, count: i32): i32 {
  let kept = i32x4.splat(0);
  const nought = f32x4.splat(0);
  let left = count;
  for (; left >= 4; left -= 4, x += 16) kept = i32x4.sub(kept, f32x4.ne(v128.load(x), nought));
  let sum = i32x4.extract_lane(kept, 0) + i32x4.extract_lane(kept, 1) + i32x4.extract_lane(kept, 2) + i32x4.extract_lane(kept, 3);
  for (; left > 0; left--, x += 4) if (load<f32>(x) !== 0) sum++;
  return sum;
}

// @ts-ignore: decorator
@inline
function align(at: usize): usize {
  return (at + 15) & ~15;
}

/** Notes that the n rows at `x` were written by a gathering: nothing else writes to them before the next one. */
export function noteBatch(x: usize, n: i32, width: i32): void {
  if (n < leastRows || width < leastWidth || roomBytes === 0) {
    if (batch === x) batchRows = 0;
    return;
  }
  batch = x;
  batchRows = n;
  batchWidth = width;
  state = unknown;
}

/** Whether the n rows at `x` are kept compressed. */
export function isKept(x: usize, n: i32, width: i32): bool {
  return batch === x && batchRows === n && batchWidth === width && state >= byRows;
}

/** Keeps the n rows at `x` compressed if a gathering wrote them, most of their numbers are 0, and there is room. */
export function keep(x: usize, n: i32, width: i32, units: i32): bool {
  if (batch !== x || batchRows !== n || batchWidth !== width || n === 0) return false;
  if (state === unknown) state = units >= leastUnits && compress(units) ? byRows : dense;
  return state !== dense;
}

function compress(units: i32): bool {
  const look = leastRows * batchWidth;
  if (<f32>countEntries(batch, look) > mostDensity * <f32>look) return false;
  rowEnds = room;
  columnEnds = rowEnds + (<usize>(batchRows + 1) << 2);
  // A vector of counts may reach over the last column.
  const entries = align(columnEnds + (<usize>(batchWidth + 9) << 2));
  const table = <usize>(batchWidth + 3) * (<usize>padded(units) << 2) + 16;
  const spare = <isize>(room + roomBytes - entries) - <isize>table;
  const most = <usize>max<isize>(spare / <isize>(2 * entryBytes), 0);
  const limit = entries + min(most, <usize>(mostDensity * <f32>batchWidth * <f32>batchRows) + <usize>(batchWidth + 8)) * entryBytes;
  columnEntries = compressRows(entries, limit);
  if (columnEntries === 0) return false;
  panel = align(columnEntries + (columnEntries - entries));
  return true;
}

/** Entries of every row, from `to` on; counts those of every column, one place on in their list. Returns the end, or 0 past `limit`. */
function compressRows(to: usize, limit: usize): usize {
  memory.fill(columnEnds, 0, <usize>(batchWidth + 9) << 2);
  const nought = f32x4.splat(0);
  let x = batch;
  store<u32>(rowEnds, <u32>to);
  for (let r = 0; r < batchRows; r++) {
    // What one row may need is left, and a few places that are written and not kept.
    if (to + <usize>(batchWidth + 8) * entryBytes > limit) return 0;
    let c = 0;
    let counts = columnEnds + 4;
    for (; c + 8 <= batchWidth; c += 8) {
      const low = f32x4.ne(v128.load(x), nought);
      const high = f32x4.ne(v128.load(x, 16), nought);
      if (v128.any_true(v128.or(low, high))) {
        v128.store(counts, i32x4.sub(v128.load(counts), low));
        v128.store(counts, i32x4.sub(v128.load(counts, 16), high), 16);
        // Every number is written, and the place moves on behind those that stay: no branch to guess.
        const mask = i32x4.bitmask(low) | (i32x4.bitmask(high) << 4);
        to = place(to, x, c, mask);
        to = place(to, x + 4, c + 1, mask >> 1);
        to = place(to, x + 8, c + 2, mask >> 2);
        to = place(to, x + 12, c + 3, mask >> 3);
        to = place(to, x + 16, c + 4, mask >> 4);
        to = place(to, x + 20, c + 5, mask >> 5);
        to = place(to, x + 24, c + 6, mask >> 6);
        to = place(to, x + 28, c + 7, mask >> 7);
      }
      x += 32;
      counts += 32;
    }
    for (; c < batchWidth; c++, x += 4, counts += 4) {
      if (load<f32>(x) !== 0) {
        to = place(to, x, c, 1);
        store<i32>(counts, load<i32>(counts) + 1);
      }
    }
    store<u32>(rowEnds + (<usize>(r + 1) << 2), <u32>to);
  }
  return to;
}

// @ts-ignore: decorator
@inline
function place(to: usize, x: usize, column: i32, keep: i32): usize {
  store<u64>(to, <u64>load<u32>(x) | (<u64>column << 32));
  return to + (<usize>(keep & 1) << 3);
}

/** Entries of every column, in the order of their rows. */
function compressColumns(): void {
  // The counts, one place on, become starts, and filling turns starts into ends: so entry 0 is the start of the first.
  let at = <u32>columnEntries;
  for (let c = 0; c < batchWidth; c++) {
    const slot = columnEnds + (<usize>c << 2);
    const count = load<u32>(slot, 4);
    store<u32>(slot, at, 4);
    at += count * <u32>entryBytes;
  }
  store<u32>(columnEnds, <u32>columnEntries);
  let from = <usize>load<u32>(rowEnds);
  for (let r = 0; r < batchRows; r++) {
    const end = <usize>load<u32>(rowEnds + (<usize>(r + 1) << 2));
    for (; from < end; from += entryBytes) {
      const entry = load<u64>(from);
      const slot = columnEnds + <usize>((entry >> 32) << 2);
      const to = <usize>load<u32>(slot, 4);
      store<u64>(to, (entry & 0xffffffff) | (<u64>r << 32));
      store<u32>(slot, <u32>(to + entryBytes), 4);
    }
  }
  state = byColumns;
}

/** out = start + Σ value · table[index] over entries, for 32 numbers of a row of the table. */
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

/** All `units` numbers of one row of sums. With `startStep` 0, `start` is a row of zeros for one chunk. */
function sumRow(from: usize, end: usize, table: usize, tableRow: usize, start: usize, startStep: usize, out: usize, units: i32): void {
  let u = 0;
  for (; u + chunk <= units; u += chunk) {
    const at = <usize>u << 2;
    sumWide(from, end, table + at, tableRow, start + <usize>u * startStep, out + at);
  }
  for (; u < units; u += 4) {
    const at = <usize>u << 2;
    sumNarrow(from, end, table + at, tableRow, start + <usize>u * startStep, out + at, min(units - u, 4));
  }
}

/** z = x · kernelᵀ + start and a = activation(z) for the batch that is kept. */
export function sparseForward(kernel: usize, start: usize, startStep: usize, z: usize, a: usize, units: i32, activation: i32): void {
  const row = <usize>padded(units) << 2;
  transposeKernel(kernel, units, row);
  let from = <usize>load<u32>(rowEnds);
  for (let r = 0; r < batchRows; r++) {
    const end = <usize>load<u32>(rowEnds + (<usize>(r + 1) << 2));
    sumRow(from, end, panel, row, start, startStep, z, units);
    activate(z, a, 1, units, activation);
    from = end;
    z += <usize>units << 2;
    a += <usize>units << 2;
  }
}

/** The kernel, units × width, with a row of units for each column of the batch. */
function transposeKernel(kernel: usize, units: i32, row: usize): void {
  const kernelRow = <usize>batchWidth << 2;
  let u = 0;
  for (; u + 4 <= units; u += 4) {
    let from = kernel + <usize>u * kernelRow;
    let to = panel + (<usize>u << 2);
    let c = 0;
    for (; c + 4 <= batchWidth; c += 4, from += 16, to += 4 * row) transpose4(from, kernelRow, to, row);
    for (; c < batchWidth; c++, from += 4, to += row) {
      for (let k: usize = 0; k < 4; k++) store<f32>(to + (k << 2), load<f32>(from + k * kernelRow));
    }
  }
  for (; u < units; u++) {
    let from = kernel + <usize>u * kernelRow;
    let to = panel + (<usize>u << 2);
    for (let c = 0; c < batchWidth; c++, from += 4, to += row) store<f32>(to, load<f32>(from));
  }
}

/** kernelGradient = gradientᵀ · x for the batch that is kept; `zeros` has 32 of them. */
export function sparseKernelGradient(gradient: usize, zeros: usize, kernelGradient: usize, units: i32): void {
  if (state !== byColumns) compressColumns();
  const row = <usize>padded(units) << 2;
  const unitRow = <usize>units << 2;
  const kernelRow = <usize>batchWidth << 2;
  let from = <usize>load<u32>(columnEnds);
  // Sixteen columns, a cache line of every unit's row, are summed and then turned.
  for (let c0 = 0; c0 < batchWidth; c0 += 16) {
    const columns = min(batchWidth - c0, 16);
    let to = panel;
    for (let c = c0; c < c0 + columns; c++, to += row) {
      const end = <usize>load<u32>(columnEnds + (<usize>(c + 1) << 2));
      sumRow(from, end, gradient, unitRow, zeros, 0, to, units);
      from = end;
    }
    turnColumns(row, columns, kernelGradient + (<usize>c0 << 2), kernelRow, units);
  }
}

/** out[u, c] = panel[c, u] for up to 16 columns. */
function turnColumns(row: usize, columns: i32, out: usize, outRow: usize, units: i32): void {
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    let from = panel + <usize>c * row;
    let to = out + (<usize>c << 2);
    let u = 0;
    for (; u + 4 <= units; u += 4, from += 16, to += 4 * outRow) transpose4(from, row, to, outRow);
    for (; u < units; u++, from += 4, to += outRow) {
      for (let k: usize = 0; k < 4; k++) store<f32>(to + (k << 2), load<f32>(from + k * row));
    }
  }
  for (; c < columns; c++) {
    let from = panel + <usize>c * row;
    let to = out + (<usize>c << 2);
    for (let u = 0; u < units; u++, from += 4, to += outRow) store<f32>(to, load<f32>(from));
  }
}
