import { ln2High, ln2Low, logCoefficients, logReduced } from '../cephesLog';
import { fma32 } from '../fusedFloats';

/*
 * erf⁻¹ in float32 as XLA compiles it for the CPU, operation by operation: Giles' two polynomials ("Approximating the
 * erfinv function", 2010) in w = −ln(1 − x²), with XLA's log1p (xla/hlo/builder/lib/math.cc, elemental_ir_emitter.cc)
 * and its logarithm by the polynomial of Cephes (Moshier 1989). LLVM fuses every product that is only added to
 * something; where it does not, the code below rounds twice.
 */
const { fround } = Math;

const exponents = new Int32Array(1);

/** ln x of a normal float32 number of 0 … 1. */
function log32(x: number): number {
  const m = logReduced(x, exponents);
  const [exponent] = exponents;
  const square = fround(m * m);
  const cube = fround(square * m);
  const top = fma32(fma32(logCoefficients[0], m, logCoefficients[1]), m, logCoefficients[2]);
  const middle = fma32(fma32(logCoefficients[3], m, logCoefficients[4]), m, logCoefficients[5]);
  const bottom = fma32(fma32(logCoefficients[6], m, logCoefficients[7]), m, logCoefficients[8]);
  let y = fma32(fma32(top, cube, middle), cube, bottom);
  y = fma32(y, cube, fround(exponent * ln2Low));
  const rest = fround(fma32(-0.5, square, m) + y);
  return fma32(exponent, ln2High, rest);
}

const smallTop = Float32Array.of(
  4.5270000862445199635215e-5,
  4.9854102823193375972212e-1,
  6.5787325942061044846969,
  2.9911919328553073277375e1,
  6.0949667980987787057556e1,
  5.7112963590585538103336e1,
  2.0039553499201281259648e1,
);
const smallBottom = Float32Array.of(
  1,
  1.5062909083469192043167e1,
  8.3047565967967209469434e1,
  2.2176239823732856465394e2,
  3.0909872225312059774938e2,
  2.1642788614495947685003e2,
  6.0118660497603843919306e1,
);
const smallest = fround(Math.SQRT2 - 1);

/** A polynomial in x, highest coefficient first. */
function horner(coefficients: Float32Array, x: number): number {
  let sum = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) sum = fma32(sum, x, coefficients[i]);
  return sum;
}

/** ln(1 + x) of a float32 number −1 < x ≤ 0. */
function log1p32(x: number): number {
  if (-x >= smallest) return log32(fround(x + 1));
  const square = fround(x * x);
  const ratio = fround(horner(smallTop, x) / horner(smallBottom, x));
  return fround(x + fma32(-0.5, square, fround(fround(square * x) * ratio)));
}

const central = Float32Array.of(
  2.81022636e-8,
  3.43273939e-7,
  -3.5233877e-6,
  -4.39150654e-6,
  0.00021858087,
  -0.00125372503,
  -0.00417768164,
  0.246640727,
  1.50140941,
);
const tail = Float32Array.of(
  -0.000200214257,
  0.000100950558,
  0.00134934322,
  -0.00367342844,
  0.00573950773,
  -0.0076224613,
  0.00943887047,
  1.00167406,
  2.83297682,
);

/** erf⁻¹ x of a float32 number |x| < 1, as `jax.lax.erf_inv` on the CPU. */
export function erfInverse32(x: number): number {
  const log = log1p32(-fround(x * x));
  const ratio = log > -5 ? horner(central, fround(-2.5 - log)) : horner(tail, fround(fround(Math.sqrt(-log)) - 3));
  return fround(x * ratio);
}
