import { NumpyRandom } from './numpy';
import type { Generator, RandomSource } from './source';
import { TorchRandom } from './torch';

/** The stream of `np.random.seed(seed)` or `torch.manual_seed(seed)`; a seed outside 0 … 2³²−1 throws a RangeError. */
export function createSource(generator: Generator, seed: number): RandomSource {
  return generator === 'numpy' ? new NumpyRandom(seed) : new TorchRandom(seed, generator);
}
