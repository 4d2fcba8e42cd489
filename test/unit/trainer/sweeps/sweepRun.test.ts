import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyUpdate } from '../../../../src/experiment/record/applyUpdate';
import { parseExperiment } from '../../../../src/experiment/format/parse';
import { presets } from '../../../../src/experiment/presets/presets';
import type { RunRecord, TrialRecord } from '../../../../src/experiment/record/record';
import type { Experiment, ExperimentInput } from '../../../../src/experiment/format/schema';
import { expandSweep } from '../../../../src/experiment/sweep/sweep';
import { allTrials } from '../../../../src/experiment/record/sweepRecord';
import type { RunUpdate } from '../../../../src/experiment/record/update';
import { RunRefused } from '../../../../src/data/refused';
import { Trainer } from '../../../../src/trainer/trainer';
import { requestRun } from '../trainerSupport';

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((done) => setTimeout(done, 5));
};

function experimentOf(change: Partial<ExperimentInput>): Experiment {
  const { experiment, issues } = parseExperiment(
    JSON.stringify({ ...presets[0].experiment, training: { steps: 200, batchSize: 32, recordEvery: 20 }, ...change }),
  );
  expect(issues).toEqual([]);
  return experiment!;
}

function start(experiment: Experiment, request: { workers?: number; paused?: boolean; maxMemoryMB?: number } = {}) {
  const updates: RunUpdate[] = [];
  const { run, handle } = requestRun({ id: 7, experiment, ...request }, (update) => updates.push(update));
  const { started } = handle;
  return { run, handle, updates, started, ended: () => started.then(() => handle.ended) };
}

/** What a trial came to, without what its own clock says. */
const outcome = ({ initializer, seed, status, step, divergedAt, curve, final, start: begun }: TrialRecord) => ({
  initializer,
  seed,
  status,
  step,
  divergedAt,
  curve,
  final,
  begun,
});

const rates: NonNullable<ExperimentInput['sweep']>[number] = { path: '/optimizer/learningRate', values: [0.01, 0.1] };

