import { logOfRest } from './log1p';
import { logOfRest32 } from './log1pf';
import type { Pcg64 } from './pcg64';
import { doubleTables, floatTables } from './zigguratTables';

const { fround } = Math;
/** Where the tail begins, and its inverse. */
const tail = 3.6541528853610088;
const tailInverse = 0.27366123732975828;
const tail32 = fround(tail);
const tailInverse32 = fround(tailInverse);

/** `Generator.random()`: U[0, 1) with 53 bits. */
export function uniform64(bits: Pcg64): number {
  bits.next64();
  return (bits.high * 2097152 + (bits.low >>> 11)) / 9007199254740992;
}

/** `Generator.random(dtype=np.float32)`: U[0, 1) with 24 bits. */
export const uniform32 = (bits: Pcg64): number => (bits.next32() >>> 8) / 16777216;

/** A number of the tail beyond the strips, without its sign (Marsaglia 1964). */
function tail64(bits: Pcg64): number {
  for (;;) {
    const x = -tailInverse * logOfRest(uniform64(bits));
    const y = -logOfRest(uniform64(bits));
    if (y + y > x * x) return tail + x;
  }
}

/** The same in float32. */
function tailFloat(bits: Pcg64): number {
  for (;;) {
    const x = fround(-tailInverse32 * logOfRest32(uniform32(bits)));
    const y = -logOfRest32(uniform32(bits));
    if (fround(y + y) > fround(x * x)) return fround(tail32 + x);
  }
}

/** `Generator.standard_normal()`: N(0, 1) by the ziggurat of 256 strips (Marsaglia & Tsang 2000). */
export function normal64(bits: Pcg64): number {
  const { width, height, limit } = doubleTables;
  for (;;) {
    bits.next64();
    const { high, low } = bits;
    const strip = low & 0xff;
    const multiple = (high & 0x1fffffff) * 8388608 + (low >>> 9);
    const size = multiple * width[strip];
    const x = (low & 0x100) === 0 ? size : -size;
    if (multiple < limit[strip]) return x;
    if (strip === 0) return (low & 0x20000) === 0 ? tail64(bits) : -tail64(bits);
    if ((height[strip - 1] - height[strip]) * uniform64(bits) + height[strip] < Math.exp(-0.5 * x * x)) return x;
  }
}

/** `Generator.standard_normal(dtype=np.float32)`, from 32-bit words. */
export function normal32(bits: Pcg64): number {
  const { width, height, limit } = floatTables;
  for (;;) {
    const word = bits.next32();
    const strip = word & 0xff;
    const multiple = word >>> 9;
    const size = fround(multiple * width[strip]);
    const x = (word & 0x100) === 0 ? size : -size;
    if (multiple < limit[strip]) return x;
    if (strip === 0) return (word & 0x20000) === 0 ? tailFloat(bits) : -tailFloat(bits);
    const range = fround(height[strip - 1] - height[strip]);
    if (fround(fround(range * uniform32(bits)) + height[strip]) < Math.exp(-0.5 * x * x)) return x;
  }
}
