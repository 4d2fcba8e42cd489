/**
 * Single-precision logarithm, sine and cosine by the polynomials of Cephes (Moshier 1989), rounded step by step as
 * PyTorch's AVX2 kernel of `normal_` does on x86-64, fused multiply-adds included, so that its bits come out.
 */
import { ln2High, ln2Low, logCoefficients, logReduced } from '../cephesLog';
import { fma32 } from '../fusedFloats';

const { fround } = Math;

const float32 = (...values: number[]): Float32Array => Float32Array.from(values);

const exponents = new Int32Array(1);

/** ln x of a positive normal float32 number. */
export function log32(x: number): number {
  const m = logReduced(x, exponents);
  const [exponent] = exponents;
  const square = fround(m * m);
  let y = logCoefficients[0];
  for (let i = 1; i < 9; i++) y = fma32(y, m, logCoefficients[i]);
  y = fround(y * m);
  y = fma32(y, square, fround(exponent * ln2Low));
  y = fma32(-0.5, square, y);
  return fma32(exponent, ln2High, fround(m + y));
}

const sine = float32(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1);
const cosine = float32(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2);
const quarterPi = float32(-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8);
const fourOverPi = fround(1.27323954473516);

/** cos x (`pair[0]`) and sin x (`pair[1]`) of a float32 number of 0 … 8192. */
export function cosSin32(x: number, pair: Float32Array): void {
  const octant = (Math.trunc(fround(x * fourOverPi)) + 1) & ~1;
  let r = x;
  for (let i = 0; i < 3; i++) r = fma32(octant, quarterPi[i], r);
  const z = fround(r * r);
  let c = fma32(fma32(cosine[0], z, cosine[1]), z, cosine[2]);
  c = fround(c * z);
  c = fma32(c, z, -fround(0.5 * z));
  c = fround(c + 1);
  let s = fma32(fma32(sine[0], z, sine[1]), z, sine[2]);
  s = fma32(fround(s * z), r, r);
  const swapped = (octant & 2) !== 0;
  const sin = swapped ? c : s;
  const cos = swapped ? s : c;
  pair[0] = ((octant - 2) & 4) === 0 ? -cos : cos;
  pair[1] = (octant & 4) === 0 ? sin : -sin;
}
