import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../src/engine/datasets/tables/csv';
import { DatasetError } from '../../../src/engine/datasets/datasetError';
import type { CsvSpec } from '../../../src/engine/datasets/spec';
import { createSynthetic } from '../../../src/engine/datasets/synthetic/synthetic';

const spec: CsvSpec = {
  kind: 'csv',
  path: 'data/points.csv',
  target: 'class',
  testFraction: 0,
  splitSeed: 0,
  standardize: false,
};

function failure(text: string, changes: Partial<CsvSpec> = {}, quantity = false): unknown {
  try {
    parseCsv(text, { ...spec, ...changes }, { quantity });
  } catch (error) {
    expect(error).toBeInstanceOf(DatasetError);
    return error;
  }
  return undefined;
}

describe('tables', () => {
  test('a header, names of classes, file order', () => {
    const dataset = parseCsv('x,class,y\n1,b,2\n3,a,4.5e-1\n5,b,.5\n', spec);
    expect(dataset).toEqual({
      features: 2,
      classes: 2,
      featureNames: ['x', 'y'],
      classNames: ['a', 'b'],
      train: { count: 3, inputs: Float32Array.of(1, 2, 3, 0.45, 5, 0.5), labels: Int32Array.of(1, 0, 1) },
    });
  });

  test('byte order mark, CRLF, semicolons, quotes, tabs, blank lines and spaces', () => {
    const expected = parseCsv('x,y,class\n1,2,"a;b"\n3,4,c\n', spec);
    expect(parseCsv(new TextEncoder().encode('\uFEFFx;y;class\r\n1;2;"a;b"\r\n\r\n3;4;c\r\n'), spec)).toEqual(expected);
    expect(parseCsv('x\ty\tclass\n1\t 2\ta;b\n3\t4\tc', spec)).toEqual(expected);
    expect(parseCsv('x, y, class\n1, 2, "a;b"\n3 ,4 ,c ', spec)).toEqual(expected);
    expect(expected.classNames).toEqual(['a;b', 'c']);
  });

  test('no header: the target by index, also from the end', () => {
    const expected = {
      features: 1,
      classes: 2,
      classNames: ['2', '10'],
      train: { count: 3, inputs: Float32Array.of(5, 6, 7), labels: Int32Array.of(1, 0, 1) },
    };
    expect(parseCsv('5,10\n6,2\n7,10.0\n', { ...spec, target: -1 })).toEqual(expected);
    expect(parseCsv('10,5\n2,6\n10,7\n', { ...spec, target: 0 })).toEqual(expected);
  });

  test('names of classes without a header are no header', () => {
    expect(parseCsv('5,a\n6,b\n', { ...spec, target: 1 }).train.count).toBe(2);
    expect(parseCsv('u,v\n5,a\n6,b\n', { ...spec, target: 1 })).toMatchObject({
      featureNames: ['u'],
      train: { count: 2 },
    });
  });

  test('quantities', () => {
    const dataset = parseCsv('x,class\n1,0.5\n2,-3\n', spec, { quantity: true });
    expect(dataset.classes).toBe(0);
    expect(dataset.train).toEqual({ count: 2, inputs: Float32Array.of(1, 2), targets: Float32Array.of(0.5, -3) });
    expect(dataset.classNames).toBeUndefined();
  });

  test('a constant feature becomes 0, not noise', () => {
    const text = `x,c,class\n${Array.from({ length: 10 }, (_, i) => `${i},0.1,${i % 2}`).join('\n')}`;
    const { train } = parseCsv(text, { ...spec, standardize: true });
    for (let r = 0; r < 10; r++) {
      expect(train.inputs[2 * r + 1]).toBe(0);
      expect(train.inputs[2 * r]).toBeCloseTo((r - 4.5) / Math.sqrt(8.25), 6);
    }
  });
});

