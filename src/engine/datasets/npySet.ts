import { NpyError, readNpy, type NpyArray } from '../formats/npyRead';
import { NumpyRandom } from '../random/numpy';
import { countText, misfit, type DataFile } from './dataFile';
import type { Dataset, NpySpec, Split } from './spec';

/** The files of an npy dataset. */
export interface NpyFiles {
  x: DataFile;
  y: DataFile;
  testX?: DataFile;
  testY?: DataFile;
}

interface Rows {
  count: number;
  features: number;
  x: NpyArray['values'];
  y: NpyArray['values'];
}

function read(file: DataFile): NpyArray {
  try {
    return readNpy(file.bytes);
  } catch (error) {
    if (error instanceof NpyError) throw misfit(file.name, error.expected, error.found);
    throw error;
  }
}

const shapeText = ({ shape }: NpyArray): string => `shape (${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;

function readRows(xFile: DataFile, yFile: DataFile): Rows {
  const [x, y] = [read(xFile), read(yFile)];
  if (x.shape.length < 2 || x.values.length === 0) throw misfit(xFile.name, 'an array of samples × features', shapeText(x));
  const count = x.shape[0];
  const flat = y.shape.length === 1 || (y.shape.length === 2 && y.shape[1] === 1);
  if (!flat || y.shape[0] !== count) throw misfit(yFile.name, `an array of ${countText(count)} numbers, one for each sample of ${xFile.name}`, shapeText(y));
  for (const [file, { values }] of [[xFile, x], [yFile, y]] as const) {
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw misfit(file.name, 'finite numbers', `${values[wrong]} in row ${Math.floor(wrong / (values.length / count))}`);
  }
  return { count, features: x.values.length / count, x: x.values, y: y.values };
}

/** Which rows a split takes, all of them when absent. */
function splitOf(rows: Rows, classes: Map<number, number> | undefined, file: string, order?: Uint32Array): Split {
  const { features } = rows;
  const count = order?.length ?? rows.count;
  // Bytes are taken as pixels and stay bytes.
  const inputs = rows.x instanceof Uint8Array ? new Uint8Array(count * features) : new Float32Array(count * features);
  const aims = new Float64Array(count);
  for (let r = 0; r < count; r++) {
    const from = order ? order[r] : r;
    for (let f = 0; f < features; f++) inputs[r * features + f] = rows.x[from * features + f];
    aims[r] = rows.y[from];
  }
  if (classes === undefined) return { count, inputs, targets: Float32Array.from(aims) };
  const labels = Int32Array.from(aims, (value) => classes.get(value) ?? -1);
  const unknown = labels.indexOf(-1);
  if (unknown >= 0) throw misfit(file, 'the classes of the training rows', `${aims[unknown]}`);
  return { count, inputs, labels };
}

/** The classes of the training rows in ascending order, as `np.unique`. */
function classesOf({ y }: Rows, file: string): number[] {
  const found = [...new Set(y)].sort((left, right) => left - right);
  const fraction = found.find((value) => !Number.isInteger(value));
  if (fraction !== undefined) throw misfit(file, 'whole class numbers (quantities need meanSquaredError with a linear output)', String(fraction));
  if (found.length < 2) throw misfit(file, 'at least two classes', String(found[0]));
  return found;
}

/**
 * Samples from arrays saved by NumPy: x of any shape (samples first, the rest flattened; bytes / 255), y one number a
 * sample. Without test files `testFraction` of the rows is kept as `train_test_split` does. Throws `DatasetError`.
 */
export function decodeNpy(files: NpyFiles, spec: NpySpec, options: { quantity: boolean }): Dataset {
  const rows = readRows(files.x, files.y);
  const names = options.quantity ? undefined : classesOf(rows, files.y.name);
  const classes = names && new Map(names.map((value, index) => [value, index]));
  const known = { features: rows.features, classes: names?.length ?? 0, ...(names ? { classNames: names.map(String) } : {}) };
  if (files.testX && files.testY) {
    const test = readRows(files.testX, files.testY);
    if (test.features !== rows.features) throw misfit(files.testX.name, `${countText(rows.features)} features, as ${files.x.name}`, countText(test.features));
    return { ...known, train: splitOf(rows, classes, files.y.name), test: splitOf(test, classes, files.testY.name) };
  }
  const testCount = Math.ceil(spec.testFraction * rows.count);
  if (testCount === 0) return { ...known, train: splitOf(rows, classes, files.y.name) };
  if (testCount >= rows.count) throw misfit(files.x.name, `more rows than the test takes (testFraction ${spec.testFraction})`, countText(rows.count));
  const order = new NumpyRandom(spec.splitSeed).permutation(rows.count);
  return { ...known, train: splitOf(rows, classes, files.y.name, order.subarray(testCount)), test: splitOf(rows, classes, files.y.name, order.subarray(0, testCount)) };
}
