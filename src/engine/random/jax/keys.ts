import { threefry, type Key } from './threefry';

/*
 * Keys and bits as JAX makes them of Threefry (jax/_src/random/threefry2x32.py), in both settings of
 * `jax_threefry_partitionable`. With it, word i of a draw is made of the counter i alone; without, the counters 0 … n−1
 * are halved, and each block ciphers one of the first half with one of the second.
 */
const block = new Int32Array(2);

/** `jax.random.key(seed)` of a whole number of 0 … 2⁵³−1: with 64-bit types; without, JAX keeps the low word only. */
export function keyOf(seed: number): Key {
  return [Math.floor(seed / 4294967296), seed >>> 0];
}

/** Threefry of two counters, as a key. */
function cipher([k0, k1]: Key, c0: number, c1: number): Key {
  threefry(k0, k1, c0, c1, block);
  return [block[0] >>> 0, block[1] >>> 0];
}

/** `jax.random.fold_in(key, data)` for a whole number of 0 … 2³²−1. */
export function foldIn(key: Key, data: number): Key {
  return cipher(key, 0, data);
}

/** `jax.random.bits(key, (n,))` into the n words of `out`. */
export function fillBits([k0, k1]: Key, out: Uint32Array, partitionable: boolean): void {
  const n = out.length;
  if (partitionable) {
    for (let i = 0; i < n; i++) {
      threefry(k0, k1, 0, i, block);
      out[i] = block[0] ^ block[1];
    }
    return;
  }
  const half = (n + 1) >>> 1;
  for (let i = 0; i < half; i++) {
    const second = half + i;
    threefry(k0, k1, i, second < n ? second : 0, block);
    out[i] = block[0];
    if (second < n) out[second] = block[1];
  }
}

/** `jax.random.split(key, count)`. */
export function split(key: Key, count: number, partitionable: boolean): Key[] {
  if (partitionable) return Array.from({ length: count }, (_, i) => cipher(key, 0, i));
  const words = new Uint32Array(2 * count);
  fillBits(key, words, false);
  return Array.from({ length: count }, (_, i) => [words[2 * i], words[2 * i + 1]] as const);
}
