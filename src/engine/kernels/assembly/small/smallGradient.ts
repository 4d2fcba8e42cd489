import { double, realBytes } from '../element';
import { wide } from '../build';
import { fma } from '../math/fma';
import { rowBytes, tileRows } from './smallTiles';

/*
 * Weight gradients keep two vectors of partial sums for every weight over all blocks of a batch, of the first
 * and the second half of every `pairLanes` samples; the lanes are added once at the end of it.
 */

/** Bytes of the partial sums of one weight. */
export const sumBytes: usize = 32;

/**
 * sums[r, c] += rows r of a times rows c of b; 1 to 5 rows by 1 or 2 columns, both constants. With `both` the two
 * vectors of every `pairLanes` samples, which V8 can join, else the first one.
 */
// @ts-ignore: decorator
@inline
function outer(
  rows: i32,
  columns: i32,
  both: bool,
  a: usize,
  b: usize,
  sums: usize,
  rowStep: usize,
  columnStep: usize,
  bytes: usize,
): void {
  const t0 = sums,
    t1 = t0 + rowStep,
    t2 = t1 + rowStep,
    t3 = t2 + rowStep,
    t4 = t3 + rowStep;
  let s0a0 = v128.load(t0),
    s1a0 = s0a0,
    s2a0 = s0a0,
    s3a0 = s0a0,
    s4a0 = s0a0;
  let s0a1 = s0a0,
    s1a1 = s0a0,
    s2a1 = s0a0,
    s3a1 = s0a0,
    s4a1 = s0a0;
  let s0b0 = s0a0,
    s1b0 = s0a0,
    s2b0 = s0a0,
    s3b0 = s0a0,
    s4b0 = s0a0;
  let s0b1 = s0a0,
    s1b1 = s0a0,
    s2b1 = s0a0,
    s3b1 = s0a0,
    s4b1 = s0a0;
  if (both) s0a1 = v128.load(t0, 16);
  if (rows > 1) s1a0 = v128.load(t1);
  if (both && rows > 1) s1a1 = v128.load(t1, 16);
  if (rows > 2) s2a0 = v128.load(t2);
  if (both && rows > 2) s2a1 = v128.load(t2, 16);
  if (rows > 3) s3a0 = v128.load(t3);
  if (both && rows > 3) s3a1 = v128.load(t3, 16);
  if (rows > 4) s4a0 = v128.load(t4);
  if (both && rows > 4) s4a1 = v128.load(t4, 16);
  if (columns > 1) {
    s0b0 = v128.load(t0 + columnStep);
    if (both) s0b1 = v128.load(t0 + columnStep, 16);
    if (rows > 1) s1b0 = v128.load(t1 + columnStep);
    if (both && rows > 1) s1b1 = v128.load(t1 + columnStep, 16);
    if (rows > 2) s2b0 = v128.load(t2 + columnStep);
    if (both && rows > 2) s2b1 = v128.load(t2 + columnStep, 16);
    if (rows > 3) s3b0 = v128.load(t3 + columnStep);
    if (both && rows > 3) s3b1 = v128.load(t3 + columnStep, 16);
    if (rows > 4) s4b0 = v128.load(t4 + columnStep);
    if (both && rows > 4) s4b1 = v128.load(t4 + columnStep, 16);
  }
  for (const end = a + bytes; a < end; a += 32) {
    const a0 = v128.load(b);
    const a1 = both ? v128.load(b, 16) : a0;
    const b0 = columns > 1 ? v128.load(b, rowBytes) : a0;
    const b1 = columns > 1 && both ? v128.load(b, rowBytes + 16) : a0;
    let k = v128.load(a);
    let l = both ? v128.load(a, 16) : k;
    s0a0 = fma(k, a0, s0a0);
    if (both) s0a1 = fma(l, a1, s0a1);
    if (columns > 1) s0b0 = fma(k, b0, s0b0);
    if (columns > 1 && both) s0b1 = fma(l, b1, s0b1);
    if (rows > 1) {
      k = v128.load(a, rowBytes);
      if (both) l = v128.load(a, rowBytes + 16);
      s1a0 = fma(k, a0, s1a0);
      if (both) s1a1 = fma(l, a1, s1a1);
      if (columns > 1) s1b0 = fma(k, b0, s1b0);
      if (columns > 1 && both) s1b1 = fma(l, b1, s1b1);
    }
    if (rows > 2) {
      k = v128.load(a, 2 * rowBytes);
      if (both) l = v128.load(a, 2 * rowBytes + 16);
      s2a0 = fma(k, a0, s2a0);
      if (both) s2a1 = fma(l, a1, s2a1);
      if (columns > 1) s2b0 = fma(k, b0, s2b0);
      if (columns > 1 && both) s2b1 = fma(l, b1, s2b1);
    }
    if (rows > 3) {
      k = v128.load(a, 3 * rowBytes);
      if (both) l = v128.load(a, 3 * rowBytes + 16);
      s3a0 = fma(k, a0, s3a0);
      if (both) s3a1 = fma(l, a1, s3a1);
      if (columns > 1) s3b0 = fma(k, b0, s3b0);
      if (columns > 1 && both) s3b1 = fma(l, b1, s3b1);
    }
    if (rows > 4) {
      k = v128.load(a, 4 * rowBytes);
      if (both) l = v128.load(a, 4 * rowBytes + 16);
      s4a0 = fma(k, a0, s4a0);
      if (both) s4a1 = fma(l, a1, s4a1);
      if (columns > 1) s4b0 = fma(k, b0, s4b0);
      if (columns > 1 && both) s4b1 = fma(l, b1, s4b1);
    }
    b += 32;
  }
  v128.store(t0, s0a0);
  if (both) v128.store(t0, s0a1, 16);
  if (columns > 1) v128.store(t0 + columnStep, s0b0);
  if (columns > 1 && both) v128.store(t0 + columnStep, s0b1, 16);
  if (rows > 1) {
    v128.store(t1, s1a0);
    if (both) v128.store(t1, s1a1, 16);
    if (columns > 1) v128.store(t1 + columnStep, s1b0);
    if (columns > 1 && both) v128.store(t1 + columnStep, s1b1, 16);
  }
  if (rows > 2) {
    v128.store(t2, s2a0);
    if (both) v128.store(t2, s2a1, 16);
    if (columns > 1) v128.store(t2 + columnStep, s2b0);
    if (columns > 1 && both) v128.store(t2 + columnStep, s2b1, 16);
  }
  if (rows > 3) {
    v128.store(t3, s3a0);
    if (both) v128.store(t3, s3a1, 16);
    if (columns > 1) v128.store(t3 + columnStep, s3b0);
    if (columns > 1 && both) v128.store(t3 + columnStep, s3b1, 16);
  }
  if (rows > 4) {
    v128.store(t4, s4a0);
    if (both) v128.store(t4, s4a1, 16);
    if (columns > 1) v128.store(t4 + columnStep, s4b0);
    if (columns > 1 && both) v128.store(t4 + columnStep, s4b1, 16);
  }
}

