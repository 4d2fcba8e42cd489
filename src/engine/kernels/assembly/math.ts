import { fma } from './fma';

// Four numbers at a time, float32. The errors named are the largest measured over all float32 arguments of a fine grid, in units
// in the last place of the result; the tests hold them. NaN stays NaN.

// @ts-ignore: decorator
@inline
export function splat(value: f32): v128 {
  return f32x4.splat(value);
}

/** a where the mask is set, else b. */
// @ts-ignore: decorator
@inline
export function pick(mask: v128, a: v128, b: v128): v128 {
  return v128.bitselect(a, b, mask);
}

/** Multiplies by 2^n for whole n of −252 to 254, in two steps: subnormal results are rounded once. */
// @ts-ignore: decorator
@inline
function scale(x: v128, n: v128): v128 {
  const half = i32x4.shr_s(n, 1);
  const rest = i32x4.sub(n, half);
  const bias = i32x4.splat(127);
  return f32x4.mul(f32x4.mul(x, i32x4.shl(i32x4.add(half, bias), 23)), i32x4.shl(i32x4.add(rest, bias), 23));
}

/** (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2: Moshier, Cephes, expf.c. */
// @ts-ignore: decorator
@inline
function expTail(r: v128): v128 {
  let p = fma(splat(1.9875691500e-4), r, splat(1.3981999507e-3));
  p = fma(p, r, splat(8.3334519073e-3));
  p = fma(p, r, splat(4.1665795894e-2));
  p = fma(p, r, splat(1.6666665459e-1));
  return fma(p, r, splat(5.0000001201e-1));
}

const log2e: f32 = 1.44269504088896341;
/** ln 2 in two parts; the first one has few bits, so that its product with a whole number is exact. */
const ln2High: f32 = 0.693359375;
const ln2Low: f32 = -2.12194440e-4;

/** e^(x + low) for a small correction `low`. Past the ends of the range: 0 and Infinity. */
// @ts-ignore: decorator
@inline
export function expOf(x: v128, low: v128): v128 {
  const inRange = f32x4.max(f32x4.min(x, splat(89)), splat(-105));
  const n = f32x4.nearest(f32x4.mul(inRange, splat(log2e)));
  let r = fma(n, splat(-ln2High), inRange);
  r = f32x4.add(fma(n, splat(-ln2Low), r), low);
  const p = f32x4.add(fma(f32x4.mul(r, r), expTail(r), r), splat(1));
  return scale(p, i32x4.trunc_sat_f32x4_s(n));
}

/** e^x, within 1 unit in the last place; subnormal results too. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  return expOf(x, splat(0));
}

/** e^x − 1 for x ≤ 80, within 1 unit for x ≤ 0. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  const inRange = f32x4.max(f32x4.min(x, splat(80)), splat(-40));
  const n = f32x4.nearest(f32x4.mul(inRange, splat(log2e)));
  let r = fma(n, splat(-ln2High), inRange);
  r = fma(n, splat(-ln2Low), r);
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  const p = fma(f32x4.mul(r, r), expTail(r), r);
  return fma(power, p, f32x4.sub(power, splat(1)));
}

/** tanh x = (e^2a − 1) / (e^2a + 1) with a = |x|, within 3 units. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const e = expm1(f32x4.mul(f32x4.min(f32x4.abs(x), splat(10)), splat(2)));
  const sign = v128.and(x, i32x4.splat(0x80000000));
  return v128.or(f32x4.div(e, f32x4.add(e, splat(2))), sign);
}

/** 1 / (1 + e^−x) without overflow, within 2 units. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const negative = i32x4.shr_s(x, 31);
  return f32x4.div(pick(negative, e, splat(1)), f32x4.add(e, splat(1)));
}

/** The derivative of the sigmoid, e / (1 + e)² with e = e^−|x|, within 4 units. */
// @ts-ignore: decorator
@inline
export function sigmoidSlope(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const d = f32x4.add(e, splat(1));
  return f32x4.div(f32x4.div(e, d), d);
}

