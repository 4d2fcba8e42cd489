import { float32, rangeText, type ElementType, type Floats } from '../../elementType';
import { NumpyRandom } from '../../random/numpy';
import { columnName, type CsvTable, numberOf, readTable } from './csvTable';
import { DatasetError } from '../datasetError';
import { Room } from '../room';
import type { RowStore } from './rowStore';
import type { CsvSpec, Dataset, Split } from '../spec';

/** What the rows aim at: class indices with their names, or quantities. */
type Aim = { labels: Int32Array; classNames: string[] } | { quantities: Float64Array };

/**
 * A table of numbers as a dataset: every column but the target is a feature.
 *
 * The target holds classes, sorted (numerically when all are numbers, as `np.unique`), or with `quantity` numbers to be
 * approximated. `testFraction` and `splitSeed` split as `sklearn.model_selection.train_test_split` with `random_state`;
 * 0 keeps all rows in file order. `standardize` is `StandardScaler` fitted to the training rows, in float64.
 * What is made of the file is taken from `room`. Throws `DatasetError` with file, line, column and value of what is
 * wrong, and `RoomError`.
 */
export function parseCsv(
  source: Uint8Array | string,
  spec: CsvSpec,
  options: { quantity?: boolean } = {},
  room = new Room(),
  type: ElementType = float32,
): Dataset {
  const file = spec.path;
  const quantity = options.quantity === true;
  const table = readTable(source, file, spec.target, quantity, room);
  const { rows, width, header, target, note } = table;
  const features = width - 1;
  // The numbers, labels or quantities, and orders.
  room.take(rows.count * (type.bytes * features + 20), file);
  const aim = quantity ? quantitiesOf(rows, features) : classesOf(table, file);
  const { train, test } = splitRows(rows.count, spec, file);
  const names = header?.filter((_, column) => column !== target);
  const scales = spec.standardize ? scalesOf(rows, features, train) : undefined;
  const take = (of: Uint32Array): Split =>
    takeRows(rows, features, aim, of, {
      scales,
      nameOf: (f) => (names ? `"${names[f]}"` : `${f < target ? f : f + 1}`),
      file,
      type,
    });
  return {
    features,
    classes: 'labels' in aim ? aim.classNames.length : 0,
    train: take(train),
    ...(test.length > 0 ? { test: take(test) } : {}),
    ...(names === undefined ? {} : { featureNames: names }),
    ...('labels' in aim ? { classNames: aim.classNames } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

function quantitiesOf(rows: RowStore, features: number): Aim {
  return { quantities: Float64Array.from({ length: rows.count }, (_, row) => rows.get(row, features)) };
}

function classesOf(table: CsvTable, file: string): Aim {
  const { rows, width, target, classes } = table;
  const place = { file, column: columnName(table, target) };
  const texts = [...classes.keys()];
  const numeric = texts.every((text) => numberOf(text) !== undefined);
  const fraction = numeric ? texts.find((text) => !Number.isInteger(Number(text))) : undefined;
  if (fraction !== undefined) {
    throw new DatasetError(
      { ...place, row: classes.get(fraction)!.line, value: fraction },
      `"${fraction.slice(0, 80)}" is not a class number; a regression requires meanSquaredError with a linear output.`,
    );
  }
  // 1 and 1.0 are one class when all classes are numbers.
  const key = (text: string) => (numeric ? `${Number(text)}` : text);
  const names = [...new Set(texts.map(key))].sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
  if (names.length < 2)
    throw new DatasetError(
      { ...place, value: names[0] },
      `expected at least two classes, got only "${names[0].slice(0, 80)}".`,
    );
  const index = new Map(names.map((name, i) => [name, i]));
  const labelOf = texts.map((text) => index.get(key(text)) ?? -1);
  return {
    labels: Int32Array.from({ length: rows.count }, (_, row) => labelOf[rows.get(row, width - 1)]),
    classNames: names,
  };
}

/** `train_test_split`: the first ⌈fraction · count⌉ rows of `RandomState(seed).permutation(count)` are the test. */
function splitRows(count: number, spec: CsvSpec, file: string): { train: Uint32Array; test: Uint32Array } {
  if (spec.testFraction === 0)
    return { train: Uint32Array.from({ length: count }, (_, row) => row), test: new Uint32Array(0) };
  const testCount = Math.ceil(spec.testFraction * count);
  if (testCount >= count) {
    throw new DatasetError(
      { file, value: `${spec.testFraction}` },
      `a test fraction of ${spec.testFraction} leaves none of ${count} rows for training.`,
    );
  }
  const order = new NumpyRandom(spec.splitSeed).permutation(count);
  return { train: order.subarray(testCount), test: order.subarray(0, testCount) };
}

/** What a feature is shifted and divided by. */
interface Scale {
  mean: number;
  std: number;
}

/**
 * Mean and population standard deviation of each feature over the training rows; a feature constant there is only
 * shifted.
 */
function scalesOf(rows: RowStore, features: number, train: Uint32Array): Scale[] {
  return Array.from({ length: features }, (_, f) => {
    const first = rows.get(train[0], f);
    let sum = 0;
    let constant = true;
    for (const row of train) {
      const value = rows.get(row, f);
      sum += value;
      constant &&= value === first;
    }
    if (constant) return { mean: first, std: 1 };
    const mean = sum / train.length;
    let squares = 0;
    for (const row of train) squares += (rows.get(row, f) - mean) ** 2;
    return { mean, std: Math.sqrt(squares / train.length) };
  });
}

/** How the numbers of a row are taken, and what messages call their columns. */
interface Taking {
  scales: Scale[] | undefined;
  nameOf(feature: number): string;
  file: string;
  /** What they are stored as. */
  type: ElementType;
}

/** The quantities of some rows. */
function quantitiesIn(quantities: Float64Array, rows: Uint32Array, taking: Taking): Floats {
  const targets = new taking.type.array(rows.length);
  rows.forEach((row, r) => (targets[r] = stored(quantities[row], 'of the target', taking)));
  return targets;
}

/** A number as it is stored. */
function stored(value: number, column: string, { file, type }: Taking): number {
  const rounded = type.round(value);
  if (Number.isFinite(rounded)) return rounded;
  throw new DatasetError({ file, column, value: `${value}` }, `numbers beyond the range of ${rangeText(type)}.`);
}

function takeRows(table: RowStore, features: number, aim: Aim, rows: Uint32Array, taking: Taking): Split {
  const { scales, nameOf, type } = taking;
  const inputs = new type.array(rows.length * features);
  rows.forEach((row, r) => {
    for (let f = 0; f < features; f++) {
      const value = table.get(row, f);
      const taken = scales ? (value - scales[f].mean) / scales[f].std : value;
      inputs[r * features + f] = Number.isFinite(type.round(taken)) ? taken : stored(taken, nameOf(f), taking);
    }
  });
  const split = { count: rows.length, inputs };
  if ('labels' in aim) return { ...split, labels: Int32Array.from(rows, (row) => aim.labels[row]) };
  return { ...split, targets: quantitiesIn(aim.quantities, rows, taking) };
}
