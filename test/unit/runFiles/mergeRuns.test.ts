import { beforeAll, describe, expect, it } from 'vitest';
import {
  runSuffixes,
  seriesLooks,
  settingDifferences,
  settingSuffixes,
  type NamedRun,
} from '../../../src/experiment/comparison/comparison';
import { networkOf } from '../experiment/networkOf';
import { mergeRuns } from '../../../src/experiment/comparison/mergeRuns';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import { defaultReach, summarize } from '../../../src/experiment/verdict/summary';
import { tiny, train } from './savedRunSupport';

const points: ExperimentInput = { ...tiny, dataset: { kind: 'blobs', train: 20, test: 10, centers: 3, features: 2 } };
const at = (clock: string, name = 'Tiny') => ({ name, day: '22 Nov', clock, second: `${clock}:00` });
const named = (run: RunRecord, clock: string, name?: string): NamedRun => ({ run, ...at(clock, name) });

let first: RunRecord;
let slower: RunRecord;
let wider: RunRecord;
let other: RunRecord;

beforeAll(async () => {
  first = (await train(points)).run;
  slower = (
    await train({
      ...points,
      optimizer: { kind: 'sgd', learningRate: 0.01 },
      training: { ...points.training, steps: 12 },
      random: { ...points.random, seeds: [4] },
      initializers: [{ kind: 'zeros' }],
    })
  ).run;
  wider = (await train({ ...points, network: { hidden: [2, 5] } })).run;
  other = (await train({ ...tiny, dataset: { kind: 'blobs', train: 30, test: 10, centers: 4, features: 3 } })).run;
});

describe('runs laid over each other', () => {
  it('keep every curve, figure and verdict', () => {
    const { run } = mergeRuns([named(first, '10:31'), named(slower, '10:40')]);
    expect(run.trials.map(({ initializer }) => initializer)).toEqual([0, 1, 2, 3]);
    expect(run.trials.map(({ curve }) => curve)).toEqual([...first.trials, ...slower.trials].map(({ curve }) => curve));
    const rows = summarize(run, defaultReach(run));
    const own = [first, slower].flatMap((one) => summarize(one, defaultReach(run)));
    expect(rows.map(({ label }) => label)).toEqual([
      'Zeros · 10:31',
      'Random normal · 10:31',
      'wide · 10:31',
      'Zeros · 10:40',
    ]);
    expect(rows.map(({ cost, testCost, stepsToReach }) => [cost.mean, testCost.mean, stepsToReach.mean])).toEqual(
      own.map(({ cost, testCost, stepsToReach }) => [cost.mean, testCost.mean, stepsToReach.mean]),
    );
    expect(run.header!.totalSteps).toBe(20);
  });

  it('of the same data and network keep boundaries and histograms; the runs themselves stay as they were', () => {
    const before = structuredClone([first, slower]);
    const { run, notes } = mergeRuns([named(first, '10:31'), named(slower, '10:40')]);
    expect(notes).toEqual([]);
    expect(run.header!.data.points).toEqual(first.header!.data.points);
    expect(run.header!.layers).toEqual(first.header!.layers);
    expect(run.trials[3].snapshots.map(({ layers, boundary }) => ({ layers, boundary }))).toEqual(
      slower.trials[0].snapshots.map(({ layers, boundary }) => ({ layers, boundary })),
    );
    expect([first, slower]).toEqual(before);
  });

  it('of one seed each stand in one column row, whatever the seed', () => {
    expect(
      new Set(mergeRuns([named(first, '10:31'), named(slower, '10:40')]).run.trials.map(({ seed }) => seed)).size,
    ).toBe(1);
  });

  it('with other layers show the common ones alone, and judge by all', () => {
    const { run, notes } = mergeRuns([named(first, '10:31'), named(wider, '10:40')]);
    expect(run.header!.layers.map(({ name }) => name)).toEqual(['hidden.0']);
    expect(notes).toHaveLength(1);
    const zeros = summarize(run, 1).filter(({ label }) => label.startsWith('Zeros'));
    expect(zeros.map(({ verdict }) => verdict.kind)).toEqual(
      [...summarize(first, 1), ...summarize(wider, 1)]
        .filter(({ label }) => label === 'Zeros')
        .map(({ verdict }) => verdict.kind),
    );
    expect(run.trials[3].snapshots[0].layers[0]).toEqual(wider.trials[0].snapshots[0].layers[0]);
  });

  it('on other data keep no boundary, no points and no confusion of other classes', () => {
    const { run, notes } = mergeRuns([named(first, '10:31'), named(other, '10:40')]);
    expect(run.header!.data.points).toBeUndefined();
    expect(
      run.trials.every(
        ({ snapshots, final }) =>
          snapshots.every(({ boundary }) => boundary === undefined) && final?.mistakes === undefined,
      ),
    ).toBe(true);
    expect(run.trials[0].final!.trainCost).toBe(first.trials[0].final!.trainCost);
    expect(run.header!.data.classes).toBe(4);
    expect(notes.length).toBeGreaterThanOrEqual(3);
  });
});

