import { expect, it } from 'vitest';
import { keys, queueName } from '../../../src/queue/keys';
import { QueueRun } from '../../../src/queue/client/queueRun';
import { queuedSweep } from '../../../src/queue/client/queueRunner';
import {
  ended,
  follow,
  madeUpRecords,
  orders,
  recordsOf,
  redis,
  reference,
  sweepOf,
  until,
  workerOf,
  workerProcess,
} from './support';
import { TestCompute, type TrialName } from './testCompute';

/** A test make of the trial that counts. */
function counting(milliseconds: number): { compute: TestCompute; computed: TrialName[] } {
  const computed: TrialName[] = [];
  return { compute: new TestCompute(milliseconds, { ended: (name) => void computed.push(name) }), computed };
}

it('computes each trial once, and leaves nothing that stays for ever but names of queues and sweeps', async () => {
  const { address, admin } = await redis();
  const { compute, computed } = counting(1);
  await workerOf(address, compute);
  await workerOf(address, compute, { concurrency: 3 });
  const followed = follow(address, sweepOf(5, 30));
  const run = await ended(followed);
  expect(run.status).toBe('finished');
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  // The initializers differ in no cell by their own settings, but cells do by the learning rate.
  expect(computed).toHaveLength(300);
  expect(new Set(computed).size).toBe(300);
  expect([...followed.ends.values()].filter((times) => times !== 1)).toEqual([]);
  expect(followed.ends.size).toBe(300);

  const lasting: string[] = [];
  for (const key of await admin.keys('*')) if ((await admin.ttl(key)) === -1) lasting.push(key);
  const queue = `initlab:${queueName(reference)}`;
  expect(lasting.filter((key) => !key.startsWith(`${queue}:`)).sort()).toEqual([keys.sweeps, keys.workers].sort());
  // Of BullMQ's own: no jobs.
  expect(
    lasting
      .filter((key) => key.startsWith(queue))
      .map((key) => key.slice(queue.length + 1))
      .sort(),
  ).toEqual(expect.arrayContaining(['meta']));
  expect(lasting.filter((key) => /:[0-9a-f]{32}/.test(key))).toEqual([]);
});

it('computes a sweep once that two clients submit at once, and gives both the same', async () => {
  const { address } = await redis();
  const { compute, computed } = counting(2);
  await workerOf(address, compute, { concurrency: 2 });
  const experiment = sweepOf(4, 25);
  const both = [follow(address, experiment), follow(address, { ...experiment, name: 'The same' })];
  const [first, second] = await Promise.all(both.map(ended));
  expect(computed).toHaveLength(200);
  expect(recordsOf(first)).toEqual(madeUpRecords(first));
  expect(recordsOf(second)).toEqual(recordsOf(first));
  // A third one that asks when it is over computes nothing.
  const third = await ended(follow(address, experiment));
  expect(third.status).toBe('finished');
  expect(recordsOf(third)).toEqual(recordsOf(first));
  expect(computed).toHaveLength(200);
});

it('counts what another sweep has computed as done, without a worker', async () => {
  const { address } = await redis();
  const { worker } = await workerOf(address, new TestCompute(0));
  await ended(follow(address, sweepOf(3, 10)));
  await worker.close();
  const experiment = sweepOf(3, 10);
  const part = { ...experiment, random: { ...experiment.random, seeds: [1, 2, 3] } };
  const run = await ended(follow(address, part as typeof experiment));
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  const [, facts] = await (await orders(address)).sweeps().then((all) => all.sort((a, b) => b.trials - a.trials));
  expect(facts).toMatchObject({ trials: 18, done: 18 });
});

it('goes on when its client leaves, and is joined later by its id', async () => {
  const { address } = await redis();
  const { compute, computed } = counting(3);
  await workerOf(address, compute);
  const experiment = sweepOf(4, 25);
  const ids: string[] = [];
  const stays = follow(address, experiment, { submitted: (id) => void ids.push(id) });
  const leaves = follow(address, experiment);
  await Promise.all([stays.handle.started, leaves.handle.started]);
  await until(() => leaves.ends.size > 10);
  await leaves.handle.stop();
  expect(leaves.run.status).toBe('stopped');
  expect(leaves.run.message).toBe('The sweep continues in the queue.');
  const told = leaves.ends.size;
  const attached = follow(address, undefined, { join: ids[0].slice(0, 10), retry: false });
  const [run, whole] = await Promise.all([ended(attached), ended(stays)]);
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  expect(recordsOf(whole)).toEqual(recordsOf(run));
  expect(computed).toHaveLength(200);
  // Of one that was left nothing more is told.
  expect(leaves.ends.size).toBe(told);
});

