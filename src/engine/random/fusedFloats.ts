const { fround } = Math;

/**
 * a·b + c of float32 numbers, rounded once to float32 as a fused multiply-add is.
 *
 * The product is exact in a double and the sum is rounded there first; only where that lands halfway between two
 * float32 numbers can the second rounding go the wrong way, and what the first one lost decides.
 */
export function fma32(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const near = fround(sum);
  const past = sum - near;
  if (past === 0) return near;
  const other = sum + past;
  if (fround(other) !== other) return near;
  const back = sum - product;
  const lost = product - (sum - back) + (c - back);
  return lost !== 0 && lost > 0 === past > 0 ? other : near;
}
