import { float32, type Floats } from '../../elementType';
import { NumpyRandom } from '../numpy';
import type { LayerKindName } from '../../spec/networkSpec';
import type { GeneratorKind, GeneratorSettings, RandomSource, TensorPlace } from '../source';
import { jaxDraws } from './jaxDraws';
import type { KerasDraws } from './kerasDraws';
import { PythonRandom } from './pythonRandom';
import { tensorflowDraws } from './tensorflowDraws';
import { torchDraws } from './torchDraws';

/** The std of N(0, 1) cut at ±2, as Keras has it. */
const truncatedStd = 0.87962566103423978;

/**
 * An initializer of Keras with this seed, `keras.initializers.HeNormal(seed=3)`: every call starts from its seed again.
 *
 * `forTensor` is the initializer of a layer of the model that is built after `keras.utils.set_random_seed(seed)`: one
 * with a seed of its own, or with the default seed that Keras takes from Python's `random` when the initializer is
 * made. Places are therefore to be asked for in the order of construction.
 *
 * A seed is a whole number of 0 … 2³²−1, else a RangeError is thrown.
 */
class KerasRandom implements RandomSource {
  readonly elementType = float32;
  readonly orthogonal = 'tall';
  readonly scaledNormals = 'truncated';
  readonly biasFans = 'units';
  private readonly defaults: PythonRandom;

  constructor(
    private readonly seed: number,
    private readonly draws: KerasDraws,
  ) {
    this.defaults = new PythonRandom(seed);
  }

  forTensor({ given, seed }: TensorPlace): KerasRandom {
    return given ? this : new KerasRandom(seed ?? this.defaultSeed(), this.draws);
  }

  /** A dropout layer takes a default seed for the units that it drops. */
  passLayer(kind: LayerKindName): void {
    if (kind === 'dropout') this.defaultSeed();
  }

  uniform(out: Floats, low: number, high: number): void {
    this.draws.uniform(this.seed, out, low, high);
  }

  normal(out: Floats, mean: number, stddev: number): void {
    this.draws.normal(this.seed, out, mean, stddev);
  }

  truncatedNormal(out: Floats, mean: number, stddev: number): void {
    this.draws.truncatedNormal(this.seed, out, mean, stddev);
  }

  /** As `VarianceScaling` rounds its limits. */
  scaled(out: Floats, distribution: 'uniform' | 'normal' | 'truncatedNormal', variance: number): void {
    if (distribution === 'uniform') {
      const limit = Math.sqrt(3 * variance);
      this.uniform(out, -limit, limit);
    } else if (distribution === 'normal') {
      this.normal(out, 0, Math.sqrt(variance));
    } else {
      this.truncatedNormal(out, 0, Math.sqrt(variance) / truncatedStd);
    }
  }

  permutation(n: number): Uint32Array {
    return this.draws.permutation(this.seed, n);
  }

  /** `make_default_seed()`. */
  private defaultSeed(): number {
    return this.defaults.randint(1, 1e9);
  }
}

const backends: Record<NonNullable<GeneratorSettings['backend']>, KerasDraws> = {
  tensorflow: tensorflowDraws,
  torch: torchDraws,
  jax: jaxDraws,
};

export const keras: GeneratorKind = {
  title: 'Keras',
  description:
    'What `keras.utils.set_random_seed(seed)` and the layers of a model draw, the same numbers as Keras 3 on TensorFlow, JAX or PyTorch.',
  layout: 'in-out',
  settings: ['backend'],
  ownSeeds: true,
  lacks: ['sparse', 'lsuv'],
  create: (seed, settings) => new KerasRandom(seed, backends[settings?.backend ?? 'tensorflow']),
  // Keras leaves the order of rows to its backend or the loader of the data; it is NumPy's, as after PyTorch's draws.
  train: (seed) => new NumpyRandom(seed),
};