describe('labels of runs', () => {
  it('are as short as tells them apart', () => {
    expect(runSuffixes([at('10:31', 'A'), at('10:31', 'B')])).toEqual(['A', 'B']);
    expect(runSuffixes([at('10:31'), at('10:35')])).toEqual(['10:31', '10:35']);
    expect(
      runSuffixes([
        { ...at('10:31'), second: '10:31:02' },
        { ...at('10:31'), second: '10:31:40' },
      ]),
    ).toEqual(['10:31:02', '10:31:40']);
    expect(runSuffixes([at('10:31'), { ...at('10:31'), day: '21 Nov' }])).toEqual(['22 Nov', '21 Nov']);
    expect(runSuffixes([at('10:31'), at('10:35'), { ...at('10:31'), day: '21 Nov' }])).toEqual([
      '22 Nov 10:31',
      '22 Nov 10:35',
      '21 Nov 10:31',
    ]);
    expect(new Set(runSuffixes([at('10:31'), at('10:31')])).size).toBe(2);
  });
});

describe('labels of runs that differ in one setting', () => {
  it('tell its value', async () => {
    const rates = await Promise.all(
      [0.1, 0.05].map(
        async (learningRate) =>
          (await train({ ...points, optimizer: { kind: 'sgd', learningRate }, initializers: [{ kind: 'zeros' }] })).run,
      ),
    );
    expect(
      summarize(mergeRuns([named(rates[0], '10:31'), named(rates[1], '10:31')]).run, 1).map(({ label }) => label),
    ).toEqual(['Zeros · 0.1', 'Zeros · 0.05']);
  });
});

describe('looks of runs', () => {
  it('give each run its dash, each initializer its marker, and each series its colour while they last', () => {
    const two = seriesLooks([
      ['a', 'b'],
      ['b', 'c'],
    ]);
    expect(two.map(({ dash }) => dash)).toEqual([0, 0, 1, 1]);
    expect(two.map(({ marker }) => marker)).toEqual([0, 1, 1, 2]);
    expect(new Set(two.map(({ color }) => color)).size).toBe(4);
    const many = seriesLooks([
      ['a', 'b', 'c', 'd'],
      ['a', 'b', 'c', 'd'],
    ]);
    expect(many.map(({ color }) => color)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(new Set(many.map((look) => JSON.stringify(look))).size).toBe(8);
  });
});

describe('differences of runs', () => {
  it('are told by their paths', () => {
    const found = settingDifferences([first, slower].map((run) => run.header!.experiment));
    expect(found).toEqual([
      { path: 'optimizer.learningRate', values: ['0.1', '0.01'] },
      { path: 'training.steps', values: ['20', '12'] },
      { path: 'random.seeds', values: ['[3]', '[4]'] },
      { path: 'initializers', values: ['Zeros, Random normal, wide', 'Zeros'] },
    ]);
  });

  it('are those of initializers of one label too', () => {
    const experiment = networkOf(first.header!.experiment);
    const [zeros, normal, wide] = experiment.initializers;
    const changed = {
      ...experiment,
      initializers: [
        zeros,
        { ...normal, stddev: 0.05 },
        { ...wide, stddev: 2, layers: { output: { kind: 'zeros' as const } } },
      ],
    };
    expect(settingDifferences([experiment, changed])).toEqual([
      { path: 'initializers["wide"].stddev', values: ['1', '2'] },
      { path: 'initializers["wide"].layers.output.kind', values: [undefined, '"zeros"'] },
    ]);
    expect(
      settingSuffixes([{ name: 'a' }, { name: 'a' }], [{ path: 'initializers["wide"].stddev', values: ['1', '2'] }]),
    ).toBeUndefined();
  });
});
