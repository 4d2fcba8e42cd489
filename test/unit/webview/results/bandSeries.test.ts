import { describe, expect, it } from 'vitest';
import type { Curve, TrialRecord } from '../../../../src/experiment/record/record';
import { BandSeries } from '../../../../webview/experiment/results/seeds/bandSeries';
import type { CostView } from '../../../../webview/experiment/results/cost/costLine';

const view: CostView = { quantity: 'cost', splits: ['train'], log: false, smoothing: 0 };

function trialOf(
  seed: number,
  train: number[],
  fields: Partial<TrialRecord> = {},
  step = train.map((_, index) => 10 * index),
): TrialRecord {
  const curve: Curve = { step, train, test: train.map(() => NaN), trainAccuracy: [], testAccuracy: [] };
  return {
    initializer: 2,
    seed,
    status: 'finished',
    step: step.at(-1) ?? 0,
    seconds: 0,
    curve,
    snapshots: [],
    ...fields,
  };
}

function seriesOf(trials: TrialRecord[], change: Partial<CostView> = {}, kind: 'interval' | 'quartiles' = 'interval') {
  const series = new BandSeries(trials, 'train', { ...view, ...change }, kind);
  series.feed();
  return series;
}

describe('the line of several seeds', () => {
  it('is their mean with the interval of Student', () => {
    const { points, band, steps } = seriesOf([trialOf(1, [1, 4]), trialOf(2, [2, 4]), trialOf(3, [3, 4])]);
    expect(points).toEqual([
      { x: 0, y: 2 },
      { x: 10, y: 4 },
    ]);
    expect(steps).toEqual([0, 10]);
    // scipy.stats.t.ppf(.975, 2) · 1 / √3
    expect(band[0].high - 2).toBeCloseTo(2.484138, 5);
    expect(band[0].low).toBeCloseTo(2 - 2.484138, 5);
    expect(band[1]).toEqual({ low: 4, high: 4, count: 3 });
  });

  it('is the median with the quartiles', () => {
    const { points, band } = seriesOf(
      [1, 2, 3, 10].map((cost, seed) => trialOf(seed, [cost])),
      {},
      'quartiles',
    );
    // numpy.percentile([1, 2, 3, 10], [50, 25, 75])
    expect(points[0].y).toBe(2.5);
    expect(band[0]).toEqual({ low: 1.75, high: 4.75, count: 4 });
  });

  it('waits for seeds that still train, and goes on from there', () => {
    const slow = trialOf(2, [2], { status: 'running' });
    const series = seriesOf([trialOf(1, [1, 1, 1]), slow]);
    expect(series.steps).toEqual([0]);
    slow.curve.train.push(3);
    slow.curve.step.push(10);
    expect(series.feed()).toBe(true);
    expect(series.points).toEqual([
      { x: 0, y: 1.5 },
      { x: 10, y: 2 },
    ]);
    expect(series.feed()).toBe(false);
  });

  it('leaves a seed out from the step on at which it diverged', () => {
    const diverged = trialOf(2, [3, Infinity], { status: 'diverged', divergedAt: 4 }, [0, 4]);
    const series = seriesOf([trialOf(1, [1, 1, 1]), diverged, trialOf(3, [2, 3, 5])]);
    expect(series.steps).toEqual([0, 10, 20]);
    expect(series.points.map(({ y }) => y)).toEqual([2, 2, 3]);
    expect(series.band.map(({ count }) => count)).toEqual([3, 2, 2]);
    expect(series.diverged).toBe(false);
    expect(seriesOf([diverged, { ...diverged, seed: 5 }])).toMatchObject({ diverged: true, steps: [0] });
  });

  it('smooths each seed before it takes the mean, and keeps what was recorded', () => {
    const { points, values, band, ends } = seriesOf([trialOf(1, [1, 3]), trialOf(2, [3, 9])], { smoothing: 0.5 });
    // (0.25 · 1 + 0.5 · 3) / 0.75 and the same of 3 and 9
    expect(points[1].y).toBeCloseTo((7 / 3 + 7) / 2, 12);
    expect(values).toEqual([2, 6]);
    // What is read beside a recorded mean is its own interval, what is drawn that of the line: scipy.stats.t.ppf(.975,
    // 1) = 12.706205, times s / √2.
    expect(ends[1].high - 6).toBeCloseTo(12.706205 * 3, 4);
    expect(band[1].high - points[1].y).toBeCloseTo((12.706205 * (7 - 7 / 3)) / 2, 4);
  });

  it('shows no band of a single seed', () => {
    expect(seriesOf([trialOf(1, [1])]).band[0]).toEqual({ low: NaN, high: NaN, count: 1 });
  });
});
