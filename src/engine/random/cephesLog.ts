const { fround } = Math;

/** The polynomial of Cephes' float32 logarithm (Moshier 1989, logf.c), from the highest power on. */
export const logCoefficients = Float32Array.of(
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
);

/** ln 2 in two parts, the first of few bits. */
export const ln2High = fround(0.693359375);
export const ln2Low = fround(-2.1219444e-4);

const halfRoot = fround(Math.SQRT1_2);
const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

/**
 * x = (1 + m) · 2^exponent of a positive normal float32 number with √½ ≤ 1 + m < √2; answers m and leaves the exponent
 * in `exponent[0]`.
 */
export function logReduced(x: number, exponent: Int32Array): number {
  float[0] = x;
  exponent[0] = (bits[0] >>> 23) - 126;
  bits[0] = (bits[0] & 0x007fffff) | 0x3f000000;
  const m = float[0];
  if (m >= halfRoot) return fround(m - 1);
  exponent[0]--;
  return fround(fround(m - 1) + m);
}
