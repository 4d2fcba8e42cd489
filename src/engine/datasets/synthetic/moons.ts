import { NumpyRandom } from '../../random/numpy';
import { addNoise, linspace, type Points, shuffled } from './points';

/** `sklearn.datasets.make_moons(count, noise=noise, random_state=seed)`: class 0 the upper half circle, 1 the lower. */
export function makeMoons(count: number, noise: number, seed: number): Points {
  const random = new NumpyRandom(seed);
  const outer = Math.floor(count / 2);
  const points: Points = { features: 2, values: new Float64Array(2 * count), labels: new Int32Array(count) };
  linspace(Math.PI, outer, true).forEach((angle, i) => {
    points.values[2 * i] = Math.cos(angle);
    points.values[2 * i + 1] = Math.sin(angle);
  });
  linspace(Math.PI, count - outer, true).forEach((angle, i) => {
    points.values[2 * (outer + i)] = 1 - Math.cos(angle);
    points.values[2 * (outer + i) + 1] = 1 - Math.sin(angle) - 0.5;
    points.labels[outer + i] = 1;
  });
  return addNoise(shuffled(points, random), noise, random);
}
