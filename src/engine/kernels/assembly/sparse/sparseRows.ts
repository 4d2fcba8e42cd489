import { realShift } from '../element';

/*
 * Rows of numbers that are mostly 0, kept by their other numbers: entries of a number and the index of its column, row
 * after row. `starts` has the address of every row's first entry, and the end of the last one. An entry is a float32
 * with an int32 after it; one of bytes has the byte in its lowest eight bits and the index above it, in four bytes,
 * since rows come from far memory. The modules of doubles have those of bytes alone.
 */

/** Bytes of an entry. */
export const floatEntryBytes: usize = 8;
export const byteEntryBytes: usize = 4;
// @ts-ignore: decorator
@inline
export function entrySize(ofBytes: bool): usize {
  return ofBytes ? byteEntryBytes : floatEntryBytes;
}

// @ts-ignore: decorator
@inline
export function indexOf(ofBytes: bool, entry: usize): usize {
  return ofBytes ? <usize>(load<u32>(entry) >> 8) : <usize>load<u32>(entry, 4);
}

/** The entry's number in every lane; `numbers` has what the bytes stand for. */
// @ts-ignore: decorator
@inline
export function numberOf(ofBytes: bool, entry: usize, numbers: usize): v128 {
  return v128.load_splat<Real>(ofBytes ? numbers + ((<usize>load<u8>(entry)) << realShift) : entry);
}

/** Writes an entry of the number of `entry` with another index. */
// @ts-ignore: decorator
@inline
export function storeWithIndex(ofBytes: bool, to: usize, entry: usize, index: usize): void {
  if (ofBytes) store<u32>(to, (<u32>load<u8>(entry)) | ((<u32>index) << 8));
  else store<u64>(to, (<u64>load<u32>(entry)) | ((<u64>index) << 32));
}

/**
 * Writes the entries of `count` rows, and their starts. Returns the end of the entries, or 0 when they would pass
 * `limit`.
 */
export function compressRows(x: usize, count: i32, width: i32, starts: usize, entries: usize, limit: usize): usize {
  const nought = f32x4.splat(0);
  let to = entries;
  for (let r = 0; r < count; r++) {
    store<u32>(starts, <u32>to);
    starts += 4;
    // Room for the row as if it were full, and for a few places that are written and not kept.
    if (to + <usize>(width + 8) * entrySize(false) > limit) return 0;
    let c = 0;
    for (; c + 8 <= width; c += 8) {
      const low = f32x4.ne(v128.load(x), nought);
      const high = f32x4.ne(v128.load(x, 16), nought);
      if (v128.any_true(v128.or(low, high))) {
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
    }
    // NaN is not 0.
    for (; c < width; c++, x += 4) to = place(to, x, c, load<f32>(x) !== 0 ? 1 : 0);
  }
  store<u32>(starts, <u32>to);
  return to;
}

// @ts-ignore: decorator
@inline
function place(to: usize, x: usize, column: i32, keep: i32): usize {
  store<u64>(to, (<u64>load<u32>(x)) | ((<u64>column) << 32));
  return to + ((<usize>(keep & 1)) << 3);
}

/** The same of rows of bytes. */
export function compressByteRows(x: usize, count: i32, width: i32, starts: usize, entries: usize, limit: usize): usize {
  let to = entries;
  for (let r = 0; r < count; r++) {
    store<u32>(starts, <u32>to);
    starts += 4;
    if (to + <usize>(width + 8) * entrySize(true) > limit) return 0;
    for (let c = 0; c < width;) {
      // Eight bytes at a time while all of them are 0.
      if (c + 8 <= width && load<u64>(x) === 0) {
        c += 8;
        x += 8;
        continue;
      }
      const byte = <u32>load<u8>(x);
      store<u32>(to, byte | ((<u32>c) << 8));
      to += (<usize>(byte !== 0)) << 2;
      c++;
      x++;
    }
  }
  store<u32>(starts, <u32>to);
  return to;
}
