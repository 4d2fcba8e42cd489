import type { Floats } from '../../elementType';
import { normal, permutation, truncatedNormal, uniform } from '../jax/draws';
import type { Key } from '../jax/threefry';
import type { KerasDraws } from './kerasDraws';

const { fround } = Math;

/** The pair [seed, 0] itself is the data of the key; `jax.random.key(seed)` has the words in the other order. */
const keyOf = (seed: number): Key => [seed, 0];

/** out · factor + shift, product and sum rounded one after the other. */
function scaleAndShift(out: Floats, factor: number, shift: number): void {
  const [scale, added] = [fround(factor), fround(shift)];
  for (let i = 0; i < out.length; i++) out[i] = fround(fround(out[i] * scale) + added);
}

/** Keras on JAX since 0.5, whose keys are `jax_threefry_partitionable`. */
export const jaxDraws: KerasDraws = {
  uniform(seed, out, low, high) {
    uniform(keyOf(seed), out, low, high, true);
  },

  normal(seed, out, mean, stddev) {
    normal(keyOf(seed), out, true);
    scaleAndShift(out, stddev, mean);
  },

  truncatedNormal(seed, out, mean, stddev) {
    truncatedNormal(keyOf(seed), out, true);
    scaleAndShift(out, stddev, mean);
  },

  permutation: (seed, n) => permutation(keyOf(seed), n, true),
};
