import { NumpyRandom } from '../../random/numpy';
import { balanced, type Points, shuffled } from './points';

/** Blob centres, a row for each class. */
export interface Centers {
  count: number;
  values: Float64Array;
}

/**
 * `sklearn.datasets.make_blobs(count, features, centers=centers, cluster_std=clusterStd, random_state=seed)`.
 * A number of centres draws them uniformly from [−10, 10] first; given centres draw nothing.
 */
export function makeBlobs(
  count: number,
  features: number,
  centers: number | Centers,
  clusterStd: number,
  seed: number,
): { points: Points; centers: Centers } {
  const random = new NumpyRandom(seed);
  const used = typeof centers === 'number' ? drawCenters(centers, features, random) : centers;
  const points: Points = { features, values: new Float64Array(count * features), labels: new Int32Array(count) };
  random.normal(points.values, 0, clusterStd);
  let row = 0;
  balanced(count, used.count).forEach((size, label) => {
    for (const end = row + size; row < end; row++) {
      points.labels[row] = label;
      for (let f = 0; f < features; f++) points.values[row * features + f] += used.values[label * features + f];
    }
  });
  return { points: shuffled(points, random), centers: used };
}

function drawCenters(count: number, features: number, random: NumpyRandom): Centers {
  const values = new Float64Array(count * features);
  random.uniform(values, -10, 10);
  return { count, values };
}
