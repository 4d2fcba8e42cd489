import { double } from '../element';
import { fma } from '../math/fma';
import { expNormalDouble, lnDouble } from '../math/mathDouble';

/** Lanes of a where the mask is set, else of b. */
// @ts-ignore: decorator
@inline
export function select(a: v128, b: v128, mask: v128): v128 {
  return v128.bitselect(a, b, mask);
}

/**
 * eˣ in every lane for x ≤ 88: `exp` of math.ts in half the time, for losses, that has no subnormal results (2⁻¹²⁶
 * below −87.3; in double, e⁻⁷⁰⁸ below −708) and no infinite ones. Within 2 units in the last place; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  if (double) return expNormalDouble(x);
  const bounded = f32x4.pmax(x, f32x4.splat(-87.3365));
  // Adding 1.5 · 2²³ leaves the nearest whole number in the low bits.
  const shifted = f32x4.add(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)), f32x4.splat(12582912));
  const n = f32x4.sub(shifted, f32x4.splat(12582912));
  let r = fma(n, f32x4.splat(-0.693359375), bounded);
  r = fma(n, f32x4.splat(2.1219444e-4), r);
  let p = fma(f32x4.splat(1.98756915e-4), r, f32x4.splat(1.3981999507e-3));
  p = fma(p, r, f32x4.splat(8.3334519073e-3));
  p = fma(p, r, f32x4.splat(4.1665795894e-2));
  p = fma(p, r, f32x4.splat(1.6666665459e-1));
  p = fma(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(fma(p, f32x4.mul(r, r), r), f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(shifted, 23));
}

/** ln x in every lane for normal numbers x ≥ 1, by Cephes' logf. */
// @ts-ignore: decorator
@inline
export function ln(x: v128): v128 {
  if (double) return lnDouble(x);
  const exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(x, 23), i32x4.splat(127)));
  const mantissa = v128.or(v128.and(x, i32x4.splat(0x007fffff)), f32x4.splat(1));
  // Between √½ and √2, so that the polynomial is short.
  const upper = f32x4.gt(mantissa, f32x4.splat(1.41421356237));
  const m = f32x4.sub(select(f32x4.mul(mantissa, f32x4.splat(0.5)), mantissa, upper), f32x4.splat(1));
  const e = f32x4.add(exponent, v128.and(upper, f32x4.splat(1)));
  const square = f32x4.mul(m, m);
  let p = fma(f32x4.splat(7.0376836292e-2), m, f32x4.splat(-1.151461031e-1));
  p = fma(p, m, f32x4.splat(1.167699874e-1));
  p = fma(p, m, f32x4.splat(-1.2420140846e-1));
  p = fma(p, m, f32x4.splat(1.4249322787e-1));
  p = fma(p, m, f32x4.splat(-1.6668057665e-1));
  p = fma(p, m, f32x4.splat(2.0000714765e-1));
  p = fma(p, m, f32x4.splat(-2.4999993993e-1));
  p = fma(p, m, f32x4.splat(3.3333331174e-1));
  p = f32x4.mul(f32x4.mul(p, m), square);
  p = fma(e, f32x4.splat(-2.1219444e-4), p);
  p = fma(f32x4.splat(-0.5), square, p);
  return fma(e, f32x4.splat(0.693359375), f32x4.add(m, p));
}
