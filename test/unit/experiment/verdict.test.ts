import { describe, expect, it } from 'vitest';
import type { Curve, LayerSnapshot, RunRecord, Snapshot, TrialRecord } from '../../../src/experiment/record/record';
import type { Symmetry } from '../../../src/engine/diagnostics/summary';
import { verdictHeadline } from '../../../src/experiment/verdict/verdictHeadline';
import { bestInitializer, leadersOf, progressOf, verdictOf } from '../../../src/experiment/verdict/verdict';

const steps = Array.from({ length: 101 }, (_, i) => i * 10);

function curveOf(cost: (share: number) => number): Curve {
  const nan = steps.map(() => NaN);
  return {
    step: [...steps],
    train: steps.map((step) => cost(step / 1000)),
    test: nan,
    trainAccuracy: nan,
    testAccuracy: nan,
  };
}

function snapshotOf(step: number, symmetry: (Symmetry | undefined)[]): Snapshot {
  const empty = {
    statistics: { count: 0, mean: NaN, std: NaN, min: NaN, max: NaN, zeros: 0, nan: 0, infinite: 0 },
    histogram: { min: 0, max: 1, counts: new Uint32Array(1) },
  };
  return {
    step,
    layers: symmetry.map((value): LayerSnapshot => ({
      kernel: empty,
      activations: empty,
      gradients: empty,
      symmetry: value,
    })),
  };
}

function trialOf(fields: Partial<TrialRecord>): TrialRecord {
  return {
    initializer: 0,
    seed: 1,
    status: 'finished',
    step: 1000,
    seconds: 1,
    curve: curveOf(() => 1),
    snapshots: [],
    ...fields,
  };
}

function runOf(...trials: TrialRecord[]): RunRecord {
  return { id: 1, status: 'finished', trials, seconds: 1 };
}

function kindOf(trial: TrialRecord): string {
  return verdictOf(trial, runOf(trial)).kind;
}

const final = (trainCost: number) => ({ trainCost, testCost: NaN, trainAccuracy: NaN, testAccuracy: NaN });

describe('a verdict over a column', () => {
  it('says of the best so far no more than that, and of a saturated start both', () => {
    const best = { kind: 'best', text: 'learning, best', saturated: false } as const;
    const run = runOf(trialOf({}), trialOf({ initializer: 1, status: 'running' }));
    expect(verdictHeadline(best, run.trials[0], run)).toBe('learning, lowest train cost so far');
    expect(verdictHeadline(best, run.trials[0], runOf(trialOf({})))).toBe('learning, lowest train cost');
    expect(verdictHeadline({ kind: 'slow', text: '', saturated: true }, run.trials[0], run)).toBe(
      'saturated at the start; learning slowly',
    );
    expect(verdictHeadline({ kind: 'diverged', text: '', saturated: false }, trialOf({ divergedAt: 1200 }), run)).toBe(
      'diverged at step 1\u202f200',
    );
  });
});

