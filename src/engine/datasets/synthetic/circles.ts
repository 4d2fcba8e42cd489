import { NumpyRandom } from '../../random/numpy';
import { addNoise, linspace, type Points, shuffled } from './points';

/** `sklearn.datasets.make_circles(count, noise=noise, factor=factor, random_state=seed)`: class 0 outside, 1 inside. */
export function makeCircles(count: number, noise: number, factor: number, seed: number): Points {
  const random = new NumpyRandom(seed);
  const outer = Math.floor(count / 2);
  const points: Points = { features: 2, values: new Float64Array(2 * count), labels: new Int32Array(count) };
  const ring = (first: number, size: number, radius: number, label: number) => {
    linspace(2 * Math.PI, size, false).forEach((angle, i) => {
      points.values[2 * (first + i)] = Math.cos(angle) * radius;
      points.values[2 * (first + i) + 1] = Math.sin(angle) * radius;
      points.labels[first + i] = label;
    });
  };
  ring(0, outer, 1, 0);
  ring(outer, count - outer, factor, 1);
  return addNoise(shuffled(points, random), noise, random);
}
