const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;
const p1 = 6.66666666666673513e-1;
const p2 = 3.999999999940941908e-1;
const p3 = 2.857142874366239149e-1;
const p4 = 2.222219843214978396e-1;
const p5 = 1.818357216161805012e-1;
const p6 = 1.531383769920937332e-1;
const p7 = 1.479819860511658591e-1;
const doubles = new Float64Array(1);
const words = new Int32Array(doubles.buffer);

/** The polynomial and the logarithm of 2ᵏ that it adds to; `f` is the fraction less 1. */
function logarithm(k: number, f: number): number {
  if (f === 0) return k * ln2High + k * ln2Low;
  const half = 0.5 * f * f;
  if (Math.abs(f) < 2 ** -20) {
    const rest = half * (1 - 0.66666666666666666 * f);
    return k === 0 ? f - rest : k * ln2High - (rest - k * ln2Low - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const sum = z * p1 + z2 * (p2 + z * p3) + z4 * (p4 + z * p5) + z4 * z2 * (p6 + z * p7);
  const correction = s * (half + sum);
  return k === 0 ? f - (half - correction) : k * ln2High - (half - (correction + k * ln2Low) - f);
}

/**
 * log1p(−u) of a multiple u of 2⁻⁵³ of 0 … 1 − 2⁻⁵³ as the C library of glibc computes it (fdlibm's s_log1p.c, Sun
 * Microsystems 1993, with the terms in glibc's order). In one result of 2 000 its build for newer processors differs in
 * the last place, by fused multiply-adds. 1 − u is exact.
 */
export function logOfRest(u: number): number {
  if (u <= 0.292893) return u === 0 ? 0 : logarithm(0, -u);
  doubles[0] = 1 - u;
  const exponent = (words[1] >> 20) - 1023;
  const fraction = words[1] & 0xfffff;
  const upper = fraction >= 0x6a09e;
  words[1] = fraction | (upper ? 0x3fe00000 : 0x3ff00000);
  return logarithm(upper ? exponent + 1 : exponent, doubles[0] - 1);
}
