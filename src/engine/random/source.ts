/** The random generators whose draws are reproduced exactly. */
export const generators = ['numpy', 'torch', 'torch-1.13'] as const;

/**
 * `numpy`: `np.random.RandomState`; `torch`: PyTorch's CPU generator with the functions of version 2.12 and later,
 * which draw truncated normals by rejection; `torch-1.13`: those of version 1.13, which is where all versions before
 * 2.12 agree but for the last bit.
 */
export type Generator = (typeof generators)[number];

/** Whether a generator draws as PyTorch does, in float32. */
export function isTorch(generator: Generator): generator is Exclude<Generator, 'numpy'> {
  return generator !== 'numpy';
}

/**
 * A seeded stream of numbers, drawn as one framework draws them.
 *
 * Every method fills `out` in order and advances the stream exactly as the framework's own call of that size does,
 * so that a script's next draw is our next draw too. With PyTorch's the numbers are float32 values.
 */
export interface RandomSource {
  readonly generator: Generator;
  /** U[low, high): `RandomState.uniform` or `Tensor.uniform_`. */
  uniform(out: Float64Array, low: number, high: number): void;
  /** N(mean, stddev²): `mean + stddev * RandomState.randn()` or `Tensor.normal_(mean, stddev)`. */
  normal(out: Float64Array, mean: number, stddev: number): void;
  /**
   * N(mean, stddev²) cut at mean ± 2·stddev and not rescaled: its std is 0.8796256610342398·stddev.
   * `numpy`: polar normals, those outside redrawn one by one; `torch`: `torch.nn.init.trunc_normal_` with a = mean −
   * 2·stddev, b = mean + 2·stddev.
   */
  truncatedNormal(out: Float64Array, mean: number, stddev: number): void;
  /** 0 … n − 1 in random order: `RandomState.permutation(n)` or `torch.randperm(n)`. */
  permutation(n: number): Uint32Array;
}
