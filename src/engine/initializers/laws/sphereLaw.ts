import { betaFraction } from '../../numerics/beta';
import { type Law, pointMasses } from './lawShapes';

/** Γ(d/2) / (√π·Γ((d−1)/2)) = 1 / B(1/2, (d−1)/2) for d ≥ 2, by its recurrence over every second d. */
function sphereConstant(d: number): number {
  let constant = d % 2 === 0 ? 1 / Math.PI : 0.5;
  for (let k = d % 2 === 0 ? 2 : 3; k < d; k += 2) constant *= k / (k - 1);
  return constant;
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
      ? (factor / a) * betaFraction(x, a, b)
      : 1 - (factor / b) * betaFraction(1 - x, b, a);
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
