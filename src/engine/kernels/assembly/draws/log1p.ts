// log1p(−u) as src/engine/random/pcg64/log1p.ts and log1pf.ts, operation by operation.
const ln2High: f64 = 6.9314718036912381649e-1;
const ln2Low: f64 = 1.90821492927058770002e-10;

/** The polynomial and the logarithm of 2ᵏ that it adds to; `f` is the fraction less 1. */
function logarithm(k: f64, f: f64): f64 {
  if (f == 0) return k * ln2High + k * ln2Low;
  const half = 0.5 * f * f;
  if (Math.abs(f) < 9.5367431640625e-7) {
    const rest = half * (1 - 0.66666666666666666 * f);
    return k == 0 ? f - rest : k * ln2High - (rest - k * ln2Low - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const sum =
    z * 6.66666666666673513e-1 +
    z2 * (3.999999999940941908e-1 + z * 2.857142874366239149e-1) +
    z4 * (2.222219843214978396e-1 + z * 1.818357216161805012e-1) +
    z4 * z2 * (1.531383769920937332e-1 + z * 1.479819860511658591e-1);
  const correction = s * (half + sum);
  return k == 0 ? f - (half - correction) : k * ln2High - (half - (correction + k * ln2Low) - f);
}

/** Of a double multiple u of 2⁻⁵³ below 1. */
export function logOfRest(u: f64): f64 {
  if (u <= 0.292893) return u == 0 ? 0 : logarithm(0, -u);
  const bits = reinterpret<i64>(1 - u);
  const exponent = i32(bits >> 52) - 1023;
  const fraction = bits & 0xfffffffffffff;
  const upper = i32(fraction >> 32) >= 0x6a09e;
  const m = reinterpret<f64>(fraction | (upper ? 0x3fe0000000000000 : 0x3ff0000000000000));
  return logarithm(upper ? exponent + 1 : exponent, m - 1);
}

const ln2High32: f32 = 6.9313812256e-1;
const ln2Low32: f32 = 9.0580006145e-6;

function logarithm32(k: f32, f: f32): f32 {
  if (f == 0) return k * ln2High32 + k * ln2Low32;
  const half: f32 = <f32>0.5 * f * f;
  if (Mathf.abs(f) < <f32>9.5367431640625e-7) {
    const rest: f32 = half * (<f32>1 - <f32>0.6666666666666666 * f);
    return k * ln2High32 - (rest - k * ln2Low32 - f);
  }
  const s: f32 = f / (<f32>2 + f);
  const z: f32 = s * s;
  let sum: f32 = 1.479819864e-1;
  sum = <f32>1.5313838422e-1 + z * sum;
  sum = <f32>1.818357259e-1 + z * sum;
  sum = <f32>2.2222198546e-1 + z * sum;
  sum = <f32>2.8571429849e-1 + z * sum;
  sum = <f32>4.0000000596e-1 + z * sum;
  sum = <f32>6.6666668653e-1 + z * sum;
  const correction: f32 = s * (half + z * sum);
  if (k == 0) return f - (half - correction);
  return k * ln2High32 - (half - (correction + k * ln2Low32) - f);
}

/** Of a float32 multiple u of 2⁻²⁴ below 1. */
export function logOfRest32(u: f32): f32 {
  if (u <= <f32>0.29289323) return u == 0 ? 0 : logarithm32(0, -u);
  const bits = reinterpret<i32>(<f32>1 - u);
  const exponent = (bits >> 23) - 127;
  const fraction = bits & 0x7fffff;
  const upper = fraction >= 0x3504f7;
  const m = reinterpret<f32>(fraction | (upper ? 0x3f000000 : 0x3f800000));
  return logarithm32(<f32>(upper ? exponent + 1 : exponent), m - <f32>1);
}
