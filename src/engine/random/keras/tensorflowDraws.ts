import { logf } from '../logf';
import { sinCosF } from '../sincosf';
import { sortedByUniforms, type KerasDraws } from './kerasDraws';
import { philox, type PhiloxState } from './philox';

const { fround } = Math;
/** The words of one call of the generator. */
const group = 4;
/** Calls that the four numbers of a truncated law may take, before those of the next four. */
const reserved = 256;
const smallestUniform = fround(1e-7);

/**
 * The key and the counter of `tf.random.stateless_*` for the seed [seed, 0], scrambled by Philox itself
 * (`GenerateKey`). Keras takes the seed modulo 2³¹ − 2 first (`_cast_seed`).
 */
function scrambled(seed: number): PhiloxState {
  const mix = new Int32Array(group);
  philox([0x3ec8f720, 0x02461e29], [seed % 2147483646, 0, 0, 0], mix);
  return { key: [mix[0], mix[1]], counter: [0, 0, mix[2], mix[3]] };
}

/** U[0, 1) of the low 23 bits of a word. */
const uniformOf = (word: number): number => (word & 0x7fffff) / 8388608;

/** Two numbers of N(0, 1) of two words by Box–Muller, in float32 with the functions of the C library. */
function boxMuller(word0: number, word1: number, pair: Float32Array): void {
  const u = uniformOf(word0);
  const radius = fround(Math.sqrt(fround(-2 * logf(u < smallestUniform ? smallestUniform : u))));
  sinCosF(fround(2 * Math.PI * uniformOf(word1)), pair);
  pair[0] *= radius;
  pair[1] *= radius;
}

/** Calls `take` with the words of the group of numbers from each `start` = 0, 4, … below `length`. */
function eachGroup(seed: number, length: number, take: (words: Int32Array, start: number) => void): void {
  const { key, counter } = scrambled(seed);
  const words = new Int32Array(group);
  for (let start = 0, call = 0; start < length; start += group, call++) {
    philox(key, [call, 0, counter[2], counter[3]], words);
    take(words, start);
  }
}

/** Puts `values` · `factor` + `shift` into `out` from `start` on, rounded twice; what does not fit is dropped. */
function put(out: Float64Array, start: number, values: Float32Array, factor: number, shift: number): void {
  const count = Math.min(values.length, out.length - start);
  for (let i = 0; i < count; i++) out[start + i] = fround(fround(values[i] * factor) + shift);
}

/** Keras on TensorFlow: `tf.random.stateless_uniform`, `stateless_normal` and `stateless_truncated_normal` on a CPU. */
export const tensorflowDraws: KerasDraws = {
  uniform(seed, out, low, high) {
    const values = new Float32Array(group);
    const from = fround(low);
    const range = fround(fround(high) - from);
    eachGroup(seed, out.length, (words, start) => {
      for (let i = 0; i < group; i++) values[i] = uniformOf(words[i]);
      put(out, start, values, range, from);
    });
  },

  normal(seed, out, mean, stddev) {
    const values = new Float32Array(group);
    const pairs = [values.subarray(0, 2), values.subarray(2)];
    const [factor, shift] = [fround(stddev), fround(mean)];
    eachGroup(seed, out.length, (words, start) => {
      boxMuller(words[0], words[1], pairs[0]);
      boxMuller(words[2], words[3], pairs[1]);
      put(out, start, values, factor, shift);
    });
  },

  /** Every four numbers have 256 calls of their own, of whose normals they are the first inside of ±2. */
  truncatedNormal(seed, out, mean, stddev) {
    const { key, counter } = scrambled(seed);
    const words = new Int32Array(group);
    const values = new Float32Array(group);
    const pair = new Float32Array(2);
    const [factor, shift] = [fround(stddev), fround(mean)];
    for (let start = 0; start < out.length; start += group) {
      const first = (start / group) * reserved;
      for (let found = 0, call = first; found < group; call++) {
        philox(key, [call, Math.floor(call / 4294967296), counter[2], counter[3]], words);
        for (let i = 0; i < group && found < group; i += 2) {
          boxMuller(words[i], words[i + 1], pair);
          for (const value of pair) if (Math.abs(value) < 2 && found < group) values[found++] = value;
        }
      }
      put(out, start, values, factor, shift);
    }
  },

  permutation: (seed, n) => sortedByUniforms(tensorflowDraws, seed, n),
};
