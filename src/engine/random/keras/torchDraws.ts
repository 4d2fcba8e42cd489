import type { Floats } from '../../elementType';
import { TorchRandom } from '../torch/torch';
import { sortedByUniforms, type KerasDraws } from './kerasDraws';

const { fround } = Math;
/** Normals that a number of a truncated law may be chosen from, and such numbers of a block of PyTorch's normals. */
const candidates = 4;
const numbersOfBlock = 4;
/** Numbers of a truncated law whose normals are drawn together. */
const part = 16384;

/** Mean and standard deviation. */
type Law = readonly [number, number];

/** Numbers of a truncated law: the first of four normals inside of ±2, or the first one where none of them is. */
function choose(out: Floats, drawn: Floats, [mean, stddev]: Law): void {
  for (let i = 0; i < out.length; i++) {
    const first = candidates * i;
    let chosen = first;
    while (chosen < first + candidates && Math.abs(drawn[chosen]) >= 2) chosen++;
    out[i] = fround(fround(drawn[chosen < first + candidates ? chosen : first] * stddev) + mean);
  }
}

/** Keras on PyTorch: a generator of its own for every call, seeded by the sum of the pair [seed, 0]. */
export const torchDraws: KerasDraws = {
  /** Of `torch.rand`: product and sum are rounded one after the other, unlike those of `uniform_`. */
  uniform(seed, out, low, high) {
    const [range, from] = [fround(high - low), fround(low)];
    new TorchRandom(seed).rands(out);
    for (let i = 0; i < out.length; i++) out[i] = fround(fround(out[i] * range) + from);
  },

  normal(seed, out, mean, stddev) {
    new TorchRandom(seed).normal(out, mean, stddev);
  },

  /** Of a tensor of four normals for each number, a part at a time. */
  truncatedNormal(seed, out, mean, stddev) {
    const torch = new TorchRandom(seed);
    const law: Law = [fround(mean), fround(stddev)];
    const rest = out.length % numbersOfBlock;
    const whole = out.length - rest;
    const drawn = new Float64Array(candidates * Math.min(part, Math.max(numbersOfBlock, whole)));
    for (let at = 0; at < whole; at += part) {
      const numbers = out.subarray(at, Math.min(at + part, whole));
      const own = drawn.subarray(0, candidates * numbers.length);
      torch.normalBlocks(own, 0, 1);
      choose(numbers, own, law);
    }
    if (rest === 0) return;
    const last = drawn.subarray(0, candidates * (whole === 0 ? rest : numbersOfBlock));
    if (whole === 0) torch.normal(last, 0, 1);
    else torch.lastBlock(last, candidates * rest, 0, 1);
    choose(out.subarray(-last.length / candidates), last, law);
  },

  permutation: (seed, n) => sortedByUniforms(torchDraws, seed, n),
};
