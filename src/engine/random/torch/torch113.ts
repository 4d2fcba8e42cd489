import type { Floats } from '../../elementType';
import { erf } from '../../numerics/erf';
import { erfInverse32 } from './erfInverse';
import { NumpyRandom } from '../numpy';
import type { GeneratorKind } from '../source';
import { TorchRandom } from './torch';

const { fround } = Math;

/** PyTorch's CPU generator with the functions of version 1.13: all before 2.12 agree with it but for the last bit. */
export class Torch113Random extends TorchRandom {
  /** `torch.nn.init.trunc_normal_` before 2.12: the inverse distribution of a uniform. */
  override truncatedNormal(out: Floats, mean: number, stddev: number): void {
    const inside = erf(Math.SQRT2);
    this.uniform(out, -inside, inside);
    const scale = fround(stddev * Math.SQRT2);
    const shift = fround(mean);
    const low = fround(mean - 2 * stddev);
    const high = fround(mean + 2 * stddev);
    for (let i = 0; i < out.length; i++) {
      const x = fround(fround(erfInverse32(out[i]) * scale) + shift);
      out[i] = Math.min(Math.max(x, low), high);
    }
  }
}

export const torch113: GeneratorKind = {
  create: (seed) => new Torch113Random(seed),
  train: (seed) => new NumpyRandom(seed),
};
