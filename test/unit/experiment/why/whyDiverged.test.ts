import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { networkOf } from '../networkOf';
import type { ExperimentInput } from '../../../../src/experiment/format/schema';
import { expectFigures, expectTold, mean, reasonOf, reasonsOfTrial, trained, wordsOf } from './whySupport';

/** y = 2x over a few points: the cost of a line is a parabola of constant curvature. */
const xs = [-1.5, -0.5, 0.25, 1, 2];
let path: string;
beforeAll(() => {
  path = join(mkdtempSync(join(tmpdir(), 'initlab-why-')), 'line.csv');
  writeFileSync(path, ['x,y', ...xs.map((x) => `${x},${2 * x}`)].join('\n'));
});

const line = (optimizer: ExperimentInput['optimizer'], more: Partial<ExperimentInput> = {}) =>
  trained({
    dataset: { kind: 'csv', path, target: 'y', testFraction: 0, standardize: false },
    network: { hidden: [] },
    loss: 'meanSquaredError',
    optimizer,
    initializers: [{ kind: 'zeros' }],
    training: { steps: 20_000, recordEvery: 1 },
    ...more,
  });

/** Largest eigenvalue of the Hessian 2 · [[E x², E x], [E x, 1]] of the mean squared error of a line. */
function curvature(): number {
  const [square, center] = [mean(xs.map((x) => x * x)), mean(xs)];
  return square + 1 + Math.sqrt((square - 1) ** 2 + 4 * center ** 2);
}

describe('a trial that diverged', () => {
  let over: RunRecord;
  beforeAll(async () => {
    over = await line({ kind: 'sgd', learningRate: (1.01 * 2) / curvature() });
  });

  it('has a rate above 2 / λ; just below it converges', async () => {
    const under = await line({ kind: 'sgd', learningRate: (0.99 * 2) / curvature() });
    expect(reasonOf(under, 'diverged')).toBeUndefined();
    expect(reasonOf(under, 'learning')).toBeDefined();
    const [trial] = over.trials;
    expect(trial.snapshots[0].curvature! / curvature()).toBeCloseTo(1, 1);
    const reason = reasonOf(measured(over, []), 'diverged')!;
    const at = trial.curve.train.findIndex((cost) => !Number.isFinite(cost));
    expectFigures(
      reason,
      { at: trial.curve.step[at], before: trial.curve.step[at - 1], cost: trial.curve.train[at - 1] },
      0,
    );
    expect(reason.sentences[1]).toContain('The curvature was not measured in this run');
    expect(reason.sureness).toBe('A likely cause, but not measured.');
  });

  const measured = (run: RunRecord, values: (number | undefined)[]): RunRecord => {
    const copy = structuredClone(run);
    copy.trials[0].snapshots.forEach((snapshot, index) => {
      const value = values[index];
      delete snapshot.curvature;
      if (value !== undefined) snapshot.curvature = value;
    });
    return copy;
  };

  it('names the largest measured curvature where the rate is above 2 / λ', () => {
    const rate = networkOf(over.header!.experiment).optimizer.learningRate;
    const run = measured(over, [curvature() / 2, curvature(), undefined, NaN, curvature() / 3]);
    const reason = reasonOf(run, 'diverged', 0, run.header!.experiment)!;
    const { at, before, cost, ...figures } = reason.figures;
    expect([at, before, cost].every(Number.isFinite)).toBe(true);
    expectFigures(
      { ...reason, figures },
      { curvature: curvature(), measuredAt: run.trials[0].snapshots[1].step, rate, limit: 2 / curvature() },
      1e-12,
    );
    expect(reason.sentences[1]).toContain('In a direction of that curvature, gradient descent diverges');
    // Half the limit, in two digits.
    expect(reason.tries[0].changes).toEqual([
      { path: ['optimizer', 'learningRate'], value: Number((1 / curvature()).toPrecision(2)) },
    ]);
  });

  it.each([
    [1.001, true],
    [0.999, false],
  ])('a curvature of %s · 2 / rate: above the limit is %s', (share, above) => {
    const rate = networkOf(over.header!.experiment).optimizer.learningRate;
    const run = measured(over, [(share * 2) / rate]);
    const reason = reasonOf(run, 'diverged')!;
    expect(reason.sentences[1].includes('gradient descent diverges')).toBe(above);
    expect(reason.sentences[1].includes('there is another cause, or the curvature grew')).toBe(!above);
    expect(reason.formula!.here).toContain(above ? ' > 2 / ' : ' ≤ 2 / ');
    expect(reason.figures.limit).toBeCloseTo(rate / share, 12);
  });

  it.each([{ momentum: 0.5 }, { weightDecay: 0.1 }])(
    'gives no limit for optimizers that have another one: %o',
    async (more) => {
      const run = measured(await line({ kind: 'sgd', learningRate: 5, ...more }), [7.25]);
      const reason = reasonOf(run, 'diverged')!;
      expect(reason.figures).toMatchObject({ curvature: 7.25, measuredAt: 0 });
      expect(reason.figures.limit).toBeUndefined();
      expect(reason.formula).toBeUndefined();
      expect(reason.sentences[1]).toContain("The stability limit of this optimizer doesn't follow from it alone");
    },
  );

  it('says on how many rows a curvature was measured that was not measured on all of them', () => {
    const whole = measured(over, [curvature()]);
    expect(reasonOf(whole, 'diverged')!.sureness).not.toContain('training rows');
    whole.header!.data.trainCount = 5000;
    expect(reasonOf(whole, 'diverged')!.sureness).toContain(
      'The curvature was measured on 5 of 5\u202f000 training rows.',
    );
  });

  it('before the first step blames the weights, not the rate', async () => {
    const run = await line({ kind: 'sgd', learningRate: 0.1 }, { initializers: [{ kind: 'constant', value: 3e38 }] });
    const reason = reasonOf(run, 'diverged', 0, run.header!.experiment)!;
    expect(reason.figures).toEqual({ at: 0 });
    expect(reason.sentences[1]).toBe(
      'No step had been taken. The cause is the initial weights, not the learning rate.',
    );
    expect(reason.sureness).toBeUndefined();
    expect(
      reason.tries.flatMap(({ changes }) => changes).filter(({ path: place }) => place[0] === 'optimizer'),
    ).toEqual([]);
  });
});

