/** The random generators whose draws are reproduced exactly. */
export const generators = ['numpy', 'torch'] as const;

/** `numpy`: `np.random.RandomState`; `torch`: PyTorch's CPU generator. */
export type Generator = (typeof generators)[number];

/**
 * A seeded stream of numbers, drawn as one framework draws them.
 *
 * Every method fills `out` in order and advances the stream exactly as the framework's own call of that size does,
 * so that a script's next draw is our next draw too. With `torch` the numbers are float32 values.
 */
export interface RandomSource {
  readonly generator: Generator;
  /** U[low, high): `RandomState.uniform` or `Tensor.uniform_`. */
  uniform(out: Float64Array, low: number, high: number): void;
  /** N(mean, stddev²): `mean + stddev * RandomState.randn()` or `Tensor.normal_(mean, stddev)`. */
  normal(out: Float64Array, mean: number, stddev: number): void;
  /**
   * N(mean, stddev²) cut at mean ± 2·stddev and not rescaled: its std is 0.8796256610342398·stddev.
   * `numpy`: polar normals, those outside redrawn one by one; `torch`: `torch.nn.init.trunc_normal_` with a = mean − 2·stddev, b = mean + 2·stddev.
   */
  truncatedNormal(out: Float64Array, mean: number, stddev: number): void;
  /** 0 … n − 1 in random order: `RandomState.permutation(n)` or `torch.randperm(n)`. */
  permutation(n: number): Uint32Array;
}