// @ts-ignore: decorator
@inline
function outerOf(
  rows: i32,
  columns: i32,
  a: usize,
  b: usize,
  sums: usize,
  rowStep: usize,
  columnStep: usize,
  bytes: usize,
): void {
  outer(rows, columns, wide, a, b, sums, rowStep, columnStep, bytes);
  if (!wide) outer(rows, columns, false, a + 16, b + 16, sums + 16, rowStep, columnStep, bytes);
}

// @ts-ignore: decorator
@inline
function chooseOuter(
  columns: i32,
  rows: i32,
  a: usize,
  b: usize,
  sums: usize,
  rowStep: usize,
  columnStep: usize,
  bytes: usize,
): void {
  if (rows == 5) outerOf(5, columns, a, b, sums, rowStep, columnStep, bytes);
  else if (rows == 4) outerOf(4, columns, a, b, sums, rowStep, columnStep, bytes);
  else if (rows == 3) outerOf(3, columns, a, b, sums, rowStep, columnStep, bytes);
  else if (rows == 2) outerOf(2, columns, a, b, sums, rowStep, columnStep, bytes);
  else outerOf(1, columns, a, b, sums, rowStep, columnStep, bytes);
}

/**
 * sums[r, c] += Σ a[r] · b[c] over a block, for `rows` × `columns` pairs of vectors. The side with more rows is best
 * `a`.
 */
function products(
  a: usize,
  rows: i32,
  b: usize,
  columns: i32,
  sums: usize,
  rowStep: usize,
  columnStep: usize,
  bytes: usize,
): void {
  while (rows > 0) {
    const r = tileRows(rows);
    let q = b;
    let t = sums;
    let left = columns;
    for (; left > 1; left -= 2) {
      chooseOuter(2, r, a, q, t, rowStep, columnStep, bytes);
      q += 2 * rowBytes;
      t += 2 * columnStep;
    }
    if (left > 0) chooseOuter(1, r, a, q, t, rowStep, columnStep, bytes);
    rows -= r;
    a += <usize>r * rowBytes;
    sums += <usize>r * rowStep;
  }
}

/** Adds a block's part to the sums of a kernel's gradient: units × inputs pairs of vectors. */
export function addKernelGradient(g: usize, x: usize, sums: usize, inputs: i32, units: i32, bytes: usize): void {
  if (units > 2) products(g, units, x, inputs, sums, <usize>inputs * sumBytes, sumBytes, bytes);
  else products(x, inputs, g, units, sums, sumBytes, <usize>inputs * sumBytes, bytes);
}

