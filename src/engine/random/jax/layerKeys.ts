import type { LayerKindName } from '../../spec/networkSpec';
import type { GeneratorSettings, TensorPlace } from '../source';
import { foldIn, split } from './keys';
import { sha1 } from './sha1';
import type { Key } from './threefry';

/** The keys of a network's tensors, asked for in the order in which they are drawn: by layers, kernel before bias. */
export interface LayerKeys {
  /** The key of a tensor; the answer is called when something is drawn with it. */
  next(tensor: TensorPlace['tensor']): () => Key;
  /** Passes a layer that no initializer draws. */
  pass?(kind: LayerKindName): void;
}

/**
 * As a plain script goes on from key to key: `key, sub = jax.random.split(key)` for every layer, whose kernel is drawn
 * with `sub`, and once more for a bias that is random; a constant one takes no key.
 */
function scriptKeys(seedKey: Key, partitionable: boolean): LayerKeys {
  let key = seedKey;
  const take = (): Key => {
    const [rest, sub] = split(key, 2, partitionable);
    key = rest;
    return sub;
  };
  return {
    next(tensor) {
      let own = tensor === 'kernel' ? take() : undefined;
      return () => (own ??= take());
    },
  };
}

/**
 * As Flax linen names the dense layers `Dense_0`, `Dense_1` … and folds into the key the first four bytes of the SHA-1
 * of the name and of a counter in the layer: 1 for its kernel, 2 for its bias (flax/core/scope.py).
 */
function linenKeys(seedKey: Key): LayerKeys {
  let layers = 0;
  return {
    next(tensor) {
      if (tensor === 'kernel') layers++;
      const counter = tensor === 'kernel' ? 1 : 2;
      const [word] = sha1(Uint8Array.of(...new TextEncoder().encode(`Dense_${layers - 1}`), counter));
      const key = foldIn(seedKey, word);
      return () => key;
    },
  };
}

/** How many keys of the `params` stream the constructors of `flax.nnx` take for these layers. */
const nnxKeysOf: Partial<Record<LayerKindName, number>> = { batchNorm: 2, layerNorm: 2, dropout: 1 };

/**
 * As `flax.nnx.Rngs(seed)` counts: each tensor of an `nnx.Linear`, random or not, takes `fold_in(key, count)`, and so
 * do scale and bias of a normalization and the stream of an `nnx.Dropout`.
 */
function nnxKeys(seedKey: Key): LayerKeys {
  let count = 0;
  return {
    next() {
      const key = foldIn(seedKey, count++);
      return () => key;
    },
    pass(kind) {
      count += nnxKeysOf[kind] ?? 0;
    },
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
