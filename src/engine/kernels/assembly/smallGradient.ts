import { fma } from './fma';
import { rowBytes, tileRows } from './smallTiles';

/*
 * Weight gradients keep one vector of partial sums for every weight over all blocks of a batch; the four lanes are added
 * once at the end of it.
 */

/** sums[r, c] += rows r of a times rows c of b; 1 to 5 rows by 1 or 2 columns, both constants. */
// @ts-ignore: decorator
@inline
function outer(rows: i32, columns: i32, a: usize, b: usize, sums: usize, rowStep: usize, columnStep: usize, bytes: usize): void {
  const t0 = sums, t1 = t0 + rowStep, t2 = t1 + rowStep, t3 = t2 + rowStep, t4 = t3 + rowStep;
  let s00 = v128.load(t0), s10 = s00, s20 = s00, s30 = s00, s40 = s00;
  let s01 = s00, s11 = s00, s21 = s00, s31 = s00, s41 = s00;
  if (rows > 1) s10 = v128.load(t1);
  if (rows > 2) s20 = v128.load(t2);
  if (rows > 3) s30 = v128.load(t3);
  if (rows > 4) s40 = v128.load(t4);
  if (columns > 1) {
    s01 = v128.load(t0 + columnStep);
    if (rows > 1) s11 = v128.load(t1 + columnStep);
    if (rows > 2) s21 = v128.load(t2 + columnStep);
    if (rows > 3) s31 = v128.load(t3 + columnStep);
    if (rows > 4) s41 = v128.load(t4 + columnStep);
  }
  const end = a + bytes;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = columns > 1 ? v128.load(b, rowBytes) : b0;
    let k = v128.load(a);
    s00 = fma(k, b0, s00);
    if (columns > 1) s01 = fma(k, b1, s01);
    if (rows > 1) {
      k = v128.load(a, rowBytes);
      s10 = fma(k, b0, s10);
      if (columns > 1) s11 = fma(k, b1, s11);
    }
    if (rows > 2) {
      k = v128.load(a, 2 * rowBytes);
      s20 = fma(k, b0, s20);
      if (columns > 1) s21 = fma(k, b1, s21);
    }
    if (rows > 3) {
      k = v128.load(a, 3 * rowBytes);
      s30 = fma(k, b0, s30);
      if (columns > 1) s31 = fma(k, b1, s31);
    }
    if (rows > 4) {
      k = v128.load(a, 4 * rowBytes);
      s40 = fma(k, b0, s40);
      if (columns > 1) s41 = fma(k, b1, s41);
    }
    a += 16;
    b += 16;
  }
  v128.store(t0, s00);
  if (rows > 1) v128.store(t1, s10);
  if (rows > 2) v128.store(t2, s20);
  if (rows > 3) v128.store(t3, s30);
  if (rows > 4) v128.store(t4, s40);
  if (columns > 1) {
    v128.store(t0 + columnStep, s01);
    if (rows > 1) v128.store(t1 + columnStep, s11);
    if (rows > 2) v128.store(t2 + columnStep, s21);
    if (rows > 3) v128.store(t3 + columnStep, s31);
    if (rows > 4) v128.store(t4 + columnStep, s41);
  }
}

// @ts-ignore: decorator
@inline
function chooseOuter(columns: i32, rows: i32, a: usize, b: usize, sums: usize, rowStep: usize, columnStep: usize, bytes: usize): void {
  if (rows == 5) outer(5, columns, a, b, sums, rowStep, columnStep, bytes);
  else if (rows == 4) outer(4, columns, a, b, sums, rowStep, columnStep, bytes);
  else if (rows == 3) outer(3, columns, a, b, sums, rowStep, columnStep, bytes);
  else if (rows == 2) outer(2, columns, a, b, sums, rowStep, columnStep, bytes);
  else outer(1, columns, a, b, sums, rowStep, columnStep, bytes);
}

/** sums[r, c] += Σ a[r] · b[c] over a block, for `rows` × `columns` vectors of sums. The side with more rows is best `a`. */
function products(a: usize, rows: i32, b: usize, columns: i32, sums: usize, rowStep: usize, columnStep: usize, bytes: usize): void {
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

/** Adds a block's part to the sums of a kernel's gradient: units × inputs vectors. */
export function addKernelGradient(g: usize, x: usize, sums: usize, inputs: i32, units: i32, bytes: usize): void {
  if (units > 2) products(g, units, x, inputs, sums, <usize>inputs << 4, 16, bytes);
  else products(x, inputs, g, units, sums, 16, <usize>inputs << 4, bytes);
}

/** The same for the bias: a vector of sums for every unit. */
export function addBiasGradient(g: usize, sums: usize, units: i32, bytes: usize): void {
  for (; units > 3; units -= 4) {
    let s0 = v128.load(sums), s1 = v128.load(sums, 16), s2 = v128.load(sums, 32), s3 = v128.load(sums, 48);
    for (let p = g, end = g + bytes; p < end; p += 16) {
      s0 = f32x4.add(s0, v128.load(p));
      s1 = f32x4.add(s1, v128.load(p, rowBytes));
      s2 = f32x4.add(s2, v128.load(p, 2 * rowBytes));
      s3 = f32x4.add(s3, v128.load(p, 3 * rowBytes));
    }
    v128.store(sums, s0);
    v128.store(sums, s1, 16);
    v128.store(sums, s2, 32);
    v128.store(sums, s3, 48);
    g += 4 * rowBytes;
    sums += 64;
  }
  for (; units > 0; units--) {
    let s0 = v128.load(sums), s1 = f32x4.splat(0);
    for (let p = g, end = g + bytes; p < end; p += 32) {
      s0 = f32x4.add(s0, v128.load(p));
      s1 = f32x4.add(s1, v128.load(p, 16));
    }
    v128.store(sums, f32x4.add(s0, s1));
    g += rowBytes;
    sums += 16;
  }
}

/** out[i] = the sum of the lanes of sums[i], which are set back to 0. */
export function addLanes(sums: usize, out: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (; count > 3; count -= 4) {
    const a = v128.load(sums), b = v128.load(sums, 16), c = v128.load(sums, 32), d = v128.load(sums, 48);
    v128.store(sums, zero);
    v128.store(sums, zero, 16);
    v128.store(sums, zero, 32);
    v128.store(sums, zero, 48);
    const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
    const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
    v128.store(out, f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7)));
    sums += 64;
    out += 16;
  }
  for (; count > 0; count--) {
    const s = v128.load(sums);
    v128.store(sums, zero);
    store<f32>(out, f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 2) + (f32x4.extract_lane(s, 1) + f32x4.extract_lane(s, 3)));
    sums += 16;
    out += 4;
  }
}
