// Lanczos, A precision approximation of the gamma function (1964), with g = 7 and nine terms: good to 15 digits.
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x ≥ 0.5. */
function logGamma(x: number): number {
  const z = x - 1;
  let sum = lanczos[0];
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i] / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method; for x < (a + 1) / (a + b +
 * 2).
 */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return result;
}

/**
 * The regularized incomplete beta function I_x(a, b) (DLMF 8.17), x from 0 to 1 and `rest` = 1 − x exactly, a and b at
 * least 0.5.
 */
function incompleteBeta(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log1p(-rest) + b * Math.log(rest));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(rest, b, a)) / b;
}

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
