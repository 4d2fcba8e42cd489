import { erf } from '../../numerics/erf';
import { expf } from '../expf';
import { logf } from '../logf';

const { fround } = Math;
const a = Float32Array.of(0.886226899, -1.645349621, 0.914624893, -0.140543331);
const b = Float32Array.of(-2.118377725, 1.442710462, -0.329097515, 0.012229801);
const c = Float32Array.of(-1.970840454, -1.624906493, 3.429567803, 1.641345311);
const d = Float32Array.of(3.5438892, 1.6370678);
/** a·b + c rounded once to float32, as the compiler fuses the polynomials. */
const fused = (x: number, y: number, z: number): number => fround(x * y + z);
const slope = fround(2 / fround(Math.sqrt(Math.PI)));

/*
 * erf in float32 as the C library of glibc computes it (fdlibm's s_erff.c, Sun Microsystems 1993), operation by
 * operation: it is not rounded correctly everywhere, and the Newton steps carry its last bit on.
 */
const erx = fround(8.4506291151e-1);
const near = {
  top: Float32Array.of(1.2837916613e-1, -3.2504209876e-1, -2.8481749818e-2, -5.770270247e-3, -2.3763017452e-5),
  bottom: Float32Array.of(1, 3.9791721106e-1, 6.50222525e-2, 5.0813062117e-3, 1.3249473704e-4, -3.9602282413e-6),
};
const middle = {
  top: Float32Array.of(
    -2.3621185683e-3,
    4.1485610604e-1,
    -3.7220788002e-1,
    3.1834661961e-1,
    -1.1089469492e-1,
    3.5478305072e-2,
    -2.1663755178e-3,
  ),
  bottom: Float32Array.of(
    1,
    1.0642088205e-1,
    5.4039794207e-1,
    7.1828655899e-2,
    1.2617121637e-1,
    1.3637083583e-2,
    1.1984500103e-2,
  ),
};
const far = {
  top: Float32Array.of(
    -9.8649440333e-3,
    -6.938585639e-1,
    -1.0558626175e1,
    -6.2375331879e1,
    -1.6239666748e2,
    -1.8460508728e2,
    -8.1287437439e1,
    -9.8143291473,
  ),
  bottom: Float32Array.of(
    1,
    1.965127182e1,
    1.3765776062e2,
    4.3456588745e2,
    6.4538726807e2,
    4.2900814819e2,
    1.0863500214e2,
    6.5702495575,
    -6.0424413532e-2,
  ),
};

/** c₀ + x (c₁ + x (c₂ + …)), rounded to float32 after every operation. */
function horner(coefficients: Float32Array, x: number): number {
  let sum = coefficients[coefficients.length - 1];
  for (let i = coefficients.length - 2; i >= 0; i--) sum = fround(coefficients[i] + fround(x * sum));
  return sum;
}

const ratio = ({ top, bottom }: typeof near, x: number): number => fround(horner(top, x) / horner(bottom, x));
const bits = new Uint32Array(1);
const asFloat = new Float32Array(bits.buffer);

/** erff of glibc for |x| < 1/0.35, where the inverses of a cut at two deviations lie; erf rounded to float32 beyond. */
function erf32(x: number): number {
  const size = Math.abs(x);
  if (size < 0.84375) return fround(x + fround(x * ratio(near, fround(x * x))));
  if (size < 1.25) return Math.sign(x) * fround(erx + ratio(middle, fround(size - 1)));
  if (size >= 2.857142925262451) return fround(erf(x));
  const quotient = ratio(far, fround(1 / fround(size * size)));
  asFloat[0] = size;
  bits[0] &= 0xfffff000;
  const z = asFloat[0];
  const high = expf(fround(fround(-z * z) - 0.5625));
  const low = expf(fround(fround(fround(z - size) * fround(z + size)) + quotient));
  return Math.sign(x) * fround(1 - fround(fround(high * low) / size));
}

/** One float32 Newton step of erf x = y. */
function newton(x: number, y: number): number {
  const miss = fround(erf32(x) - y);
  const derivative = fround(slope * expf(-fround(x * x)));
  return fround(x - fround(miss / derivative));
}

/**
 * erf⁻¹ y of a float32 number |y| < 1, rounded as PyTorch's `erfinv`: a rational start (Pavlis 1996) and two Newton
 * steps.
 */
export function erfInverse32(y: number): number {
  const size = Math.abs(y);
  let x: number;
  if (size <= fround(0.7)) {
    const z = fround(y * y);
    const top = fused(fused(fused(a[3], z, a[2]), z, a[1]), z, a[0]);
    const bottom = fused(fused(fused(fused(b[3], z, b[2]), z, b[1]), z, b[0]), z, 1);
    x = fround(fround(y * top) / bottom);
  } else {
    const z = fround(Math.sqrt(-logf(fround(1 - size) / 2)));
    const top = fused(fused(fused(c[3], z, c[2]), z, c[1]), z, c[0]);
    const bottom = fused(fused(d[1], z, d[0]), z, 1);
    x = fround((Math.sign(y) * top) / bottom);
  }
  return newton(newton(x, y), y);
}
