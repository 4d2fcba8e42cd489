import { realShift } from '../element';

/**
 * A number of 52 bits for which of `count` numbers are above 0: every 32 of them are a word of two hashes, whose steps
 * are one-to-one. `kernels/reference/sides.ts` answers the same.
 */
export function sides(values: usize, count: i32): f64 {
  let first: u32 = 0;
  let second: u32 = 0;
  for (let from: i32 = 0; from < count; from += 32) {
    let word: u32 = 0;
    const end = min(from + 32, count);
    for (let i = from; i < end; i++) word = (word << 1) | (<u32>(load<Real>(values + ((<usize>i) << realShift)) > 0));
    first = (first ^ word) * 0x9e3779b1;
    second = (second ^ word) * 0x85ebca6b;
    second ^= second >> 15;
  }
  return <f64>first * 1048576 + <f64>(second >> 12);
}
