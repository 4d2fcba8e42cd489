import { NumpyRandom } from '../../random/numpy';
import type { Points } from './points';
import type { TeacherSpec } from '../spec';

/** The teacher's kernels, both (in, out). */
interface Teacher {
  first: Float64Array;
  second: Float64Array;
}

function drawTeacher({ features, hidden, classes, teacherSeed }: TeacherSpec): Teacher {
  const random = new NumpyRandom(teacherSeed);
  const [first, second] = [new Float64Array(features * hidden), new Float64Array(hidden * classes)];
  random.normal(first, 0, 1 / Math.sqrt(features));
  random.normal(second, 0, 1);
  return { first, second };
}

/**
 * The class that the teacher gives the point that starts at `row * features`; `work` has room for its hidden layer and
 * its outputs.
 */
function classOf(teacher: Teacher, spec: TeacherSpec, values: Float64Array, row: number, work: Float64Array): number {
  const { features, hidden, classes, inputs } = spec;
  // Uniform points are brought to mean 0 and variance 1 first, so that the classes do not hang on the mean alone.
  const [shift, scale] = inputs === 'uniform' ? [0.5, Math.sqrt(12)] : [0, 1];
  work.fill(0);
  for (let f = 0; f < features; f++) {
    const x = (values[row * features + f] - shift) * scale;
    for (let h = 0; h < hidden; h++) work[h] += x * teacher.first[f * hidden + h];
  }
  let best = 0;
  for (let h = 0; h < hidden; h++) {
    const a = Math.tanh(work[h]);
    for (let k = 0; k < classes; k++) work[hidden + k] += a * teacher.second[h * classes + k];
  }
  for (let k = 1; k < classes; k++) if (work[hidden + k] > work[hidden + best]) best = k;
  return best;
}

/**
 * Random points with the class that a random network gives them. In NumPy, with `t = RandomState(teacherSeed)`: `V =
 * t.normal(scale=1/sqrt(features), size=(features, hidden)); U = t.normal(size=(hidden, classes)); X =
 * RandomState(seed).normal(size=(count, features))` (or `.uniform`, then taken as `(X - 0.5) * sqrt(12)` by the
 * teacher); `y = (tanh(X @ V) @ U).argmax(1)`.
 */
export function makeTeacher(spec: TeacherSpec, count: number, seed: number): Points {
  const { features, hidden, classes } = spec;
  const random = new NumpyRandom(seed);
  const values = new Float64Array(count * features);
  if (spec.inputs === 'uniform') random.uniform(values, 0, 1);
  else random.normal(values, 0, 1);
  const teacher = drawTeacher(spec);
  const work = new Float64Array(hidden + classes);
  const labels = Int32Array.from({ length: count }, (_, row) => classOf(teacher, spec, values, row, work));
  return { features, values, labels };
}
