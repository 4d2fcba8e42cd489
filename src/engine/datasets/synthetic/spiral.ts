import { NumpyRandom } from '../../random/numpy';
import { addNoise, balanced, type Points, shuffled } from './points';

/**
 * Interleaved arms of an Archimedean spiral, one for each class. Of an arm's m points, point i lies at radius
 * t = (i + 1/2) / m and angle 2π (turns · t + class / classes); arms differ by at most one point.
 * Then, as scikit-learn's functions do with `RandomState(seed)`: the rows are shuffled and normal noise is added.
 */
export function makeSpiral(count: number, noise: number, classes: number, turns: number, seed: number): Points {
  const random = new NumpyRandom(seed);
  const points: Points = { features: 2, values: new Float64Array(2 * count), labels: new Int32Array(count) };
  let row = 0;
  balanced(count, classes).forEach((size, label) => {
    for (let i = 0; i < size; i++, row++) {
      const radius = (i + 0.5) / size;
      const angle = 2 * Math.PI * (turns * radius + label / classes);
      points.values[2 * row] = radius * Math.cos(angle);
      points.values[2 * row + 1] = radius * Math.sin(angle);
      points.labels[row] = label;
    }
  });
  return addNoise(shuffled(points, random), noise, random);
}
