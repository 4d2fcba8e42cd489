import { lanes, realShift } from '../element';
import { wide as wideBuild } from '../build';
import { fma } from '../math/fma';
import { entrySize, indexOf, numberOf } from './sparseRows';
import { loadTail, storeTail } from '../dense/tail';

/*
 * Sums over compressed rows. `ofBytes` is a constant wherever these are inlined, so that one kind of entries is left.
 */

/** Units that are computed at a time: vectors of sums that fit in registers; and of any build. */
export const mostChunk: i32 = 16 * lanes;
export const chunk: i32 = wideBuild ? mostChunk : 8 * lanes;

/** out = start + Σ value · table[index] over entries, for eight vectors of each row of the table. */
// @ts-ignore: decorator
@inline
function sumWide(
  ofBytes: bool,
  numbers: usize,
  from: usize,
  end: usize,
  table: usize,
  tableRow: usize,
  start: usize,
  out: usize,
): void {
  let s0 = v128.load(start),
    s1 = v128.load(start, 16),
    s2 = v128.load(start, 32),
    s3 = v128.load(start, 48);
  let s4 = v128.load(start, 64),
    s5 = v128.load(start, 80),
    s6 = v128.load(start, 96),
    s7 = v128.load(start, 112);
  for (; from < end; from += entrySize(ofBytes)) {
    const value = numberOf(ofBytes, from, numbers);
    const row = table + indexOf(ofBytes, from) * tableRow;
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

/** The same for a vector, or `count` fewer numbers. */
// @ts-ignore: decorator
@inline
function sumNarrow(
  ofBytes: bool,
  numbers: usize,
  from: usize,
  end: usize,
  table: usize,
  tableRow: usize,
  start: usize,
  out: usize,
  count: i32,
): void {
  let sum = count === lanes ? v128.load(start) : loadTail(start, count, v128.splat<Real>(0));
  for (; from < end; from += entrySize(ofBytes)) {
    const row = table + indexOf(ofBytes, from) * tableRow;
    const row4 = count === lanes ? v128.load(row) : loadTail(row, count, v128.splat<Real>(0));
    sum = fma(numberOf(ofBytes, from, numbers), row4, sum);
  }
  if (count === lanes) v128.store(out, sum);
  else storeTail(out, count, sum);
}

/**
 * The same for sixteen vectors, for the wide build: eight registers of two vectors, whose sums do not wait for each other.
 */
// @ts-ignore: decorator
@inline
function sumWidest(
  ofBytes: bool,
  numbers: usize,
  from: usize,
  end: usize,
  table: usize,
  tableRow: usize,
  start: usize,
  out: usize,
): void {
  let s0 = v128.load(start),
    s1 = v128.load(start, 16),
    s2 = v128.load(start, 32),
    s3 = v128.load(start, 48);
  let s4 = v128.load(start, 64),
    s5 = v128.load(start, 80),
    s6 = v128.load(start, 96),
    s7 = v128.load(start, 112);
  let s8 = v128.load(start, 128),
    s9 = v128.load(start, 144),
    s10 = v128.load(start, 160),
    s11 = v128.load(start, 176);
  let s12 = v128.load(start, 192),
    s13 = v128.load(start, 208),
    s14 = v128.load(start, 224),
    s15 = v128.load(start, 240);
  for (; from < end; from += entrySize(ofBytes)) {
    const value = numberOf(ofBytes, from, numbers);
    const row = table + indexOf(ofBytes, from) * tableRow;
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
// @ts-ignore: decorator
@inline
function sumChunk(
  ofBytes: bool,
  numbers: usize,
  from: usize,
  end: usize,
  table: usize,
  tableRow: usize,
  start: usize,
  out: usize,
  units: i32,
): void {
  if (wideBuild && units === mostChunk) {
    sumWidest(ofBytes, numbers, from, end, table, tableRow, start, out);
    return;
  }
  let u = 0;
  if (units >= 8 * lanes) {
    sumWide(ofBytes, numbers, from, end, table, tableRow, start, out);
    u = 8 * lanes;
  }
  for (; u < units; u += lanes) {
    const at = (<usize>u) << realShift;
    sumNarrow(ofBytes, numbers, from, end, table + at, tableRow, start + at, out + at, min(units - u, lanes));
  }
}

function sumOfFloats(
  from: usize,
  end: usize,
  table: usize,
  tableRow: usize,
  start: usize,
  out: usize,
  units: i32,
): void {
  sumChunk(false, 0, from, end, table, tableRow, start, out, units);
}

function sumOfBytes(
  numbers: usize,
  from: usize,
  end: usize,
  table: usize,
  tableRow: usize,
  start: usize,
  out: usize,
  units: i32,
): void {
  sumChunk(true, numbers, from, end, table, tableRow, start, out, units);
}

/**
 * out = start + Σ number · table[index] over the entries up to `end`, for up to `chunk` numbers of each row of the
 * table.
 */
// @ts-ignore: decorator
@inline
export function sumEntries(
  ofBytes: bool,
  numbers: usize,
  from: usize,
  end: usize,
  table: usize,
  tableRow: usize,
  start: usize,
  out: usize,
  units: i32,
): void {
  if (ofBytes) sumOfBytes(numbers, from, end, table, tableRow, start, out, units);
  else sumOfFloats(from, end, table, tableRow, start, out, units);
}
