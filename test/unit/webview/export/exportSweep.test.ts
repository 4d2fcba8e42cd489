import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { reportHtml } from '../../../../src/experiment/report/html';
import { reportMarkdown } from '../../../../src/experiment/report/markdown';
import { reportOf } from '../../../../src/experiment/report/report';
import { curvesCsv, histogramsCsv, summaryCsv } from '../../../../src/experiment/report/tables';
import { runFile } from '../../../../src/experiment/runFile/runFile';
import { networkExperimentSchema } from '../../../../src/experiment/format/schema';
import { summarize } from '../../../../src/experiment/verdict/summary';
import { indicesOf } from '../../../../src/experiment/format/sweepAxes';
import { mockRun } from '../../../../webview/dev/mockRun';
import { mockSweep } from '../../../../webview/dev/mockSweep';

const base = {
  version: 1,
  name: 'Map',
  dataset: { kind: 'circles', train: 60, test: 20 },
  network: { hidden: [4] },
  loss: 'binaryCrossEntropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  training: { steps: 200, recordEvery: 50 },
  initializers: [{ kind: 'zeros', label: 'a | <b>' }, { kind: 'heNormal' }],
} as const;
const source = { file: 'map.initlab.json', version: '1', date: 'today' };
const sweep = mockSweep(
  networkExperimentSchema.parse({
    ...base,
    sweep: [
      { path: '/optimizer/learningRate', values: [0.01, 0.1, 1] },
      { path: '/network/hidden', values: [[2], [4, 4]] },
    ],
  }),
  1,
);
const cells = sweep.sweep!.cells;
const records = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' });

describe('the tables of a sweep', () => {
  test('have each varied setting in a column of its own, and the very numbers of each cell', () => {
    const [head, ...rows] = records(curvesCsv(sweep));
    expect(head.slice(0, 3)).toEqual(['setting /optimizer/learningRate', 'setting /network/hidden', 'initializer']);
    expect(rows.length).toBe(
      cells.reduce((sum, { run }) => sum + run.trials.reduce((points, { curve }) => points + curve.step.length, 0), 0),
    );
    const own = rows.filter((row) => row[0] === '0.1' && row[1] === '[4,4]' && row[2] === '1');
    const cell = cells.find(
      ({ setting }) =>
        setting['/optimizer/learningRate'] === 0.1 && JSON.stringify(setting['/network/hidden']) === '[4,4]',
    )!;
    expect(own.map((row) => Number(row[head.indexOf('train cost')]))).toEqual(
      cell.run.trials.find(({ initializer }) => initializer === 1)!.curve.train,
    );
  });

  test('sum up each initializer in each cell', () => {
    const [head, ...rows] = records(summaryCsv(sweep, 0.5));
    expect(rows.length).toBe(cells.length * 2);
    expect(rows.map((row) => Number(row[head.indexOf('train cost')]))).toEqual(
      cells.flatMap(({ run }) => summarize(run, 0.5).map(({ cost }) => cost.mean)),
    );
  });

  test('count the histograms of every cell, and leave out cells that have not begun', () => {
    const of = (run: typeof sweep): Set<string> =>
      new Set(
        records(histogramsCsv(run, 0))
          .slice(1)
          .map((row) => `${row[0]} ${row[1]}`),
      );
    expect(of(sweep).size).toBe(6);
    const half = structuredClone(sweep);
    half.sweep!.cells[5].run = { id: 9, status: 'starting', trials: [], seconds: 0 };
    expect(of(half).size).toBe(5);
    expect(records(summaryCsv(half)).length).toBe(1 + 5 * 2);
  });

  test('the run file carries the setting of each trial', () => {
    expect(runFile(sweep).trials.map(({ setting }) => setting)).toEqual(
      cells.flatMap(({ setting, run }) => run.trials.map(() => setting)),
    );
  });
});

describe('the report of a sweep', () => {
  const report = reportOf(sweep, [], source);

  test('has a row for each cell and a column for each initializer', () => {
    const [cost, accuracy] = report.tables;
    expect(cost.head).toEqual(['learning rate', 'hidden layers', 'a | <b>', 'He normal']);
    expect(cost.rows.length).toBe(6);
    expect(cost.rows[3].slice(0, 2)).toEqual(['0.1', '4 · 4']);
    expect(indicesOf(sweep.sweep!, 3)).toEqual([1, 1]);
    expect(accuracy.rows.flat().some((text) => text.endsWith('%'))).toBe(true);
    expect(cost.rows.flat()).toContain('diverged');
  });

  test('names the best cell of each initializer', () => {
    const finals = cells
      .map(({ run }) => run.trials.find(({ initializer }) => initializer === 1)!)
      .map(({ status, final }) => (status === 'finished' ? final!.trainCost : Infinity));
    const [rate, width] = report.tables[0].rows[finals.indexOf(Math.min(...finals))];
    expect(report.verdicts[1][1]).toContain(`at learning rate ${rate}, hidden layers ${width}`);
  });

  test('says what it varied, and asks the command line for no weights', () => {
    expect(report.facts).toContainEqual(['Varied: learning rate', '0.01, 0.1, 1']);
    expect(report.reproduce.command).not.toContain('--weights');
  });

  test('is escaped in both forms', () => {
    expect(reportHtml(report, () => '')).not.toContain('<b>');
    const rows = reportMarkdown(report, () => '')
      .split('\n')
      .filter((line) => line.startsWith('| ') && line.includes('learning rate'));
    expect(rows[0]).toBe('| learning rate | hidden layers | a \\| &lt;b&gt; | He normal |');
  });
});

describe('the report of several seeds', () => {
  const run = mockRun(networkExperimentSchema.parse({ ...base, random: { seeds: [1, 2, 3] } }), 1, {
    updates: 5,
    boundary: 0,
  });
  const report = reportOf(run, [], source);

  test('has the paired differences beside the summary', () => {
    expect(report.tables.length).toBe(3);
    const [, cost] = report.tables;
    expect(cost.rows.length).toBe(1);
    expect(cost.rows[0][3]).toBe('3');
    expect(cost.rows[0][2]).toMatch(/ ± /);
  });

  test('a single seed has none', () => {
    expect(
      reportOf(mockRun(networkExperimentSchema.parse(base), 1, { updates: 5, boundary: 0 }), [], source).tables.length,
    ).toBe(1);
  });

  test('runs that lie over each other are named with what differs, and offer no experiment of their own', () => {
    const compared = reportOf(run, [], {
      ...source,
      comparison: {
        runs: ['A, 10:31', 'B, 10:32'],
        differences: [{ path: 'optimizer.learningRate', values: ['0.1', undefined] }],
        notes: ['Something is left out.'],
      },
    });
    expect(compared.facts).toEqual([
      ['Runs', 'A, 10:31 · B, 10:32'],
      ['optimizer.learningRate', '0.1 · –'],
      ['Note', 'Something is left out.'],
    ]);
    expect([compared.experimentJson, compared.reproduce.command]).toEqual([undefined, undefined]);
    expect(reportHtml(compared, () => '')).not.toContain('<details>');
    expect(reportMarkdown(compared, () => '')).not.toContain('```');
  });
});
