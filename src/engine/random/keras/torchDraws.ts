import { TorchRandom } from '../torch';
import { sortedByUniforms, type KerasDraws } from './kerasDraws';

const { fround } = Math;
/** Normals that a number of a truncated law may be chosen from. */
const candidates = 4;

/** Keras on PyTorch: a generator of its own for every call, seeded by the sum of the pair [seed, 0]. */
export const torchDraws: KerasDraws = {
  /** Of `torch.rand`: product and sum are rounded one after the other, unlike those of `uniform_`. */
  uniform(seed, out, low, high) {
    const torch = new TorchRandom(seed);
    const [range, from] = [fround(high - low), fround(low)];
    for (let i = 0; i < out.length; i++) out[i] = fround(fround(torch.rand() * range) + from);
  },

  normal(seed, out, mean, stddev) {
    new TorchRandom(seed).normal(out, mean, stddev);
  },

  /** The first of four normals inside of ±2; where all of them lie outside, the first one all the same. */
  truncatedNormal(seed, out, mean, stddev) {
    const drawn = new Float64Array(candidates * out.length);
    new TorchRandom(seed).normal(drawn, 0, 1);
    const [factor, shift] = [fround(stddev), fround(mean)];
    for (let i = 0; i < out.length; i++) {
      const first = candidates * i;
      let chosen = first;
      while (chosen < first + candidates && Math.abs(drawn[chosen]) >= 2) chosen++;
      out[i] = fround(fround(drawn[chosen < first + candidates ? chosen : first] * factor) + shift);
    }
  },

  permutation: (seed, n) => sortedByUniforms(torchDraws, seed, n),
};
