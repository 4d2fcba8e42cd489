import { fma } from './fma';

/** Lanes of a where the mask is set, else of b. */
// @ts-ignore: decorator
@inline
export function select(a: v128, b: v128, mask: v128): v128 {
  return v128.bitselect(a, b, mask);
}

/**
 * eˣ in every lane for x ≤ 88: the polynomial of Cephes' expf (S. Moshier), below 2 units in the last place where the result
 * is a normal number; below −87.3 it is 2⁻¹²⁶, and NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const bounded = f32x4.pmax(x, f32x4.splat(-87.3365));
  // Adding 1.5 · 2²³ leaves the nearest whole number in the low bits.
  const shifted = f32x4.add(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)), f32x4.splat(12582912));
  const n = f32x4.sub(shifted, f32x4.splat(12582912));
  let r = fma(n, f32x4.splat(-0.693359375), bounded);
  r = fma(n, f32x4.splat(2.12194440e-4), r);
  let p = fma(f32x4.splat(1.9875691500e-4), r, f32x4.splat(1.3981999507e-3));
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
  const exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(x, 23), i32x4.splat(127)));
  const mantissa = v128.or(v128.and(x, i32x4.splat(0x007fffff)), f32x4.splat(1));
  // Between √½ and √2, so that the polynomial is short.
  const upper = f32x4.gt(mantissa, f32x4.splat(1.41421356237));
  const m = f32x4.sub(select(f32x4.mul(mantissa, f32x4.splat(0.5)), mantissa, upper), f32x4.splat(1));
  const e = f32x4.add(exponent, v128.and(upper, f32x4.splat(1)));
  const square = f32x4.mul(m, m);
  let p = fma(f32x4.splat(7.0376836292e-2), m, f32x4.splat(-1.1514610310e-1));
  p = fma(p, m, f32x4.splat(1.1676998740e-1));
  p = fma(p, m, f32x4.splat(-1.2420140846e-1));
  p = fma(p, m, f32x4.splat(1.4249322787e-1));
  p = fma(p, m, f32x4.splat(-1.6668057665e-1));
  p = fma(p, m, f32x4.splat(2.0000714765e-1));
  p = fma(p, m, f32x4.splat(-2.4999993993e-1));
  p = fma(p, m, f32x4.splat(3.3333331174e-1));
  p = f32x4.mul(f32x4.mul(p, m), square);
  p = fma(e, f32x4.splat(-2.12194440e-4), p);
  p = fma(f32x4.splat(-0.5), square, p);
  return fma(e, f32x4.splat(0.693359375), f32x4.add(m, p));
}

/** ln(1 + x) in every lane for x ≥ 0, with the rounding of 1 + x put right. */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const one = f32x4.splat(1);
  const u = f32x4.add(x, one);
  const lost = f32x4.sub(x, f32x4.sub(u, one));
  return f32x4.add(ln(u), f32x4.div(lost, u));
}

const signBit: i32 = 0x80000000;

/** 1 / (1 + e⁻ˣ) in every lane, without the cancellation for negative x. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const e = exp(v128.or(x, i32x4.splat(signBit)));
  const r = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), e));
  return select(f32x4.mul(r, e), r, f32x4.lt(x, f32x4.splat(0)));
}

/** tanh in every lane: Cephes' tanhf. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(signBit));
  const size = f32x4.abs(x);
  const e = exp(f32x4.mul(size, f32x4.splat(-2)));
  const large = f32x4.div(f32x4.sub(f32x4.splat(1), e), f32x4.add(f32x4.splat(1), e));
  const square = f32x4.mul(x, x);
  let p = fma(f32x4.splat(-5.70498872745e-3), square, f32x4.splat(2.06390887954e-2));
  p = fma(p, square, f32x4.splat(-5.37397155531e-2));
  p = fma(p, square, f32x4.splat(1.33314422036e-1));
  p = fma(p, square, f32x4.splat(-3.33332819422e-1));
  const small = fma(f32x4.mul(p, square), x, x);
  return select(small, v128.or(large, sign), f32x4.lt(size, f32x4.splat(0.625)));
}

/** eˣ − 1 in every lane for x ≤ 0: near 0 its series, so that nothing cancels. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  let p = fma(f32x4.splat(1.9841270e-4), x, f32x4.splat(1.3888889e-3));
  p = fma(p, x, f32x4.splat(8.3333333e-3));
  p = fma(p, x, f32x4.splat(4.1666667e-2));
  p = fma(p, x, f32x4.splat(1.6666667e-1));
  p = fma(p, x, f32x4.splat(0.5));
  const small = fma(f32x4.mul(p, x), x, x);
  return select(f32x4.sub(exp(x), f32x4.splat(1)), small, f32x4.lt(x, f32x4.splat(-0.4)));
}

/**
 * Φ(x), the standard normal distribution function, from erfc(t) = (c₁ y + … + c₅ y⁵) e^(−t²) with y = 1 / (1 + p t):
 * Abramowitz & Stegun 7.1.26, an error of at most 7.5e-8.
 */
// @ts-ignore: decorator
@inline
export function normalCdf(x: v128): v128 {
  const t = f32x4.mul(f32x4.abs(x), f32x4.splat(0.70710678118654752));
  const y = f32x4.div(f32x4.splat(1), fma(f32x4.splat(0.3275911), t, f32x4.splat(1)));
  let p = fma(f32x4.splat(1.061405429), y, f32x4.splat(-1.453152027));
  p = fma(p, y, f32x4.splat(1.421413741));
  p = fma(p, y, f32x4.splat(-0.284496736));
  p = fma(p, y, f32x4.splat(0.254829592));
  const half = f32x4.mul(f32x4.mul(f32x4.splat(0.5), f32x4.mul(p, y)), exp(f32x4.neg(f32x4.mul(t, t))));
  return select(half, f32x4.sub(f32x4.splat(1), half), f32x4.lt(x, f32x4.splat(0)));
}
