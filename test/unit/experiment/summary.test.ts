import { describe, expect, it } from 'vitest';
import type { Curve, LayerSnapshot, RunHeader, RunRecord, TrialRecord } from '../../../src/experiment/record/record';
import { networkExperimentSchema } from '../../../src/experiment/format/schema';
import { spreadOf } from '../../../src/experiment/statistics/spread';
import { studentQuantile } from '../../../src/experiment/statistics/student';
import { defaultReach, stepsToReach, summarize } from '../../../src/experiment/verdict/summary';

const curve: Curve = {
  step: [0, 100, 200, 300],
  train: [0.9, 0.6, 0.5, 0.2],
  test: [0.95, 0.7, NaN, NaN],
  trainAccuracy: [0.5, 0.6, 0.7, 0.8],
  testAccuracy: [NaN, NaN, NaN, NaN],
};

function trialOf(initializer: number, seed: number, fields: Partial<TrialRecord> = {}): TrialRecord {
  return { initializer, seed, status: 'running', step: 300, seconds: 2, curve, snapshots: [], ...fields };
}

const header = (
  loss: 'binaryCrossEntropy' | 'categoricalCrossEntropy' | 'meanSquaredError',
  classes: number,
): RunHeader => ({
  experiment: networkExperimentSchema.parse({
    version: 1,
    dataset: { kind: 'circles' },
    network: { hidden: [2] },
    loss,
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { steps: 300 },
    initializers: [
      { kind: 'zeros', label: 'none' },
      { kind: 'heNormal', label: 'He' },
    ],
  }),
  layout: 'out-in',
  layers: [],
  data: { features: 2, classes, trainCount: 300, testCount: 100 },
  totalSteps: 300,
  stepsPerEpoch: 1,
  environment: { backend: '', workers: 1, node: '' },
});

const runOf = (trials: TrialRecord[], of = header('binaryCrossEntropy', 2)): RunRecord => ({
  id: 1,
  status: 'running',
  header: of,
  trials,
  seconds: 2,
});