describe('a verdict that is all there is', () => {
  const bare = (change: Partial<RunRecord['trials'][number]>): RunRecord => ({
    id: 1,
    status: 'finished',
    seconds: 0,
    trials: [
      {
        initializer: 0,
        seed: 1,
        status: 'waiting',
        step: 0,
        seconds: 0,
        curve: { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] },
        snapshots: [],
        ...change,
      },
    ],
  });
  const one = (run: RunRecord) => {
    const reasons = reasonsOfTrial(run);
    expect(reasons).toHaveLength(1);
    return reasons[0];
  };
  const curve = { step: [0], train: [1], test: [NaN], trainAccuracy: [NaN], testAccuracy: [NaN] };

  it('failed: says why, if that is known', () => {
    expect(wordsOf(one(bare({ status: 'failed', message: 'out of memory' })))).toEqual([
      'Failed',
      'out of memory',
      'Data recorded until then is preserved.',
    ]);
    expect(one(bare({ status: 'failed' })).sentences[0]).toBe('No reason was given.');
  });

  it('failed: of a trial with records too, and of none that finished', async () => {
    const run = await trained({ initializers: [{ kind: 'heNormal' }] });
    expect(reasonOf(run, 'failed')).toBeUndefined();
    run.trials[0].status = 'failed';
    expect(one(run).kind).toBe('failed');
  });

  it.each([
    ['No results yet', { status: 'waiting' as const }],
    ['No results yet', { status: 'running' as const, curve }],
    ['Stopped before its first step', { status: 'stopped' as const }],
    ['Too short for a verdict', { status: 'stopped' as const, step: 1, curve }],
    ['Too short for a verdict', { status: 'finished' as const, step: 1, curve }],
  ])('waiting: %s', (title, change) => {
    const reason = one(bare(change));
    expect([reason.kind, reason.title]).toEqual(['waiting', title]);
  });

  it('waiting is over with the second cost', async () => {
    const short = await trained({ training: { steps: 1 } });
    expect(reasonOf(short, 'waiting', 2)!.title).toBe('Too short for a verdict');
    expect(reasonOf(await trained({ training: { steps: 2, recordEvery: 1 } }), 'waiting', 2)).toBeUndefined();
  });

  it('diverged or learned without snapshots: no more than was recorded', () => {
    expect(one(bare({ status: 'diverged', divergedAt: 7 })).figures).toEqual({ at: 7 });
    const reason = one(
      bare({
        status: 'finished',
        step: 2,
        curve: { step: [0, 1], train: [1, 0.5], test: [NaN, NaN], trainAccuracy: [NaN, NaN], testAccuracy: [NaN, NaN] },
      }),
    );
    expect(reason).toMatchObject({
      kind: 'learning',
      sentences: ["The recorded data doesn't explain this."],
    });
    expectTold(reason);
  });
});
