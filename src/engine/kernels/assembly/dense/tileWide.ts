import { realBytes, realShift } from '../element';
import { fma } from '../math/fma';

// The tiles of the wide build: see tile.ts.

// @ts-ignore: decorator
@inline
function storeWideRow(out: usize, start: usize, s0: v128, s1: v128, s2: v128, s3: v128): void {
  const a = v128.add<Real>(v128.load(start), s0);
  const b = v128.add<Real>(v128.load(start, 16), s1);
  const c = v128.add<Real>(v128.load(start, 32), s2);
  const d = v128.add<Real>(v128.load(start, 48), s3);
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}

/** `tileColumns` for 6 × 16 numbers and a packed panel of the right factor. */
export function wideTileColumns(
  a: usize,
  aStep: usize,
  b: usize,
  depth: i32,
  start: usize,
  startRow: usize,
  out: usize,
  outRow: usize,
): void {
  const nought = v128.splat<Real>(0);
  let s00 = nought,
    s01 = nought,
    s02 = nought,
    s03 = nought;
  let s10 = nought,
    s11 = nought,
    s12 = nought,
    s13 = nought;
  let s20 = nought,
    s21 = nought,
    s22 = nought,
    s23 = nought;
  let s30 = nought,
    s31 = nought,
    s32 = nought,
    s33 = nought;
  let s40 = nought,
    s41 = nought,
    s42 = nought,
    s43 = nought;
  let s50 = nought,
    s51 = nought,
    s52 = nought,
    s53 = nought;
  const end = b + ((<usize>depth) << 6);
  while (b < end) {
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let b2 = v128.load(b, 32);
    let b3 = v128.load(b, 48);
    let x = v128.load_splat<Real>(a);
    s00 = fma(x, b0, s00);
    s01 = fma(x, b1, s01);
    s02 = fma(x, b2, s02);
    s03 = fma(x, b3, s03);
    x = v128.load_splat<Real>(a, realBytes);
    s10 = fma(x, b0, s10);
    s11 = fma(x, b1, s11);
    s12 = fma(x, b2, s12);
    s13 = fma(x, b3, s13);
    x = v128.load_splat<Real>(a, 2 * realBytes);
    s20 = fma(x, b0, s20);
    s21 = fma(x, b1, s21);
    s22 = fma(x, b2, s22);
    s23 = fma(x, b3, s23);
    x = v128.load_splat<Real>(a, 3 * realBytes);
    s30 = fma(x, b0, s30);
    s31 = fma(x, b1, s31);
    s32 = fma(x, b2, s32);
    s33 = fma(x, b3, s33);
    x = v128.load_splat<Real>(a, 4 * realBytes);
    s40 = fma(x, b0, s40);
    s41 = fma(x, b1, s41);
    s42 = fma(x, b2, s42);
    s43 = fma(x, b3, s43);
    x = v128.load_splat<Real>(a, 5 * realBytes);
    s50 = fma(x, b0, s50);
    s51 = fma(x, b1, s51);
    s52 = fma(x, b2, s52);
    s53 = fma(x, b3, s53);
    a += aStep;
    b += 64;
  }
  storeWideRow(out, start, s00, s01, s02, s03);
  storeWideRow((out += outRow), (start += startRow), s10, s11, s12, s13);
  storeWideRow((out += outRow), (start += startRow), s20, s21, s22, s23);
  storeWideRow((out += outRow), (start += startRow), s30, s31, s32, s33);
  storeWideRow((out += outRow), (start += startRow), s40, s41, s42, s43);
  storeWideRow(out + outRow, start + startRow, s50, s51, s52, s53);
}

/** `tileRows` for the same. */
export function wideTileRows(
  a: usize,
  aRow: usize,
  b: usize,
  depth: i32,
  start: usize,
  startRow: usize,
  out: usize,
  outRow: usize,
): void {
  const nought = v128.splat<Real>(0);
  let s00 = nought,
    s01 = nought,
    s02 = nought,
    s03 = nought;
  let s10 = nought,
    s11 = nought,
    s12 = nought,
    s13 = nought;
  let s20 = nought,
    s21 = nought,
    s22 = nought,
    s23 = nought;
  let s30 = nought,
    s31 = nought,
    s32 = nought,
    s33 = nought;
  let s40 = nought,
    s41 = nought,
    s42 = nought,
    s43 = nought;
  let s50 = nought,
    s51 = nought,
    s52 = nought,
    s53 = nought;
  // Two pointers and two steps reach six rows.
  const aRow2 = aRow + aRow;
  let a3 = a + aRow + aRow2;
  const end = a + ((<usize>depth) << realShift);
  while (a < end) {
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let b2 = v128.load(b, 32);
    let b3 = v128.load(b, 48);
    let x = v128.load_splat<Real>(a);
    s00 = fma(x, b0, s00);
    s01 = fma(x, b1, s01);
    s02 = fma(x, b2, s02);
    s03 = fma(x, b3, s03);
    x = v128.load_splat<Real>(a + aRow);
    s10 = fma(x, b0, s10);
    s11 = fma(x, b1, s11);
    s12 = fma(x, b2, s12);
    s13 = fma(x, b3, s13);
    x = v128.load_splat<Real>(a + aRow2);
    s20 = fma(x, b0, s20);
    s21 = fma(x, b1, s21);
    s22 = fma(x, b2, s22);
    s23 = fma(x, b3, s23);
    x = v128.load_splat<Real>(a3);
    s30 = fma(x, b0, s30);
    s31 = fma(x, b1, s31);
    s32 = fma(x, b2, s32);
    s33 = fma(x, b3, s33);
    x = v128.load_splat<Real>(a3 + aRow);
    s40 = fma(x, b0, s40);
    s41 = fma(x, b1, s41);
    s42 = fma(x, b2, s42);
    s43 = fma(x, b3, s43);
    x = v128.load_splat<Real>(a3 + aRow2);
    s50 = fma(x, b0, s50);
    s51 = fma(x, b1, s51);
    s52 = fma(x, b2, s52);
    s53 = fma(x, b3, s53);
    a += realBytes;
    a3 += realBytes;
    b += 64;
  }
  storeWideRow(out, start, s00, s01, s02, s03);
  storeWideRow((out += outRow), (start += startRow), s10, s11, s12, s13);
  storeWideRow((out += outRow), (start += startRow), s20, s21, s22, s23);
  storeWideRow((out += outRow), (start += startRow), s30, s31, s32, s33);
  storeWideRow((out += outRow), (start += startRow), s40, s41, s42, s43);
  storeWideRow(out + outRow, start + startRow, s50, s51, s52, s53);
}
