import { constant, half, one } from './constants';
import { fma } from './fma';
import { pick } from './vectors';

// Two numbers at a time, float64: what `math.ts` builds on in the build of doubles.

/**
 * x · 2^(n − 2046) for whole n of 2 to 4092, in two steps: subnormal results are rounded once. V8 doesn't join arithmetic
 * shifts of 64 bits.
 */
// @ts-ignore: decorator
@inline
function scale(x: v128, n: v128): v128 {
  const first = i64x2.shr_u(n, 1);
  const rest = i64x2.sub(n, first);
  return f64x2.mul(f64x2.mul(x, i64x2.shl(first, 52)), i64x2.shl(rest, 52));
}

/**
 * (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, from the highest power on: the series 1/2! + r/3! + … + r¹¹/13!, whose rest is
 * below 2⁻⁵⁷ of e^r.
 */
// @ts-ignore: decorator
@lazy
const expSeries = memory.data<f64>([
  1.6059043836821614599e-10, 2.0876756987868098979e-9, 2.5052108385441718775e-8, 2.7557319223985890653e-7,
  2.7557319223985890653e-6, 2.4801587301587301587e-5, 1.984126984126984127e-4, 1.3888888888888888889e-3,
  8.3333333333333333333e-3, 4.1666666666666666667e-2, 1.6666666666666666667e-1, 0.5,
]);

// @ts-ignore: decorator
@inline
function expPair(r: v128, index: usize): v128 {
  return fma(constant(expSeries, index), r, constant(expSeries, index + 1));
}

// @ts-ignore: decorator
@inline
function expTail(r: v128): v128 {
  // Estrin's scheme: fewer operations wait for one another than in Horner's.
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const low = fma(expPair(r, 8), r2, expPair(r, 10));
  const middle = fma(expPair(r, 4), r2, expPair(r, 6));
  const high = fma(expPair(r, 0), r2, expPair(r, 2));
  return fma(fma(high, r4, middle), r4, low);
}

// @ts-ignore: decorator
@lazy
const log2e = memory.data<f64>([1.4426950408889634074]);
/** ln 2 in two parts, as fdlibm: the first one has few bits, so that its product with a whole number is exact. */
// @ts-ignore: decorator
@lazy
const ln2 = memory.data<f64>([6.9314718036912381649e-1, 1.90821492927058770002e-10]);
// @ts-ignore: decorator
@lazy
const minusLn2 = memory.data<f64>([-6.9314718036912381649e-1, -1.90821492927058770002e-10]);
/**
 * 1.5 · 2⁵²: added to a number it leaves the nearest whole number in the low bits. Its bits less twice the bias of an
 * exponent, and less the bias.
 */
// @ts-ignore: decorator
@lazy
const rounding = memory.data<f64>([6755399441055744]);
// @ts-ignore: decorator
@lazy
const twiceBiasedRoundingBits = memory.data<i64>([0x4337fffffffff802]);
// @ts-ignore: decorator
@lazy
const biasedRoundingBits = memory.data<i64>([0x4337fffffffffc01]);
/** Beyond these e^x is 0 or Infinity, and e^x − 1 is −1. */
// @ts-ignore: decorator
@lazy
const expRange = memory.data<f64>([710, -746]);
// @ts-ignore: decorator
@lazy
const expm1Range = memory.data<f64>([709, -60]);
// @ts-ignore: decorator
@lazy
const minusHalf = memory.data<f64>([-0.5]);

/** x log₂ e plus `rounding`. */
// @ts-ignore: decorator
@inline
function shiftedOf(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, constant(log2e)), constant(rounding));
}

/** x less the whole multiple of ln 2 that `shifted` has. */
// @ts-ignore: decorator
@inline
function reduced(x: v128, shifted: v128): v128 {
  const n = f64x2.sub(shifted, constant(rounding));
  return fma(n, constant(minusLn2, 1), fma(n, constant(minusLn2, 0), x));
}

/** e^(x + low) for a small correction `low`. Past the ends of the range: 0 and Infinity. */
// @ts-ignore: decorator
@inline
function expOf(x: v128, low: v128, corrected: bool): v128 {
  // As minpd and maxpd, of which NaN comes back.
  const inRange = f64x2.pmax(f64x2.pmin(x, constant(expRange, 0)), constant(expRange, 1));
  const shifted = shiftedOf(inRange);
  let r = reduced(inRange, shifted);
  if (corrected) r = f64x2.add(r, low);
  const p = f64x2.add(fma(f64x2.mul(r, r), expTail(r), r), constant(one));
  return scale(p, i64x2.sub(shifted, constant(twiceBiasedRoundingBits)));
}

/** e^x. */
// @ts-ignore: decorator
@inline
export function expDouble(x: v128): v128 {
  return expOf(x, x, false);
}

/** Below it e^x is subnormal. */
// @ts-ignore: decorator
@lazy
const normalRange = memory.data<f64>([-708]);

