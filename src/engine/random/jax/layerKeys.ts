import type { GeneratorSettings, TensorPlace } from '../source';
import { foldIn, split } from './keys';
import { sha1 } from './sha1';
import type { Key } from './threefry';

/**
 * The keys of the tensors of a network, asked for in the order in which they are drawn: layer by layer, the kernel
 * before the bias. The answer is called when something is drawn with the key.
 */
export type LayerKeys = (place: TensorPlace) => () => Key;

/**
 * As a plain script goes on from key to key: `key, sub = jax.random.split(key)` for every layer, whose kernel is drawn
 * with `sub`, and once more for a bias that is random; a constant one takes no key.
 */
function scriptKeys(seedKey: Key, partitionable: boolean): LayerKeys {
  let key = seedKey;
  const next = (): Key => {
    const [rest, sub] = split(key, 2, partitionable);
    key = rest;
    return sub;
  };
  return ({ tensor }) => {
    if (tensor === 'bias') {
      let own: Key | undefined;
      return () => (own ??= next());
    }
    const sub = next();
    return () => sub;
  };
}

/**
 * As Flax linen names the dense layers `Dense_0`, `Dense_1` … and folds into the key the first four bytes of the SHA-1
 * of the name and of a counter in the layer: 1 for its kernel, 2 for its bias (flax/core/scope.py).
 */
function linenKeys(seedKey: Key): LayerKeys {
  let layers = 0;
  return ({ tensor }) => {
    if (tensor === 'kernel') layers++;
    const counter = tensor === 'kernel' ? 1 : 2;
    const [word] = sha1(Uint8Array.of(...new TextEncoder().encode(`Dense_${layers - 1}`), counter));
    const key = foldIn(seedKey, word);
    return () => key;
  };
}

/** As `flax.nnx.Rngs(seed)` counts: each tensor of an `nnx.Linear`, random or not, takes `fold_in(key, count)`. */
function nnxKeys(seedKey: Key): LayerKeys {
  let count = 0;
  return () => {
    const key = foldIn(seedKey, count++);
    return () => key;
  };
}

/** The keys of layers by one of the conventions. */
export function layerKeys(
  convention: NonNullable<GeneratorSettings['keys']>,
  seedKey: Key,
  partitionable: boolean,
): LayerKeys {
  switch (convention) {
    case 'script':
      return scriptKeys(seedKey, partitionable);
    case 'linen':
      return linenKeys(seedKey);
    case 'nnx':
      return nnxKeys(seedKey);
  }
}
