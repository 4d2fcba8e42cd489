/*
 * Constants of the mathematical functions, in the first bytes of the memory, which the arena leaves alone. Every
 * instance writes the same ones there, so instances of one memory are of one build. V8 builds a constant of the code
 * anew in every turn of a loop, of some six instructions; one that lies in memory is loaded into all lanes by one.
 */

export const one = memory.data<f32>([1]);
export const half = memory.data<f32>([0.5]);
export const signBit = memory.data<i32>([0x80000000]);

/** Number `index` of a list in memory, in every lane. */
// @ts-ignore: decorator
@inline
export function constant(list: usize, index: usize = 0): v128 {
  return v128.load32_splat(list + (index << 2));
}

/** The first byte that no constant is at. */
export function constantsEnd(): usize {
  return __data_end;
}
