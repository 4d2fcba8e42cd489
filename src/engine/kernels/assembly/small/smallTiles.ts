import { double, pairLanes, realBytes, realShift } from '../element';
import { wide } from '../build';
import { fma } from '../math/fma';

/*
 * Register tiles of the small-network path. Samples lie innermost: every row of a block holds `blockSamples` samples of
 * one feature or unit, so a vector is some samples of one row. Up to five rows by two vectors fill the sixteen
 * registers of x86-64: ten sums, two vectors, one weight.
 */

/** Samples of a block: a few layers of activations of so many stay in the first-level cache. */
export const blockSamples: i32 = double ? 64 : 128;
/** Bytes from one row of a block to the next. */
export const rowBytes: usize = 512;

/** Bytes of the pairs of vectors that `count` samples fill. */
// @ts-ignore: decorator
@inline
export function filledBytes(count: i32): usize {
  return (<usize>((count + pairLanes - 1) >> (double ? 2 : 3))) << 5;
}

/** What becomes of the sums of a tile before they are stored. */
export const plain: i32 = 0;
export const relu: i32 = 1;
/** Zero where the row of `mask` is not positive. */
export const masked: i32 = 2;

// @ts-ignore: decorator
@inline
function finish(sum: v128, how: i32, mask: usize): v128 {
  if (how == relu) return v128.pmax<Real>(sum, v128.splat<Real>(0));
  if (how == masked) return v128.and(sum, v128.gt<Real>(v128.load(mask), v128.splat<Real>(0)));
  return sum;
}

/**
 * `rows` (1 to 5, a constant) rows of out: out[r] = start[r] + Σ_k w[k · wBytes + r] · x[k] over `depth` rows of x, for
 * an even number of vectors. Without `start` sums begin at 0.
 */
// @ts-ignore: decorator
@inline
function tile(
  rows: i32,
  how: i32,
  started: bool,
  w: usize,
  wBytes: usize,
  start: usize,
  x: usize,
  depth: i32,
  out: usize,
  mask: usize,
  bytes: usize,
): void {
  for (let s: usize = 0; s < bytes; s += 32) {
    let a0 = v128.splat<Real>(0),
      a1 = v128.splat<Real>(0),
      a2 = v128.splat<Real>(0),
      a3 = v128.splat<Real>(0),
      a4 = v128.splat<Real>(0);
    if (started) {
      a0 = v128.load_splat<Real>(start);
      if (rows > 1) a1 = v128.load_splat<Real>(start, realBytes);
      if (rows > 2) a2 = v128.load_splat<Real>(start, 2 * realBytes);
      if (rows > 3) a3 = v128.load_splat<Real>(start, 3 * realBytes);
      if (rows > 4) a4 = v128.load_splat<Real>(start, 4 * realBytes);
    }
    let b0 = a0,
      b1 = a1,
      b2 = a2,
      b3 = a3,
      b4 = a4;
    let p = x + s;
    let q = w;
    const end = p + <usize>depth * rowBytes;
    while (p < end) {
      const x0 = v128.load(p);
      const x1 = v128.load(p, 16);
      let k = v128.load_splat<Real>(q);
      a0 = fma(k, x0, a0);
      b0 = fma(k, x1, b0);
      if (rows > 1) {
        k = v128.load_splat<Real>(q, realBytes);
        a1 = fma(k, x0, a1);
        b1 = fma(k, x1, b1);
      }
      if (rows > 2) {
        k = v128.load_splat<Real>(q, 2 * realBytes);
        a2 = fma(k, x0, a2);
        b2 = fma(k, x1, b2);
      }
      if (rows > 3) {
        k = v128.load_splat<Real>(q, 3 * realBytes);
        a3 = fma(k, x0, a3);
        b3 = fma(k, x1, b3);
      }
      if (rows > 4) {
        k = v128.load_splat<Real>(q, 4 * realBytes);
        a4 = fma(k, x0, a4);
        b4 = fma(k, x1, b4);
      }
      p += rowBytes;
      q += wBytes;
    }
    // Vectors that lie side by side are stored right after each other, so that V8 can join them.
    const o = out + s;
    const m = mask + s;
    {
      const a = finish(a0, how, m);
      const b = finish(b0, how, m + 16);
      v128.store(o, a);
      v128.store(o, b, 16);
    }
    if (rows > 1) {
      const a = finish(a1, how, m + rowBytes);
      const b = finish(b1, how, m + rowBytes + 16);
      v128.store(o, a, rowBytes);
      v128.store(o, b, rowBytes + 16);
    }
    if (rows > 2) {
      const a = finish(a2, how, m + 2 * rowBytes);
      const b = finish(b2, how, m + 2 * rowBytes + 16);
      v128.store(o, a, 2 * rowBytes);
      v128.store(o, b, 2 * rowBytes + 16);
    }
    if (rows > 3) {
      const a = finish(a3, how, m + 3 * rowBytes);
      const b = finish(b3, how, m + 3 * rowBytes + 16);
      v128.store(o, a, 3 * rowBytes);
      v128.store(o, b, 3 * rowBytes + 16);
    }
    if (rows > 4) {
      const a = finish(a4, how, m + 4 * rowBytes);
      const b = finish(b4, how, m + 4 * rowBytes + 16);
      v128.store(o, a, 4 * rowBytes);
      v128.store(o, b, 4 * rowBytes + 16);
    }
  }
}

