import type { ElementType } from '../../elementType';
import type { NumpyRandom } from '../../random/numpy';
import type { Split } from '../spec';

/** Points in float64 as they are drawn: `values` is count × features, a class index for each point. */
export interface Points {
  features: number;
  values: Float64Array;
  labels: Int32Array;
}

/** `count` evenly spaced numbers from 0 to `stop`: `np.linspace(0, stop, count, endpoint)`. */
export function linspace(stop: number, count: number, endpoint: boolean): Float64Array {
  const parts = endpoint ? count - 1 : count;
  const out = new Float64Array(count);
  const step = stop / parts;
  for (let i = 1; i < count; i++) out[i] = i * step;
  if (endpoint && count > 1) out[count - 1] = stop;
  return out;
}

/** Sizes of `groups` groups of `count` points, the first ones a point larger: how scikit-learn divides blobs. */
export function balanced(count: number, groups: number): number[] {
  return Array.from({ length: groups }, (_, group) => Math.floor(count / groups) + (group < count % groups ? 1 : 0));
}

/** `sklearn.utils.shuffle(X, y, random_state=random)`: the rows in the order of a shuffled arange. */
export function shuffled(points: Points, random: NumpyRandom): Points {
  const { features, values, labels } = points;
  const order = random.permutation(labels.length);
  const out = { features, values: new Float64Array(values.length), labels: new Int32Array(labels.length) };
  for (let r = 0; r < order.length; r++) {
    out.labels[r] = labels[order[r]];
    for (let f = 0; f < features; f++) out.values[r * features + f] = values[order[r] * features + f];
  }
  return out;
}

/** Adds `random.normal(scale=noise, size=X.shape)` in place; with noise 0 the numbers are drawn all the same. */
export function addNoise(points: Points, noise: number, random: NumpyRandom): Points {
  const drawn = new Float64Array(points.values.length);
  random.normal(drawn, 0, noise);
  for (let i = 0; i < drawn.length; i++) points.values[i] += drawn[i];
  return points;
}

/**
 * Bytes that `count` points take at most while they are made: `arrays` arrays of doubles at once, the float32 numbers
 * that they may be rounded to, labels and orders.
 */
export function pointBytes(count: number, features: number, arrays: number): number {
  return count * (features * (8 * arrays + 4) + 12);
}

/** The points in `type`: rounded once to float32, or as they were drawn. */
export function splitOf(points: Points, { array }: ElementType): Split {
  const inputs = points.values instanceof array ? points.values : new array(points.values);
  return { count: points.labels.length, inputs, labels: points.labels };
}
