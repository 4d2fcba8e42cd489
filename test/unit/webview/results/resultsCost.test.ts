import { describe, expect, it } from 'vitest';
import { decimate, inSight } from '../../../../webview/charts/parts/decimate';
import { Smoother } from '../../../../webview/experiment/results/cost/smoothing';
import { logTicks, niceTicks, valueRange } from '../../../../webview/charts/parts/valueRange';

describe('Smoother', () => {
  it('is the weighted mean of all values so far', () => {
    const smoother = new Smoother(0.5);
    // Weights .5, .25, .125 from the newest back, made to sum to 1.
    expect(smoother.push(4)).toBeCloseTo(4, 12);
    expect(smoother.push(1)).toBeCloseTo((0.5 * 1 + 0.25 * 4) / 0.75, 12);
    expect(smoother.push(8)).toBeCloseTo((0.5 * 8 + 0.25 * 1 + 0.125 * 4) / 0.875, 12);
  });

  it('does not remember what is not finite', () => {
    const smoother = new Smoother(0.9);
    expect(smoother.push(2)).toBeCloseTo(2, 12);
    expect(smoother.push(NaN)).toBeNaN();
    expect(smoother.push(Infinity)).toBe(Infinity);
    expect(smoother.push(2)).toBeCloseTo(2, 12);
  });
});

describe('a line is in sight', () => {
  const line = [
    [0, 9],
    [10, 8],
    [20, NaN],
    [30, 2],
    [40, 7],
  ].map(([x, y]) => ({ x, y }));
  const all = { min: 0, max: 40 };

  it.each([
    ['with a point in the window', all, { min: 1, max: 3 }, true],
    ['with none', all, { min: 0, max: 1 }, false],
    ['between two points', { min: 34, max: 36 }, { min: 3, max: 4 }, true],
    ['not over a gap', { min: 0, max: 25 }, { min: 3, max: 6 }, false],
    ['not elsewhere', { min: 0, max: 8 }, { min: 1, max: 3 }, false],
  ])('%s', (_, x, y, seen) => expect(inSight(line, x, y)).toBe(seen));
});

describe('decimate', () => {
  const points = Array.from({ length: 10_000 }, (_, x) => ({
    x,
    y: x === 1234 ? 99 : x === 4321 ? -99 : Math.sin(x / 700),
  }));

  it('keeps every peak, in order', () => {
    const thin = decimate(points, 0, 10_000, 200);
    expect(thin.length).toBeLessThanOrEqual(400);
    expect(Math.max(...thin.map(({ y }) => y))).toBe(99);
    expect(Math.min(...thin.map(({ y }) => y))).toBe(-99);
    expect(thin.every(({ x }, i) => i === 0 || x > thin[i - 1].x)).toBe(true);
  });

  it('leaves a few points as they are, with one neighbour each side', () => {
    expect(decimate(points, 10.5, 12.5, 200).map(({ x }) => x)).toEqual([10, 11, 12, 13, 14]);
  });
});

describe('valueRange', () => {
  const calm = Array.from({ length: 100 }, (_, i) => 0.7 - i * 0.005);
  const exploding = [1773, 400, 3, ...calm.slice(3)];

  it('stays useful beside one line that starts at 1773', () => {
    for (const log of [false, true]) {
      const range = valueRange([calm, exploding, calm], log, false)!;
      expect(range.max).toBeLessThan(1);
      expect(range.max).toBeGreaterThan(0.7);
      expect(range.cut).toBe(1773);
    }
  });

  it('shows all when asked', () => {
    expect(valueRange([calm, exploding], false, true)!.max).toBeGreaterThan(1773);
    expect(valueRange([calm, exploding], true, true)!.cut).toBeUndefined();
  });

  it('cuts nothing that is near', () => {
    expect(valueRange([[0.9, ...calm]], false, false)!.cut).toBeUndefined();
  });

  it('leaves out a line that is huge throughout', () => {
    expect(valueRange([calm, calm, calm.map((value) => value * 1e30)], false, false)!.max).toBeLessThan(1);
  });

  it('survives zeros, NaN, infinities and huge values', () => {
    const range = valueRange([[0, NaN, Infinity, 1e300, 1e-200]], true, true)!;
    expect(range.min).toBeGreaterThan(0);
    expect(Number.isFinite(range.max)).toBe(true);
    expect(valueRange([[0, 0]], true, false)).toBeUndefined();
    const zero = valueRange([[0, 0]], false, false)!;
    expect(zero.max).toBeGreaterThan(zero.min);
    expect(valueRange([[NaN], []], false, false)).toBeUndefined();
  });
});

describe('ticks', () => {
  it('of a log axis are round and few', () => {
    expect(logTicks(0.18, 2.1)).toEqual([0.2, 0.3, 0.5, 0.7, 1, 2]);
    expect(logTicks(1e-3, 1.2e3)).toEqual([1e-3, 1e-2, 1e-1, 1, 10, 100, 1000]);
    expect(logTicks(1e-200, 1e100).length).toBeLessThanOrEqual(8);
    expect(logTicks(0.69, 0.7).length).toBeGreaterThanOrEqual(3);
  });

  it('of a linear axis lie within it', () => {
    expect(niceTicks(-2.2, 2.2, 5)).toEqual([-2, 0, 2]);
    expect(niceTicks(0, 1, 6)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(niceTicks(3, 3, 5)).toEqual([3]);
  });
});