/**
 * The same for four vectors at a time, where two of them fill a register; what is left of `bytes` is a multiple of 32
 * below 64.
 */
// @ts-ignore: decorator
@inline
function wideTile(
  rows: i32,
  how: i32,
  started: bool,
  w: usize,
  wBytes: usize,
  start: usize,
  x: usize,
  depth: i32,
  out: usize,
  mask: usize,
  bytes: usize,
): void {
  for (let s: usize = 0; s < bytes; s += 64) {
    let a0 = v128.splat<Real>(0),
      a1 = v128.splat<Real>(0),
      a2 = v128.splat<Real>(0),
      a3 = v128.splat<Real>(0),
      a4 = v128.splat<Real>(0);
    if (started) {
      a0 = v128.load_splat<Real>(start);
      if (rows > 1) a1 = v128.load_splat<Real>(start, realBytes);
      if (rows > 2) a2 = v128.load_splat<Real>(start, 2 * realBytes);
      if (rows > 3) a3 = v128.load_splat<Real>(start, 3 * realBytes);
      if (rows > 4) a4 = v128.load_splat<Real>(start, 4 * realBytes);
    }
    let b0 = a0,
      b1 = a1,
      b2 = a2,
      b3 = a3,
      b4 = a4;
    let c0 = a0,
      c1 = a1,
      c2 = a2,
      c3 = a3,
      c4 = a4;
    let d0 = a0,
      d1 = a1,
      d2 = a2,
      d3 = a3,
      d4 = a4;
    let p = x + s;
    let q = w;
    const end = p + <usize>depth * rowBytes;
    while (p < end) {
      const x0 = v128.load(p);
      const x1 = v128.load(p, 16);
      const x2 = v128.load(p, 32);
      const x3 = v128.load(p, 48);
      let k = v128.load_splat<Real>(q);
      a0 = fma(k, x0, a0);
      b0 = fma(k, x1, b0);
      c0 = fma(k, x2, c0);
      d0 = fma(k, x3, d0);
      if (rows > 1) {
        k = v128.load_splat<Real>(q, realBytes);
        a1 = fma(k, x0, a1);
        b1 = fma(k, x1, b1);
        c1 = fma(k, x2, c1);
        d1 = fma(k, x3, d1);
      }
      if (rows > 2) {
        k = v128.load_splat<Real>(q, 2 * realBytes);
        a2 = fma(k, x0, a2);
        b2 = fma(k, x1, b2);
        c2 = fma(k, x2, c2);
        d2 = fma(k, x3, d2);
      }
      if (rows > 3) {
        k = v128.load_splat<Real>(q, 3 * realBytes);
        a3 = fma(k, x0, a3);
        b3 = fma(k, x1, b3);
        c3 = fma(k, x2, c3);
        d3 = fma(k, x3, d3);
      }
      if (rows > 4) {
        k = v128.load_splat<Real>(q, 4 * realBytes);
        a4 = fma(k, x0, a4);
        b4 = fma(k, x1, b4);
        c4 = fma(k, x2, c4);
        d4 = fma(k, x3, d4);
      }
      p += rowBytes;
      q += wBytes;
    }
    const o = out + s;
    const m = mask + s;
    {
      const a = finish(a0, how, m);
      const b = finish(b0, how, m + 16);
      const c = finish(c0, how, m + 32);
      const d = finish(d0, how, m + 48);
      v128.store(o, a);
      v128.store(o, b, 16);
      v128.store(o, c, 32);
      v128.store(o, d, 48);
    }
    if (rows > 1) {
      const a = finish(a1, how, m + rowBytes);
      const b = finish(b1, how, m + rowBytes + 16);
      const c = finish(c1, how, m + rowBytes + 32);
      const d = finish(d1, how, m + rowBytes + 48);
      v128.store(o, a, rowBytes);
      v128.store(o, b, rowBytes + 16);
      v128.store(o, c, rowBytes + 32);
      v128.store(o, d, rowBytes + 48);
    }
    if (rows > 2) {
      const a = finish(a2, how, m + 2 * rowBytes);
      const b = finish(b2, how, m + 2 * rowBytes + 16);
      const c = finish(c2, how, m + 2 * rowBytes + 32);
      const d = finish(d2, how, m + 2 * rowBytes + 48);
      v128.store(o, a, 2 * rowBytes);
      v128.store(o, b, 2 * rowBytes + 16);
      v128.store(o, c, 2 * rowBytes + 32);
      v128.store(o, d, 2 * rowBytes + 48);
    }
    if (rows > 3) {
      const a = finish(a3, how, m + 3 * rowBytes);
      const b = finish(b3, how, m + 3 * rowBytes + 16);
      const c = finish(c3, how, m + 3 * rowBytes + 32);
      const d = finish(d3, how, m + 3 * rowBytes + 48);
      v128.store(o, a, 3 * rowBytes);
      v128.store(o, b, 3 * rowBytes + 16);
      v128.store(o, c, 3 * rowBytes + 32);
      v128.store(o, d, 3 * rowBytes + 48);
    }
    if (rows > 4) {
      const a = finish(a4, how, m + 4 * rowBytes);
      const b = finish(b4, how, m + 4 * rowBytes + 16);
      const c = finish(c4, how, m + 4 * rowBytes + 32);
      const d = finish(d4, how, m + 4 * rowBytes + 48);
      v128.store(o, a, 4 * rowBytes);
      v128.store(o, b, 4 * rowBytes + 16);
      v128.store(o, c, 4 * rowBytes + 32);
      v128.store(o, d, 4 * rowBytes + 48);
    }
  }
}