describe('what is wrong with a table is named', () => {
  const file = 'data/points.csv';
  test.each<[string, string, Partial<CsvSpec>, boolean, object]>([
    ['no rows', '', {}, false, { file, row: undefined }],
    ['blank lines only', '\n\n', {}, false, { file }],
    ['a header only', 'x,class\n', {}, false, { file }],
    ['one column', 'class\na\n', {}, false, { row: 1, value: 'class' }],
    ['a row too short', 'x,y,class\n1,2,a\n\n1,b\n', {}, false, { row: 4, value: '2' }],
    ['a row too long', 'x,y,class\n1,2,a,3\n', {}, false, { row: 2, value: '4' }],
    ['a missing cell', 'x,y,class\n1,2,a\n1,,b\n', {}, false, { row: 3, column: '"y"', value: '' }],
    ['a missing class', 'x,y,class\n1,2,a\n1,2,\n', {}, false, { row: 3, column: '"class"', value: '' }],
    ['a word for a number', 'x,y,class\n1,2,a\n1,NaN,b\n', {}, false, { row: 3, column: '"y"', value: 'NaN' }],
    ['a hexadecimal number', 'x,y,class\n0x10,2,a\n', {}, false, { row: 2, column: '"x"', value: '0x10' }],
    ['a number too large', 'x,y,class\n1e999,2,a\n', {}, false, { row: 2, value: '1e999' }],
    [
      'a bad first row without a header',
      '1,oops,a\n1,2,b\n',
      { target: 2 },
      false,
      { row: 1, column: '1', value: 'oops' },
    ],
    ['a word for a quantity', 'x,class\n1,2\n3,high\n', {}, true, { row: 3, column: '"class"', value: 'high' }],
    ['quantities for classes', 'x,class\n1,2\n3,2.5\n', {}, false, { row: 3, value: '2.5' }],
    ['no such column', 'x,y\n1,2\n', {}, false, { value: 'class' }],
    ['a name twice', 'class,x,class\na,1,b\n', {}, false, { value: 'class' }],
    ['an index too large', '1,a\n2,b\n', { target: 2 }, false, { value: '2' }],
    ['an index too small', '1,a\n2,b\n', { target: -3 }, false, { value: '-3' }],
    ['one class', 'x,class\n1,a\n2,a\n', {}, false, { column: '"class"', value: 'a' }],
    ['nothing left to train on', 'x,class\n1,a\n2,b\n', { testFraction: 0.9 }, false, { value: '0.9' }],
    ['an open quote', 'x,class\n1,"a\n2,b\n', {}, false, { file }],
  ])('%s', (_, text, changes, quantity, place) => {
    expect(failure(text, changes, quantity)).toMatchObject(place);
  });
});

describe('synthetic datasets', () => {
  test('no test points: no test split', () => {
    expect(
      createSynthetic({ kind: 'moons', train: 4, test: 0, noise: 0, trainSeed: 1, testSeed: 2 }).test,
    ).toBeUndefined();
  });

  test('the arms of a spiral are balanced', () => {
    const { train, classes } = createSynthetic({
      kind: 'spiral',
      train: 50,
      test: 0,
      noise: 0,
      classes: 3,
      turns: 1,
      trainSeed: 1,
      testSeed: 2,
    });
    expect(classes).toBe(3);
    expect([0, 1, 2].map((label) => train.labels!.filter((l) => l === label).length)).toEqual([17, 17, 16]);
  });

  test('test blobs lie around the training centres', () => {
    const { train, test: held } = createSynthetic({
      kind: 'blobs',
      train: 90,
      test: 90,
      centers: 3,
      clusterStd: 1e-6,
      features: 2,
      trainSeed: 4,
      testSeed: 5,
    });
    for (const label of [0, 1, 2]) {
      const a = train.labels!.indexOf(label);
      const b = held!.labels!.indexOf(label);
      for (const f of [0, 1]) expect(held!.inputs[2 * b + f]).toBeCloseTo(train.inputs[2 * a + f], 4);
    }
  });

  test('exclusive or: classes by the signs, where there is no noise', () => {
    const { train } = createSynthetic({ kind: 'xor', train: 100, test: 0, noise: 0, trainSeed: 1, testSeed: 2 });
    train.labels!.forEach((label, r) => expect(label).toBe(train.inputs[2 * r] * train.inputs[2 * r + 1] < 0 ? 1 : 0));
  });
});
