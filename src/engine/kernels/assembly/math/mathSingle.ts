import { constant, half, one } from './constants';
import { fma } from './fma';
import { pick, splat } from './vectors';

// Four numbers at a time, float32: what `math.ts` builds on in the builds of float32.

/** The bias of an exponent. */
// @ts-ignore: decorator
@lazy
const bias = memory.data<i32>([127]);

/** x · 2^n for whole n of −252 to 254, in two steps: subnormal results are rounded once. */
// @ts-ignore: decorator
@inline
function scale(x: v128, n: v128): v128 {
  const first = i32x4.shr_s(n, 1);
  const rest = i32x4.sub(n, first);
  return f32x4.mul(
    f32x4.mul(x, i32x4.shl(i32x4.add(first, constant(bias)), 23)),
    i32x4.shl(i32x4.add(rest, constant(bias)), 23),
  );
}

/** (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, from the highest power on: Moshier, Cephes, expf.c. */
// @ts-ignore: decorator
@lazy
const expSeries = memory.data<f32>([
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
]);

// @ts-ignore: decorator
@inline
function expTail(r: v128): v128 {
  let p = fma(constant(expSeries, 0), r, constant(expSeries, 1));
  p = fma(p, r, constant(expSeries, 2));
  p = fma(p, r, constant(expSeries, 3));
  p = fma(p, r, constant(expSeries, 4));
  return fma(p, r, constant(expSeries, 5));
}

// @ts-ignore: decorator
@lazy
const log2e = memory.data<f32>([1.44269504088896341]);
/** ln 2 in two parts; the first one has few bits, so that its product with a whole number is exact. */
// @ts-ignore: decorator
@lazy
const ln2 = memory.data<f32>([0.693359375, -2.1219444e-4]);
// @ts-ignore: decorator
@lazy
const minusLn2 = memory.data<f32>([-0.693359375, 2.1219444e-4]);
/**
 * Added to a number below 2²² it leaves the nearest whole number in the low bits. Its bits, and those less the bias.
 */
// @ts-ignore: decorator
@lazy
const rounding = memory.data<f32>([12582912]);
// @ts-ignore: decorator
@lazy
const roundingBits = memory.data<i32>([0x4b400000]);
// @ts-ignore: decorator
@lazy
const biasedRoundingBits = memory.data<i32>([0x4b3fff81]);
/** Beyond these e^x is 0 or Infinity. */
// @ts-ignore: decorator
@lazy
const expRange = memory.data<f32>([89, -105]);
// @ts-ignore: decorator
@lazy
const expm1Range = memory.data<f32>([80, -40]);

/** x log₂ e plus `rounding`. */
// @ts-ignore: decorator
@inline
function shiftedOf(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, constant(log2e)), constant(rounding));
}

/** e^(x + low) for a small correction `low`. Past the ends of the range: 0 and Infinity. */
// @ts-ignore: decorator
@inline
function expOf(x: v128, low: v128, corrected: bool): v128 {
  // As minps and maxps, of which NaN comes back.
  const inRange = f32x4.pmax(f32x4.pmin(x, constant(expRange, 0)), constant(expRange, 1));
  const shifted = shiftedOf(inRange);
  const n = f32x4.sub(shifted, constant(rounding));
  let r = fma(n, constant(minusLn2, 0), inRange);
  r = fma(n, constant(minusLn2, 1), r);
  if (corrected) r = f32x4.add(r, low);
  const p = f32x4.add(fma(f32x4.mul(r, r), expTail(r), r), constant(one));
  return scale(p, i32x4.sub(shifted, constant(roundingBits)));
}

/** e^x, within 1 unit in the last place; subnormal results too. */
// @ts-ignore: decorator
@inline
export function expSingle(x: v128): v128 {
  return expOf(x, x, false);
}

/** e^x − 1 for x ≤ 80, within 1 unit for x ≤ 0. */
// @ts-ignore: decorator
@inline
export function expm1Single(x: v128): v128 {
  const inRange = f32x4.pmax(f32x4.pmin(x, constant(expm1Range, 0)), constant(expm1Range, 1));
  const shifted = shiftedOf(inRange);
  const n = f32x4.sub(shifted, constant(rounding));
  let r = fma(n, constant(minusLn2, 0), inRange);
  r = fma(n, constant(minusLn2, 1), r);
  const power = i32x4.shl(i32x4.sub(shifted, constant(biasedRoundingBits)), 23);
  const p = fma(f32x4.mul(r, r), expTail(r), r);
  return fma(power, p, f32x4.sub(power, constant(one)));
}

/** Moshier, Cephes, logf.c, on the interval around 1; from the highest power on. */
// @ts-ignore: decorator
@lazy
const logSeries = memory.data<f32>([
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
]);
/** √2 − 1 */
// @ts-ignore: decorator
@lazy
const rootTwoLessOne = memory.data<f32>([0.41421356]);
// @ts-ignore: decorator
@lazy
const minusHalf = memory.data<f32>([-0.5]);