/** Rows of the next tile when `left` rows are left: all tiles of a product are of nearly one size. */
// @ts-ignore: decorator
@inline
export function tileRows(left: i32): i32 {
  const tiles = (left + 4) / 5;
  return (left + tiles - 1) / tiles;
}

// @ts-ignore: decorator
@inline
function tileOf(
  rows: i32,
  how: i32,
  started: bool,
  w: usize,
  wBytes: usize,
  start: usize,
  x: usize,
  depth: i32,
  out: usize,
  mask: usize,
  bytes: usize,
): void {
  if (wide) {
    const most = bytes & ~63;
    wideTile(rows, how, started, w, wBytes, start, x, depth, out, mask, most);
    if (most < bytes)
      tile(rows, how, started, w, wBytes, start, x + most, depth, out + most, mask + most, bytes - most);
  } else {
    tile(rows, how, started, w, wBytes, start, x, depth, out, mask, bytes);
  }
}

// @ts-ignore: decorator
@inline
function chooseTile(
  rows: i32,
  how: i32,
  started: bool,
  w: usize,
  wBytes: usize,
  start: usize,
  x: usize,
  depth: i32,
  out: usize,
  mask: usize,
  bytes: usize,
): void {
  if (rows == 5) tileOf(5, how, started, w, wBytes, start, x, depth, out, mask, bytes);
  else if (rows == 4) tileOf(4, how, started, w, wBytes, start, x, depth, out, mask, bytes);
  else if (rows == 3) tileOf(3, how, started, w, wBytes, start, x, depth, out, mask, bytes);
  else if (rows == 2) tileOf(2, how, started, w, wBytes, start, x, depth, out, mask, bytes);
  else tileOf(1, how, started, w, wBytes, start, x, depth, out, mask, bytes);
}

/** out[u] = bias[u] + Σ_i packed weights · x[i], the ReLU of it where asked. `packed` is what `pack` makes. */
export function forwardRows(
  packed: usize,
  bias: usize,
  x: usize,
  out: usize,
  inputs: i32,
  units: i32,
  rectified: bool,
  bytes: usize,
): void {
  while (units > 0) {
    const rows = tileRows(units);
    if (rectified) chooseTile(rows, relu, true, packed, (<usize>rows) << realShift, bias, x, inputs, out, 0, bytes);
    else chooseTile(rows, plain, true, packed, (<usize>rows) << realShift, bias, x, inputs, out, 0, bytes);
    units -= rows;
    packed += (<usize>(rows * inputs)) << realShift;
    bias += (<usize>rows) << realShift;
    out += <usize>rows * rowBytes;
  }
}

/** out[i] = Σ_u kernel[u, i] · g[u], zero where `mask` says when it is not 0: the gradient of a layer's inputs. */
export function backwardRows(
  kernel: usize,
  g: usize,
  out: usize,
  mask: usize,
  inputs: i32,
  units: i32,
  bytes: usize,
): void {
  const wBytes = (<usize>inputs) << realShift;
  let left = inputs;
  while (left > 0) {
    const rows = tileRows(left);
    if (mask != 0) {
      chooseTile(rows, masked, false, kernel, wBytes, 0, g, units, out, mask, bytes);
      mask += <usize>rows * rowBytes;
    } else {
      chooseTile(rows, plain, false, kernel, wBytes, 0, g, units, out, 0, bytes);
    }
    left -= rows;
    kernel += (<usize>rows) << realShift;
    out += <usize>rows * rowBytes;
  }
}

/**
 * Copies a kernel (units × inputs) in the order in which the tiles of `forwardRows` read it: tile by tile, input by
 * input.
 */
export function pack(kernel: usize, packed: usize, inputs: i32, units: i32): void {
  const rowStep = (<usize>inputs) << realShift;
  while (units > 0) {
    const rows = tileRows(units);
    for (let i = 0; i < inputs; i++) {
      let from = kernel + ((<usize>i) << realShift);
      for (let r = 0; r < rows; r++) {
        store<Real>(packed, load<Real>(from));
        packed += realBytes;
        from += rowStep;
      }
    }
    units -= rows;
    kernel += <usize>rows * rowStep;
  }
}
