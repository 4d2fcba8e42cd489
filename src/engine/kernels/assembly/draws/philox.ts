import { constant, one } from '../math/constants';
import { logF, sinCosF } from './glibc';

// Uniforms and normals by Philox-4x32-10 as src/engine/random/keras/tensorflowDraws.ts rounds them: see there.

const lanes = memory.data<i32>([0, 1, 2, 3]);
const rounds: i32 = 10;
/** Both multipliers, and what is added to both words of the key after a round. */
const multiplier0: i32 = <i32>0xd2511f53;
const multiplier1: i32 = <i32>0xcd9e8d57;
const weyl0: i32 = <i32>0x9e3779b9;
const weyl1: i32 = <i32>0xbb67ae85;

const mantissa = memory.data<i32>([0x007fffff]);
const twoPi = memory.data<f64>([6.283185307179586]);
/** The least uniform of a radius, and −2. */
const radii = memory.data<f32>([1e-7, -2]);

/** The first words of four blocks, their second ones, and so on. */
const words = memory.data(64, 16);
/** Sixteen normals before they are turned block by block, and those of further blocks of a group. */
const pairs = memory.data(64, 16);
const further = memory.data(64, 16);
/** The numbers of a group that lie inside. */
const inside = memory.data(16, 16);

/** Four blocks into `words`. */
function philox(k0: i32, k1: i32, c0: v128, c1: v128, c2: v128, c3: v128): void {
  const m0 = i32x4.splat(multiplier0);
  const m1 = i32x4.splat(multiplier1);
  for (let round = 0; round < rounds; round++) {
    const near0 = i64x2.extmul_low_i32x4_u(c0, m0);
    const far0 = i64x2.extmul_high_i32x4_u(c0, m0);
    const near1 = i64x2.extmul_low_i32x4_u(c2, m1);
    const far1 = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(near1, far1, 1, 3, 5, 7), c1), i32x4.splat(k0));
    c1 = v128.shuffle<i32>(near1, far1, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(near0, far0, 1, 3, 5, 7), c3), i32x4.splat(k1));
    c3 = v128.shuffle<i32>(near0, far0, 0, 2, 4, 6);
    k0 += weyl0;
    k1 += weyl1;
  }
  v128.store(words, c0);
  v128.store(words, c1, 16);
  v128.store(words, c2, 32);
  v128.store(words, c3, 48);
}

/** U[0, 1) of the low 23 bits of words. */
// @ts-ignore: decorator
@inline
function uniform(bits: v128): v128 {
  const unit = constant(one);
  return f32x4.sub(v128.or(v128.and(bits, constant(mantissa)), unit), unit);
}

/** Four vectors, the numbers of each of four blocks by turns, block by block at `to`. */
function transpose(a: v128, b: v128, c: v128, d: v128, to: usize): void {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const ab2 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd2 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(to, v128.shuffle<i64>(ab, cd, 1, 3), 16);
  v128.store(to, v128.shuffle<i64>(ab2, cd2, 0, 2), 32);
  v128.store(to, v128.shuffle<i64>(ab2, cd2, 1, 3), 48);
}

/** u · 2π in float32. */
// @ts-ignore: decorator
@inline
function angles(u: v128): v128 {
  const near = f64x2.mul(f64x2.promote_low_f32x4(u), v128.load64_splat(twoPi));
  const far = f64x2.mul(f64x2.promote_low_f32x4(v128.shuffle<i64>(u, u, 1, 1)), v128.load64_splat(twoPi));
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(near), f32x4.demote_f64x2_zero(far), 0, 2);
}

/** Four pairs of normals of four pairs of words, by Box–Muller: the first ones at `to`, the second ones behind. */
// @ts-ignore: decorator
@inline
function boxMuller(first: v128, second: v128, to: usize): void {
  const u = f32x4.max(uniform(first), constant(radii));
  const radius = f32x4.sqrt(f32x4.mul(constant(radii, 1), logF(u)));
  sinCosF(angles(uniform(second)), to);
  v128.store(to, f32x4.mul(v128.load(to), radius));
  v128.store(to, f32x4.mul(v128.load(to, 16), radius), 16);
}

