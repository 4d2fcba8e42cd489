import type { Floats } from '../elementType';
import type { CompiledStreams } from './compiledStreams';
import type { PhiloxState } from './keras/philox';
import type { Key } from './jax/threefry';

/** The law that a 32-bit word of Threefry is turned into a number by: see `jax/draws.ts`. */
export interface WordLaw {
  /** float32 numbers: u·range + low, u of the first 23 bits, and no less than low. */
  readonly low: number;
  readonly range: number;
  /** With it, √2·erf⁻¹ of that follows, cut at ± `most`. */
  readonly most?: number;
}

/** What of TensorFlow's is drawn: U[0, 1), N(0, 1), or that cut at ±2. */
export type PhiloxLaw = 'uniform' | 'normal' | 'truncatedNormal';

/** Compiled draws, which give the same bits as those in plain TypeScript. */
export interface CompiledDraws extends CompiledStreams {
  /**
   * `orthonormalize` of `initializers/matrices/orthogonal.ts`, of n columns of m ≥ n numbers; undefined where there is
   * not enough memory.
   */
  orthonormalize(a: Float64Array, m: number, n: number): Float64Array | undefined;
  /** `fill` of `jax/draws.ts`. */
  threefry(key: Key, out: Floats, law: WordLaw, partitionable: boolean): void;
  /** `fill` of `keras/tensorflowDraws.ts`: drawn · factor + shift, float32 numbers, rounded twice. */
  philox(state: PhiloxState, out: Floats, law: PhiloxLaw, factor: number, shift: number): void;
  /** `torch.rand` for every number of `out`; `state` is a twister's, as `Mt19937.save` writes it, and goes on. */
  torchRands(state: Int32Array, out: Floats): void;
  /** `normalBlocks` of `TorchRandom`, in the same way; `mean` and `stddev` are float32 numbers. */
  torchNormals(state: Int32Array, out: Floats, mean: number, stddev: number): void;
}

/** Numbers from which on compiled draws are worth their calls. */
const leastCompiled = 1024;

let load: (() => CompiledDraws | undefined) | undefined;
let draws: CompiledDraws | undefined;

/** Says where to take the compiled draws from, when the first large tensor is drawn; undefined: nowhere any more. */
export function provideCompiledDraws(loader: (() => CompiledDraws | undefined) | undefined): void {
  load = loader;
  draws = undefined;
}

/**
 * The compiled draws for so many numbers; undefined for few, and where none are provided, or this machine does not have
 * their instructions.
 */
export function compiledDraws(count: number): CompiledDraws | undefined {
  if (count < leastCompiled) return undefined;
  draws ??= load?.();
  if (draws === undefined) load = undefined;
  return draws;
}
