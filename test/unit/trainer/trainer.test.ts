import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets } from '../../../src/experiment/presets/presets';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import { RunRefused } from '../../../src/data/refused';
import { Trainer } from '../../../src/trainer/trainer';
import type { RunUpdate } from '../../../src/experiment/record/update';
import { requestRun } from './trainerSupport';

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

function start(
  change: Partial<ExperimentInput> = {},
  request: { workers?: number; paused?: boolean; maxMemoryMB?: number } = {},
) {
  const { experiment, issues } = parseExperiment(JSON.stringify({ ...presets[0].experiment, ...change }));
  expect(issues).toEqual([]);
  const updates: RunUpdate[] = [];
  const { run, handle } = requestRun({ experiment: experiment!, ...request }, (update) => updates.push(update));
  const { started } = handle;
  return { run, handle, updates, started, ended: () => started.then(() => handle.ended) };
}

/** Waits until what `look` sees is the same for a while: what was on its way may still come, however long it takes. */
async function atRest(look: () => readonly number[]): Promise<void> {
  let [before, after] = [[-1] as readonly number[], look()];
  while (String(before) !== String(after)) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    [before, after] = [after, look()];
  }
}

const short: Partial<ExperimentInput> = { training: { steps: 300, batchSize: 'full', recordEvery: 100 } };
const endless: Partial<ExperimentInput> = { training: { steps: 100_000_000, batchSize: 'full' } };

describe('a run', () => {
  it('records costs, snapshots, final figures and weights of every trial', async () => {
    const { run, handle, ended } = start(short);
    await ended();
    expect(run.status).toBe('finished');
    for (const trial of run.trials) {
      expect(trial).toMatchObject({ status: 'finished', step: 300 });
      expect(trial.curve.step).toEqual([0, 100, 200]);
      expect(trial.curve.test).toHaveLength(3);
      expect(trial.curve.test.every(Number.isFinite)).toBe(true);
      expect(trial.curve.testAccuracy.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(trial.snapshots[0].step).toBe(0);
      expect(trial.snapshots.at(-1)!.step).toBe(300);
      expect(trial.snapshots[0].layers).toHaveLength(3);
      expect(trial.snapshots[0].boundary!.winner).toHaveLength(96 * 96);
    }
    // ln 2, the cost of guessing.
    expect(run.trials[0].curve.train[2]).toBeCloseTo(Math.LN2, 6);
    expect(run.trials[0].snapshots.at(-1)!.layers[0].symmetry).toMatchObject({ rank: 0, distinct: 1 });
    expect(run.trials[1].start!.naiveInfinite).toBeGreaterThan(0);
    expect(run.trials[2].start!.naiveInfinite).toBe(0);
    const weights = await handle.weights();
    expect(weights.map(({ trial }) => trial).sort()).toEqual([0, 1, 2, 3]);
    const he = weights.find(({ trial }) => trial === 2)!;
    // np.random.seed(3); np.random.randn(10, 2) * np.sqrt(2 / 2)
    expect(he.initial[0].values.slice(0, 4)).toEqual(
      new Float32Array([1.78862847, 0.43650985, 0.09649747, -1.8634927]),
    );
    expect(he.final!.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['hidden.0.kernel', 10, 2],
      ['hidden.0.bias', 10],
      ['hidden.1.kernel', 5, 10],
      ['hidden.1.bias', 5],
      ['output.kernel', 1, 5],
      ['output.bias', 1],
    ]);
  });

  it('gives the same bits whatever the number of workers', async () => {
    const [one, three] = [start(short, { workers: 1 }), start(short, { workers: 3 })];
    await Promise.all([one.ended(), three.ended()]);
    expect(three.run.trials.map(({ curve, final }) => ({ curve, final }))).toEqual(
      one.run.trials.map(({ curve, final }) => ({ curve, final })),
    );
  });

  it('can be paused, stepped, resumed and stopped', async () => {
    const { run, handle, started, updates } = start(endless, { paused: true });
    await started;
    await until(() => run.trials.length > 0 && run.trials.every((trial) => trial.snapshots.length === 1));
    expect(run.status).toBe('paused');
    expect(run.trials.map(({ step }) => step)).toEqual([0, 0, 0, 0]);
    await handle.step();
    await handle.step();
    await until(() => run.trials.every(({ step }) => step === 2));
    await handle.resume();
    await until(() => run.trials.every(({ step }) => step > 50));
    await handle.pause();
    await until(() => run.status === 'paused');
    await atRest(() => [updates.length, ...run.trials.map(({ step }) => step)]);
    await handle.stop();
    expect(run.status).toBe('stopped');
    expect(run.trials.every(({ status, final }) => status === 'stopped' && final !== undefined)).toBe(true);
  });

  it('sends at most about ten updates a second', async () => {
    const { updates, handle, started } = start(endless);
    await started;
    updates.length = 0;
    const from = performance.now();
    await until(() => updates.length >= 10);
    const [seconds, sent] = [(performance.now() - from) / 1000, updates.length];
    await handle.stop();
    // A machine that is busy sends fewer, never more.
    expect(sent).toBeLessThanOrEqual(10 * seconds + 2);
  });

  it('ends a trial whose cost is not finite, and keeps its history', async () => {
    const { run, ended } = start({ ...short, optimizer: { kind: 'sgd', learningRate: 1e30 } });
    await ended();
    expect(run.trials.map(({ status }) => status)).toEqual(['finished', 'diverged', 'diverged', 'diverged']);
    expect(run.trials[2]).toMatchObject({ divergedAt: 1, step: 1 });
    expect(run.trials[2].curve.step).toEqual([0, 1]);
    expect(run.trials[2].curve.train[0]).toBeCloseTo(0.883054, 5);
    expect(run.trials[2].curve.train[1]).not.toSatisfy(Number.isFinite);
    expect(run.status).toBe('finished');
  });

  it('that needs more memory than it may is refused', async () => {
    await expect(start({ network: { hidden: [60_000, 60_000] } }).started).rejects.toBeInstanceOf(RunRefused);
    await expect(start({ training: { steps: 1_000_000_000, recordEvery: 1 } }).started).rejects.toBeInstanceOf(
      RunRefused,
    );
    await expect(start(short, { maxMemoryMB: 20 }).started).rejects.toBeInstanceOf(RunRefused);
  });

  it('with a table that is not there is refused', async () => {
    await expect(
      start({ dataset: { kind: 'csv', path: '/no/such/table.csv', target: 'y' } }).started,
    ).rejects.toBeInstanceOf(RunRefused);
  });
});

describe('a run that is stopped before it has begun', () => {
  it('does not start when the one before it has ended', async () => {
    const { experiment } = parseExperiment(JSON.stringify({ ...presets[0].experiment, ...short }));
    const request = { experiment: experiment!, backend: 'auto', maxMemoryMB: 2048, paused: true } as const;
    const begun = new Set<number>();
    const trainer = new Trainer(resolve('out/test/worker.js'));
    const update = ({ id, status }: RunUpdate): void => {
      begun.add(id);
      // The second run waits for this end of the first one.
      if (status === 'stopped') void second.stop();
    };
    await trainer.run({ id: 1, ...request }, { update }).started;
    const second = trainer.run({ id: 2, ...request }, { update });
    await expect(second.started).rejects.toBeInstanceOf(RunRefused);
    expect([...begun]).toEqual([1]);
  });

  it('does not start when its data is loaded', async () => {
    const { run, handle, started } = start(short);
    await handle.stop();
    await expect(started).rejects.toBeInstanceOf(RunRefused);
    expect(run.trials).toEqual([]);
  });
});