describe('summarize', () => {
  it('takes what was recorded last while a trial runs', () => {
    const [row] = summarize(runOf([trialOf(1, 3)]), 0.5);
    expect(row.label).toBe('He');
    expect(row.trials[0]).toMatchObject({
      stepZeroCost: 0.9,
      cost: 0.2,
      testCost: 0.7,
      trainAccuracy: 0.8,
      testAccuracy: NaN,
      stepsToReach: 200,
      seconds: 2,
    });
  });

  it('says from which step old test figures are', () => {
    const old = { ...curve, test: [0.95, NaN, NaN, NaN] };
    const late = { ...curve, test: [0.95, NaN, NaN, 0.4] };
    expect(summarize(runOf([trialOf(1, 3, { curve: old })]), 0.5)[0].oldTestStep).toBe(0);
    expect(summarize(runOf([trialOf(1, 3), trialOf(1, 4, { curve: late })]), 0.5)[0]).toMatchObject({
      oldTestStep: 100,
      trials: [{ oldTestStep: 100 }, {}],
    });
    expect(summarize(runOf([trialOf(1, 3, { curve: late })]), 0.5)[0].oldTestStep).toBeUndefined();
    const final = { trainCost: 0.11, testCost: 0.22, trainAccuracy: 0.93, testAccuracy: 0.94 };
    expect(
      summarize(runOf([trialOf(1, 3, { curve: old, status: 'finished', final })]), 0.5)[0].oldTestStep,
    ).toBeUndefined();
  });

  it('prefers the final figures', () => {
    const final = { trainCost: 0.11, testCost: 0.22, trainAccuracy: 0.93, testAccuracy: 0.94 };
    const [row] = summarize(runOf([trialOf(1, 3, { status: 'finished', final })]), 0.15);
    expect(row.trials[0]).toMatchObject({
      cost: 0.11,
      testCost: 0.22,
      trainAccuracy: 0.93,
      testAccuracy: 0.94,
      stepsToReach: NaN,
    });
  });

  it('groups seeds and shows the 95 % interval of their mean', () => {
    const finals = [0.1, 0.2, 0.3].map((trainCost) => ({
      trainCost,
      testCost: NaN,
      trainAccuracy: NaN,
      testAccuracy: NaN,
    }));
    const rows = summarize(
      runOf([trialOf(0, 1), ...finals.map((final, seed) => trialOf(1, seed, { status: 'finished', final }))]),
      0.5,
    );
    expect(rows.map((row) => row.trials.length)).toEqual([1, 3]);
    expect(rows[1].cost.mean).toBeCloseTo(0.2, 12);
    // scipy.stats.t.ppf(.975, 2) · 0.1 / √3
    expect(rows[1].cost.halfWidth).toBeCloseTo(0.248414, 4);
  });

  it('counts verdicts that differ between seeds', () => {
    const [row] = summarize(
      runOf([trialOf(1, 1), trialOf(1, 2), trialOf(1, 3, { status: 'diverged', divergedAt: 5 })]),
      0.5,
    );
    expect(row.verdict.text).toBe('1 of 3 diverged, 2 of 3 learning');
  });

  it('names the layers in which the most units of one seed are dead, and the rows that this was seen on', () => {
    /** A trial of two hidden layers of 10 units, `dead` of them in each where they are counted, seen on `rows` rows. */
    const dying = (seed: number, dead: (number | undefined)[], rows: number): TrialRecord => {
      const statistics = { count: 10 * rows, mean: 0, std: 0, min: 0, max: 0, zeros: 0, nan: 0, infinite: 0 };
      const empty = { statistics, histogram: { min: 0, max: 1, counts: new Uint32Array(1) } };
      const layers = dead.map((count): LayerSnapshot => ({
        kernel: empty,
        activations: empty,
        gradients: empty,
        symmetry: { units: 10, distinct: 10 },
        ...(count === undefined ? {} : { dead: count }),
      }));
      return trialOf(1, seed, { snapshots: [{ step: 300, layers }] });
    };
    const layers = ['hidden.0', 'hidden.1'].map((name) => ({ name, inputs: 10, units: 10 }));
    const text = (...trials: TrialRecord[]): string =>
      summarize(runOf(trials, { ...header('binaryCrossEntropy', 2), layers: layers as RunHeader['layers'] }), 0.5)[0]
        .verdict.text;
    expect(text(dying(1, [2, 1], 300), dying(2, [5, 0], 300), dying(3, [0, 0], 300))).toBe(
      'learning, up to 5 of 20 hidden units dead',
    );
    // A layer of tanh has none: the figure is of the other one alone.
    expect(text(dying(1, [2, undefined], 300), dying(2, [5, undefined], 300))).toBe(
      'learning, up to 5 of 10 units of hidden 0 dead',
    );
    expect(text(dying(1, [2, 1], 64), dying(2, [0, 0], 64))).toBe(
      'learning, up to 3 of 20 hidden units dead on the 64 rows evaluated',
    );
  });
});

describe('stepsToReach', () => {
  it('is the first step at or under the cost', () => {
    expect([0.9, 0.6, 0.55, 0.1].map((reach) => stepsToReach(curve, reach))).toEqual([0, 100, 200, NaN]);
  });
});

describe('defaultReach', () => {
  it('lies under the cost of guessing', () => {
    expect(defaultReach(runOf([]))).toBe(0.5);
    expect(defaultReach(runOf([], header('categoricalCrossEntropy', 10)))).toBe(1.7);
    expect(defaultReach(runOf([trialOf(0, 1)], header('meanSquaredError', 0)))).toBe(0.5);
  });
});

describe('spreadOf', () => {
  it('leaves out what is not known', () => {
    expect(spreadOf([1, NaN, 3])).toMatchObject({ mean: 2, count: 2 });
    expect(spreadOf([NaN])).toEqual({ mean: NaN, halfWidth: NaN, count: 0 });
    expect(spreadOf([4])).toEqual({ mean: 4, halfWidth: NaN, count: 1 });
  });

  it('has the quantiles of Student', () => {
    // scipy.stats.t.ppf(.975, df)
    for (const [df, t] of [
      [1, 12.7062],
      [9, 2.26216],
      [30, 2.04227],
      [31, 2.03951],
      [99, 1.98422],
    ])
      expect(studentQuantile(df)).toBeCloseTo(t, 4);
  });
});
