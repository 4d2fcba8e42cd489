import { exp, splat } from '../math';
import { loadTail, storeTail, sumOf } from './tail';

/** The largest of `count` numbers, NaN if one of them is. */
export function largestOf(z: usize, count: i32): f32 {
  let most = splat(-Infinity);
  for (; count >= 4; count -= 4) {
    most = f32x4.max(most, v128.load(z));
    z += 16;
  }
  if (count > 0) most = f32x4.max(most, loadTail(z, count, splat(-Infinity)));
  const low = max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  return max<f32>(low, max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
}

/** Stores e^(z − shift) of `count` numbers. */
export function exponentials(z: usize, to: usize, count: i32, shift: f32): void {
  const s = splat(shift);
  for (; count >= 4; count -= 4) {
    v128.store(to, exp(f32x4.sub(v128.load(z), s)));
    z += 16;
    to += 16;
  }
  if (count > 0) storeTail(to, count, exp(f32x4.sub(loadTail(z, count, s), s)));
}

/** The sum of `count` numbers. */
export function total(x: usize, count: i32): f32 {
  let sum = splat(0);
  for (; count >= 4; count -= 4) {
    sum = f32x4.add(sum, v128.load(x));
    x += 16;
  }
  if (count > 0) sum = f32x4.add(sum, loadTail(x, count, splat(0)));
  return sumOf(sum);
}

/** Divides `count` numbers in place. */
export function divideBy(x: usize, count: i32, divisor: f32): void {
  const d = splat(divisor);
  for (; count >= 4; count -= 4) {
    v128.store(x, f32x4.div(v128.load(x), d));
    x += 16;
  }
  if (count > 0) storeTail(x, count, f32x4.div(loadTail(x, count, splat(0)), d));
}

/** a = softmax(z) of n rows. */
export function softmaxRows(z: usize, a: usize, n: i32, units: i32): void {
  for (; n > 0; n--) {
    exponentials(z, a, units, largestOf(z, units));
    divideBy(a, units, total(a, units));
    z += (<usize>units) << 2;
    a += (<usize>units) << 2;
  }
}
