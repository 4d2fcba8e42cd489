import { pairLanes, realBytes } from '../element';
import { wide } from '../build';
import { fma } from '../math/fma';

// A tile of 6 rows by 8 columns: twelve sums, two vectors of the right factor and one number of the left one are the
// fifteen registers that V8 leaves free on x86-64. Longer loop bodies measured slower. The wide build has tiles of 6
// rows by 16 columns beside them, which are as many registers when two vectors that lie side by side are joined to one
// of 256 bits. Vectors that lie side by side are stored right after each other, so that V8 finds the pairs.

/** Columns of a tile and of a packed panel of the right factor. */
export const tileWidth: i32 = wide ? 2 * pairLanes : pairLanes;

// @ts-ignore: decorator
@inline
function storeRow(out: usize, start: usize, low: v128, high: v128): void {
  const a = v128.add<Real>(v128.load(start), low);
  const b = v128.add<Real>(v128.load(start, 16), high);
  v128.store(out, a);
  v128.store(out, b, 16);
}

/**
 * out[r, c] = start[r, c] + Σ_k a[k, r] · b[k, c] for 6 × 8 numbers. Six numbers of `a` and eight of `b` lie side by
 * side; the steps from one k to the next, and from one row to the next of `start` and `out`, are bytes.
 */
export function tileColumns(
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  depth: i32,
  start: usize,
  startRow: usize,
  out: usize,
  outRow: usize,
): void {
  const nought = v128.splat<Real>(0);
  let s00 = nought,
    s01 = nought,
    s10 = nought,
    s11 = nought,
    s20 = nought,
    s21 = nought;
  let s30 = nought,
    s31 = nought,
    s40 = nought,
    s41 = nought,
    s50 = nought,
    s51 = nought;
  for (; depth > 0; depth--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<Real>(a);
    s00 = fma(x, b0, s00);
    s01 = fma(x, b1, s01);
    x = v128.load_splat<Real>(a, realBytes);
    s10 = fma(x, b0, s10);
    s11 = fma(x, b1, s11);
    x = v128.load_splat<Real>(a, 2 * realBytes);
    s20 = fma(x, b0, s20);
    s21 = fma(x, b1, s21);
    x = v128.load_splat<Real>(a, 3 * realBytes);
    s30 = fma(x, b0, s30);
    s31 = fma(x, b1, s31);
    x = v128.load_splat<Real>(a, 4 * realBytes);
    s40 = fma(x, b0, s40);
    s41 = fma(x, b1, s41);
    x = v128.load_splat<Real>(a, 5 * realBytes);
    s50 = fma(x, b0, s50);
    s51 = fma(x, b1, s51);
    a += aStep;
    b += bStep;
  }
  storeRow(out, start, s00, s01);
  storeRow((out += outRow), (start += startRow), s10, s11);
  storeRow((out += outRow), (start += startRow), s20, s21);
  storeRow((out += outRow), (start += startRow), s30, s31);
  storeRow((out += outRow), (start += startRow), s40, s41);
  storeRow(out + outRow, start + startRow, s50, s51);
}

/** The same with a[r, k]: the numbers of one row of `a` lie side by side, rows are `aRow` bytes apart. */
export function tileRows(
  a: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  depth: i32,
  start: usize,
  startRow: usize,
  out: usize,
  outRow: usize,
): void {
  const nought = v128.splat<Real>(0);
  let s00 = nought,
    s01 = nought,
    s10 = nought,
    s11 = nought,
    s20 = nought,
    s21 = nought;
  let s30 = nought,
    s31 = nought,
    s40 = nought,
    s41 = nought,
    s50 = nought,
    s51 = nought;
  // Two pointers and two steps reach six rows.
  const aRow2 = aRow + aRow;
  let a3 = a + aRow + aRow2;
  for (; depth > 0; depth--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<Real>(a);
    s00 = fma(x, b0, s00);
    s01 = fma(x, b1, s01);
    x = v128.load_splat<Real>(a + aRow);
    s10 = fma(x, b0, s10);
    s11 = fma(x, b1, s11);
    x = v128.load_splat<Real>(a + aRow2);
    s20 = fma(x, b0, s20);
    s21 = fma(x, b1, s21);
    x = v128.load_splat<Real>(a3);
    s30 = fma(x, b0, s30);
    s31 = fma(x, b1, s31);
    x = v128.load_splat<Real>(a3 + aRow);
    s40 = fma(x, b0, s40);
    s41 = fma(x, b1, s41);
    x = v128.load_splat<Real>(a3 + aRow2);
    s50 = fma(x, b0, s50);
    s51 = fma(x, b1, s51);
    a += realBytes;
    a3 += realBytes;
    b += bStep;
  }
  storeRow(out, start, s00, s01);
  storeRow((out += outRow), (start += startRow), s10, s11);
  storeRow((out += outRow), (start += startRow), s20, s21);
  storeRow((out += outRow), (start += startRow), s30, s31);
  storeRow((out += outRow), (start += startRow), s40, s41);
  storeRow(out + outRow, start + startRow, s50, s51);
}
