import { describe, expect, it } from 'vitest';
import type { RunHeader, RunRecord, TrialRecord } from '../../../../src/experiment/record/record';
import { cellFigure, figureRange, isGeometric } from '../../../../src/experiment/sweep/sweepFigures';
import { luminance, mapColor } from '../../../../webview/charts/theme/colorMap';
import { parseValues, valuesText } from '../../../../webview/experiment/rail/sweep/sweepValues';

const header = {} as RunHeader;

function trialOf(seed: number, fields: Partial<TrialRecord>): TrialRecord {
  return {
    initializer: 1,
    seed,
    status: 'finished',
    step: 1,
    seconds: 0,
    curve: { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] },
    snapshots: [],
    ...fields,
  };
}

const final = (trainCost: number) => ({
  final: { trainCost, testCost: 2 * trainCost, trainAccuracy: 1, testAccuracy: 0.5 },
});
const runOf = (trials: TrialRecord[], fields: Partial<RunRecord> = {}): RunRecord => ({
  id: 1,
  status: 'finished',
  header,
  trials,
  seconds: 0,
  ...fields,
});

describe('the figure of a cell', () => {
  it('is the mean of the seeds that came to their end, with its interval', () => {
    const figure = cellFigure(
      runOf([
        trialOf(1, final(1)),
        trialOf(2, final(3)),
        trialOf(3, { status: 'diverged' }),
        { ...trialOf(1, final(9)), initializer: 0 },
      ]),
      1,
      'testCost',
    );
    expect(figure).toMatchObject({ status: 'done', value: 4, count: 2, diverged: 1, seeds: 3 });
    // scipy.stats.t.ppf(.975, 1) · 2√2 / √2
    expect(figure.high - 4).toBeCloseTo(25.4124, 3);
  });

  it('is the cost of the last batches where no whole data is looked at, as of a model in Python', () => {
    const step = Array.from({ length: 101 }, (_, index) => index);
    const train = step.map((index) => (index < 95 ? 7 : index));
    const none = step.map(() => NaN);
    const curve = { step, train, test: none, trainAccuracy: none, testAccuracy: none };
    const run = runOf([trialOf(1, { curve })]);
    expect(cellFigure(run, 1, 'cost')).toMatchObject({ status: 'done', value: 97.5, count: 1 });
    expect(cellFigure(run, 1, 'trainAccuracy').status).toBe('stopped');
    expect(cellFigure(runOf([trialOf(1, { curve, status: 'stopped' })]), 1, 'cost').status).toBe('stopped');
  });

  it('says why there is none', () => {
    const status = (run: RunRecord) => cellFigure(run, 1, 'cost').status;
    expect(status(runOf([], { header: undefined, status: 'starting' }))).toBe('empty');
    expect(status(runOf([], { header: undefined, status: 'stopped' }))).toBe('stopped');
    expect(status(runOf([], { header: undefined, status: 'failed' }))).toBe('failed');
    expect(status(runOf([trialOf(1, { status: 'running' })]))).toBe('running');
    expect(status(runOf([trialOf(1, { status: 'diverged' })]))).toBe('diverged');
    expect(status(runOf([trialOf(1, { status: 'failed' })]))).toBe('failed');
  });
});

describe('the range of a map', () => {
  it('is a log one for values that span decades, and leaves out what exploded', () => {
    expect(figureRange([0.1, NaN, 0.5])).toEqual({ min: 0.1, max: 0.5, log: false, cut: false });
    expect(figureRange([0.01, 0.02, 5])).toEqual({ min: 0.01, max: 5, log: true, cut: false });
    expect(figureRange([0.5, 0.6, 0.7, 1e29])).toEqual({ min: 0.5, max: 0.7, log: false, cut: true });
    expect(figureRange([NaN])).toBeUndefined();
  });

  it('knows a geometric list', () => {
    expect(
      [
        [1, 10, 100],
        [0.01, 0.03, 0.1, 0.3],
        [1, 2, 3],
        [1, 10],
        [0, 1, 10],
        ['a', 'b', 'c'],
      ].map(isGeometric),
    ).toEqual([true, true, false, false, false, false]);
  });
});

describe('the colours of a map', () => {
  it.each([true, false])('rise evenly in lightness, so that no colour has to be told (dark %s)', (dark) => {
    const lights = Array.from({ length: 21 }, (_, i) => luminance(mapColor(i / 20, dark)));
    const steps = lights.slice(1).map((light, i) => light - lights[i]);
    expect(steps.every((step) => (dark ? step > 0 : step < 0))).toBe(true);
    expect(Math.abs(lights[20] - lights[0])).toBeGreaterThan(0.6);
  });
});

describe('the values of an axis as text', () => {
  it.each([
    ['0.001, 0.01', [0.001, 0.01]],
    ['relu, tanh', ['relu', 'tanh']],
    ['[10], [10, 10]', [[10], [10, 10]]],
    ['64, full', [64, 'full']],
    ['true, false', [true, false]],
    ['{"units": 4}', [{ units: 4 }]],
  ])('%s', (text, values) => {
    expect(parseValues(text, [])).toEqual({ value: values });
    expect(parseValues(valuesText(values), [])).toEqual({ value: values });
  });

  it('is refused when it means nothing', () => {
    expect(parseValues('', []).message).toBeDefined();
    expect(parseValues('1, [2', []).message).toBeDefined();
  });
});