it('computes nothing more after it was cancelled, at once', async () => {
  const { address, admin } = await redis();
  const begun: number[] = [];
  const compute = new TestCompute(20, { begins: () => void begun.push(performance.now()) });
  for (let index = 0; index < 4; index++) await workerOf(address, compute);
  const followed = follow(address, sweepOf(10, 50), { onStop: 'cancel' });
  await followed.handle.started;
  await until(() => begun.length > 20);
  await followed.handle.stop();
  expect(followed.run.status).toBe('stopped');
  const after = begun.length;
  // Orders go over the server: what follows it on the same connections has heard of them.
  await until(async () => !(await admin.keys('initlab:sweeps-*')).some((key) => /:[0-9a-f]{32}$/.test(key)));
  const heard = begun.length;
  expect(heard - after).toBeLessThanOrEqual(4);
  await new Promise((later) => setTimeout(later, 500));
  expect(begun.length).toBe(heard);
});

it('begins no job while it is paused, for every client, and goes on where it was', async () => {
  const { address } = await redis();
  const { compute, computed } = counting(1);
  const { worker } = await workerOf(address, compute);
  const first = follow(address, sweepOf(5, 100));
  const second = follow(address, sweepOf(5, 100));
  await Promise.all([first.handle.started, second.handle.started]);
  await until(() => computed.length > 20);
  await first.handle.pause();
  await until(() => second.run.status === 'paused' && first.run.status === 'paused');
  // The job at work is done to its end.
  const server = await orders(address);
  await until(async () => (await server.workers()).every(({ running }) => running === 0));
  await until(async () => (await server.queue(reference).getJobCountByTypes('active', 'prioritized', 'wait')) === 0);
  const paused = computed.length;
  expect(paused).toBeLessThan(1000);
  await new Promise((later) => setTimeout(later, 300));
  expect(computed.length).toBe(paused);
  await second.handle.resume();
  const [run] = await Promise.all([ended(first), ended(second)]);
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  expect(computed).toHaveLength(1000);
  await worker.close();
});

it('records a trial that takes its worker with it each time as failed, and the others finish', async () => {
  const { address, url } = await redis();
  let workers = 0;
  const start = (): void => {
    const child = workerProcess(url, { deadly: '1/0/7', milliseconds: 0 });
    workers++;
    child.once('exit', () => !stopped && start());
  };
  let stopped = false;
  start();
  const followed = follow(address, sweepOf(3, 10));
  const run = await ended(followed);
  stopped = true;
  expect(run.status).toBe('failed');
  const trials = run.sweep!.cells.flatMap(({ run: { trials: some } }, cell) =>
    some.map((trial) => ({ ...trial, cell })),
  );
  const failed = trials.filter(({ status }) => status !== 'finished');
  expect(failed).toMatchObject([{ cell: 1, initializer: 0, seed: 7, status: 'failed' }]);
  expect(failed[0].message).toBe('Its worker was lost 3 times while it was trained.');
  expect(workers).toBeLessThan(10);
});

it('says that workers of another version or other kernels compute nothing for it', async () => {
  const { address } = await redis();
  const { compute, computed } = counting(0);
  const { worker, connection } = await workerOf(address, compute, {
    computed: { engine: 'other', make: 'reference' },
  });
  const server = await orders(address);
  await until(async () => (await server.workers()).length === 1);
  const followed = follow(address, sweepOf(2, 2));
  await followed.handle.started;
  expect(followed.said).toEqual([
    expect.stringMatching(/^The connected workers have another version of Init Lab \(.+\)\. Update them: /),
  ]);
  expect(connection.shown).toBe(address.url);
  await worker.close();
  await followed.handle.stop();
  expect(computed).toEqual([]);
});

it('refuses before anything is sent what no worker would take', async () => {
  const { address, admin } = await redis();
  const request = { id: 1, experiment: sweepOf(2, 2), backend: 'reference', maxMemoryMB: 64, paused: false } as const;
  const sweep = await queuedSweep(request, 'out/test/kernels');
  const run = new QueueRun(
    { ...sweep, portable: { ...sweep.portable, files: { [sweep.id]: [] } } },
    await orders(address),
    { update: () => undefined, lost: () => undefined },
    { paused: false, onStop: 'leave', retry: true, say: () => undefined },
  );
  await expect(run.started).rejects.toThrow(/^Job: files/);
  expect(await admin.keys('initlab:*')).toEqual([]);
});
