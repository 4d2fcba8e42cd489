import { double, lanes, realShift } from '../element';
import { exp } from '../math/math';
import { splat } from '../math/vectors';
import { loadTail, storeTail, sumOf } from './tail';

/** The largest of `count` numbers, NaN if one of them is. */
export function largestOf(z: usize, count: i32): Real {
  let most = splat(-Infinity);
  for (; count >= lanes; count -= lanes) {
    most = v128.max<Real>(most, v128.load(z));
    z += 16;
  }
  if (count > 0) most = v128.max<Real>(most, loadTail(z, count, splat(-Infinity)));
  if (double) return max<Real>(v128.extract_lane<Real>(most, 0), v128.extract_lane<Real>(most, 1));
  const low = max<Real>(v128.extract_lane<Real>(most, 0), v128.extract_lane<Real>(most, 1));
  return max<Real>(low, max<Real>(v128.extract_lane<Real>(most, 2), v128.extract_lane<Real>(most, 3)));
}

/** Stores e^(z − shift) of `count` numbers. */
export function exponentials(z: usize, to: usize, count: i32, shift: Real): void {
  const s = splat(shift);
  for (; count >= lanes; count -= lanes) {
    v128.store(to, exp(v128.sub<Real>(v128.load(z), s)));
    z += 16;
    to += 16;
  }
  if (count > 0) storeTail(to, count, exp(v128.sub<Real>(loadTail(z, count, s), s)));
}

/** The sum of `count` numbers. */
export function total(x: usize, count: i32): Real {
  let sum = splat(0);
  for (; count >= lanes; count -= lanes) {
    sum = v128.add<Real>(sum, v128.load(x));
    x += 16;
  }
  if (count > 0) sum = v128.add<Real>(sum, loadTail(x, count, splat(0)));
  return sumOf(sum);
}

/** Divides `count` numbers in place. */
export function divideBy(x: usize, count: i32, divisor: Real): void {
  const d = splat(divisor);
  for (; count >= lanes; count -= lanes) {
    v128.store(x, v128.div<Real>(v128.load(x), d));
    x += 16;
  }
  if (count > 0) storeTail(x, count, v128.div<Real>(loadTail(x, count, splat(0)), d));
}

/** a = softmax(z) of n rows. */
export function softmaxRows(z: usize, a: usize, n: i32, units: i32): void {
  for (; n > 0; n--) {
    exponentials(z, a, units, largestOf(z, units));
    divideBy(a, units, total(a, units));
    z += (<usize>units) << realShift;
    a += (<usize>units) << realShift;
  }
}