describe('verdictOf', () => {
  it('waits without a recorded cost', () => {
    const curve: Curve = { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] };
    expect(kindOf(trialOf({ curve, status: 'waiting', step: 0 }))).toBe('waiting');
    expect(kindOf(trialOf({ curve: { ...curve, step: [0], train: [1] }, status: 'running', step: 1 }))).toBe(
      'starting',
    );
  });

  it('says why a trial failed and where one diverged', () => {
    expect(verdictOf(trialOf({ status: 'failed', message: 'out of memory' }), runOf()).text).toBe(
      'failed: out of memory',
    );
    expect(verdictOf(trialOf({ status: 'diverged', divergedAt: 1200 }), runOf()).text).toBe(
      'diverged at step 1\u202f200',
    );
  });

  it.each([
    ['a fall by half', (t: number) => 1 - 0.5 * t, 'learning'],
    ['a fall by 2 % that has levelled off', (t: number) => 1 - 0.02 * Math.min(1, 3 * t), 'slow'],
    ['a fall by 6 % that began at 90 %', (t: number) => 1 - 0.6 * Math.max(0, t - 0.9), 'learning'],
    ['no change', () => Math.LN2, 'flat'],
    ['a rise', (t: number) => 1 + t, 'flat'],
  ])('%s', (_, cost, kind) => {
    expect(kindOf(trialOf({ curve: curveOf(cost) }))).toBe(kind);
  });

  it('measures the fall of the text by hand', () => {
    const progress = progressOf(trialOf({ curve: curveOf((t) => 2 - t), final: final(0.5) }))!;
    expect(progress.fall).toBeCloseTo(0.75, 12);
    // Mean at 70 … 80 % is 2 − 0.75.
    expect(progress.recent).toBeCloseTo(0.6, 12);
  });

  it('knows a symmetry that was never broken, of layers wider than one unit only', () => {
    const one = { units: 10, rank: 0, distinct: 1 };
    const snapshots = [snapshotOf(0, [one, undefined]), snapshotOf(9, [one, undefined])];
    const verdict = verdictOf(trialOf({ snapshots }), runOf());
    expect(verdict).toEqual({
      kind: 'symmetric',
      saturated: false,
      text: 'symmetry never broken: rank 0, 1 distinct neuron',
    });
    // Only step 0: training has not had its chance.
    expect(kindOf(trialOf({ snapshots: snapshots.slice(0, 1) }))).toBe('flat');
    expect(kindOf(trialOf({ snapshots: [snapshots[0], snapshotOf(9, [{ ...one, distinct: 2 }, undefined])] }))).toBe(
      'flat',
    );
    // A single neuron is distinct by itself, and a network without hidden layers has no symmetry to break.
    expect(kindOf(trialOf({ snapshots: [snapshotOf(9, [{ units: 1, rank: 1, distinct: 1 }, undefined])] }))).toBe(
      'flat',
    );
    expect(kindOf(trialOf({ snapshots: [snapshotOf(9, [undefined])] }))).toBe('flat');
  });

  it('adds the saturated start to the outcome', () => {
    const verdict = verdictOf(
      trialOf({ curve: curveOf((t) => 1 - t / 2), start: { naiveInfinite: 3, samples: 300 } }),
      runOf(),
    );
    expect(verdict).toEqual({
      kind: 'learning',
      saturated: true,
      text: 'saturated at the start: naive loss infinite; learning',
    });
    expect(verdictOf(trialOf({ start: { naiveInfinite: 0, samples: 300 } }), runOf()).saturated).toBe(false);
  });
});

describe('a cost at chance', () => {
  /** Of two classes of 50 rows each, ln 2 and one half; or as given. */
  const headed = (
    trial: TrialRecord,
    guessing = { cost: Math.LN2, accuracy: 0.5 },
    batchSize: number | 'full' = 'full',
  ): RunRecord =>
    ({
      ...runOf(trial),
      header: {
        data: { trainCount: 100, guessing },
        layers: [],
        experiment: { training: { batchSize }, initializers: [] },
      },
    }) as unknown as RunRecord;
  const ended = (cost: (share: number) => number, trainCost: number, trainAccuracy: number): TrialRecord =>
    trialOf({ curve: curveOf(cost), final: { trainCost, testCost: NaN, trainAccuracy, testAccuracy: NaN } });
  const verdict = (trial: TrialRecord, run = headed(trial)) => verdictOf(trial, run);
  const drop = (t: number): number => (t === 0 ? 5 : Math.LN2);

  it('is no learning, however high it began', () => {
    const trial = ended(drop, Math.LN2, 0.5);
    expect(verdict(trial)).toMatchObject({ kind: 'flat', text: 'not learning: no better than chance' });
    // What guessing reaches is not known in runs of older versions.
    expect(kindOf(trial)).toBe('learning');
  });

  it('of unequal classes is their entropy: 0.325 of 90 and 10', () => {
    const unequal = { cost: 0.325083, accuracy: 0.9 };
    const trial = ended((t) => (t === 0 ? 0.7 : 0.3251), 0.3251, 0.9);
    expect(verdict(trial, headed(trial, unequal)).kind).toBe('flat');
    expect(verdict(trial).kind).toBe('learning');
  });

  it('is left by a cost 1 % below it, or by an accuracy two standard errors above', () => {
    expect(verdict(ended(drop, 0.685, 0.5)).kind).toBe('learning');
    expect(verdict(ended(drop, 0.69, 0.59)).kind).toBe('flat');
    // √(0.25 / 100) is 0.05.
    expect(verdict(ended(drop, 0.69, 0.61)).kind).toBe('learning');
    expect(verdict(ended((t) => 5 - 3 * t, 2, 0.8)).kind).toBe('learning');
  });

  it('is told as such while the cost still falls', () => {
    expect(verdict(ended((t) => 5 - 4 * t, 1, 0.5))).toMatchObject({
      kind: 'guessing',
      text: 'no better than chance so far, cost still falling',
    });
  });

  it('says nothing of a single class, which guessing answers rightly', () => {
    const trial = ended((t) => 1 - t, 0.01, 1);
    expect(verdict(trial, headed(trial, { cost: 0, accuracy: 1 })).kind).toBe('learning');
  });
});

