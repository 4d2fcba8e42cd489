/** What a Lanczos iteration has found: an approximate eigenpair of unit length. */
export interface RitzPair {
  value: number;
  vector: Float64Array;
}

/**
 * Steps before a residual is believed: by then a start vector that has little of the largest eigenvector has shown it.
 */
const fewestSteps = 6;

/** A · v into `out`, which is cleared; false where it cannot be computed. */
export type Product = (v: Float64Array, out: Float64Array) => boolean;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** a ← a + factor · b. */
function add(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

/** Whether μI − T is positive definite, so that μ lies above every eigenvalue of the tridiagonal T; its pivots. */
function isAbove(mu: number, alpha: readonly number[], beta: readonly number[], pivots: number[]): boolean {
  for (let i = 0; i < alpha.length; i++) {
    pivots[i] = mu - alpha[i] - (i > 0 ? beta[i - 1] ** 2 / pivots[i - 1] : 0);
    if (!(pivots[i] > 0)) return false;
  }
  return true;
}

/**
 * The largest eigenvalue of a symmetric tridiagonal matrix (diagonal `alpha`, `beta` beside it) by bisection, and its
 * unit eigenvector by inverse iteration: just above the eigenvalue μI − T is positive definite and is solved without
 * pivoting.
 */
function largestOfTridiagonal(alpha: readonly number[], beta: readonly number[]): { value: number; vector: number[] } {
  const count = alpha.length;
  const radius = alpha.map((_, i) => Math.abs(beta[i - 1] ?? 0) + (i < count - 1 ? Math.abs(beta[i]) : 0));
  let low = Math.max(...alpha);
  const scale = Math.max(...alpha.map((a, i) => Math.abs(a) + radius[i]));
  let high = Math.max(...alpha.map((a, i) => a + radius[i])) + 1e-14 * scale;
  const pivots = alpha.map(() => 0);
  for (let round = 0; round < 60 && high - low > 1e-14 * scale; round++) {
    const middle = low + (high - low) / 2;
    if (isAbove(middle, alpha, beta, pivots)) high = middle;
    else low = middle;
  }
  let vector = alpha.map(() => 1);
  if (!(scale > 0) || !isAbove(high, alpha, beta, pivots)) return { value: high, vector };
  for (let round = 0; round < 3; round++) {
    for (let i = 1; i < count; i++) vector[i] += (beta[i - 1] / pivots[i - 1]) * vector[i - 1];
    for (let i = count - 1; i >= 0; i--)
      vector[i] = (vector[i] + (i < count - 1 ? beta[i] * vector[i + 1] : 0)) / pivots[i];
    const length = Math.hypot(...vector);
    vector = vector.map((x) => x / length);
  }
  return { value: high, vector };
}

/**
 * The largest eigenvalue of a symmetric matrix that is known by its products alone: Lanczos (1950) with full
 * reorthogonalisation, from `start`. Undefined where a product fails, or where after `steps` products the residual ‖Ay
 * − θy‖ is above `tolerance` · |θ|.
 */
export function largestEigenpair(
  product: Product,
  start: Float64Array,
  steps: number,
  tolerance: number,
): RitzPair | undefined {
  const size = start.length;
  const length = Math.sqrt(dot(start, start));
  const basis = [start.map((x) => x / length)];
  const alpha: number[] = [];
  const beta: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const next = new Float64Array(size);
    if (!product(basis[step - 1], next)) return undefined;
    // Against the last vector first: what it takes away is the diagonal.
    const diagonal = dot(next, basis[step - 1]);
    add(next, -diagonal, basis[step - 1]);
    alpha.push(diagonal);
    for (let k = step - 1; k >= 0; k--) add(next, -dot(next, basis[k]), basis[k]);
    const rest = Math.sqrt(dot(next, next));
    if (!Number.isFinite(diagonal + rest)) return undefined;
    const top = largestOfTridiagonal(alpha, beta);
    // Of an invariant subspace nothing is left over; it holds the start vector, and so a part of every eigenvector.
    const exhausted = rest <= 1e-12 * Math.abs(top.value);
    if (
      (step >= fewestSteps || exhausted) &&
      rest * Math.abs(top.vector[step - 1]) <= tolerance * Math.abs(top.value)
    ) {
      const vector = new Float64Array(size);
      top.vector.forEach((weight, k) => add(vector, weight, basis[k]));
      return { value: top.value, vector };
    }
    if (rest === 0) return undefined;
    beta.push(rest);
    basis.push(next.map((x) => x / rest));
  }
  return undefined;
}
