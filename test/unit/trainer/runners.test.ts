import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/experiment/format/parse';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import { presets } from '../../../src/experiment/presets/presets';
import { applyUpdate } from '../../../src/experiment/record/applyUpdate';
import type { RunRecord, RunStatus } from '../../../src/experiment/record/record';
import { allTrials } from '../../../src/experiment/record/sweepRecord';
import { ForkedTrainer } from '../../../src/trainer/forkedTrainer';
import type { Runner } from '../../../src/protocol/runner';
import type { RunRequest } from '../../../src/protocol/trainer';
import { Trainer } from '../../../src/trainer/trainer';

/** What every runner has to do alike: another one is a line here. */
const runners: [string, () => Runner][] = [
  ['threads of this process', () => new Trainer(resolve('out/test/worker.js'))],
  ['a forked trainer', () => new ForkedTrainer(resolve('out/test/trainer.js'))],
];

const open: Runner[] = [];
afterEach(() => open.splice(0).forEach((runner) => runner.dispose()));

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((done) => setTimeout(done, 5));
};
const endless: Partial<ExperimentInput> = { training: { steps: 100_000_000, batchSize: 'full' } };
const short: Partial<ExperimentInput> = { training: { steps: 100, batchSize: 'full' } };

function ask(runner: Runner, change: Partial<ExperimentInput>, request: Partial<RunRequest> = {}) {
  const { experiment } = parseExperiment(JSON.stringify({ ...presets[0].experiment, ...change }));
  const run: RunRecord = { id: request.id ?? 1, status: 'starting', trials: [], seconds: 0 };
  const statuses: RunStatus[] = [];
  const lost: string[] = [];
  const handle = runner.run(
    { id: 1, experiment: experiment!, backend: 'auto', maxMemoryMB: 2048, paused: false, workers: 2, ...request },
    {
      update: (update) => {
        applyUpdate(run, update);
        statuses.push(update.status);
      },
      lost: (reason) => lost.push(reason),
    },
  );
  return { handle, run, statuses, lost };
}

describe.each(runners)('a run on %s', (_, make) => {
  const made = (): Runner => {
    open.push(make());
    return open.at(-1)!;
  };

  it('ends with its weights, those of every other runner', async () => {
    const { handle, run } = ask(made(), short);
    await handle.started;
    await handle.ended;
    expect(run.status).toBe('finished');
    const weights = (await handle.weights()).sort((left, right) => left.trial - right.trial);
    const here = ask(new Trainer(resolve('out/test/worker.js')), short);
    await here.handle.ended;
    expect(weights).toEqual((await here.handle.weights()).sort((left, right) => left.trial - right.trial));
    expect(run.trials.map(({ final }) => final)).toEqual(here.run.trials.map(({ final }) => final));
  });

  it('does from its start what is ordered while its data is loaded, then steps, goes on, pauses and stops', async () => {
    const { handle, run } = ask(made(), endless);
    await handle.pause();
    await handle.step();
    await handle.started;
    await until(() => run.trials.length > 0 && run.trials.every(({ step }) => step === 1));
    expect(run.status).toBe('paused');
    await handle.step();
    await until(() => run.trials.every(({ step }) => step === 2));
    await handle.resume();
    await until(() => run.trials.every(({ step }) => step > 50));
    await handle.pause();
    await until(() => run.status === 'paused');
    await handle.stop();
    await handle.ended;
    expect(run.status).toBe('stopped');
    expect(run.trials.every(({ status, final }) => status === 'stopped' && final !== undefined)).toBe(true);
    expect((await handle.weights()).filter(({ initial, final }) => initial && final)).toHaveLength(run.trials.length);
    // Of a run that has ended, orders do nothing.
    for (const order of ['pause', 'resume', 'step', 'hurry', 'stop'] as const) await handle[order]();
    expect(run.status).toBe('stopped');
  });

  it('is a sweep where the experiment has one', async () => {
    const { handle, run } = ask(made(), {
      training: { steps: 20 },
      sweep: [{ path: '/optimizer/learningRate', values: [0.01, 0.1] }],
    });
    await handle.started;
    await handle.ended;
    expect(run.status).toBe('finished');
    expect(allTrials(run).map(({ status, step }) => [status, step])).toEqual(Array(8).fill(['finished', 20]));
    expect(await handle.weights()).toEqual([]);
  });

  it('that does not begin says why, and leaves the one before it alone', async () => {
    const runner = made();
    const first = ask(runner, endless);
    await first.handle.started;
    const refused = ask(runner, { dataset: { kind: 'csv', path: '/no/such/table.csv', target: 'y' } }, { id: 2 });
    await expect(refused.handle.started).rejects.toThrow('/no/such/table.csv');
    await refused.handle.ended;
    expect([refused.statuses, refused.lost]).toEqual([[], []]);
    const [{ step }] = first.run.trials;
    await until(() => first.run.trials[0].step > step);
    const next = ask(runner, short, { id: 3 });
    await next.handle.started;
    await next.handle.ended;
    expect([first.run.status, next.run.status]).toEqual(['stopped', 'finished']);
  });

  it('that is stopped before it has begun does not begin', async () => {
    const runner = made();
    const { handle, statuses, lost } = ask(runner, short);
    await handle.stop();
    await expect(handle.started).rejects.toThrow();
    await handle.ended;
    expect([statuses, lost]).toEqual([[], []]);
    const next = ask(runner, short, { id: 2 });
    await next.handle.ended;
    expect(next.run.status).toBe('finished');
  });
});

describe('a forked trainer that dies', () => {
  it('tells so, keeps quiet about runs that have ended, and is forked anew for the next run', async () => {
    const runner = new ForkedTrainer(resolve('out/test/trainer.js'));
    open.push(runner);
    const done = ask(runner, short);
    await done.handle.ended;
    const { handle, lost, run } = ask(runner, endless, { id: 2 });
    await handle.started;
    const { pid } = runner;
    process.kill(pid!, 'SIGKILL');
    await handle.ended;
    expect([lost, done.lost]).toEqual([['The trainer process exited unexpectedly (SIGKILL).'], []]);
    expect(run.status).toBe('running');
    expect(await handle.weights()).toEqual([]);
    const next = ask(runner, short, { id: 3 });
    await next.handle.ended;
    expect(next.run.status).toBe('finished');
    expect(runner.pid).not.toBe(pid);
  });
});
