import { constant, one, signBit } from './constants';
import { double } from '../element';
import { fma } from './fma';
import { expDouble, expm1Double, gaussDouble, log1pDouble } from './mathDouble';
import { expm1Single, expSingle, gaussSingle, log1pSingle, normalSingle } from './mathSingle';
import { normalDouble } from './normalDouble';
import { pick, splat } from './vectors';

// A vector at a time. The errors named are those in float32, the largest measured over all arguments of a fine grid, in
// units in the last place of the result; the tests hold them. In double, against the x87's 80 bits on 200 000 numbers,
// they are at most the same, but 1.3 of e^x − 1. NaN stays NaN.

/** e^x, within 1 unit in the last place; subnormal results too. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  return double ? expDouble(x) : expSingle(x);
}

/** e^x − 1 for x ≤ 80, within 1 unit for x ≤ 0. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  return double ? expm1Double(x) : expm1Single(x);
}

/** ln(1 + u) for 0 ≤ u ≤ 1, within 2 units. */
// @ts-ignore: decorator
@inline
export function log1p(u: v128): v128 {
  return double ? log1pDouble(u) : log1pSingle(u);
}

/** e^(−x² / 2). The square is split, so that its rounding is not multiplied. */
// @ts-ignore: decorator
@inline
export function gauss(x: v128): v128 {
  return double ? gaussDouble(x) : gaussSingle(x);
}

/** Φ(x), the standard normal distribution function, given e^(−x² / 2); within 4 units. */
// @ts-ignore: decorator
@inline
export function normal(x: v128, gaussian: v128): v128 {
  return double ? normalDouble(x, gaussian) : normalSingle(x, gaussian);
}

/** From here on tanh x is 1 in float32; two; and from where on it is 1 in double. */
const tanhRange = memory.data<Real>([10, 2, 20]);

/** tanh x = (e^2a − 1) / (e^2a + 1) with a = |x|, within 3 units. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const e = expm1(
    v128.mul<Real>(v128.pmin<Real>(v128.abs<Real>(x), constant(tanhRange, double ? 2 : 0)), constant(tanhRange, 1)),
  );
  const sign = v128.and(x, constant(signBit));
  return v128.or(v128.div<Real>(e, v128.add<Real>(e, constant(tanhRange, 1))), sign);
}

/** −|x| */
// @ts-ignore: decorator
@inline
function minusAbs(x: v128): v128 {
  return v128.or(x, constant(signBit));
}

/** 1 / (1 + e^−x) without overflow, within 2 units. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const e = exp(minusAbs(x));
  const negative = v128.lt<Real>(x, splat(0));
  return v128.div<Real>(pick(negative, e, constant(one)), v128.add<Real>(e, constant(one)));
}

/** The derivative of the sigmoid, e / (1 + e)² with e = e^−|x|, within 4 units. */
// @ts-ignore: decorator
@inline
export function sigmoidSlope(x: v128): v128 {
  const e = exp(minusAbs(x));
  const d = v128.add<Real>(e, constant(one));
  return v128.div<Real>(v128.div<Real>(e, d), d);
}

/**
 * The derivative of x σ(x), σ(x) (1 + x σ(−x)). V8 joins two negated vectors to wrong numbers, so that σ(−x) is had from
 * the same e^−|x|.
 */
// @ts-ignore: decorator
@inline
export function siluSlope(x: v128): v128 {
  const e = exp(minusAbs(x));
  const d = v128.add<Real>(e, constant(one));
  const negative = v128.lt<Real>(x, splat(0));
  const share = v128.div<Real>(pick(negative, e, constant(one)), d);
  const rest = v128.div<Real>(pick(negative, constant(one), e), d);
  return v128.mul<Real>(share, fma(x, rest, constant(one)));
}

/** From here on PyTorch takes ln(1 + e^x) for x. */
const softplusLinear = memory.data<Real>([20]);

/** ln(1 + e^x), and x above 20 as PyTorch has it; within 2 units. */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  const y = v128.add<Real>(v128.pmax<Real>(x, splat(0)), log1p(exp(minusAbs(x))));
  return pick(v128.gt<Real>(x, constant(softplusLinear)), x, y);
}
