/** Of the relaxed-SIMD build: one instruction where the processor has it. */
const relaxed: bool = ASC_FEATURE_RELAXED_SIMD;

/** a · b + c in every lane; rounded once in the relaxed-SIMD build, twice in the plain one. */
// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  return relaxed ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}
