import { type Law, truncatedNormalLaw } from '../../engine/initializers/laws/lawShapes';
import type { LawFit, Misfit } from '../tensors/report';
import type { Candidate } from './candidates';
import { lawWith } from './lawsOfFans';

/** What the tests look at; the sample is sorted. */
export interface Observed {
  /** Finite values in all. */
  count: number;
  mean: number;
  std: number;
  min: number;
  max: number;
  /** Excess kurtosis. */
  kurtosis: number;
  sample: Float64Array;
  /** Half the relative distance of neighbouring numbers of the type. */
  rounding: number;
}

/**
 * Each test errs once in 5 000 draws, so that all five leave a law its own tensor in 99.9 % of them. A law that is
 * ruled out wrongly is what makes a wrong answer; one that is kept makes the answer longer.
 */
const deviations = 3.72; // of a normal number, two-sided
const rareLog = 11; // λ with (1 + λ)·e^−λ = 0.0002
const kolmogorov = 2.15; // √n·D
const rare = 2e-4;

/**
 * Kurtosis and the variance of √n times a sample's kurtosis, of the three shapes. Var = r8 − 4·r4·r6 + 4·r4³ − r4², r_k
 * = E z^k.
 */
const shapes = {
  normal: { r4: 3, spread: 24 },
  uniform: { r4: 1.8, spread: 1.3166 },
  truncatedNormal: { r4: 2.365537, spread: 3.848239 },
};

/**
 * P(the largest distance of n values' distribution from their law is `distance` or more), by Kolmogorov's limit with
 * Stephens' correction.
 */
export function kolmogorovP(distance: number, n: number): number {
  const root = Math.sqrt(n);
  const x = (root + 0.12 + 0.11 / root) * distance;
  if (x < 0.3) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
    sum += term;
    if (Math.abs(term) < 1e-12) break;
  }
  return Math.min(1, Math.max(0, sum));
}

/**
 * Places in the sample at which distributions are compared: between two of them the distance is larger by 1/2048 at
 * most.
 */
const comparisons = 2048;

/** Largest distance between the distribution of the sorted sample and the law's. */
export function distanceOf(sample: Float64Array, cdf: (x: number) => number): number {
  const n = sample.length;
  const step = Math.max(1, n / comparisons);
  let largest = 0;
  for (let at = 0; at < n; at += step) {
    const i = Math.floor(at);
    const p = cdf(sample[i]);
    largest = Math.max(largest, p - i / n, (i + 1) / n - p);
  }
  return largest;
}

/**
 * Numbers of a law's own draws that lie beyond the seen extremes: a count that is too large, or an extreme that is too
 * rare.
 */
function boundMisfit(law: Law, seen: Observed): Misfit | undefined {
  const ease = 1e-6 + seen.rounding;
  const reach = Math.max(Math.abs(law.lower), Math.abs(law.upper));
  if (Number.isFinite(reach) && (seen.max > law.upper + ease * reach || seen.min < law.lower - ease * reach))
    return 'bound';
  const beyond = 1 - (law.cdf(seen.max * (1 + ease)) - law.cdf(seen.min * (1 + ease)));
  if (seen.count * beyond > rareLog) return 'bound';
  if (!Number.isFinite(reach)) {
    const far = Math.max(seen.max - law.mean, law.mean - seen.min) / law.std;
    // Twice the tail of a normal law, by its asymptotic form; the chance that any of n values is that far out.
    const tail = far < 3 ? 1 : (2 * Math.exp((-far * far) / 2)) / (far * Math.sqrt(2 * Math.PI));
    if (seen.count * tail < rare) return 'bound';
  }
  return undefined;
}

/**
 * The bounds of a truncated normal whose σ is known as well as the tensor's standard deviation is: they need to fit one
 * σ of that interval.
 */
function fittedBoundMisfit(law: Law, seen: Observed): Misfit | undefined {
  const slack = Math.min(0.5, 2.8 / Math.sqrt(seen.count));
  const sigma = (law.upper - law.lower) / 4;
  const tight = truncatedNormalLaw(law.mean, sigma * (1 - slack));
  const wide = truncatedNormalLaw(law.mean, sigma * (1 + slack));
  const least = 1 - (tight.cdf(seen.max) - tight.cdf(seen.min));
  return seen.max > wide.upper || seen.min < wide.lower || seen.count * least > rareLog ? 'bound' : undefined;
}

function misfitOf(law: Law, seen: Observed, distance: number, fitted: boolean): Misfit | undefined {
  const { family } = law;
  if (family !== 'normal' && family !== 'uniform' && family !== 'truncatedNormal') return 'distribution';
  const { r4, spread } = shapes[family];
  const root = Math.sqrt(seen.count);
  if (Math.abs(seen.mean - law.mean) * root > deviations * law.std) return 'mean';
  // A fitted uniform law has the extremes themselves as its bounds.
  const bound =
    fitted && family !== 'normal'
      ? family === 'uniform'
        ? undefined
        : fittedBoundMisfit(law, seen)
      : boundMisfit(law, seen);
  if (bound) return bound;
  const excess = (seen.std / law.std) ** 2 - 1;
  if (Math.abs(excess) > (deviations * Math.sqrt(r4 - 1)) / root + 2 * seen.rounding ** 2) return 'scale';
  if (
    Math.abs(seen.kurtosis + 3 - r4) >
    ((deviations * Math.sqrt(spread)) / root) * (seen.count < 1000 ? 2 : 1) + 4 * seen.rounding ** 2
  )
    return 'kurtosis';
  if (distance > kolmogorov / Math.sqrt(seen.sample.length) + seen.rounding / 2) return 'distribution';
  return undefined;
}

/** Cheap tests first: the distance is only measured where they pass, or when `always`. */
export function fitOf(candidate: Candidate, seen: Observed, always = false): LawFit {
  const law = lawWith(candidate.law, candidate);
  const early = misfitOf(law, seen, 0, candidate.fitted === true);
  const distance = early && !always ? NaN : distanceOf(seen.sample, (x) => law.cdf(x));
  const misfit = early ?? misfitOf(law, seen, distance, candidate.fitted === true);
  return {
    ...candidate,
    scaleRatio: seen.std / law.std,
    distance,
    p: Number.isNaN(distance) ? NaN : kolmogorovP(distance, seen.sample.length),
    ...(misfit ? { misfit } : {}),
  };
}
