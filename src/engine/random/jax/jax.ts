import { float32, type Floats } from '../../elementType';
import type { LayerKindName } from '../../spec/networkSpec';
import { checkSeed } from '../seed';
import type { GeneratorKind, GeneratorSettings, RandomSource, TensorPlace } from '../source';
import * as draws from './draws';
import { keyOf } from './keys';
import { layerKeys, type LayerKeys } from './layerKeys';
import { JaxStream } from './stream';
import type { Key } from './threefry';

const { fround } = Math;
/** The std of N(0, 1) cut at ±2 as `variance_scaling` writes it. */
const truncatedStd = fround(0.87962566103423978);

/**
 * `jax.random` with one key, and the initializers of `jax.nn.initializers` (jax/_src/nn/initializers.py): float32,
 * every step rounded as there. Each call draws from the start of the key, since a key of JAX is not used up.
 */
class JaxRandom implements RandomSource {
  readonly elementType = float32;
  readonly orthogonal = 'tall';
  readonly scaledNormals = 'truncated';

  /** `key` is called at the first draw; without `keys`, this is the source of a single tensor. */
  constructor(
    private readonly key: () => Key,
    private readonly partitionable: boolean,
    private readonly keys?: LayerKeys,
  ) {}

  forTensor({ tensor }: TensorPlace): RandomSource {
    return this.keys ? new JaxRandom(this.keys.next(tensor), this.partitionable) : this;
  }

  passLayer(kind: LayerKindName): void {
    this.keys?.pass?.(kind);
  }

  /** `jax.random.uniform(key, shape, minval=low, maxval=high)`. */
  uniform(out: Floats, low: number, high: number): void {
    draws.uniform(this.key(), out, low, high, this.partitionable);
  }

  /** `mean + stddev * jax.random.normal(key, shape)`. */
  normal(out: Floats, mean: number, stddev: number): void {
    draws.normal(this.key(), out, this.partitionable);
    place(out, mean, stddev);
  }

  /** `mean + stddev * jax.random.truncated_normal(key, -2, 2, shape)`. */
  truncatedNormal(out: Floats, mean: number, stddev: number): void {
    draws.truncatedNormal(this.key(), out, this.partitionable);
    place(out, mean, stddev);
  }

  /** `jax.nn.initializers.variance_scaling` of this variance. */
  scaled(out: Floats, distribution: 'uniform' | 'normal' | 'truncatedNormal', variance: number): void {
    const rounded = fround(variance);
    const stddev = fround(Math.sqrt(rounded));
    switch (distribution) {
      case 'uniform':
        draws.uniform(this.key(), out, -1, 1, this.partitionable);
        place(out, 0, Math.sqrt(fround(3 * rounded)));
        return;
      case 'normal':
        this.normal(out, 0, stddev);
        return;
      case 'truncatedNormal':
        this.truncatedNormal(out, 0, stddev / truncatedStd);
    }
  }

  /** `jax.random.permutation(key, n)`. */
  permutation(n: number): Uint32Array {
    return draws.permutation(this.key(), n, this.partitionable);
  }
}

/** mean + stddev · out, rounded to float32 after each of the two; a mean of 0 is not added: −0 would lose its sign. */
function place(out: Floats, mean: number, stddev: number): void {
  const factor = fround(stddev);
  if (factor !== 1) for (let i = 0; i < out.length; i++) out[i] = fround(out[i] * factor);
  if (mean === 0) return;
  const shift = fround(mean);
  for (let i = 0; i < out.length; i++) out[i] = fround(out[i] + shift);
}

const partitionableOf = ({ partitionable = true }: GeneratorSettings = {}): boolean => partitionable;

export const jax: GeneratorKind = {
  title: 'JAX',
  description:
    '`jax.random.key(seed)` (Threefry-2x32), the same numbers as JAX on a CPU in float32, layer by layer with the keys of a plain script or of Flax.',
  layout: 'in-out',
  settings: ['partitionable', 'keys'],
  lacks: ['sparse'],
  create(seed, settings) {
    checkSeed(seed);
    const key = keyOf(seed);
    const partitionable = partitionableOf(settings);
    return new JaxRandom(() => key, partitionable, layerKeys(settings?.keys ?? 'script', key, partitionable));
  },
  train(seed, settings) {
    checkSeed(seed);
    return new JaxStream(seed, partitionableOf(settings));
  },
};
