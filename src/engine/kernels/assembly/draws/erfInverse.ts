import { constant, half, one, signBit } from '../math/constants';
import { fma } from '../math/fma';

// The inverse of erf as src/engine/random/jax/erfInverse.ts rounds it, with the same names: see there.

const logarithm = memory.data<f32>([
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
]);
const smallTop = memory.data<f32>([
  4.5270000862445199635215e-5, 4.9854102823193375972212e-1, 6.5787325942061044846969, 2.9911919328553073277375e1,
  6.0949667980987787057556e1, 5.7112963590585538103336e1, 2.0039553499201281259648e1,
]);
const smallBottom = memory.data<f32>([
  1, 1.5062909083469192043167e1, 8.3047565967967209469434e1, 2.2176239823732856465394e2, 3.0909872225312059774938e2,
  2.1642788614495947685003e2, 6.0118660497603843919306e1,
]);
const central = memory.data<f32>([
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
]);
const tail = memory.data<f32>([
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
]);
/** √½, the low and the high part of ln 2, 1 − √2, −5, −2.5, 3, √2. */
const numbers = memory.data<f32>([
  0.7071067811865476, -2.1219444e-4, 0.693359375, -0.41421356237309504, -5, -2.5, 3, 1.4142135623730951,
]);
/** Of a float32 number: the bits of its mantissa, and its exponent of 1/2. */
const parts = memory.data<i32>([0x007fffff, 126]);

/** c₀ xⁿ + c₁ xⁿ⁻¹ + … + cₙ of the n + 1 numbers at `list`. */
// @ts-ignore: decorator
@inline
function horner(list: usize, n: usize, x: v128): v128 {
  let sum = constant(list);
  for (let i: usize = 1; i <= n; i++) sum = fma(sum, x, constant(list, i));
  return sum;
}

/** ln x of normal numbers of 0 … 1. */
// @ts-ignore: decorator
@inline
function log32(x: v128): v128 {
  let m = v128.or(v128.and(x, constant(parts)), constant(half));
  const low = f32x4.lt(m, constant(numbers));
  // Where it is set, the mask is −1.
  const exponent = f32x4.convert_i32x4_s(i32x4.add(i32x4.sub(i32x4.shr_u(x, 23), constant(parts, 1)), low));
  m = f32x4.add(f32x4.sub(m, constant(one)), v128.and(m, low));
  const square = f32x4.mul(m, m);
  const cube = f32x4.mul(square, m);
  const top = horner(logarithm, 2, m);
  const middle = horner(logarithm + 12, 2, m);
  const bottom = horner(logarithm + 24, 2, m);
  const y = fma(fma(fma(top, cube, middle), cube, bottom), cube, f32x4.mul(exponent, constant(numbers, 1)));
  const rest = f32x4.add(f32x4.sub(m, f32x4.mul(constant(half), square)), y);
  return fma(exponent, constant(numbers, 2), rest);
}

/** ln(1 + x) of −1 < x ≤ 0. */
// @ts-ignore: decorator
@inline
function log1p32(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const ratio = f32x4.div(horner(smallTop, 6, x), horner(smallBottom, 6, x));
  const bend = f32x4.mul(f32x4.mul(square, x), ratio);
  const small = f32x4.add(x, f32x4.sub(bend, f32x4.mul(constant(half), square)));
  return v128.bitselect(small, log32(f32x4.add(x, constant(one))), f32x4.gt(x, constant(numbers, 3)));
}

/**
 * √2 · erf⁻¹ of `count` float32 numbers of −1 … 1 at `at`, a multiple of four, in their place; those beyond ± `most`
 * become that.
 */
export function erfInverse(at: usize, count: i32, most: f32): void {
  const largest = f32x4.splat(most);
  const smallest = f32x4.splat(-most);
  for (const end = at + ((<usize>count) << 2); at < end; at += 16) {
    const u = v128.load(at);
    const log = log1p32(v128.xor(f32x4.mul(u, u), constant(signBit)));
    let ratio = horner(central, 8, f32x4.sub(constant(numbers, 5), log));
    const near = f32x4.gt(log, constant(numbers, 4));
    // One in 300 lies in the tails.
    if (!i32x4.all_true(near)) {
      const far = horner(tail, 8, f32x4.sub(f32x4.sqrt(f32x4.neg(log)), constant(numbers, 6)));
      ratio = v128.bitselect(ratio, far, near);
    }
    const z = f32x4.mul(f32x4.mul(u, ratio), constant(numbers, 7));
    v128.store(at, f32x4.max(smallest, f32x4.min(largest, z)));
  }
}