describe('dead units', () => {
  const layer = (units: number, dead: number | undefined, rows: number): LayerSnapshot => {
    const statistics = { count: units * rows, mean: 0, std: 0, min: 0, max: 0, zeros: 0, nan: 0, infinite: 0 };
    const empty = { statistics, histogram: { min: 0, max: 1, counts: new Uint32Array(1) } };
    return {
      kernel: empty,
      activations: empty,
      gradients: empty,
      symmetry: { units, distinct: units },
      ...(dead === undefined ? {} : { dead }),
    };
  };
  const output = { ...layer(1, undefined, 64), symmetry: undefined };
  /**
   * A trial whose cost falls by half, with hidden layers of 10 units, `dead` of them in each, seen on 64 rows of
   * `trainCount`.
   */
  function verdict(dead: (number | undefined)[], trainCount: number, accuracy: number): ReturnType<typeof verdictOf> {
    const trial = trialOf({
      curve: curveOf((t) => 1 - t / 2),
      final: { trainCost: accuracy > 0.8 ? 0.5 : 0.7, testCost: NaN, trainAccuracy: accuracy, testAccuracy: NaN },
      snapshots: [{ step: 9, layers: [...dead.map((count) => layer(10, count, 64)), output] }],
    });
    const layers = [...dead.map((_, index) => ({ name: `hidden.${index}` })), { name: 'output' }];
    return verdictOf(trial, {
      ...runOf(trial),
      header: {
        layers,
        data: { trainCount, guessing: { cost: Math.LN2, accuracy: 0.5 } },
        experiment: { training: { batchSize: 'full' }, initializers: [] },
      } as unknown as RunRecord['header'],
    });
  }

  it.each([
    [[10, 10], 64, 0.9, 'dead', 'not learning: all hidden units are dead'],
    [[2, 10], 64, 0.9, 'dead', 'not learning: all units of hidden 1 are dead'],
    [[3, 0], 64, 0.9, 'learning', 'learning; 3 of 20 hidden units dead'],
    [[0, 0], 64, 0.9, 'learning', 'learning'],
    [[3, undefined], 64, 0.9, 'learning', 'learning; 3 of 10 units of hidden 0 dead'],
    [[10, undefined], 64, 0.9, 'dead', 'not learning: all units of hidden 0 are dead'],
    // Seen on some rows alone: they may answer on others, and the trial says whether they do.
    [[10, 10], 1000, 0.9, 'learning', 'learning; all hidden units are dead on the 64 rows evaluated'],
    [[10, 10], 1000, 0.5, 'dead', 'not learning: all hidden units are dead on the 64 rows evaluated'],
    [[1, 0], 1000, 0.9, 'learning', 'learning; 1 of 20 hidden units dead on the 64 rows evaluated'],
  ] as const)('%j of 10 each, of %i training rows, accuracy %f: %s', (dead, trainCount, accuracy, kind, text) => {
    expect(verdict([...dead], trainCount, accuracy)).toMatchObject({ kind, text });
  });
});

