/*
 * Rational Chebyshev approximations of the error function on three intervals: W. J. Cody, "Rational Chebyshev
 * approximations for the error function", Mathematics of Computation 23 (1969), 631–637. In float64 the relative error
 * is below 1e-15 for erf and below 1e-13 for erfc. Horner's form.
 */
const inverseRootPi = 0.5641895835477563;

/** 2/√π ∫₀ˣ e^(−t²) dt. */
export function erf(x: number): number {
  if (Math.abs(x) <= 0.46875) return small(x);
  return x > 0 ? 1 - upper(x) : upper(-x) - 1;
}

/** 1 − erf(x) without the cancellation for large x. */
export function erfc(x: number): number {
  if (Math.abs(x) <= 0.46875) return 1 - small(x);
  return x > 0 ? upper(x) : 2 - upper(-x);
}

/** Φ(z), the standard normal distribution function. */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z * Math.SQRT1_2);
}

/** erf for |x| ≤ 0.46875. */
function small(x: number): number {
  const y = x * x;
  const numerator =
    (((1.85777706184603153e-1 * y + 3.1611237438705656) * y + 113.864154151050156) * y + 377.485237685302021) * y +
    3209.37758913846947;
  const denominator =
    (((y + 23.6012909523441209) * y + 244.024637934444173) * y + 1282.61652607737228) * y + 2844.23683343917062;
  return (x * numerator) / denominator;
}

/** erfc for x > 0.46875, and NaN for NaN. */
function upper(x: number): number {
  return x > 4 ? large(x) : middle(x);
}

function middle(x: number): number {
  let numerator =
    (((2.15311535474403846e-8 * x + 0.564188496988670089) * x + 8.88314979438837594) * x + 66.1191906371416295) * x +
    298.635138197400131;
  numerator =
    (((numerator * x + 881.95222124176909) * x + 1712.04761263407058) * x + 2051.07837782607147) * x +
    1230.33935479799725;
  let denominator =
    (((x + 15.7449261107098347) * x + 117.693950891312499) * x + 537.181101862009858) * x + 1621.38957456669019;
  denominator =
    (((denominator * x + 3290.79923573345963) * x + 4362.61909014324716) * x + 3439.36767414372164) * x +
    1230.33935480374942;
  return (Math.exp(-x * x) * numerator) / denominator;
}

function large(x: number): number {
  if (x > 27) return 0;
  const y = 1 / (x * x);
  const numerator =
    ((((1.63153871373020978e-2 * y + 0.305326634961232344) * y + 0.360344899949804439) * y + 0.125781726111229246) * y +
      1.60837851487422766e-2) *
      y +
    6.58749161529837803e-4;
  const denominator =
    ((((y + 2.56852019228982242) * y + 1.87295284992346047) * y + 0.527905102951428412) * y + 6.05183413124413191e-2) *
      y +
    2.33520497626869185e-3;
  return (Math.exp(-x * x) / x) * (inverseRootPi - (y * numerator) / denominator);
}
