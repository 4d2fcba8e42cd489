import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { readNpz } from '../../../../src/engine/formats/npz';
import { readTensorFile } from '../../../../src/engine/formats/tensorFile';
import { csvNumber, csvText } from '../../../../src/experiment/report/csv';
import { curvesCsv, histogramsCsv, summaryCsv } from '../../../../src/experiment/report/tables';
import { networkExperimentSchema } from '../../../../src/experiment/format/schema';
import { summarize } from '../../../../src/experiment/verdict/summary';
import {
  weightFile,
  weightFileStem,
  weightFormats,
  weightMetadata,
} from '../../../../src/experiment/runFile/weightFile';
import { mockRun } from '../../../../webview/dev/mockRun';

/** A label that every format has a reason to trip over. */
const nasty = 'a, "b" | <script>alert(1)</script>\r\nsecond line ';
const experiment = networkExperimentSchema.parse({
  version: 1,
  name: 'Two',
  dataset: { kind: 'circles', train: 60, test: 20 },
  network: { hidden: [4] },
  loss: 'binaryCrossEntropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  training: { steps: 200, recordEvery: 50 },
  random: { seeds: [3, 4] },
  initializers: [
    { kind: 'zeros', label: nasty },
    { kind: 'glorotUniform', enabled: false },
    { kind: 'heNormal', u: 2 },
  ],
});
const run = mockRun(experiment, 1, { updates: 5, boundary: 0 });
const records = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' });

describe('CSV', () => {
  test('quotes what RFC 4180 says, and only that', () => {
    expect(
      csvText([
        ['a', 'b c', 1.5],
        ['x,y', 'say "no"', undefined],
        ['two\nlines', ' blank', -0.1],
      ]),
    ).toBe('a,b c,1.5\r\n"x,y","say ""no""",\r\n"two\nlines"," blank",-0.1\r\n');
  });

  test('numbers keep every digit, a decimal point, and words for what is no number', () => {
    const values = [0.1 + 0.2, 1e-7, 123456789.5, -1e300, 5e-324];
    expect(values.map((value) => Number(csvNumber(value)))).toEqual(values);
    expect([NaN, Infinity, -Infinity].map(csvNumber)).toEqual(['nan', 'inf', '-inf']);
  });

  test('curves have a row for each point of each trial, with the very numbers of the run', () => {
    const [head, ...rows] = records(curvesCsv(run));
    expect(head).toEqual([
      'initializer',
      'kind',
      'label',
      'seed',
      'step',
      'train cost',
      'test cost',
      'train accuracy',
      'test accuracy',
    ]);
    expect(rows.length).toBe(run.trials.reduce((sum, { curve }) => sum + curve.step.length, 0));
    const [first] = run.trials;
    expect(rows[0].slice(0, 5)).toEqual(['0', 'zeros', nasty, '3', '0']);
    const own = rows.filter((row) => row[0] === '2' && row[3] === '4');
    const trial = run.trials.find(({ initializer, seed }) => initializer === 2 && seed === 4)!;
    expect(own.map((row) => Number(row[5]))).toEqual(trial.curve.train);
    expect(own.map((row) => Number(row[4]))).toEqual(trial.curve.step);
    expect(own.every((row) => row[2] === 'He normal')).toBe(true);
    expect(first.curve.step.length).toBeGreaterThan(2);
  });

  test('a cost that is not finite is a word, a figure that nobody looked at is empty', () => {
    const [trial] = run.trials;
    const curve = {
      step: [0, 1, 2],
      train: [0.7, Infinity, NaN],
      test: [0.7, NaN, NaN],
      trainAccuracy: [0.5, NaN, NaN],
      testAccuracy: [NaN, NaN, NaN],
    };
    const [, ...rows] = records(curvesCsv({ ...run, trials: [{ ...trial, curve }] }));
    expect(rows.map((row) => row.slice(5))).toEqual([
      ['0.7', '0.7', '0.5', ''],
      ['inf', '', '', ''],
      ['nan', '', '', ''],
    ]);
  });

  test('the summary has the means of the seeds', () => {
    const [head, ...rows] = records(summaryCsv(run, 0.5));
    const summary = summarize(run, 0.5);
    expect(rows.map((row) => Number(row[head.indexOf('train cost')]))).toEqual(summary.map(({ cost }) => cost.mean));
    expect(rows.map((row) => Number(row[head.indexOf('± train cost')]))).toEqual(
      summary.map(({ cost }) => cost.halfWidth),
    );
    expect(rows.map((row) => row[3])).toEqual(['2', '2']);
  });

  test('histograms count every value, in bins that lie side by side', () => {
    const [head, ...rows] = records(histogramsCsv(run, 0));
    expect(new Set(rows.map((row) => row[head.indexOf('step')]))).toEqual(new Set(['0']));
    const he = rows.filter(
      (row) =>
        row[0] === '2' &&
        row[3] === '3' &&
        row[head.indexOf('layer')] === 'hidden.0' &&
        row[head.indexOf('tensor')] === 'kernel',
    );
    const { statistics } = run.trials.find(({ initializer }) => initializer === 2)!.snapshots[0].layers[0].kernel;
    expect(he.reduce((sum, row) => sum + Number(row[head.indexOf('count')]), 0)).toBe(statistics.count);
    for (const row of he) expect(Number(row[head.indexOf('from')])).toBeLessThan(Number(row[head.indexOf('to')]));
  });
});

describe('weights', () => {
  const tensors = [
    { name: 'hidden.0.kernel', shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0.1, 5, -0) },
    { name: 'hidden.0.bias', shape: [2], values: Float32Array.of(7, 8) },
  ];

  test('come back from every format as they were', () => {
    for (const format of weightFormats) {
      const given = format === 'npy' ? tensors.slice(0, 1) : tensors;
      const read = readTensorFile(`w.${format}`, weightFile(format, given, {}));
      expect(read.map(({ shape }) => [...shape])).toEqual(given.map(({ shape }) => shape));
      expect(read.map(({ values }) => [...values])).toEqual(given.map(({ values }) => [...values]));
      if (format !== 'npy') expect(read.map(({ name }) => name)).toEqual(given.map(({ name }) => name));
    }
  });

  test('equal tensors give equal npz bytes, and names are never lost', () => {
    expect(weightFile('npz', tensors, {})).toEqual(weightFile('npz', tensors, {}));
    expect(readNpz(weightFile('npz', tensors, {})).length).toBe(2);
    expect(() => weightFile('npz', [tensors[0], tensors[0]], {})).toThrow(RangeError);
    expect(() => weightFile('npy', tensors, {})).toThrow(RangeError);
  });

  test('are named by initializer, seed and moment', () => {
    expect(weightFileStem(run, 3, 'final')).toBe('2-heNormal-seed4-final');
    expect(weightMetadata(run, 3)).toEqual({ initializer: 'heNormal', seed: '4', layout: run.header!.layout });
  });
});
