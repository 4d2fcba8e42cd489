import { describe, expect, test } from 'vitest';
import { singlesOf } from '../../../src/engine/datasets/inputs';
import { parseCsv } from '../../../src/engine/datasets/tables/csv';
import type { CsvSpec, Split, SyntheticSpec } from '../../../src/engine/datasets/spec';
import { createSynthetic } from '../../../src/engine/datasets/synthetic/synthetic';
import { readNpy } from '../../../src/engine/formats/npyRead';
import golden from './datasets.json';

interface GoldenSplit {
  inputs: number[];
  labels?: number[];
  targets?: number[];
}

/** A float32 apart at most: V8's sine and cosine may round a double the other way. */
function compareNumbers(actual: Float32Array, expected: number[]): void {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  expected.forEach(
    (value, i) => (worst = Math.max(worst, Math.abs(actual[i] - value) / Math.max(Math.abs(value), 1e-3))),
  );
  expect(worst).toBeLessThan(1.3e-7);
}

function compareSplit(actual: Split | undefined, expected: GoldenSplit): void {
  const count = (expected.labels ?? expected.targets ?? []).length;
  if (count === 0) {
    expect(actual).toBeUndefined();
    return;
  }
  expect(actual?.count).toBe(count);
  compareNumbers(singlesOf(actual!.inputs), expected.inputs);
  if (expected.labels !== undefined) expect([...actual!.labels!]).toEqual(expected.labels);
  if (expected.targets !== undefined) compareNumbers(singlesOf(actual!.targets!), expected.targets);
}

describe('synthetic datasets are those of scikit-learn and NumPy', () => {
  for (const { spec, train, test: held } of golden.synthetic) {
    test(JSON.stringify(spec), () => {
      const dataset = createSynthetic(spec as SyntheticSpec);
      compareSplit(dataset.train, train);
      compareSplit(dataset.test, held);
    });
  }
});

describe('tables are split and scaled as by train_test_split and StandardScaler', () => {
  golden.tables.forEach((table, index) => {
    test(`table ${index}`, () => {
      const dataset = parseCsv(new TextEncoder().encode(table.text), table.spec as CsvSpec, {
        quantity: table.quantity,
      });
      expect(dataset.features).toBe(table.features);
      expect(dataset.classNames ?? null).toEqual(table.classNames);
      expect(dataset.featureNames ?? null).toEqual(table.featureNames);
      expect(dataset.classes).toBe(table.classNames?.length ?? 0);
      compareSplit(dataset.train, table.train);
      compareSplit(dataset.test, table.test);
    });
  });
});

describe('.npy files hold what np.load reads', () => {
  golden.arrays.forEach(({ type, shape, base64, values }, index) => {
    test(`${index}: ${type} of shape (${shape.join(', ')})`, () => {
      const read = readNpy(Buffer.from(base64, 'base64'));
      expect(read.shape).toEqual(shape);
      expect(
        [...read.values].map((value) =>
          Number.isFinite(value) ? value : String(value).replace('Infinity', 'inf').toLowerCase(),
        ),
      ).toEqual(values);
    });
  });
});
