import { double } from '../element';

// The last numbers of an array, fewer than a vector has, in the first lanes of a vector.

// @ts-ignore: decorator
@inline
export function loadTail(at: usize, count: i32, rest: v128): v128 {
  if (double) return v128.load_lane<u64>(at, rest, 0);
  if (count === 1) return v128.load_lane<u32>(at, rest, 0);
  const two = v128.load_lane<u64>(at, rest, 0);
  return count === 2 ? two : v128.load_lane<u32>(at + 8, two, 2);
}

// @ts-ignore: decorator
@inline
export function storeTail(at: usize, count: i32, values: v128): void {
  if (double) {
    v128.store_lane<u64>(at, values, 0);
  } else if (count === 1) {
    v128.store_lane<u32>(at, values, 0);
  } else {
    v128.store_lane<u64>(at, values, 0);
    if (count === 3) v128.store_lane<u32>(at + 8, values, 2);
  }
}

/** The sum of the numbers. */
// @ts-ignore: decorator
@inline
export function sumOf(v: v128): Real {
  if (double) return v128.extract_lane<Real>(v, 0) + v128.extract_lane<Real>(v, 1);
  return (
    v128.extract_lane<Real>(v, 0) +
    v128.extract_lane<Real>(v, 1) +
    (v128.extract_lane<Real>(v, 2) + v128.extract_lane<Real>(v, 3))
  );
}

/** Two of the numbers at `at` as float64 ones: the first two, or with `upper` those after them. */
// @ts-ignore: decorator
@inline
export function loadWide(at: usize, upper: bool): v128 {
  if (double) return upper ? v128.load(at, 16) : v128.load(at);
  return f64x2.promote_low_f32x4(upper ? v128.load64_zero(at, 8) : v128.load64_zero(at));
}

/** The sum of the numbers added to two float64 ones. */
// @ts-ignore: decorator
@inline
export function addWide(total: v128, v: v128): v128 {
  if (double) return f64x2.add(total, v);
  const high = v128.shuffle<f32>(v, v, 2, 3, 2, 3);
  return f64x2.add(total, f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(high)));
}
