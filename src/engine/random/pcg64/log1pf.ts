const { fround } = Math;
const ln2High = fround(6.9313812256e-1);
const ln2Low = fround(9.0580006145e-6);
const series = Float32Array.of(
  6.6666668653e-1,
  4.0000000596e-1,
  2.8571429849e-1,
  2.2222198546e-1,
  1.818357259e-1,
  1.5313838422e-1,
  1.479819864e-1,
);
const floats = new Float32Array(1);
const bits = new Int32Array(floats.buffer);

/** The polynomial and the logarithm of 2ᵏ that it adds to, operation by operation; `f` is the fraction less 1. */
function logarithm(k: number, f: number): number {
  if (f === 0) return fround(fround(k * ln2High) + fround(k * ln2Low));
  const half = fround(fround(0.5 * f) * f);
  if (Math.abs(f) < 2 ** -20) {
    const rest = fround(half * fround(1 - fround(fround(2 / 3) * f)));
    return fround(fround(k * ln2High) - fround(fround(rest - fround(k * ln2Low)) - f));
  }
  const s = fround(f / fround(2 + f));
  const z = fround(s * s);
  let sum = series[6];
  for (let i = 5; i >= 0; i--) sum = fround(series[i] + fround(z * sum));
  const correction = fround(s * fround(half + fround(z * sum)));
  if (k === 0) return fround(f - fround(half - correction));
  const low = fround(k * ln2Low);
  return fround(fround(k * ln2High) - fround(fround(half - fround(correction + low)) - f));
}

/**
 * log1pf(−u) of a float32 multiple u of 2⁻²⁴ of 0 … 1 − 2⁻²⁴ as the C library of glibc computed it up to 2.40
 * (fdlibm's s_log1pf.c, Sun Microsystems 1993), which is no rounded logarithm. 1 − u is exact.
 */
export function logOfRest32(u: number): number {
  if (u <= fround(0.29289323)) return u === 0 ? 0 : logarithm(0, -u);
  floats[0] = 1 - u;
  const exponent = (bits[0] >> 23) - 127;
  const fraction = bits[0] & 0x7fffff;
  const upper = fraction >= 0x3504f7;
  bits[0] = fraction | (upper ? 0x3f000000 : 0x3f800000);
  return logarithm(upper ? exponent + 1 : exponent, floats[0] - 1);
}