/** The same for the biases of 1 to 5 units, a constant. */
// @ts-ignore: decorator
@inline
function rowSums(rows: i32, g: usize, sums: usize, bytes: usize): void {
  let a0 = v128.load(sums),
    a1 = v128.load(sums, 16);
  let b0 = a0,
    b1 = a0,
    c0 = a0,
    c1 = a0,
    d0 = a0,
    d1 = a0,
    e0 = a0,
    e1 = a0;
  if (rows > 1) b0 = v128.load(sums, sumBytes);
  if (rows > 1) b1 = v128.load(sums, sumBytes + 16);
  if (rows > 2) c0 = v128.load(sums, 2 * sumBytes);
  if (rows > 2) c1 = v128.load(sums, 2 * sumBytes + 16);
  if (rows > 3) d0 = v128.load(sums, 3 * sumBytes);
  if (rows > 3) d1 = v128.load(sums, 3 * sumBytes + 16);
  if (rows > 4) e0 = v128.load(sums, 4 * sumBytes);
  if (rows > 4) e1 = v128.load(sums, 4 * sumBytes + 16);
  for (const end = g + bytes; g < end; g += 32) {
    a0 = v128.add<Real>(a0, v128.load(g));
    a1 = v128.add<Real>(a1, v128.load(g, 16));
    if (rows > 1) b0 = v128.add<Real>(b0, v128.load(g, rowBytes));
    if (rows > 1) b1 = v128.add<Real>(b1, v128.load(g, rowBytes + 16));
    if (rows > 2) c0 = v128.add<Real>(c0, v128.load(g, 2 * rowBytes));
    if (rows > 2) c1 = v128.add<Real>(c1, v128.load(g, 2 * rowBytes + 16));
    if (rows > 3) d0 = v128.add<Real>(d0, v128.load(g, 3 * rowBytes));
    if (rows > 3) d1 = v128.add<Real>(d1, v128.load(g, 3 * rowBytes + 16));
    if (rows > 4) e0 = v128.add<Real>(e0, v128.load(g, 4 * rowBytes));
    if (rows > 4) e1 = v128.add<Real>(e1, v128.load(g, 4 * rowBytes + 16));
  }
  v128.store(sums, a0);
  v128.store(sums, a1, 16);
  if (rows > 1) v128.store(sums, b0, sumBytes);
  if (rows > 1) v128.store(sums, b1, sumBytes + 16);
  if (rows > 2) v128.store(sums, c0, 2 * sumBytes);
  if (rows > 2) v128.store(sums, c1, 2 * sumBytes + 16);
  if (rows > 3) v128.store(sums, d0, 3 * sumBytes);
  if (rows > 3) v128.store(sums, d1, 3 * sumBytes + 16);
  if (rows > 4) v128.store(sums, e0, 4 * sumBytes);
  if (rows > 4) v128.store(sums, e1, 4 * sumBytes + 16);
}

/** The same for the bias: a pair of vectors of sums for every unit. */
export function addBiasGradient(g: usize, sums: usize, units: i32, bytes: usize): void {
  while (units > 0) {
    const rows = tileRows(units);
    if (rows == 5) rowSums(5, g, sums, bytes);
    else if (rows == 4) rowSums(4, g, sums, bytes);
    else if (rows == 3) rowSums(3, g, sums, bytes);
    else if (rows == 2) rowSums(2, g, sums, bytes);
    else rowSums(1, g, sums, bytes);
    units -= rows;
    g += <usize>rows * rowBytes;
    sums += <usize>rows * sumBytes;
  }
}

/** The two vectors of sums at `at` as one; they are set back to 0. */
// @ts-ignore: decorator
@inline
function takeSums(at: usize): v128 {
  const sum = v128.add<Real>(v128.load(at), v128.load(at, 16));
  v128.store(at, v128.splat<Real>(0));
  v128.store(at, v128.splat<Real>(0), 16);
  return sum;
}

/** out[i] = the sum of the lanes of sums[i], which are set back to 0. */
export function addLanes(sums: usize, out: usize, count: i32): void {
  for (; !double && count > 3; count -= 4) {
    const a = takeSums(sums),
      b = takeSums(sums + 32),
      c = takeSums(sums + 64),
      d = takeSums(sums + 96);
    const ab = v128.add<Real>(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
    const cd = v128.add<Real>(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
    v128.store(out, v128.add<Real>(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7)));
    sums += 4 * sumBytes;
    out += 16;
  }
  for (; count > 0; count--) {
    const s = takeSums(sums);
    store<Real>(
      out,
      double
        ? v128.extract_lane<Real>(s, 0) + v128.extract_lane<Real>(s, 1)
        : v128.extract_lane<Real>(s, 0) +
            v128.extract_lane<Real>(s, 2) +
            (v128.extract_lane<Real>(s, 1) + v128.extract_lane<Real>(s, 3)),
    );
    sums += sumBytes;
    out += realBytes;
  }
}