describe('a sweep', () => {
  it('of 2 × 3 cells gives each cell the bits of its experiment run alone', async () => {
    const experiment = experimentOf({
      sweep: [rates, { path: '/initializers/2/u', values: [0.5, 2, 1e30] }],
      random: { seeds: [3, 4] },
    });
    const { run, ended } = start(experiment);
    await ended();
    expect(run).toMatchObject({ status: 'finished', trials: [] });
    const cells = expandSweep(experiment);
    expect(run.sweep!.cells.map(({ setting }) => setting)).toEqual(cells.map(({ setting }) => setting));
    for (const [index, cell] of cells.entries()) {
      const alone = start(cell.experiment);
      await alone.ended();
      const swept = run.sweep!.cells[index].run;
      expect(swept.status).toBe('finished');
      expect(swept.header!.experiment).toEqual(cell.experiment);
      expect(swept.trials.map(outcome)).toEqual(alone.run.trials.map(outcome));
      expect(swept.trials.map(({ snapshots }) => snapshots.at(-1))).toEqual(
        alone.run.trials.map(({ snapshots }) => snapshots.at(-1)),
      );
      // √200 ≈ 14
      expect(
        swept.trials
          .filter(({ status }) => status === 'finished')
          .every(({ snapshots }) => snapshots.map(({ step }) => step).join() === '0,1,14,200'),
      ).toBe(true);
    }
    expect(run.sweep!.cells[2].run.trials.map(({ status }) => status)).toContain('diverged');
    expect(run.sweep!.cells[0].run.trials).toHaveLength(8);
    // What only the third initializer's setting changes is trained once for each learning rate.
    const [first, second, , fourth] = run.sweep!.cells.map((cell) => cell.run.trials);
    expect(second[0]).toBe(first[0]);
    expect(second[4]).not.toBe(first[4]);
    expect(fourth[0]).not.toBe(first[0]);
  });

  it('varies the network, and says so in the headers of its cells', async () => {
    const { run, ended } = start(experimentOf({ sweep: [{ path: '/network/hidden', values: [[], [4], [4, 3]] }] }));
    await ended();
    expect(run.sweep!.cells.map((cell) => cell.run.header!.layers.map(({ units }) => units))).toEqual([
      [1],
      [4, 1],
      [4, 3, 1],
    ]);
    expect(new Set([run.id, ...run.sweep!.cells.map((cell) => cell.run.id)]).size).toBe(4);
  });

  it('tells of its cells while it runs, about ten times a second', async () => {
    const { run, updates, ended } = start(
      experimentOf({
        training: { steps: 4000 },
        sweep: [{ path: '/optimizer/learningRate', from: 0.001, to: 1, count: 12, scale: 'log' }],
      }),
    );
    const from = performance.now();
    await ended();
    const seconds = (performance.now() - from) / 1000;
    expect(updates.length).toBeGreaterThan(2);
    expect(updates.length).toBeLessThan(10 * seconds + 4);
    expect(updates[0]).toMatchObject({
      sweep: { axes: [{ path: '/optimizer/learningRate', scale: 'log' }] },
    });
    expect(run.seconds).toBeGreaterThan(0);
    expect(run.seconds).toBeLessThan(seconds);
  });

  it('can be paused, stepped, resumed and stopped, and keeps what is there', async () => {
    const experiment = experimentOf({ training: { steps: 100_000_000 }, sweep: [rates] });
    const { run, handle, started } = start(experiment, { paused: true });
    await started;
    await until(() => allTrials(run).length > 0 && allTrials(run).every(({ snapshots }) => snapshots.length === 1));
    expect(run.status).toBe('paused');
    await handle.step();
    await until(() => allTrials(run).every(({ step }) => step === 1));
    await handle.resume();
    await until(() => run.status === 'running' && allTrials(run).every(({ step }) => step > 50));
    await handle.pause();
    await until(() => run.status === 'paused');
    await handle.stop();
    expect(run.status).toBe('stopped');
    expect(
      run.sweep!.cells[0].run.trials.every(({ status, final }) => status === 'stopped' && final !== undefined),
    ).toBe(true);
    expect(run.sweep!.cells[1].run).toMatchObject({ status: 'stopped', trials: [] });
  });

  it('steps from one cell into the next', async () => {
    const { run, handle, started, ended } = start(experimentOf({ training: { steps: 1 }, sweep: [rates] }), {
      paused: true,
    });
    await started;
    await handle.step();
    await until(() => run.sweep!.cells[1].run.status === 'paused');
    await handle.resume();
    await ended();
    expect(run.status).toBe('finished');
  });

  it('is refused when it needs more memory than it may, and a cell of it fails alone', async () => {
    await expect(start(experimentOf({ sweep: [rates] }), { maxMemoryMB: 20 }).started).rejects.toBeInstanceOf(
      RunRefused,
    );
    const { run, ended } = start(
      experimentOf({
        training: { steps: 20 },
        sweep: [{ path: '/network/hidden', values: [[10], [60_000, 60_000], [8]] }],
      }),
    );
    await ended();
    expect(run.status).toBe('failed');
    expect(run.sweep!.cells.map((cell) => cell.run.status)).toEqual(['finished', 'failed', 'finished']);
  });
});

describe('a sweep whose workers cannot start', () => {
  it('is failed, and so is each of its cells', async () => {
    const run: RunRecord = { id: 7, status: 'starting', trials: [], seconds: 0 };
    const trainer = new Trainer(resolve('out/test/no-such-worker.js'));
    const experiment = experimentOf({ sweep: [rates] });
    const handle = trainer.run(
      { id: 7, experiment, backend: 'reference', maxMemoryMB: 2048, paused: false },
      { update: (update) => applyUpdate(run, update) },
    );
    await handle.started;
    await handle.ended;
    expect(run.status).toBe('failed');
    expect(run.message).toContain('no-such-worker.js');
    expect(run.sweep!.cells.map((cell) => cell.run.status)).toEqual(['failed', 'failed']);
    expect(allTrials(run).every(({ status }) => status === 'failed')).toBe(true);
  });
});

describe('a sweep whose trials fail', () => {
  it('is failed, though every worker came to its end', async () => {
    // A layer of zeros before it leaves outputs that do not vary, which no factor helps.
    const { run, ended } = start(
      experimentOf({ sweep: [rates], initializers: [{ kind: 'lsuv', layers: { 0: { kind: 'zeros' } } }] }),
    );
    await ended();
    expect(allTrials(run).map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(run.status).toBe('failed');
    expect(run.message).toMatch(/needs outputs that vary/);
  });
});

describe('a run that is paused while its data is loaded', () => {
  it('starts paused, with the steps that were asked for', async () => {
    const { run, handle, started } = start(experimentOf({ training: { steps: 100 } }));
    await handle.pause();
    await handle.step();
    await started;
    expect(run.status).toBe('paused');
    await until(() => run.trials.length > 0 && run.trials.every(({ step }) => step === 1));
    await handle.stop();
    expect(run.trials.map(({ status, step }) => [status, step])).toEqual(run.trials.map(() => ['stopped', 1]));
  });
});