/** ln(1 + u) for 0 ≤ u ≤ 1, within 2 units. */
// @ts-ignore: decorator
@inline
export function log1pSingle(u: v128): v128 {
  // Above √2 − 1 the half of 1 + u is taken, and ln 2 added.
  const upper = f32x4.gt(u, constant(rootTwoLessOne));
  const f = pick(upper, f32x4.mul(f32x4.sub(u, constant(one)), constant(half)), u);
  let p = fma(constant(logSeries, 0), f, constant(logSeries, 1));
  p = fma(p, f, constant(logSeries, 2));
  p = fma(p, f, constant(logSeries, 3));
  p = fma(p, f, constant(logSeries, 4));
  p = fma(p, f, constant(logSeries, 5));
  p = fma(p, f, constant(logSeries, 6));
  p = fma(p, f, constant(logSeries, 7));
  p = fma(p, f, constant(logSeries, 8));
  const square = f32x4.mul(f, f);
  let y = f32x4.mul(f32x4.mul(p, f), square);
  y = f32x4.add(y, v128.and(upper, constant(ln2, 1)));
  y = fma(square, constant(minusHalf), y);
  return f32x4.add(f32x4.add(y, f), v128.and(upper, constant(ln2, 0)));
}

/** Beyond it the density is 0 in float32. */
// @ts-ignore: decorator
@lazy
const gaussRange = memory.data<f32>([15]);
// @ts-ignore: decorator
@lazy
const highBits = memory.data<i32>([0xfffff000]);

/** e^(−x² / 2). The square is split, so that its rounding is not multiplied. */
// @ts-ignore: decorator
@inline
export function gaussSingle(x: v128): v128 {
  const a = f32x4.pmin(f32x4.abs(x), constant(gaussRange));
  const high = v128.and(a, constant(highBits));
  const low = f32x4.mul(f32x4.mul(f32x4.sub(a, high), f32x4.add(a, high)), constant(minusHalf));
  return expOf(f32x4.mul(f32x4.mul(high, high), constant(minusHalf)), low, true);
}

/** (Φ(x) − ½) / x by powers of x², from the highest on. */
// @ts-ignore: decorator
@lazy
const normalMiddle = memory.data<f32>([
  -7.65421555e-6, 1.13486392e-4, -1.18632999e-3, 9.97332297e-3, -6.64903596e-2, 3.98942292e-1,
]);
/** Φ(−a) e^(a² / 2) (a + 4) by powers of t = (a − 4) / (a + 4), from the highest on. */
// @ts-ignore: decorator
@lazy
const normalOuter = memory.data<f32>([
  -0.000134199523, 0.000174653498, 0.0015684081, -0.00351020694, -0.00752400327, 0.0604034886, -0.186523661,
  0.387136906, -0.607896566, 0.755285144,
]);
// @ts-ignore: decorator
@lazy
const four = memory.data<f32>([4]);

/**
 * Φ(x), the standard normal distribution function, given e^(−x² / 2); within 4 units. For |x| ≤ 1 it is ½ + x times a
 * polynomial in x² (fitted with a relative error of 7e-10). Beyond, with a = |x|, a polynomial in t fitted for a of 0
 * to 15 with a relative error below 1e-8.
 */
// @ts-ignore: decorator
@inline
export function normalSingle(x: v128, gaussian: v128): v128 {
  const square = f32x4.mul(x, x);
  let q = fma(constant(normalMiddle, 0), square, constant(normalMiddle, 1));
  q = fma(q, square, constant(normalMiddle, 2));
  q = fma(q, square, constant(normalMiddle, 3));
  q = fma(q, square, constant(normalMiddle, 4));
  q = fma(q, square, constant(normalMiddle, 5));
  const middle = fma(q, x, constant(half));
  const a = f32x4.pmin(f32x4.abs(x), constant(gaussRange));
  const inverse = f32x4.div(constant(one), f32x4.add(a, constant(four)));
  const t = f32x4.mul(f32x4.sub(a, constant(four)), inverse);
  let p = fma(constant(normalOuter, 0), t, constant(normalOuter, 1));
  p = fma(p, t, constant(normalOuter, 2));
  p = fma(p, t, constant(normalOuter, 3));
  p = fma(p, t, constant(normalOuter, 4));
  p = fma(p, t, constant(normalOuter, 5));
  p = fma(p, t, constant(normalOuter, 6));
  p = fma(p, t, constant(normalOuter, 7));
  p = fma(p, t, constant(normalOuter, 8));
  p = fma(p, t, constant(normalOuter, 9));
  const lower = f32x4.mul(gaussian, f32x4.mul(p, inverse));
  const outer = pick(f32x4.gt(x, splat(0)), f32x4.sub(constant(one), lower), lower);
  return pick(f32x4.le(a, constant(one)), middle, outer);
}
