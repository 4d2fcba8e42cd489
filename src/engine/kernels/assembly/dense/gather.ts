import { double, realBytes, realShift } from '../element';
import { unpackBytes } from './bytes';
import { compressedBatch } from '../sparse/sparseBatch';

/**
 * out[r] = source[indices[r]] for n rows of `width` numbers: returns 0. A `whole` batch of compressed rows
 * is not copied: returns its `CompressedBatch`.
 */
export function gather(source: usize, indices: usize, out: usize, n: i32, width: i32, whole: bool): usize {
  if (!double) {
    const batch = whole ? compressedBatch(source, indices, n, width) : 0;
    if (batch !== 0) return batch;
  }
  const row = (<usize>width) << realShift;
  for (let left = n; left > 0; left--) {
    let from = source + <usize>load<u32>(indices) * row;
    const end = out + row;
    for (; out + 16 <= end; out += 16, from += 16) v128.store(out, v128.load(from));
    for (; out < end; out += realBytes, from += realBytes) store<Real>(out, load<Real>(from));
    indices += 4;
  }
  return 0;
}

/** The same from rows of bytes, which become byte / 255. */
export function gatherBytes(source: usize, indices: usize, out: usize, n: i32, width: i32, whole: bool): usize {
  const batch = whole ? compressedBatch(source, indices, n, width) : 0;
  if (batch !== 0) return batch;
  for (let left = n; left > 0; left--) {
    unpackBytes(source + <usize>load<u32>(indices) * <usize>width, out, <usize>width);
    out += (<usize>width) << realShift;
    indices += 4;
  }
  return 0;
}

/** out[r] = source[indices[r]] for n class indices. */
export function gatherLabels(source: usize, indices: usize, out: usize, n: i32): void {
  for (; n > 0; n--, indices += 4, out += 4) store<i32>(out, load<i32>(source + ((<usize>load<u32>(indices)) << 2)));
}

/** out[i] = source[i] / 255 for `count` bytes. */
export function unpack(source: usize, out: usize, count: usize): void {
  unpackBytes(source, out, count);
}