/** ln(1 + u) for 0 ≤ u ≤ 1, within 2 units. Moshier, Cephes, logf.c, on the interval around 1. */
// @ts-ignore: decorator
@inline
export function log1p(u: v128): v128 {
  // Above √2 − 1 the half of 1 + u is taken, and ln 2 added.
  const upper = f32x4.gt(u, splat(0.41421356));
  const f = pick(upper, f32x4.mul(f32x4.sub(u, splat(1)), splat(0.5)), u);
  let p = fma(splat(7.0376836292e-2), f, splat(-1.1514610310e-1));
  p = fma(p, f, splat(1.1676998740e-1));
  p = fma(p, f, splat(-1.2420140846e-1));
  p = fma(p, f, splat(1.4249322787e-1));
  p = fma(p, f, splat(-1.6668057665e-1));
  p = fma(p, f, splat(2.0000714765e-1));
  p = fma(p, f, splat(-2.4999993993e-1));
  p = fma(p, f, splat(3.3333331174e-1));
  const square = f32x4.mul(f, f);
  let y = f32x4.mul(f32x4.mul(p, f), square);
  y = f32x4.add(y, v128.and(upper, splat(ln2Low)));
  y = fma(square, splat(-0.5), y);
  return f32x4.add(f32x4.add(y, f), v128.and(upper, splat(ln2High)));
}

/** ln(1 + e^x), and x above 20 as PyTorch has it; within 2 units. */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  const y = f32x4.add(f32x4.max(x, splat(0)), log1p(exp(f32x4.neg(f32x4.abs(x)))));
  return pick(f32x4.gt(x, splat(20)), x, y);
}

/** e^(−x² / 2). The square is split, so that its rounding is not multiplied. */
// @ts-ignore: decorator
@inline
export function gauss(x: v128): v128 {
  const a = f32x4.min(f32x4.abs(x), splat(15));
  const high = v128.and(a, i32x4.splat(0xfffff000));
  const low = f32x4.mul(f32x4.mul(f32x4.sub(a, high), f32x4.add(a, high)), splat(-0.5));
  return expOf(f32x4.mul(f32x4.mul(high, high), splat(-0.5)), low);
}

/**
 * Φ(x), the standard normal distribution function, given e^(−x² / 2); within 4 units. For |x| ≤ 1 it is ½ + x times a
 * polynomial in x² (fitted with a relative error of 7e-10). Beyond, with a = |x|: Φ(−a) e^(a² / 2) (a + 4) is a polynomial in
 * t = (a − 4) / (a + 4), fitted for a of 0 to 15 with a relative error below 1e-8.
 */
// @ts-ignore: decorator
@inline
export function normal(x: v128, gaussian: v128): v128 {
  const square = f32x4.mul(x, x);
  let q = fma(splat(-7.65421555e-6), square, splat(1.13486392e-4));
  q = fma(q, square, splat(-1.18632999e-3));
  q = fma(q, square, splat(9.97332297e-3));
  q = fma(q, square, splat(-6.64903596e-2));
  q = fma(q, square, splat(3.98942292e-1));
  const middle = fma(q, x, splat(0.5));
  const a = f32x4.min(f32x4.abs(x), splat(15));
  const inverse = f32x4.div(splat(1), f32x4.add(a, splat(4)));
  const t = f32x4.mul(f32x4.sub(a, splat(4)), inverse);
  let p = fma(splat(-0.000134199523), t, splat(0.000174653498));
  p = fma(p, t, splat(0.0015684081));
  p = fma(p, t, splat(-0.00351020694));
  p = fma(p, t, splat(-0.00752400327));
  p = fma(p, t, splat(0.0604034886));
  p = fma(p, t, splat(-0.186523661));
  p = fma(p, t, splat(0.387136906));
  p = fma(p, t, splat(-0.607896566));
  p = fma(p, t, splat(0.755285144));
  const lower = f32x4.mul(gaussian, f32x4.mul(p, inverse));
  const outer = pick(f32x4.gt(x, splat(0)), f32x4.sub(splat(1), lower), lower);
  return pick(f32x4.le(a, splat(1)), middle, outer);
}
