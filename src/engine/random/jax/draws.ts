import type { Floats } from '../../elementType';
import { fma32 } from '../fusedFloats';
import { compiledDraws, type WordLaw } from '../compiledDraws';
import { erfInverse32 } from './erfInverse';
import { fillBits, split } from './keys';
import type { Key } from './threefry';

/*
 * The draws of `jax.random` in float32 (jax/_src/random/core.py), as XLA computes them on the CPU. A key is not used
 * up: the same key draws the same numbers.
 */
const { fround } = Math;
const root2 = fround(Math.SQRT2);
/** The float32 numbers next to −1 and to 2, towards 0. */
const afterMinus1 = -(1 - 2 ** -24);
const next2 = 2 - 2 ** -23;
/** erf(2/√2) as XLA rounds it. */
const erfRoot2 = fround(0.9544997);

/** The number of a word by a law. */
function numberOf(word: number, { low, range, most }: WordLaw): number {
  const x = fma32((word >>> 9) / 8388608, range, low);
  const u = x < low ? low : x;
  if (most === undefined) return u;
  const z = fround(root2 * erfInverse32(u));
  return z < -most ? -most : z > most ? most : z;
}

/** Fills `out` with the numbers of the words that `jax.random.bits(key, (out.length,))` draws. */
function fill(key: Key, out: Floats, law: WordLaw, partitionable: boolean): void {
  const compiled = compiledDraws(out.length);
  if (compiled) {
    compiled.threefry(key, out, law, partitionable);
    return;
  }
  const words = new Uint32Array(out.length);
  fillBits(key, words, partitionable);
  for (let i = 0; i < out.length; i++) out[i] = numberOf(words[i], law);
}

/** The law of U[low, high): u·(high − low) + low in float32, the product and the sum rounded once. */
function uniformLaw(low: number, high: number): WordLaw {
  return { low: fround(low), range: fround(fround(high) - fround(low)) };
}

const normalLaw: WordLaw = { ...uniformLaw(afterMinus1, 1), most: Infinity };
const truncatedLaw: WordLaw = { ...uniformLaw(-erfRoot2, erfRoot2), most: next2 };

/** `jax.random.uniform(key, (out.length,), minval=low, maxval=high)`. */
export function uniform(key: Key, out: Floats, low: number, high: number, partitionable: boolean): void {
  fill(key, out, uniformLaw(low, high), partitionable);
}

/** `jax.random.normal(key, (out.length,))`: √2 · erf⁻¹ of a uniform of (−1, 1). */
export function normal(key: Key, out: Floats, partitionable: boolean): void {
  fill(key, out, normalLaw, partitionable);
}

/** `jax.random.truncated_normal(key, -2, 2, (out.length,))`. */
export function truncatedNormal(key: Key, out: Floats, partitionable: boolean): void {
  fill(key, out, truncatedLaw, partitionable);
}

/** The rows of `order` by their words in `keys`, equal ones as they were: two passes over 16 bits each. */
function sortByWords(order: Uint32Array, keys: Uint32Array): Uint32Array {
  let from = order;
  let words = keys;
  for (const shift of [0, 16]) {
    const ends = new Uint32Array(65537);
    for (const word of words) ends[((word >>> shift) & 0xffff) + 1]++;
    for (let i = 0; i < 65536; i++) ends[i + 1] += ends[i];
    const to = new Uint32Array(from.length);
    const moved = new Uint32Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const place = ends[(words[i] >>> shift) & 0xffff]++;
      to[place] = from[i];
      moved[place] = words[i];
    }
    from = to;
    words = moved;
  }
  return from;
}

/** `jax.random.permutation(key, n)`: sorts by random words, as often as makes equal ones unlikely. */
export function permutation(key: Key, n: number, partitionable: boolean): Uint32Array {
  let order: Uint32Array = Uint32Array.from({ length: n }, (_, i) => i);
  const rounds = Math.ceil((3 * Math.log(Math.max(1, n))) / Math.log(4294967295));
  const words = new Uint32Array(n);
  let rest = key;
  for (let round = 0; round < rounds; round++) {
    const [next, sub] = split(rest, 2, partitionable);
    rest = next;
    fillBits(sub, words, partitionable);
    order = sortByWords(order, words);
  }
  return order;
}
