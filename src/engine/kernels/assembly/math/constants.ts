import { realShift } from '../element';

/*
 * Constants of the mathematical functions, in the first bytes of the memory, which the arena leaves alone. Every
 * instance writes the same ones there, so instances of one memory are of one build. V8 builds a constant of the code
 * anew in every turn of a loop, of some six instructions; one that lies in memory is loaded into all lanes by one.
 */

export const one = memory.data<Real>([1]);
export const half = memory.data<Real>([0.5]);
export const signBit = memory.data<Real>([-0.0]);

/** Number `index` of a list in memory, in every lane. */
// @ts-ignore: decorator
@inline
export function constant(list: usize, index: usize = 0): v128 {
  return v128.load_splat<Real>(list + (index << realShift));
}

/** The first byte that no constant is at. */
export function constantsEnd(): usize {
  return __data_end;
}
