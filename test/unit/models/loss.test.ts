import { describe, expect, it } from 'vitest';
import { settingDifferences } from '../../../src/experiment/comparison/comparison';
import type { RunHeader, RunRecord } from '../../../src/experiment/record/record';
import { describeRun } from '../../../src/experiment/report/describe';
import { defaultReach } from '../../../src/experiment/verdict/summary';
import { CostCurves } from '../../../webview/experiment/results/cost/costCurves';
import { modelRun } from './modelRun';

/** A run whose experiment names no loss, with the one that its first batch led to. */
function deduced(kind: string): RunRecord {
  const run = modelRun();
  const { loss: _, ...experiment } = run.header!.experiment;
  run.header = {
    ...run.header!,
    experiment: experiment as RunHeader['experiment'],
    model: { ...run.header!.model!, loss: { kind, deduced: true } },
  };
  return run;
}

function axisOf(run: RunRecord): string {
  const curves = new CostCurves();
  curves.sync(run, {
    view: { quantity: 'cost', splits: ['train'], log: false, smoothing: 0 },
    hidden: new Set(),
    full: false,
  });
  return curves.model!.y.title;
}

describe('the loss of a run whose experiment names none', () => {
  it.each([
    ['categoricalCrossEntropy', 'cross-entropy (nats)', 'Categorical cross-entropy, in nats'],
    ['binaryCrossEntropy', 'binary cross-entropy (nats)', 'Binary cross-entropy, in nats'],
    ['meanSquaredError', 'mean squared error', 'Mean squared error'],
    ['model', 'cost', 'As the model returns it'],
  ])('%s is what the axis and the report say', (kind, axis, words) => {
    const run = deduced(kind);
    expect(axisOf(run)).toBe(axis);
    expect(describeRun(run.header!).map(([, value]) => value)).toContain(words);
  });

  it('of unknown classes has a cost worth reaching that follows from its start', () => {
    const run = deduced('categoricalCrossEntropy');
    run.header!.data.classes = 0;
    // Half of the cost of 3.7 at step 0, to one digit.
    expect(defaultReach(run)).toBe(2);
    run.header!.data.classes = 10;
    expect(defaultReach(run)).toBe(1.7);
  });

  it('is no difference of settings', () =>
    expect(settingDifferences([deduced('model'), deduced('model')].map((run) => run.header!.experiment))).toEqual([]));
});
