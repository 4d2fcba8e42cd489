import { constant, half, one } from './constants';
import { fma } from './fma';
import { pick } from './vectors';

/*
 * The error function by W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of
 * Computation 23 (1969), as in numerics/erf.ts: numerators and denominators from the highest power on.
 */
// @ts-ignore: decorator
@lazy
const rootHalf = memory.data<f64>([0.7071067811865475244]);
// @ts-ignore: decorator
@lazy
const inverseRootPi = memory.data<f64>([0.56418958354775628695]);
/** Where the three intervals of |x| / √2 end; beyond the last one nothing is left in double. */
// @ts-ignore: decorator
@lazy
const intervals = memory.data<f64>([0.46875, 4, 28]);
// @ts-ignore: decorator
@lazy
const smallTop = memory.data<f64>([
  1.85777706184603153e-1, 3.1611237438705656, 113.864154151050156, 377.485237685302021, 3209.37758913846947,
]);
// @ts-ignore: decorator
@lazy
const smallBottom = memory.data<f64>([
  1, 23.6012909523441209, 244.024637934444173, 1282.61652607737228, 2844.23683343917062,
]);
// @ts-ignore: decorator
@lazy
const middleTop = memory.data<f64>([
  2.15311535474403846e-8, 0.564188496988670089, 8.88314979438837594, 66.1191906371416295, 298.635138197400131,
  881.95222124176909, 1712.04761263407058, 2051.07837782607147, 1230.33935479799725,
]);
// @ts-ignore: decorator
@lazy
const middleBottom = memory.data<f64>([
  1, 15.7449261107098347, 117.693950891312499, 537.181101862009858, 1621.38957456669019, 3290.79923573345963,
  4362.61909014324716, 3439.36767414372164, 1230.33935480374942,
]);
// @ts-ignore: decorator
@lazy
const largeTop = memory.data<f64>([
  1.63153871373020978e-2, 0.305326634961232344, 0.360344899949804439, 0.125781726111229246, 1.60837851487422766e-2,
  6.58749161529837803e-4,
]);
// @ts-ignore: decorator
@lazy
const largeBottom = memory.data<f64>([
  1, 2.56852019228982242, 1.87295284992346047, 0.527905102951428412, 6.05183413124413191e-2, 2.33520497626869185e-3,
]);

/** The polynomial of `terms` coefficients in a list. */
function polynomial(list: usize, terms: i32, x: v128): v128 {
  let p = constant(list);
  for (let i = 1; i < terms; i++) p = fma(p, x, constant(list, i));
  return p;
}

/** Φ(x), given e^(−x² / 2). */
export function normalDouble(x: v128, gaussian: v128): v128 {
  const t = f64x2.mul(x, constant(rootHalf));
  const a = f64x2.pmin(f64x2.abs(t), constant(intervals, 2));
  const square = f64x2.mul(t, t);
  const ratio = f64x2.div(polynomial(smallTop, 5, square), polynomial(smallBottom, 5, square));
  const central = f64x2.mul(fma(t, ratio, constant(one)), constant(half));
  const middle = f64x2.div(polynomial(middleTop, 9, a), polynomial(middleBottom, 9, a));
  const y = f64x2.div(constant(one), f64x2.mul(a, a));
  const tail = f64x2.div(polynomial(largeTop, 6, y), polynomial(largeBottom, 6, y));
  const large = f64x2.div(f64x2.sub(constant(inverseRootPi), f64x2.mul(y, tail)), a);
  const share = pick(f64x2.gt(a, constant(intervals, 1)), large, middle);
  const lower = f64x2.mul(f64x2.mul(gaussian, share), constant(half));
  const outer = pick(f64x2.gt(x, f64x2.splat(0)), f64x2.sub(constant(one), lower), lower);
  return pick(f64x2.le(a, constant(intervals)), central, outer);
}
