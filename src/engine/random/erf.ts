const { fround } = Math;
const inverseRootPi = 1 / Math.sqrt(Math.PI);

/** erf x in double precision: its Taylor series near 0, the continued fraction of erfc beyond (Abramowitz & Stegun 7.1.6, 7.1.14). */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 2.5) {
    let term = size;
    let sum = size;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * size * size) / (2 * n + 1);
      sum += term;
    }
    return Math.sign(x) * 2 * inverseRootPi * Math.exp(-size * size) * sum;
  }
  return Math.sign(x) * (1 - erfc(size));
}

/** erfc x for x ≥ 2.5, small tails kept to full relative precision. */
function erfc(x: number): number {
  if (x > 27) return 0;
  let fraction = x;
  for (let n = 60; n > 0; n--) fraction = x + n / 2 / fraction;
  return (Math.exp(-x * x) * inverseRootPi) / fraction;
}

const a = Float32Array.of(0.886226899, -1.645349621, 0.914624893, -0.140543331);
const b = Float32Array.of(-2.118377725, 1.442710462, -0.329097515, 0.012229801);
const c = Float32Array.of(-1.970840454, -1.624906493, 3.429567803, 1.641345311);
const d = Float32Array.of(3.5438892, 1.6370678);
/** a·b + c rounded once to float32, as the compiler fuses the polynomials. */
const fused = (x: number, y: number, z: number): number => fround(x * y + z);
const slope = fround(2 / fround(Math.sqrt(Math.PI)));

/** One float32 Newton step of erf x = y. */
function newton(x: number, y: number): number {
  const miss = fround(fround(erf(x)) - y);
  const derivative = fround(slope * fround(Math.exp(-fround(x * x))));
  return fround(x - fround(miss / derivative));
}

/** erf⁻¹ y of a float32 number |y| < 1, rounded as PyTorch's `erfinv`: a rational start (Pavlis 1996) and two Newton steps. */
export function erfInverse32(y: number): number {
  const size = Math.abs(y);
  let x: number;
  if (size <= fround(0.7)) {
    const z = fround(y * y);
    const top = fused(fused(fused(a[3], z, a[2]), z, a[1]), z, a[0]);
    const bottom = fused(fused(fused(fused(b[3], z, b[2]), z, b[1]), z, b[0]), z, 1);
    x = fround(fround(y * top) / bottom);
  } else {
    const z = fround(Math.sqrt(-fround(Math.log(fround(1 - size) / 2))));
    const top = fused(fused(fused(c[3], z, c[2]), z, c[1]), z, c[0]);
    const bottom = fused(fused(d[1], z, d[0]), z, 1);
    x = fround((Math.sign(y) * top) / bottom);
  }
  return newton(newton(x, y), y);
}
