/** Of the relaxed-SIMD build: one instruction where the processor has it. */
const relaxed: bool = ASC_FEATURE_RELAXED_SIMD;

/** a · b + c in every lane; rounded once in the relaxed-SIMD build, twice in the plain one. */
// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  return relaxed ? v128.relaxed_madd<Real>(a, b, c) : v128.add<Real>(v128.mul<Real>(a, b), c);
}
