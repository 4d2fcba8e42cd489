// What the mathematical functions and the kernels do with whole vectors.

// @ts-ignore: decorator
@inline
export function splat(value: Real): v128 {
  return v128.splat<Real>(value);
}

/** a where the mask is set, else b. */
// @ts-ignore: decorator
@inline
export function pick(mask: v128, a: v128, b: v128): v128 {
  return v128.bitselect(a, b, mask);
}
