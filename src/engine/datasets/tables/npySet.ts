import { float32, rangeText, type ElementType } from '../../elementType';
import { NpyError, readNpyLayout, type NpyLayout } from '../../formats/npyRead';
import { NumpyRandom } from '../../random/numpy';
import { classLimit, countText, misfit, type DataFile } from '../dataFile';
import type { Inputs } from '../inputs';
import { Room } from '../room';
import type { Dataset, NpySpec, Split } from '../spec';

/** The files of an npy dataset. */
export interface NpyFiles {
  x: DataFile;
  y: DataFile;
  testX?: DataFile;
  testY?: DataFile;
}

/** Samples as they lie in their files; nothing is copied until a split is made. */
interface Rows {
  file: string;
  count: number;
  features: number;
  x: NpyLayout;
  /** Places of a row's features from the row's own, in the order of the file. */
  offsets: Float64Array;
  y: Float64Array;
  /** What numbers are stored as. */
  type: ElementType;
}

function read(file: DataFile): NpyLayout {
  try {
    return readNpyLayout(file.bytes);
  } catch (error) {
    if (error instanceof NpyError) throw misfit(file.name, error.expected, error.found);
    throw error;
  }
}

const shapeText = ({ shape }: NpyLayout): string =>
  `shape (${shape.join(', ').slice(0, 80)}${shape.length === 1 ? ',' : ''})`;

/** Where the features of a row lie: one after the other, or in Fortran's order, whose first index is the fastest. */
function offsetsOf({ shape, fortran }: NpyLayout, features: number): Float64Array {
  const offsets = new Float64Array(features);
  const sides = shape.slice(1);
  const index = sides.map(() => 0);
  for (let feature = 0; feature < features; feature++) {
    let place = 0;
    for (let axis = sides.length - 1; axis >= 0; axis--) place = place * sides[axis] + index[axis];
    offsets[feature] = fortran ? shape[0] * place : feature;
    for (let axis = sides.length - 1; axis >= 0 && ++index[axis] === sides[axis]; axis--) index[axis] = 0;
  }
  return offsets;
}

function readRows(xFile: DataFile, yFile: DataFile, room: Room, type: ElementType): Rows {
  const [x, y] = [read(xFile), read(yFile)];
  if (x.shape.length < 2 || x.size === 0) throw misfit(xFile.name, 'an array of samples × features', shapeText(x));
  const count = x.shape[0];
  const flat = y.shape.length === 1 || (y.shape.length === 2 && y.shape[1] === 1);
  if (!flat || y.shape[0] !== count)
    throw misfit(
      yFile.name,
      `an array of ${countText(count)} numbers, one for each sample of ${xFile.name}`,
      shapeText(y),
    );
  const features = x.size / count;
  room.take(8 * (features + count), xFile.name);
  const aims = new Float64Array(count);
  for (let row = 0; row < count; row++) aims[row] = finite(yFile.name, y.at(row), row, type);
  return { file: xFile.name, count, features, x, offsets: offsetsOf(x, features), y: aims, type };
}

/** A number that `type` can hold. */
function finite(file: string, value: number, row: number, type: ElementType): number {
  if (Number.isFinite(type.round(value))) return value;
  throw misfit(
    file,
    Number.isFinite(value) ? `numbers within the range of ${rangeText(type)}` : 'finite numbers',
    `${value} in row ${row}`,
  );
}

/** The features of one row. */
function copyRow({ file, x, offsets, features, type }: Rows, row: number, out: Inputs, at: number): void {
  const first = x.fortran ? row : row * features;
  for (let f = 0; f < features; f++) {
    const value = x.at(first + offsets[f]);
    out[at + f] = value;
    if (!Number.isFinite(out[at + f])) finite(file, value, row, type);
  }
}

/** Which rows a split takes, all of them when absent. */
function splitOf(
  rows: Rows,
  classes: Map<number, number> | undefined,
  file: string,
  room: Room,
  order?: Uint32Array,
): Split {
  const { features } = rows;
  const count = order?.length ?? rows.count;
  // Bytes are taken as pixels and stay bytes.
  const ofBytes = rows.x.bytes !== undefined;
  room.take(count * ((ofBytes ? 1 : rows.type.bytes) * features + 12), rows.file);
  const inputs = ofBytes ? new Uint8Array(count * features) : new rows.type.array(count * features);
  const aims = new Float64Array(count);
  for (let r = 0; r < count; r++) {
    const from = order ? order[r] : r;
    copyRow(rows, from, inputs, r * features);
    aims[r] = rows.y[from];
  }
  if (classes === undefined) return { count, inputs, targets: new rows.type.array(aims) };
  const labels = Int32Array.from(aims, (value) => classes.get(value) ?? -1);
  const unknown = labels.indexOf(-1);
  if (unknown >= 0) throw misfit(file, 'the classes of the training rows', `${aims[unknown]}`);
  return { count, inputs, labels };
}

/** The classes of the training rows in ascending order, as `np.unique`. */
function classesOf({ y }: Rows, file: string): number[] {
  const unique = new Set<number>();
  for (const value of y) {
    if (!Number.isInteger(value))
      throw misfit(
        file,
        'whole class numbers (a regression requires meanSquaredError with a linear output)',
        String(value),
      );
    unique.add(value);
    if (unique.size > classLimit)
      throw misfit(
        file,
        `at most ${countText(classLimit)} classes (a regression requires meanSquaredError with a linear output)`,
        'more',
      );
  }
  const found = [...unique].sort((left, right) => left - right);
  if (found.length < 2) throw misfit(file, 'at least two classes', String(found[0]));
  return found;
}

/**
 * Samples from arrays saved by NumPy: x of any shape (samples first, the rest flattened; bytes / 255), y one number a
 * sample. Without test files `testFraction` of the rows is kept as `train_test_split` does. What is made of the files
 * is taken from `room`. Throws `DatasetError` and `RoomError`.
 */
export function decodeNpy(
  files: NpyFiles,
  spec: NpySpec,
  options: { quantity: boolean },
  room = new Room(),
  type: ElementType = float32,
): Dataset {
  const rows = readRows(files.x, files.y, room, type);
  const names = options.quantity ? undefined : classesOf(rows, files.y.name);
  const classes = names && new Map(names.map((value, index) => [value, index]));
  const known = {
    features: rows.features,
    classes: names?.length ?? 0,
    ...(names ? { classNames: names.map(String) } : {}),
  };
  const split = (of: Rows, file: DataFile, order?: Uint32Array) => splitOf(of, classes, file.name, room, order);
  if (files.testX && files.testY) {
    const test = readRows(files.testX, files.testY, room, type);
    if (test.features !== rows.features)
      throw misfit(
        files.testX.name,
        `${countText(rows.features)} features, as ${files.x.name}`,
        countText(test.features),
      );
    return { ...known, train: split(rows, files.y), test: split(test, files.testY) };
  }
  const testCount = Math.ceil(spec.testFraction * rows.count);
  if (testCount === 0) return { ...known, train: split(rows, files.y) };
  if (testCount >= rows.count)
    throw misfit(
      files.x.name,
      `more rows than are used for testing (testFraction ${spec.testFraction})`,
      countText(rows.count),
    );
  const order = new NumpyRandom(spec.splitSeed).permutation(rows.count);
  return {
    ...known,
    train: split(rows, files.y, order.subarray(testCount)),
    test: split(rows, files.y, order.subarray(0, testCount)),
  };
}
