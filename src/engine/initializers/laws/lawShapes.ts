import { type DrawPlan, truncatedStd } from '../plan';
import { erf, normalCdf } from '../../numerics/erf';

/** A value that is taken with a probability above 0. */
export interface Atom {
  value: number;
  probability: number;
}

/** The distribution of a single entry of a drawn tensor. */
export interface Law {
  family: DrawPlan['family'];
  mean: number;
  /** Expected standard deviation of the entries; for identity and orthogonal it is that of every single draw. */
  std: number;
  /** Entries lie in [lower, upper]; ±Infinity for a plain normal. */
  lower: number;
  upper: number;
  /** Point masses of a law that has no density, or the zeros of a sparse one beside its density; else empty. */
  atoms: readonly Atom[];
  /** Probability density at x, without the atoms: its integral and theirs are 1 together. */
  density(x: number): number;
  /** P(entry ≤ x). */
  cdf(x: number): number;
}

const rootTwoPi = Math.sqrt(2 * Math.PI);
const bell = (z: number): number => Math.exp((-z * z) / 2) / rootTwoPi;

/** A law of point masses; those of probability 0 are left out, equal values merged. */
export function pointMasses(family: Law['family'], given: readonly Atom[]): Law {
  const merged = new Map<number, number>();
  for (const { value, probability } of given) {
    // −0 and 0 are one value.
    if (probability > 0) merged.set(value + 0, (merged.get(value + 0) ?? 0) + probability);
  }
  const atoms = [...merged].map(([value, probability]) => ({ value, probability })).sort((p, q) => p.value - q.value);
  const mean = atoms.reduce((sum, { value, probability }) => sum + probability * value, 0);
  const variance = atoms.reduce((sum, { value, probability }) => sum + probability * (value - mean) ** 2, 0);
  return {
    family,
    mean,
    std: Math.sqrt(variance),
    lower: atoms[0].value,
    upper: atoms[atoms.length - 1].value,
    atoms,
    density: () => 0,
    cdf: (x) => atoms.reduce((sum, { value, probability }) => (value <= x ? sum + probability : sum), 0),
  };
}

/** N(mean, std²); a point mass if std is 0. */
export function normalLaw(mean: number, std: number): Law {
  if (std === 0) return pointMasses('normal', [{ value: mean, probability: 1 }]);
  return {
    family: 'normal',
    mean,
    std,
    lower: -Infinity,
    upper: Infinity,
    atoms: [],
    density: (x) => bell((x - mean) / std) / std,
    cdf: (x) => normalCdf((x - mean) / std),
  };
}

/** N(mean, sigma²) cut at mean ± 2·sigma, not rescaled; a point mass if sigma is 0. */
export function truncatedNormalLaw(mean: number, sigma: number): Law {
  if (sigma === 0) return pointMasses('truncatedNormal', [{ value: mean, probability: 1 }]);
  const inside = erf(Math.SQRT2);
  const cut = (1 - inside) / 2;
  const lower = mean - 2 * sigma;
  const upper = mean + 2 * sigma;
  return {
    family: 'truncatedNormal',
    mean,
    std: truncatedStd * sigma,
    lower,
    upper,
    atoms: [],
    density: (x) => (x < lower || x > upper ? 0 : bell((x - mean) / sigma) / (sigma * inside)),
    cdf: (x) => (x <= lower ? 0 : x >= upper ? 1 : (normalCdf((x - mean) / sigma) - cut) / inside),
  };
}

/** U[lower, upper); a point mass if they are equal. */
export function uniformLaw(lower: number, upper: number): Law {
  if (lower === upper) return pointMasses('uniform', [{ value: lower, probability: 1 }]);
  const width = upper - lower;
  return {
    family: 'uniform',
    mean: (lower + upper) / 2,
    std: width / Math.sqrt(12),
    lower,
    upper,
    atoms: [],
    density: (x) => (x < lower || x > upper ? 0 : 1 / width),
    cdf: (x) => Math.min(1, Math.max(0, (x - lower) / width)),
  };
}

/** `law`, of mean 0, of which a share of the entries is replaced by 0. */
export function withZeros(law: Law, share: number): Law {
  if (share === 0) return { ...law, family: 'sparse' };
  const rest = 1 - share;
  if (rest === 0 || law.atoms.length > 0)
    return pointMasses('sparse', [
      { value: 0, probability: share },
      ...law.atoms.map(({ value, probability }) => ({ value, probability: probability * rest })),
    ]);
  return {
    family: 'sparse',
    mean: 0,
    std: law.std * Math.sqrt(rest),
    lower: law.lower,
    upper: law.upper,
    atoms: [{ value: 0, probability: share }],
    density: (x) => rest * law.density(x),
    cdf: (x) => rest * law.cdf(x) + (x >= 0 ? share : 0),
  };
}
