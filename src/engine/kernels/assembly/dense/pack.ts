import { double, lanes, pairLanes, realBytes, realShift } from '../element';

/** Copies `depth` rows of `pairLanes` numbers, `bRow` bytes apart, into rows of `toRow` bytes. */
export function packPlain(b: usize, bRow: usize, depth: i32, to: usize, toRow: usize): void {
  for (; depth > 0; depth--) {
    const low = v128.load(b);
    const high = v128.load(b, 16);
    v128.store(to, low);
    v128.store(to, high, 16);
    b += bRow;
    to += toRow;
  }
}

/** Copies `depth` rows of `columns` < `pairLanes` numbers and pads them with zeros. */
export function packPlainEdge(b: usize, bRow: usize, depth: i32, columns: i32, to: usize, toRow: usize): void {
  for (; depth > 0; depth--) {
    for (let c = 0; c < pairLanes; c++)
      store<Real>(to + ((<usize>c) << realShift), c < columns ? load<Real>(b + ((<usize>c) << realShift)) : 0);
    b += bRow;
    to += toRow;
  }
}

/** Two rows of two doubles become columns. */
// @ts-ignore: decorator
@inline
function transpose2(b: usize, bRow: usize, to: usize, toRow: usize): void {
  const r0 = v128.load(b);
  const r1 = v128.load(b + bRow);
  v128.store(to, v128.shuffle<f64>(r0, r1, 0, 2));
  v128.store(to + toRow, v128.shuffle<f64>(r0, r1, 1, 3));
}

/** Four rows of four float32 numbers become columns. */
// @ts-ignore: decorator
@inline
function transpose4(b: usize, bRow: usize, to: usize, toRow: usize): void {
  const r0 = v128.load(b);
  const r1 = v128.load(b + bRow);
  const r2 = v128.load(b + 2 * bRow);
  const r3 = v128.load(b + 3 * bRow);
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
  v128.store(to + toRow, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
  v128.store(to + 2 * toRow, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5));
  v128.store(to + 3 * toRow, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7));
}

/** As many rows of numbers as a vector has lanes become columns. */
// @ts-ignore: decorator
@inline
export function transposeBlock(b: usize, bRow: usize, to: usize, toRow: usize): void {
  if (double) transpose2(b, bRow, to, toRow);
  else transpose4(b, bRow, to, toRow);
}

/**
 * Turns `columns` ≤ `pairLanes` rows of `depth` numbers, `bRow` bytes apart, into `depth` rows of `pairLanes`, padded
 * with zeros.
 */
export function packTransposed(b: usize, bRow: usize, depth: i32, columns: i32, to: usize, toRow: usize): void {
  let k = 0;
  if (columns === pairLanes) {
    for (; k + lanes <= depth; k += lanes) {
      transposeBlock(b, bRow, to, toRow);
      transposeBlock(b + <usize>lanes * bRow, bRow, to + 16, toRow);
      b += 16;
      to += <usize>lanes * toRow;
    }
  }
  for (; k < depth; k++) {
    let from = b;
    for (let c = 0; c < pairLanes; c++) {
      store<Real>(to + ((<usize>c) << realShift), c < columns ? load<Real>(from) : 0);
      from += bRow;
    }
    b += realBytes;
    to += toRow;
  }
}

/**
 * Gathers `rows` ≤ 6 numbers of each of `depth` steps side by side, padded with zeros: number (r, k) lies at a + r ·
 * aRow + k · aStep.
 */
export function packLeft(a: usize, aRow: usize, aStep: usize, depth: i32, rows: i32, to: usize): void {
  if (rows === 6 && aRow === realBytes) {
    for (; depth > 0; depth--) {
      v128.store(to, v128.load(a));
      if (double) {
        v128.store(to, v128.load(a, 16), 16);
        v128.store(to, v128.load(a, 32), 32);
      } else {
        store<u64>(to, load<u64>(a, 16), 16);
      }
      a += aStep;
      to += 6 * realBytes;
    }
    return;
  }
  for (; depth > 0; depth--) {
    let from = a;
    for (let r = 0; r < 6; r++) {
      store<Real>(to + ((<usize>r) << realShift), r < rows ? load<Real>(from) : 0);
      from += aRow;
    }
    a += aStep;
    to += 6 * realBytes;
  }
}
