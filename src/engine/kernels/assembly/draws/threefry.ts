import { constant, one } from '../math/constants';
import { fma } from '../math/fma';

const lanes = memory.data<i32>([0, 1, 2, 3]);

/** b turned left by `bits`, with the sum that the round made. */
// @ts-ignore: decorator
@inline
function turn(b: v128, bits: i32, a: v128): v128 {
  return v128.xor(v128.or(i32x4.shl(b, bits), i32x4.shr_u(b, 32 - bits)), a);
}

/** max(low, low + range · u) of the u in [0, 1) that the first 23 bits of a word are. */
// @ts-ignore: decorator
@inline
function uniform(words: v128, low: v128, range: v128): v128 {
  const u = f32x4.sub(v128.or(i32x4.shr_u(words, 9), constant(one)), constant(one));
  return f32x4.max(low, fma(u, range, low));
}

/**
 * Uniforms by Threefry-2x32 with 20 rounds (see `threefry` of src/engine/random/jax/threefry.ts) as float32 at `out`;
 * `count` is a multiple of four. Where `half` is 0, those of the blocks (0, at) … (0, at + count − 1), one of a block;
 * else those of the blocks (at, half + at) …, two of a block: the second ones lie `bytes` behind the first.
 */
export function uniforms(
  k0: i32,
  k1: i32,
  at: i32,
  half: i32,
  count: i32,
  low: f32,
  range: f32,
  out: usize,
  bytes: usize,
): void {
  const k2 = k0 ^ k1 ^ 0x1bd11bda;
  const first = f32x4.splat(low);
  const span = f32x4.splat(range);
  for (let i = 0; i < count; i += 4) {
    const counters = i32x4.add(i32x4.splat(at + i), v128.load(lanes));
    const c0 = half == 0 ? i32x4.splat(0) : counters;
    const c1 = i32x4.add(counters, i32x4.splat(half));
    let a = i32x4.add(c0, i32x4.splat(k0));
    let b = i32x4.add(c1, i32x4.splat(k1));
    a = i32x4.add(a, b);
    b = turn(b, 13, a);
    a = i32x4.add(a, b);
    b = turn(b, 15, a);
    a = i32x4.add(a, b);
    b = turn(b, 26, a);
    a = i32x4.add(a, b);
    b = turn(b, 6, a);
    a = i32x4.add(a, i32x4.splat(k1));
    b = i32x4.add(b, i32x4.splat(k2 + 1));
    a = i32x4.add(a, b);
    b = turn(b, 17, a);
    a = i32x4.add(a, b);
    b = turn(b, 29, a);
    a = i32x4.add(a, b);
    b = turn(b, 16, a);
    a = i32x4.add(a, b);
    b = turn(b, 24, a);
    a = i32x4.add(a, i32x4.splat(k2));
    b = i32x4.add(b, i32x4.splat(k0 + 2));
    a = i32x4.add(a, b);
    b = turn(b, 13, a);
    a = i32x4.add(a, b);
    b = turn(b, 15, a);
    a = i32x4.add(a, b);
    b = turn(b, 26, a);
    a = i32x4.add(a, b);
    b = turn(b, 6, a);
    a = i32x4.add(a, i32x4.splat(k0));
    b = i32x4.add(b, i32x4.splat(k1 + 3));
    a = i32x4.add(a, b);
    b = turn(b, 17, a);
    a = i32x4.add(a, b);
    b = turn(b, 29, a);
    a = i32x4.add(a, b);
    b = turn(b, 16, a);
    a = i32x4.add(a, b);
    b = turn(b, 24, a);
    a = i32x4.add(a, i32x4.splat(k1));
    b = i32x4.add(b, i32x4.splat(k2 + 4));
    a = i32x4.add(a, b);
    b = turn(b, 13, a);
    a = i32x4.add(a, b);
    b = turn(b, 15, a);
    a = i32x4.add(a, b);
    b = turn(b, 26, a);
    a = i32x4.add(a, b);
    b = turn(b, 6, a);
    a = i32x4.add(a, i32x4.splat(k2));
    b = i32x4.add(b, i32x4.splat(k0 + 5));
    const to = out + ((<usize>i) << 2);
    if (half == 0) v128.store(to, uniform(v128.xor(a, b), first, span));
    else {
      v128.store(to, uniform(a, first, span));
      v128.store(to + bytes, uniform(b, first, span));
    }
  }
}