/** The normals of the four blocks in `words`, block by block at `to`. */
function normals(to: usize): void {
  boxMuller(v128.load(words), v128.load(words, 16), pairs);
  boxMuller(v128.load(words, 32), v128.load(words, 48), pairs + 32);
  transpose(v128.load(pairs), v128.load(pairs, 16), v128.load(pairs, 32), v128.load(pairs, 48), to);
}

/** Sixteen numbers at `at` times `factor` plus `shift`, each rounded. */
function place(at: usize, factor: v128, shift: v128): void {
  for (const end = at + 64; at < end; at += 16) v128.store(at, f32x4.add(f32x4.mul(v128.load(at), factor), shift));
}

// What follows writes the numbers of the groups from `at` on, four for each, as float32 at `out`; `groups` is a multiple
// of four. k0 and k1 are the key, c2 and c3 the upper half of the counter.

export function philoxUniforms(
  k0: i32,
  k1: i32,
  c2: i32,
  c3: i32,
  at: i32,
  groups: i32,
  factor: f32,
  shift: f32,
  out: usize,
): void {
  const zero = i32x4.splat(0);
  for (let i = 0; i < groups; i += 4, out += 64) {
    philox(k0, k1, i32x4.add(i32x4.splat(at + i), v128.load(lanes)), zero, i32x4.splat(c2), i32x4.splat(c3));
    transpose(
      uniform(v128.load(words)),
      uniform(v128.load(words, 16)),
      uniform(v128.load(words, 32)),
      uniform(v128.load(words, 48)),
      out,
    );
    place(out, f32x4.splat(factor), f32x4.splat(shift));
  }
}

export function philoxNormals(
  k0: i32,
  k1: i32,
  c2: i32,
  c3: i32,
  at: i32,
  groups: i32,
  factor: f32,
  shift: f32,
  out: usize,
): void {
  const zero = i32x4.splat(0);
  for (let i = 0; i < groups; i += 4, out += 64) {
    philox(k0, k1, i32x4.add(i32x4.splat(at + i), v128.load(lanes)), zero, i32x4.splat(c2), i32x4.splat(c3));
    normals(out);
    place(out, f32x4.splat(factor), f32x4.splat(shift));
  }
}

/** Normals cut at ±2: a group has 256 blocks of its own, of which it takes the first four numbers inside. */
export function philoxTruncated(
  k0: i32,
  k1: i32,
  c2: i32,
  c3: i32,
  at: i32,
  groups: i32,
  factor: f32,
  shift: f32,
  out: usize,
): void {
  const upper = i32x4.splat(c2);
  const highest = i32x4.splat(c3);
  for (let i = 0; i < groups; i += 4, out += 64) {
    const group = i32x4.add(i32x4.splat(at + i), v128.load(lanes));
    philox(k0, k1, i32x4.shl(group, 8), i32x4.shr_u(group, 24), upper, highest);
    normals(out);
    for (let one = 0; one < 4; one++) {
      const to = out + ((<usize>one) << 4);
      if (i32x4.all_true(f32x4.lt(f32x4.abs(v128.load(to)), f32x4.splat(2)))) continue;
      const own = at + i + one;
      let found = keep(to, 4, 0);
      for (let block = 1; found < 4; block += 4) {
        const counter = i32x4.add(i32x4.splat((own << 8) + block), v128.load(lanes));
        philox(k0, k1, counter, i32x4.splat(own >>> 24), upper, highest);
        normals(further);
        found = keep(further, 16, found);
      }
      v128.store(to, v128.load(inside));
    }
    place(out, f32x4.splat(factor), f32x4.splat(shift));
  }
}

/** Puts the numbers inside of ±2 among the `count` at `from` into `inside`, which has `found` of four; answers how many it has then. */
function keep(from: usize, count: i32, found: i32): i32 {
  for (let i = 0; i < count && found < 4; i++) {
    const x = load<f32>(from + ((<usize>i) << 2));
    if (abs<f32>(x) >= 2) continue;
    store<f32>(inside + ((<usize>found) << 2), x);
    found++;
  }
  return found;
}
