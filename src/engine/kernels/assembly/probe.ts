import { fma } from './math/fma';

/*
 * In a module of its own: tells whether this machine's V8 joins two vectors that lie side by side to one of 256 bits.
 * Both functions do `steps` steps of twelve multiply-adds of such a register; where pairs stay two vectors, `pairs`
 * does twice the work of `singles` in more registers than there are.
 */

/** Twelve pairs of sums at `out`, 384 bytes. */
export function pairs(steps: i32, from: usize, out: usize): void {
  let a0 = v128.load(out, 0),
    b0 = v128.load(out, 16);
  let a1 = v128.load(out, 32),
    b1 = v128.load(out, 48);
  let a2 = v128.load(out, 64),
    b2 = v128.load(out, 80);
  let a3 = v128.load(out, 96),
    b3 = v128.load(out, 112);
  let a4 = v128.load(out, 128),
    b4 = v128.load(out, 144);
  let a5 = v128.load(out, 160),
    b5 = v128.load(out, 176);
  let a6 = v128.load(out, 192),
    b6 = v128.load(out, 208);
  let a7 = v128.load(out, 224),
    b7 = v128.load(out, 240);
  let a8 = v128.load(out, 256),
    b8 = v128.load(out, 272);
  let a9 = v128.load(out, 288),
    b9 = v128.load(out, 304);
  let a10 = v128.load(out, 320),
    b10 = v128.load(out, 336);
  let a11 = v128.load(out, 352),
    b11 = v128.load(out, 368);
  for (; steps > 0; steps--) {
    const x = v128.load(from),
      y = v128.load(from, 16);
    const k = v128.load32_splat(from, 32);
    a0 = fma(k, x, a0);
    b0 = fma(k, y, b0);
    a1 = fma(k, x, a1);
    b1 = fma(k, y, b1);
    a2 = fma(k, x, a2);
    b2 = fma(k, y, b2);
    a3 = fma(k, x, a3);
    b3 = fma(k, y, b3);
    a4 = fma(k, x, a4);
    b4 = fma(k, y, b4);
    a5 = fma(k, x, a5);
    b5 = fma(k, y, b5);
    a6 = fma(k, x, a6);
    b6 = fma(k, y, b6);
    a7 = fma(k, x, a7);
    b7 = fma(k, y, b7);
    a8 = fma(k, x, a8);
    b8 = fma(k, y, b8);
    a9 = fma(k, x, a9);
    b9 = fma(k, y, b9);
    a10 = fma(k, x, a10);
    b10 = fma(k, y, b10);
    a11 = fma(k, x, a11);
    b11 = fma(k, y, b11);
  }
  v128.store(out, a0, 0);
  v128.store(out, b0, 16);
  v128.store(out, a1, 32);
  v128.store(out, b1, 48);
  v128.store(out, a2, 64);
  v128.store(out, b2, 80);
  v128.store(out, a3, 96);
  v128.store(out, b3, 112);
  v128.store(out, a4, 128);
  v128.store(out, b4, 144);
  v128.store(out, a5, 160);
  v128.store(out, b5, 176);
  v128.store(out, a6, 192);
  v128.store(out, b6, 208);
  v128.store(out, a7, 224);
  v128.store(out, b7, 240);
  v128.store(out, a8, 256);
  v128.store(out, b8, 272);
  v128.store(out, a9, 288);
  v128.store(out, b9, 304);
  v128.store(out, a10, 320);
  v128.store(out, b10, 336);
  v128.store(out, a11, 352);
  v128.store(out, b11, 368);
}

/** Twelve sums at `out`, none beside another: 12 × 32 bytes. */
export function singles(steps: i32, from: usize, out: usize): void {
  let s0 = v128.load(out, 0);
  let s1 = v128.load(out, 32);
  let s2 = v128.load(out, 64);
  let s3 = v128.load(out, 96);
  let s4 = v128.load(out, 128);
  let s5 = v128.load(out, 160);
  let s6 = v128.load(out, 192);
  let s7 = v128.load(out, 224);
  let s8 = v128.load(out, 256);
  let s9 = v128.load(out, 288);
  let s10 = v128.load(out, 320);
  let s11 = v128.load(out, 352);
  for (; steps > 0; steps--) {
    const x = v128.load(from);
    const k = v128.load32_splat(from, 32);
    s0 = fma(k, x, s0);
    s1 = fma(k, x, s1);
    s2 = fma(k, x, s2);
    s3 = fma(k, x, s3);
    s4 = fma(k, x, s4);
    s5 = fma(k, x, s5);
    s6 = fma(k, x, s6);
    s7 = fma(k, x, s7);
    s8 = fma(k, x, s8);
    s9 = fma(k, x, s9);
    s10 = fma(k, x, s10);
    s11 = fma(k, x, s11);
  }
  v128.store(out, s0, 0);
  v128.store(out, s1, 32);
  v128.store(out, s2, 64);
  v128.store(out, s3, 96);
  v128.store(out, s4, 128);
  v128.store(out, s5, 160);
  v128.store(out, s6, 192);
  v128.store(out, s7, 224);
  v128.store(out, s8, 256);
  v128.store(out, s9, 288);
  v128.store(out, s10, 320);
  v128.store(out, s11, 352);
}
