import { NumpyRandom } from '../../random/numpy';
import { addNoise, type Points } from './points';

/**
 * Exclusive or: x and y uniform in [−1, 1), class 1 where their signs differ, then normal noise on both.
 * In NumPy: `r = RandomState(seed); X = r.uniform(-1, 1, (count, 2)); y = (X[:, 0] >= 0) != (X[:, 1] >= 0);
 * X += r.normal(scale=noise, size=X.shape)`.
 */
export function makeXor(count: number, noise: number, seed: number): Points {
  const random = new NumpyRandom(seed);
  const values = new Float64Array(2 * count);
  random.uniform(values, -1, 1);
  const labels = new Int32Array(count);
  for (let r = 0; r < count; r++) labels[r] = values[2 * r] >= 0 !== values[2 * r + 1] >= 0 ? 1 : 0;
  return addNoise({ features: 2, values, labels }, noise, random);
}
