import type { Floats } from '../../elementType';
import { compiledDraws, type PhiloxLaw } from '../compiledDraws';
import { logf } from '../logf';
import { sinCosF } from '../sincosf';
import { sortedByUniforms, type KerasDraws } from './kerasDraws';
import { philox, type PhiloxState } from './philox';

const { fround } = Math;
/** The words of a block, and the numbers made of them. */
const group = 4;
/** Blocks that the four numbers of a truncated law may take, before those of the next four. */
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

/** The four numbers of group `index` into `values`. */
type GroupDraw = (state: PhiloxState, index: number, values: Float32Array) => void;

const words = new Int32Array(group);
const pair = new Float32Array(2);

/** The words of block `index` of the counter. */
function drawWords({ key, counter }: PhiloxState, index: number): void {
  philox(key, [index, Math.floor(index / 4294967296), counter[2], counter[3]], words);
}

const groupDraws: Record<PhiloxLaw, GroupDraw> = {
  uniform(state, index, values) {
    drawWords(state, index);
    for (let i = 0; i < group; i++) values[i] = uniformOf(words[i]);
  },

  normal(state, index, values) {
    drawWords(state, index);
    for (let i = 0; i < group; i += 2) {
      boxMuller(words[i], words[i + 1], pair);
      values.set(pair, i);
    }
  },

  /** A group has blocks of its own, of whose normals it takes the first four inside of ±2. */
  truncatedNormal(state, index, values) {
    for (let found = 0, block = index * reserved; found < group; block++) {
      drawWords(state, block);
      for (let i = 0; i < group; i += 2) {
        boxMuller(words[i], words[i + 1], pair);
        for (const value of pair) if (Math.abs(value) < 2 && found < group) values[found++] = value;
      }
    }
  },
};

/** Fills `out` with what a law draws times `factor` plus `shift`, each rounded. */
function fill(seed: number, out: Floats, law: PhiloxLaw, factor: number, shift: number): void {
  const state = scrambled(seed);
  const [scale, added] = [fround(factor), fround(shift)];
  const compiled = compiledDraws(out.length);
  if (compiled) {
    compiled.philox(state, out, law, scale, added);
    return;
  }
  const values = new Float32Array(group);
  for (let start = 0; start < out.length; start += group) {
    groupDraws[law](state, start / group, values);
    const count = Math.min(group, out.length - start);
    for (let i = 0; i < count; i++) out[start + i] = fround(fround(values[i] * scale) + added);
  }
}

/** Keras on TensorFlow: `tf.random.stateless_uniform`, `stateless_normal` and `stateless_truncated_normal` on a CPU. */
export const tensorflowDraws: KerasDraws = {
  uniform(seed, out, low, high) {
    fill(seed, out, 'uniform', fround(high) - fround(low), low);
  },

  normal(seed, out, mean, stddev) {
    fill(seed, out, 'normal', stddev, mean);
  },

  truncatedNormal(seed, out, mean, stddev) {
    fill(seed, out, 'truncatedNormal', stddev, mean);
  },

  permutation: (seed, n) => sortedByUniforms(tensorflowDraws, seed, n),
};