/** e^x for x ≤ 709, without subnormal results: e^−708 below −708. */
// @ts-ignore: decorator
@inline
export function expNormalDouble(x: v128): v128 {
  const inRange = f64x2.pmax(x, constant(normalRange));
  const shifted = shiftedOf(inRange);
  const r = reduced(inRange, shifted);
  const p = f64x2.add(fma(f64x2.mul(r, r), expTail(r), r), constant(one));
  return i64x2.add(p, i64x2.shl(shifted, 52));
}

/** e^x − 1 for x ≤ 709. */
// @ts-ignore: decorator
@inline
export function expm1Double(x: v128): v128 {
  const inRange = f64x2.pmax(f64x2.pmin(x, constant(expm1Range, 0)), constant(expm1Range, 1));
  const shifted = shiftedOf(inRange);
  const r = reduced(inRange, shifted);
  const power = i64x2.shl(i64x2.sub(shifted, constant(biasedRoundingBits)), 52);
  const p = fma(f64x2.mul(r, r), expTail(r), r);
  return fma(power, p, f64x2.sub(power, constant(one)));
}

/** The series of artanh(f / (2 + f)) as in fdlibm's e_log.c, from the highest power on. */
// @ts-ignore: decorator
@lazy
const logSeries = memory.data<f64>([
  1.479819860511658591e-1, 1.531383769920937332e-1, 1.818357216161805012e-1, 2.222219843214978396e-1,
  2.857142874366239149e-1, 3.999999999940941908e-1, 6.66666666666673513e-1,
]);
// @ts-ignore: decorator
@lazy
const two = memory.data<f64>([2]);

/** ln(1 + f) + k ln 2 for √½ ≤ 1 + f ≤ √2 and a whole number k: fdlibm, e_log.c. */
// @ts-ignore: decorator
@inline
function logOf(f: v128, k: v128): v128 {
  const s = f64x2.div(f, f64x2.add(f, constant(two)));
  const z = f64x2.mul(s, s);
  let r = fma(constant(logSeries, 0), z, constant(logSeries, 1));
  r = fma(r, z, constant(logSeries, 2));
  r = fma(r, z, constant(logSeries, 3));
  r = fma(r, z, constant(logSeries, 4));
  r = fma(r, z, constant(logSeries, 5));
  r = fma(r, z, constant(logSeries, 6));
  const square = f64x2.mul(f64x2.mul(f, f), constant(half));
  const rest = fma(k, constant(ln2, 1), f64x2.mul(s, fma(r, z, square)));
  return fma(k, constant(ln2, 0), f64x2.sub(f, f64x2.sub(square, rest)));
}

// @ts-ignore: decorator
@lazy
const rootTwo = memory.data<f64>([1.4142135623730951, 0.41421356237309515]);

/** ln(1 + u) for 0 ≤ u ≤ 1. */
// @ts-ignore: decorator
@inline
export function log1pDouble(u: v128): v128 {
  // Above √2 − 1 the half of 1 + u is taken, and ln 2 added.
  const upper = f64x2.gt(u, constant(rootTwo, 1));
  const f = pick(upper, f64x2.mul(f64x2.sub(u, constant(one)), constant(half)), u);
  return logOf(f, v128.and(upper, constant(one)));
}

// @ts-ignore: decorator
@lazy
const mantissaBits = memory.data<i64>([0x000fffffffffffff]);
/** 2⁵², in whose bits a whole number is that number more, and 2⁵² plus the bias of an exponent. */
// @ts-ignore: decorator
@lazy
const wholes = memory.data<f64>([4503599627370496, 4503599627371519]);

/** ln x for normal numbers x ≥ 1. */
// @ts-ignore: decorator
@inline
export function lnDouble(x: v128): v128 {
  const k = f64x2.sub(v128.or(i64x2.shr_u(x, 52), constant(wholes, 0)), constant(wholes, 1));
  const mantissa = v128.or(v128.and(x, constant(mantissaBits)), constant(one));
  const upper = f64x2.gt(mantissa, constant(rootTwo));
  const m = pick(upper, f64x2.mul(mantissa, constant(half)), mantissa);
  return logOf(f64x2.sub(m, constant(one)), f64x2.add(k, v128.and(upper, constant(one))));
}

/** Beyond it the density is 0. */
// @ts-ignore: decorator
@lazy
const gaussRange = memory.data<f64>([39]);
// @ts-ignore: decorator
@lazy
const highBits = memory.data<i64>([-0x8000000]);

/** e^(−x² / 2). The square is split, so that its rounding is not multiplied. */
// @ts-ignore: decorator
@inline
export function gaussDouble(x: v128): v128 {
  const a = f64x2.pmin(f64x2.abs(x), constant(gaussRange));
  const high = v128.and(a, constant(highBits));
  const low = f64x2.mul(f64x2.mul(f64x2.sub(a, high), f64x2.add(a, high)), constant(minusHalf));
  return expOf(f64x2.mul(f64x2.mul(high, high), constant(minusHalf)), low, true);
}
