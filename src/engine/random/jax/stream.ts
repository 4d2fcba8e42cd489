import type { TrainingStream } from '../source';
import { permutation } from './draws';
import { foldIn, keyOf, split } from './keys';
import { threefry, type Key } from './threefry';

/**
 * What a training draws as a JAX script would: `key = jax.random.fold_in(jax.random.key(seed), 1)`, and before each
 * epoch `key, sub = jax.random.split(key)` for the order `jax.random.permutation(sub, n)`. The units that drop out have
 * a key of their own, `jax.random.fold_in(jax.random.key(seed), 2)`: their numbers are those of one long
 * `jax.random.uniform` with it that goes on from step to step, in the layout of `jax_threefry_partitionable`, where a
 * number does not depend on how many there are.
 */
export class JaxStream implements TrainingStream {
  private key: Key;
  private dropKey: Key;
  /** How many numbers `randomSample` has drawn. */
  private drawn = 0;
  private readonly block = new Int32Array(2);

  constructor(
    seed: number,
    private readonly partitionable: boolean,
  ) {
    this.key = foldIn(keyOf(seed), 1);
    this.dropKey = foldIn(keyOf(seed), 2);
  }

  permute(order: Uint32Array): void {
    const [rest, sub] = split(this.key, 2, this.partitionable);
    this.key = rest;
    order.set(permutation(sub, order.length, this.partitionable));
  }

  randomSample(): number {
    const { block, dropKey, drawn } = this;
    threefry(dropKey[0], dropKey[1], Math.floor(drawn / 4294967296), drawn, block);
    this.drawn = drawn + 1;
    return ((block[0] ^ block[1]) >>> 9) / 8388608;
  }

  save(words: Int32Array): void {
    words.set([...this.key, Math.floor(this.drawn / 4294967296), this.drawn, ...this.dropKey]);
  }

  load(words: Int32Array): void {
    this.key = [words[0] >>> 0, words[1] >>> 0];
    this.drawn = (words[2] >>> 0) * 4294967296 + (words[3] >>> 0);
    this.dropKey = [words[4] >>> 0, words[5] >>> 0];
  }
}