describe('bestInitializer', () => {
  const learned = (initializer: number, cost: number, more: Partial<TrialRecord> = {}): TrialRecord =>
    trialOf({ initializer, curve: curveOf((t) => 1 + (cost - 1) * t), final: final(cost), ...more });

  it('is the lowest final cost', () => {
    const run = runOf(learned(0, 0.5), learned(1, 0.2), learned(2, 0.3));
    expect(bestInitializer(run)).toBe(1);
    expect(run.trials.map((trial) => verdictOf(trial, run).kind)).toEqual(['learning', 'best', 'learning']);
  });

  it('leaves out what did not learn, has not finished, or stands alone', () => {
    const flat = (cost: number): TrialRecord =>
      trialOf({ initializer: 1, curve: curveOf(() => cost), final: final(cost) });
    expect(bestInitializer(runOf(learned(0, 0.5), flat(0.7)))).toBe(0);
    // What did not learn has the least cost: nothing is the best then.
    expect(bestInitializer(runOf(learned(0, 0.5), flat(0.1)))).toBeUndefined();
    // Some seeds of it learned.
    expect(bestInitializer(runOf(learned(0, 0.5), learned(1, 0.3), flat(0.2)))).toBe(1);
    expect(bestInitializer(runOf(learned(0, 0.5), learned(1, 0.2, { status: 'running', final: undefined })))).toBe(0);
    expect(bestInitializer(runOf(learned(0, 0.5)))).toBeUndefined();
  });

  it('compares the mean over seeds', () => {
    expect(bestInitializer(runOf(learned(0, 0.1), learned(0, 0.7), learned(1, 0.3), learned(1, 0.3)))).toBe(1);
    expect(bestInitializer(runOf(learned(0, 0.1), learned(0, 0.1, { status: 'diverged' }), learned(1, 0.3)))).toBe(1);
  });
});

describe('leadersOf', () => {
  const learned = (
    initializer: number,
    cost: number,
    testAccuracy: number,
    more: Partial<TrialRecord> = {},
  ): TrialRecord =>
    trialOf({
      initializer,
      curve: curveOf((t) => 1 + (cost - 1) * t),
      final: { trainCost: cost, testCost: NaN, trainAccuracy: NaN, testAccuracy },
      ...more,
    });
  const texts = (run: RunRecord): string[] => run.trials.map((trial) => verdictOf(trial, run).text);

  it('calls best only what has the least train cost and the best test accuracy', () => {
    expect(texts(runOf(learned(0, 0.5, 0.8), learned(1, 0.2, 0.9)))).toEqual(['learning', 'learning, best']);
  });

  it('names another one that does better on test data', () => {
    const run = runOf(learned(0, 0.5, 0.42), learned(1, 0.2, 0.31));
    expect(leadersOf(run)).toEqual({ cost: 1, test: { figure: 'testAccuracy', initializer: 0 } });
    expect(texts(run)).toEqual([
      'learning, best test accuracy',
      'learning, lowest train cost (best test accuracy: initializer 0)',
    ]);
    expect(verdictOf(run.trials[1], run).kind).toBe('best');
  });

  it('takes the mean over seeds, and leaves out what has not finished with every seed', () => {
    expect(
      leadersOf(runOf(learned(0, 0.5, 0.9), learned(0, 0.5, 0.5), learned(1, 0.2, 0.6), learned(1, 0.2, 0.6))).test
        ?.initializer,
    ).toBe(0);
    expect(
      leadersOf(
        runOf(
          learned(0, 0.5, 0.9),
          learned(0, 0.5, 0.9, { status: 'diverged' }),
          learned(1, 0.2, 0.6),
          learned(2, 0.3, 0.5),
        ),
      ).test?.initializer,
    ).toBe(1);
  });

  it('gives a draw to the least train cost, and says nothing of tests before all have ended', () => {
    expect(texts(runOf(learned(0, 0.5, 0.9), learned(1, 0.2, 0.9)))).toEqual(['learning', 'learning, best']);
    const open = runOf(
      learned(0, 0.5, 0.9),
      learned(1, 0.2, 0.6),
      learned(2, 0.2, NaN, { status: 'running', final: undefined }),
    );
    expect(leadersOf(open).test).toBeUndefined();
    expect(verdictOf(open.trials[1], open).text).toBe('learning, lowest train cost so far');
  });

  it('goes by the test cost of a regression, and by the train cost alone without test data', () => {
    const withCost = (initializer: number, cost: number, testCost: number): TrialRecord =>
      learned(initializer, cost, NaN, { final: { trainCost: cost, testCost, trainAccuracy: NaN, testAccuracy: NaN } });
    expect(texts(runOf(withCost(0, 0.5, 0.6), withCost(1, 0.2, 0.9)))).toEqual([
      'learning, lowest test cost',
      'learning, lowest train cost (lowest test cost: initializer 0)',
    ]);
    expect(texts(runOf(learned(0, 0.5, NaN), learned(1, 0.2, NaN)))).toEqual([
      'learning',
      'learning, lowest train cost',
    ]);
  });
});
