import { constant, half, one, signBit } from '../math/constants';
import { fma } from '../math/fma';

// Normals of PyTorch as src/engine/random/torch/cephes.ts and torch.ts round them, with the same names: see there.

const logarithm = memory.data<f32>([
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
]);
const sine = memory.data<f32>([-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]);
const cosine = memory.data<f32>([2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]);
const quarterPi = memory.data<f32>([-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8]);
/** √½, the low and the high part of ln 2, −½, 4/π, 2π, −2. */
const numbers = memory.data<f32>([
  0.7071067811865476, -2.1219444e-4, 0.693359375, -0.5, 1.27323954473516, 6.283185307179586, -2,
]);
/** The bits of a mantissa, the exponent of 1/2, and what makes a number even. */
const parts = memory.data<i32>([0x007fffff, 126, -2]);

/** ln x of positive normal numbers. */
// @ts-ignore: decorator
@inline
function log32(x: v128): v128 {
  let m = v128.or(v128.and(x, constant(parts)), constant(half));
  const low = f32x4.lt(m, constant(numbers));
  // Where it is set, the mask is −1.
  const exponent = f32x4.convert_i32x4_s(i32x4.add(i32x4.sub(i32x4.shr_u(x, 23), constant(parts, 1)), low));
  m = f32x4.add(f32x4.sub(m, constant(one)), v128.and(m, low));
  const square = f32x4.mul(m, m);
  let y = constant(logarithm);
  for (let i: usize = 1; i < 9; i++) y = fma(y, m, constant(logarithm, i));
  y = f32x4.mul(y, m);
  y = fma(y, square, f32x4.mul(exponent, constant(numbers, 1)));
  y = fma(constant(numbers, 3), square, y);
  return fma(exponent, constant(numbers, 2), f32x4.add(m, y));
}

/** Normals of four uniforms of radii and of angles in their places, the second ones 32 bytes behind. */
// @ts-ignore: decorator
@inline
function boxMuller(at: usize, stddev: v128, mean: v128): void {
  const radius = f32x4.sqrt(f32x4.mul(constant(numbers, 6), log32(f32x4.sub(constant(one), v128.load(at)))));
  const x = f32x4.mul(constant(numbers, 5), v128.load(at, 32));
  const turns = i32x4.trunc_sat_f32x4_s(f32x4.mul(x, constant(numbers, 4)));
  const octant = v128.and(i32x4.add(turns, i32x4.splat(1)), constant(parts, 2));
  const turned = f32x4.convert_i32x4_s(octant);
  let r = fma(turned, constant(quarterPi), x);
  r = fma(turned, constant(quarterPi, 1), r);
  r = fma(turned, constant(quarterPi, 2), r);
  const z = f32x4.mul(r, r);
  let c = fma(fma(constant(cosine), z, constant(cosine, 1)), z, constant(cosine, 2));
  c = fma(f32x4.mul(c, z), z, f32x4.mul(constant(numbers, 3), z));
  c = f32x4.add(c, constant(one));
  let s = fma(fma(constant(sine), z, constant(sine, 1)), z, constant(sine, 2));
  s = fma(f32x4.mul(s, z), r, r);
  // All bits where the second one of an octant is set; the third one as the sign.
  const swapped = i32x4.shr_s(i32x4.shl(octant, 30), 31);
  const sinSign = i32x4.shl(i32x4.shr_u(octant, 2), 31);
  const cosSign = v128.and(v128.not(i32x4.shl(i32x4.sub(octant, i32x4.splat(2)), 29)), constant(signBit));
  const cos = v128.xor(v128.bitselect(s, c, swapped), cosSign);
  const sin = v128.xor(v128.bitselect(c, s, swapped), sinSign);
  v128.store(at, fma(f32x4.mul(radius, cos), stddev, mean));
  v128.store(at, fma(f32x4.mul(radius, sin), stddev, mean), 32);
}

/** N(mean, stddev²) of the `count` uniforms at `at`, in their places: blocks of sixteen, as `normal_` makes them. */
export function torchNormals(at: usize, count: i32, mean: f32, stddev: f32): void {
  const middle = f32x4.splat(mean);
  const width = f32x4.splat(stddev);
  for (const end = at + ((<usize>count) << 2); at < end; at += 64) {
    boxMuller(at, width, middle);
    boxMuller(at + 16, width, middle);
  }
}
