import { describe, expect, it } from 'vitest';
import { mockExperiment, mockRun } from '../../../../webview/dev/mockRun';
import { CostCurves, type CostShown } from '../../../../webview/experiment/results/cost/costCurves';
import { panned, zoomed, type View } from '../../../../webview/experiment/results/cost/zoom';

const view: View = { x: { min: 20, max: 60 }, y: { min: 0.01, max: 100, log: true } };

describe('zoom and pan', () => {
  it('keep the place under the pointer, on a log axis by its decades', () => {
    const { x, y } = zoomed(view, 2, { x: 0.25, y: 0.5 }, 100);
    expect(x).toEqual({ min: 25, max: 45 });
    expect([y.min, y.max]).toEqual([expect.closeTo(0.1, 12), expect.closeTo(10, 10)]);
    const back = zoomed({ x, y }, 0.5, { x: 0.25, y: 0.5 }, 100);
    expect(back.x).toEqual(view.x);
    expect(back.y.max).toBeCloseTo(100, 8);
  });

  it('stay between the first and the last step', () => {
    expect(panned(view, { x: 10, y: 0 }, 100).x).toEqual({ min: 60, max: 100 });
    expect(panned(view, { x: -10, y: 0 }, 100).x).toEqual({ min: 0, max: 40 });
    expect(zoomed(view, 0.01, { x: 0.5, y: 0.5 }, 100).x).toEqual({ min: 0, max: 100 });
  });

  it('never leave the positive numbers on a log axis', () => {
    const far = panned(view, { x: 0, y: -1000 }, 100).y;
    expect(far.min).toBeGreaterThan(0);
    expect(Number.isFinite(panned(view, { x: 0, y: 1000 }, 100).y.max)).toBe(true);
  });
});

describe('the curves of a run', () => {
  const run = mockRun(mockExperiment(4), 1);
  const shown: CostShown = {
    view: { quantity: 'cost', splits: ['train'], log: true, smoothing: 0 },
    hidden: new Set(),
    full: false,
  };

  it('are made anew only when something has changed', () => {
    const curves = new CostCurves();
    expect(curves.sync(run, shown)).toBe(true);
    const { model } = curves;
    expect(curves.sync(run, { ...shown })).toBe(false);
    expect(curves.model).toBe(model);
    expect(curves.sync(run, { ...shown, step: 5 })).toBe(true);
    expect(curves.model).toMatchObject({ step: 5 });
  });

  it('leave hidden initializers out, and their range too', () => {
    const curves = new CostCurves();
    curves.sync(run, { ...shown, full: true });
    const whole = curves.model!;
    curves.sync(run, { ...shown, full: true, hidden: new Set([1]) });
    expect(curves.model!.curves.map(({ series }) => series)).not.toContain(1);
    expect(curves.model!.y.max).toBeLessThan(whole.y.max);
  });

  it('keep what is zoomed to until another quantity is shown', () => {
    const curves = new CostCurves();
    curves.sync(run, shown);
    curves.zoomBy(4);
    const { min, max } = curves.model!.x;
    curves.sync(run, { ...shown, hidden: new Set([1]) });
    expect(curves.model!.x).toMatchObject({ min, max });
    curves.sync(run, { ...shown, view: { ...shown.view, log: false } });
    expect(curves.isZoomed).toBe(false);
  });
});
