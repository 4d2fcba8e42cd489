import { NumpyRandom } from '../random/numpy';
import { columnName, type CsvTable, numberOf, readTable } from './csvTable';
import { DatasetError } from './datasetError';
import type { CsvSpec, Dataset, Split } from './spec';

/** What the rows aim at: class indices with their names, or quantities. */
type Aim = { labels: Int32Array; classNames: string[] } | { quantities: Float64Array };

/**
 * A table of numbers as a dataset: every column but the target is a feature.
 *
 * The target holds classes, sorted (numerically when all are numbers, as `np.unique`), or with `quantity` numbers to be
 * approximated. `testFraction` and `splitSeed` split as `sklearn.model_selection.train_test_split` with `random_state`;
 * 0 keeps all rows in file order. `standardize` is `StandardScaler` fitted to the training rows, in float64.
 * Throws `DatasetError` with file, line, column and value of what is wrong.
 */
export function parseCsv(source: Uint8Array | string, spec: CsvSpec, options: { quantity?: boolean } = {}): Dataset {
  const file = spec.path;
  const table = readTable(source, file, spec.target);
  const count = table.rows.length;
  const columns = table.rows[0].map((_, column) => column).filter((column) => column !== table.target);
  const features = columns.length;
  const values = new Float64Array(count * features);
  columns.forEach((column, f) => {
    for (let r = 0; r < count; r++) values[r * features + f] = numberAt(table, file, r, column);
  });
  const aim = options.quantity === true ? quantitiesOf(table, file) : classesOf(table, file);
  const { train, test } = splitRows(count, spec, file);
  if (spec.standardize) standardize(values, features, train);
  const header = table.header;
  return {
    features,
    classes: 'labels' in aim ? aim.classNames.length : 0,
    train: takeRows(values, features, aim, train),
    ...(test.length > 0 ? { test: takeRows(values, features, aim, test) } : {}),
    ...(header === undefined ? {} : { featureNames: columns.map((column) => header[column]) }),
    ...('labels' in aim ? { classNames: aim.classNames } : {}),
  };
}

function cellAt(table: CsvTable, file: string, row: number, column: number): string {
  const cell = table.rows[row][column];
  if (cell === '') throw new DatasetError({ file, row: table.lines[row], column: columnName(table, column), value: cell }, 'the cell is empty.');
  return cell;
}

function numberAt(table: CsvTable, file: string, row: number, column: number): number {
  const cell = cellAt(table, file, row, column);
  const value = numberOf(cell);
  if (value === undefined) {
    throw new DatasetError({ file, row: table.lines[row], column: columnName(table, column), value: cell }, `"${cell}" is not a number.`);
  }
  return value;
}

function quantitiesOf(table: CsvTable, file: string): Aim {
  return { quantities: Float64Array.from(table.rows, (_, row) => numberAt(table, file, row, table.target)) };
}

function classesOf(table: CsvTable, file: string): Aim {
  const cells = table.rows.map((_, row) => cellAt(table, file, row, table.target));
  const place = { file, column: columnName(table, table.target) };
  const numeric = cells.every((cell) => numberOf(cell) !== undefined);
  const fraction = numeric ? cells.findIndex((cell) => !Number.isInteger(Number(cell))) : -1;
  if (fraction >= 0) {
    throw new DatasetError(
      { ...place, row: table.lines[fraction], value: cells[fraction] },
      `"${cells[fraction]}" is no class number; a quantity needs meanSquaredError with a linear output.`,
    );
  }
  // 1 and 1.0 are one class when all classes are numbers.
  const key = (cell: string) => (numeric ? `${Number(cell)}` : cell);
  const names = [...new Set(cells.map(key))].sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
  if (names.length < 2) throw new DatasetError({ ...place, value: names[0] }, `every row has the class "${names[0]}": at least two classes are needed.`);
  const index = new Map(names.map((name, i) => [name, i]));
  return { labels: Int32Array.from(cells, (cell) => index.get(key(cell)) ?? -1), classNames: names };
}

/** `train_test_split`: the first ⌈fraction · count⌉ rows of `RandomState(seed).permutation(count)` are the test. */
function splitRows(count: number, spec: CsvSpec, file: string): { train: Uint32Array; test: Uint32Array } {
  if (spec.testFraction === 0) return { train: Uint32Array.from({ length: count }, (_, row) => row), test: new Uint32Array(0) };
  const testCount = Math.ceil(spec.testFraction * count);
  if (testCount >= count) {
    throw new DatasetError({ file, value: `${spec.testFraction}` }, `a test fraction of ${spec.testFraction} leaves none of ${count} rows for training.`);
  }
  const order = new NumpyRandom(spec.splitSeed).permutation(count);
  return { train: order.subarray(testCount), test: order.subarray(0, testCount) };
}

/** Mean 0 and population standard deviation 1 over the training rows, in place; a feature constant there is only shifted. */
function standardize(values: Float64Array, features: number, train: Uint32Array): void {
  for (let f = 0; f < features; f++) {
    const first = values[train[0] * features + f];
    let sum = 0;
    let constant = true;
    for (const row of train) {
      sum += values[row * features + f];
      constant &&= values[row * features + f] === first;
    }
    const mean = constant ? first : sum / train.length;
    let squares = 0;
    for (const row of train) squares += (values[row * features + f] - mean) ** 2;
    const std = constant ? 1 : Math.sqrt(squares / train.length);
    for (let i = f; i < values.length; i += features) values[i] = (values[i] - mean) / std;
  }
}

function takeRows(values: Float64Array, features: number, aim: Aim, rows: Uint32Array): Split {
  const inputs = new Float32Array(rows.length * features);
  rows.forEach((row, r) => {
    for (let f = 0; f < features; f++) inputs[r * features + f] = values[row * features + f];
  });
  const split = { count: rows.length, inputs };
  if ('labels' in aim) return { ...split, labels: Int32Array.from(rows, (row) => aim.labels[row]) };
  return { ...split, targets: Float32Array.from(rows, (row) => aim.quantities[row]) };
}
