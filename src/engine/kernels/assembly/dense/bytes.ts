import { double, realBytes, realShift } from '../element';

/*
 * Bytes of images become numbers when a batch of them is gathered: byte / 255, divided in float32, which for whole
 * numbers below 2^24 gives the same as a division in double rounded to float32; in double in the build of doubles.
 */

/** Four bytes in the low lanes of 32 bits, as numbers. */
// @ts-ignore: decorator
@inline
function numbers(words: v128): v128 {
  return v128.div<Real>(f32x4.convert_i32x4_u(words), v128.splat<Real>(255));
}

/** out[i] = source[i] / 255 for `count` bytes. */
export function unpackBytes(source: usize, out: usize, count: usize): void {
  const end = out + (count << realShift);
  for (; !double && out + 64 <= end; out += 64, source += 16) {
    const bytes = v128.load(source);
    const low = i16x8.extend_low_i8x16_u(bytes);
    const high = i16x8.extend_high_i8x16_u(bytes);
    v128.store(out, numbers(i32x4.extend_low_i16x8_u(low)));
    v128.store(out, numbers(i32x4.extend_high_i16x8_u(low)), 16);
    v128.store(out, numbers(i32x4.extend_low_i16x8_u(high)), 32);
    v128.store(out, numbers(i32x4.extend_high_i16x8_u(high)), 48);
  }
  for (; out < end; out += realBytes, source++) store<Real>(out, <Real>load<u8>(source) / 255);
}
