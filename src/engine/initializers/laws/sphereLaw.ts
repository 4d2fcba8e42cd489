import { type Law, pointMasses } from './lawShapes';

/** Γ(d/2) / (√π·Γ((d−1)/2)) = 1 / B(1/2, (d−1)/2) for d ≥ 2, by its recurrence over every second d. */
function sphereConstant(d: number): number {
  let constant = d % 2 === 0 ? 1 / Math.PI : 0.5;
  for (let k = d % 2 === 0 ? 2 : 3; k < d; k += 2) constant *= k / (k - 1);
  return constant;
}

/** The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method. */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const guard = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

/**
 * The law of one coordinate of a uniformly random point on the sphere of radius |gain| in d dimensions, which is that
 * of an entry of a random orthogonal matrix whose longer side is d: (1 − (x/gain)²)^((d−3)/2) up to a constant, of std
 * |gain|/√d. In one dimension it is ±gain; a gain of 0 gives 0.
 */
export function sphereLaw(d: number, gain: number): Law {
  const radius = Math.abs(gain);
  if (d === 1 || radius === 0) {
    return pointMasses('orthogonal', [
      { value: -radius, probability: 0.5 },
      { value: radius, probability: 0.5 },
    ]);
  }
  const constant = sphereConstant(d);
  const a = 0.5;
  const b = (d - 1) / 2;
  /** P(|coordinate| ≤ t) on the unit sphere. */
  const within = (t: number): number => {
    const x = t * t;
    const factor = t * (1 - x) ** b * constant;
    return x < (a + 1) / (a + b + 2)
      ? (factor / a) * betaFraction(a, b, x)
      : 1 - (factor / b) * betaFraction(b, a, 1 - x);
  };
  return {
    family: 'orthogonal',
    mean: 0,
    std: radius / Math.sqrt(d),
    lower: -radius,
    upper: radius,
    atoms: [],
    density: (x) => (Math.abs(x) > radius ? 0 : (constant / radius) * (1 - (x / radius) ** 2) ** ((d - 3) / 2)),
    cdf: (x) => {
      if (x <= -radius) return 0;
      if (x >= radius) return 1;
      return (1 + Math.sign(x) * within(Math.abs(x) / radius)) / 2;
    },
  };
}
