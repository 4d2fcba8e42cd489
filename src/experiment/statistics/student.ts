import { incompleteBeta, logGamma } from '../../engine/numerics/beta';

/** P(|T| ≥ |t|) of Student's t with `df` degrees of freedom: the two-sided p-value. NaN for a t that is none. */
export function studentTails(t: number, df: number): number {
  if (Number.isNaN(t)) return NaN;
  if (!Number.isFinite(t)) return 0;
  const square = t * t;
  return incompleteBeta(df / (df + square), square / (df + square), df / 2, 0.5);
}

function density(t: number, df: number): number {
  return Math.exp(
    logGamma((df + 1) / 2) -
      logGamma(df / 2) -
      0.5 * Math.log(df * Math.PI) -
      ((df + 1) / 2) * Math.log1p((t * t) / df),
  );
}

const known = new Map<string, number>();

/**
 * The quantile of Student's t: the value that T is below with probability `p` (0 < p < 1). Newton's method on the
 * tails, from 0: the distribution function is concave above 0, so that the steps rise to the root and never pass it.
 */
export function studentQuantile(df: number, p = 0.975): number {
  if (p < 0.5) return -studentQuantile(df, 1 - p);
  const key = `${df} ${p}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const tails = 2 * (1 - p);
  let t = 0;
  for (let i = 0; i < 200; i++) {
    const step = (studentTails(t, df) - tails) / (2 * density(t, df));
    t += step;
    if (!(step > 1e-14 * t)) break;
  }
  known.set(key, t);
  return t;
}
