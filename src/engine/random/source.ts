import type { ElementType, Floats } from '../elementType';
import type { InitializerKind, Layout } from '../spec/initializerSpec';
import type { LayerKindName } from '../spec/networkSpec';

/** Which tensor of a network is drawn. */
export interface TensorPlace {
  /** Name of its layer, as in weight files, its index, and how many layers there are. */
  layer: string;
  index: number;
  count: number;
  tensor: 'kernel' | 'bias';
  /** Its law is given, so that nothing is drawn. */
  given?: boolean;
  /** The seed of its initializer's own. */
  seed?: number;
}

/** How a framework reads laws where an experiment leaves it open. */
export interface LawConventions {
  /** What a scaled normal law is that does not say whether it is truncated; absent: a plain one. */
  readonly scaledNormals?: 'truncated';
  /**
   * The fans that a scaled law takes for a bias; absent: those of the kernel beside it, as `torch.nn.Linear` does;
   * `units`: as many inputs and outputs as it has numbers, as Keras counts those of a vector.
   */
  readonly biasFans?: 'units';
}

/**
 * A seeded source of weights, drawn as one framework draws them.
 *
 * Every method fills `out`, an array of its element type or of doubles, in order, and advances the source exactly as
 * the framework's own call of that size does, so that a script's next draw is our next draw too.
 */
export interface RandomSource extends LawConventions {
  /** What its numbers, and products with them, are rounded to. */
  readonly elementType: ElementType;
  /**
   * The normal matrix that an orthogonal kernel is the Q of: `tall`, (max, min) of its sides as Keras and JAX draw it;
   * `asKernel`, (rows, columns), whose transpose is decomposed if it is wide, as `torch.nn.init.orthogonal_` does.
   */
  readonly orthogonal: 'tall' | 'asKernel';
  /**
   * What a tensor is drawn from: this source, which goes on from one to the next, or one with a key of the tensor.
   * Asked for once for every tensor, layer by layer, the kernel before the bias.
   */
  forTensor(place: TensorPlace): RandomSource;
  /** Passes a layer that no initializer draws, in its order, where the framework takes keys or seeds for it as well. */
  passLayer?(kind: LayerKindName): void;
  /** U[low, high). */
  uniform(out: Floats, low: number, high: number): void;
  /** N(mean, stddev²). */
  normal(out: Floats, mean: number, stddev: number): void;
  /** N(mean, stddev²) cut at mean ± 2·stddev and not rescaled: its std is 0.8796256610342398·stddev. */
  truncatedNormal(out: Floats, mean: number, stddev: number): void;
  /**
   * A law of mean 0 and this variance, where the framework rounds on another way than `uniform`, `normal` and
   * `truncatedNormal` do with the limits that follow from the variance; `truncatedNormal` has this variance itself.
   */
  scaled?(out: Floats, distribution: 'uniform' | 'normal' | 'truncatedNormal', variance: number): void;
  /** 0 … n − 1 in random order. */
  permutation(n: number): Uint32Array;
}

/** 32-bit words of a `TrainingStream`'s state at most: those of a Mersenne Twister and the index of the next one. */
export const streamWords = 625;

/** What a training draws: the order of its rows, and the units that drop out. */
export interface TrainingStream {
  /** The order of the rows 0 … n − 1 in the next epoch, n the length of `order`. */
  permute(order: Uint32Array): void;
  /** U[0, 1). */
  randomSample(): number;
  /** Its state, in the first of `streamWords` words of shared memory, for another thread to go on from. */
  save(words: Int32Array): void;
  load(words: Int32Array): void;
  /** The compute kernel that permutes as `permute` does, by the state where `save` writes it. */
  readonly compiled?: 'permutation';
}

/** What shapes a generator's draws beside the seed; each kind reads those it names in `settings`. */
export interface GeneratorSettings {
  /** Where Keras draws. */
  backend?: 'tensorflow' | 'jax' | 'torch';
  /** `jax_threefry_partitionable`, true in JAX since 0.5. */
  partitionable?: boolean;
  /** How the keys of layers come from the seed: `key, sub = split(key)` layer by layer, or by the modules of Flax. */
  keys?: 'script' | 'linen' | 'nnx';
  /** What NumPy's `Generator` draws, `dtype=` of its calls; absent: float64. */
  dtype?: 'float64' | 'float32';
}

/** One random generator: adding one is a file with such an object and a line in `generators.ts`. */
export interface GeneratorKind {
  /** The framework, and its version where that matters. */
  readonly title: string;
  /** One sentence, in Markdown. */
  readonly description: string;
  /** How its framework stores kernels; absent: `out-in`. */
  readonly layout?: Layout;
  /** The settings that it reads. */
  readonly settings?: readonly (keyof GeneratorSettings)[];
  /** Whether its initializers are objects with a seed of their own, which several layers may share. */
  readonly ownSeeds?: true;
  /** Random initializers that its framework has no function for: they are refused, not made up. */
  readonly lacks?: readonly InitializerKind[];
  /** The source of an initializer's weights. A seed that is no integer of 0 … 2³²−1 is a RangeError, here and below. */
  create(seed: number, settings?: GeneratorSettings): RandomSource;
  /** The same for a seed of any size; absent where the framework takes no seed above 2³²−1. */
  createLarge?(seed: bigint, settings?: GeneratorSettings): RandomSource;
  /** A stream of a training with this seed. */
  train(seed: number, settings?: GeneratorSettings): TrainingStream;
}
