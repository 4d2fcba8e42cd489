import type { Floats } from '../../elementType';

/**
 * What `keras.random` draws on one backend with a whole number of 0 … 2³²−1 as its seed, into `out` in order, in
 * float32. The same call with the same seed draws the same numbers.
 */
export interface KerasDraws {
  /** `keras.random.uniform`. */
  uniform(seed: number, out: Floats, low: number, high: number): void;
  /** `keras.random.normal`. */
  normal(seed: number, out: Floats, mean: number, stddev: number): void;
  /** `keras.random.truncated_normal`: cut at mean ± 2·stddev. */
  truncatedNormal(seed: number, out: Floats, mean: number, stddev: number): void;
  /** `keras.random.shuffle` of 0 … n − 1. */
  permutation(seed: number, n: number): Uint32Array;
}

/** 0 … n − 1 in the order of n numbers of U[0, 1), as Keras shuffles on TensorFlow and PyTorch. */
export function sortedByUniforms(draws: Pick<KerasDraws, 'uniform'>, seed: number, n: number): Uint32Array {
  const keys = new Float64Array(n);
  draws.uniform(seed, keys, 0, 1);
  return Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => keys[a] - keys[b] || a - b);
}
