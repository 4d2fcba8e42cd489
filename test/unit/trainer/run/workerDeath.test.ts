import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../../src/experiment/record/record';
import type { RunUpdate } from '../../../../src/experiment/record/update';
import { UpdateQueue } from '../../../../src/trainer/run/updateQueue';
import { runOf, workerAfter } from '../trainerSupport';

/** Ends the thread of worker 0 at the n-th call of `name`, before or after it. */
const dyingAt = (holder: string, name: string, count: number, when: 'before' | 'after'): string => `
const { parentPort } = require('node:worker_threads');
let dying = false;
let left = ${count};
parentPort.once('message', ({ job }) => { dying = job.worker === 0; });
const holder = ${holder};
const real = holder.${name}.bind(holder);
const strike = () => { if (dying && --left === 0) process.exit(3); };
holder.${name} = (...given) => {
  if ('${when}' === 'before') strike();
  const result = real(...given);
  if ('${when}' === 'after') strike();
  return result;
};`;

const short = { training: { steps: 400, batchSize: 'full' as const, recordEvery: 10 } };

/** What holds of every run that has ended, whoever died. */
function expectEnded(record: RunRecord, updates: readonly RunUpdate[]): void {
  const failed = new Set<number>();
  for (const { trials } of updates) {
    for (const { trial, status } of trials) {
      if (failed.has(trial)) expect(status).toBe('failed');
      if (status === 'failed') failed.add(trial);
    }
  }
  for (const trial of record.trials) {
    expect(['finished', 'failed']).toContain(trial.status);
    if (trial.status === 'failed') expect(trial.message).toMatch(/\w/);
    else
      expect([trial.step, trial.curve.step, trial.final !== undefined]).toEqual([
        400,
        Array.from({ length: 40 }, (_, i) => 10 * i),
        true,
      ]);
  }
  expect(record.status).toBe(failed.size > 0 ? 'failed' : 'finished');
  if (failed.size > 0) expect(record.message).toMatch(/worker/);
}

describe('a worker that dies', () => {
  const points = [
    ...[1, 2, 5].map((count) => ['Atomics', 'compareExchange', count, 'after'] as const),
    ...[1, 2, 3, 4, 6, 9, 14, 20].map((count) => ['Atomics', 'store', count, 'before'] as const),
    ...[1, 2, 7].map((count) => ['Atomics', 'add', count, 'after'] as const),
    ...[1, 2, 3, 6].map((count) => ['parentPort', 'postMessage', count, 'before'] as const),
    ['Math', 'log', 1, 'before'] as const,
  ];

  it.each(points)('takes at most the trial that it has with it: %s.%s, call %i', async (holder, name, count, when) => {
    const { run, record, updates } = await runOf(short, {
      workers: 2,
      entry: workerAfter(dyingAt(holder, name, count, when)),
    });
    await run.ended;
    expectEnded(record, updates);
    expect(record.trials.filter(({ status }) => status === 'failed').length).toBeLessThanOrEqual(1);
    const weights = (await run.weights())
      .filter(({ initial, final }) => initial.length > 0 && final)
      .map(({ trial }) => trial);
    for (const [trial, { status }] of record.trials.entries())
      if (status === 'finished') expect(weights).toContain(trial);
  });

  it('fails all that has not ended when it was the only one', async () => {
    const { run, record, updates } = await runOf(short, {
      entry: workerAfter(dyingAt('parentPort', 'postMessage', 3, 'before')),
    });
    await run.ended;
    expectEnded(record, updates);
    expect(record.trials.map(({ status }) => status)).toContain('failed');
  });

  it('and helped with a large step holds nobody up', async () => {
    for (const count of [2, 6, 12]) {
      const { run, record } = await runOf(
        {
          ...short,
          training: { steps: 6, batchSize: 'full', recordEvery: 1 },
          network: { hidden: [200, 300], activation: 'relu' },
        },
        { workers: 3, entry: workerAfter(dyingAt('Atomics', 'store', count, 'before')) },
      );
      await run.ended;
      expect(record.trials.every(({ status }) => status === 'finished' || status === 'failed')).toBe(true);
    }
  });
});

describe('a worker that cannot start', () => {
  it('leaves its trials to those that can', async () => {
    const lock = resolve(`out/test/lock-${process.pid}-${performance.now()}`);
    const once = `try { require('node:fs').writeFileSync(${JSON.stringify(lock)}, '', { flag: 'wx' }); process.exit(1); } catch { /* another thread has died */ }`;
    const { run, record, updates } = await runOf(short, { workers: 2, entry: workerAfter(once) });
    await run.started;
    await run.ended;
    expectEnded(record, updates);
    expect(record.trials.every(({ status }) => status === 'finished')).toBe(true);
    expect(record.message).toMatch(/exited early.*continued/);
  });

  it('is no silent end where none can', async () => {
    const { run, record } = await runOf(short, { workers: 2, entry: resolve('out/test/no-such-worker.js') });
    await run.started;
    await run.ended;
    expect(record.status).toBe('failed');
    expect(record.message).toContain('no-such-worker.js');
    expect(
      record.trials.every(({ status, message }) => status === 'failed' && message?.includes('no-such-worker.js')),
    ).toBe(true);
  });
});

it('a thread that the machine does not give at all fails its run, in words', async () => {
  // Node itself throws for a path that is neither absolute nor begins with a dot.
  const { run, record } = await runOf(short, { workers: 2, entry: 'no/path/of/a/worker.js' });
  await run.started;
  await run.ended;
  expect([record.status, record.message]).toEqual([
    'failed',
    expect.stringContaining("A worker thread couldn't be started"),
  ]);
  expect(record.trials.map(({ status }) => status)).toEqual(record.trials.map(() => 'failed'));
});

it('a worker that calls it a day before its trials have ended leaves none of them running', async () => {
  const entry = join(mkdtempSync(join(tmpdir(), 'initlab-idle-')), 'worker.js');
  writeFileSync(
    entry,
    "const { parentPort } = require('node:worker_threads'); parentPort.on('message', ({ job }) => job && parentPort.postMessage({ type: 'done' }));",
  );
  const { run, record } = await runOf(short, { workers: 2, entry });
  await run.ended;
  expect(record.status).toBe('failed');
  for (const { status, message } of record.trials)
    expect([status, message]).toEqual(['failed', 'The workers exited without a result for this trial.']);
});

describe('UpdateQueue', () => {
  it('lets nothing through after the end of a trial', () => {
    const curve = { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] };
    const queue = new UpdateQueue();
    queue.end({ trial: 0, status: 'failed', step: 3, seconds: 0, curve, snapshots: [] });
    queue.add({ piece: 0, update: { trial: 0, status: 'running', step: 2, seconds: 0, curve, snapshots: [] } });
    expect(queue.take().map(({ status }) => status)).toEqual(['failed']);
    expect(queue.take()).toEqual([]);
  });
});
