import { once } from 'node:events';
import { expect, it } from 'vitest';
import { keys } from '../../../src/queue/keys';
import {
  ended,
  follow,
  killed,
  madeUpRecords,
  recordsOf,
  redis,
  sweepOf,
  until,
  workerOf,
  workerProcess,
} from './support';
import { TestCompute, type TrialName } from './testCompute';

/** Numbers from a seed, in [0, 1). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

it('loses nothing and records nothing twice when workers are killed fifty times', async () => {
  const { url, address, admin } = await redis();
  const random = uniform(7);
  // A worker that only looks after the jobs of those that were killed.
  await workerOf(address, new TestCompute(1), { lockSeconds: 0.5 });
  const workers = Array.from({ length: 3 }, () => workerProcess(url, { milliseconds: 4, lockSeconds: 0.5 }));
  const followed = follow(address, sweepOf(10, 50));
  await followed.handle.started;
  let kills = 0;
  const computed = async (): Promise<number> =>
    (await admin.hvals('test:computed')).reduce((sum, n) => sum + Number(n), 0);
  const killing = (async () => {
    for (; kills < 50; kills++) {
      const before = await computed();
      const goal = before + Math.floor(random() * 12);
      await until(async () => followed.run.status === 'finished' || (await computed()) >= goal);
      const index = Math.floor(random() * workers.length);
      await killed(workers[index]);
      workers[index] = workerProcess(url, { milliseconds: 4, lockSeconds: 0.5 });
    }
  })();
  const run = await ended(followed);
  await killing;
  expect(run.status).toBe('finished');
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  expect(followed.ends.size).toBe(1000);
  expect([...followed.ends.values()].filter((times) => times !== 1)).toEqual([]);
  expect(kills).toBe(50);
});

it('goes on when the server is restarted, with its data, in the middle of a sweep', async () => {
  const server = await redis(['--appendonly', 'yes', '--appendfsync', 'always']);
  const { address } = server;
  const computed: TrialName[] = [];
  const compute = new TestCompute(4, { ended: (name) => void computed.push(name) });
  const { said } = await workerOf(address, compute, { concurrency: 2 });
  const followed = follow(address, sweepOf(5, 50));
  for (const share of [50, 150, 300]) {
    await until(() => computed.length > share);
    await server.kill();
    await new Promise((later) => setTimeout(later, 300));
    await server.begin();
  }
  const run = await ended(followed);
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  expect([...followed.ends.values()].filter((times) => times !== 1)).toEqual([]);
  for (const line of [...said, ...followed.said])
    expect(line).toMatch(/^Waiting for redis:.*: (the connection was lost|nothing listens there|the server )/);
});

it('submits a sweep again that a server without persistence has lost', async () => {
  const server = await redis();
  const computed: TrialName[] = [];
  await workerOf(server.address, new TestCompute(4, { ended: (name) => void computed.push(name) }));
  const followed = follow(server.address, sweepOf(5, 50));
  await until(() => computed.length > 100);
  await server.kill();
  await server.begin();
  const run = await ended(followed);
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  expect([...followed.ends.values()].filter((times) => times !== 1)).toEqual([]);
});

it('goes on when connections are closed under client and workers', async () => {
  const { address, admin } = await redis();
  const computed: TrialName[] = [];
  const compute = new TestCompute(1, { ended: (name) => void computed.push(name) });
  const unhandled: unknown[] = [];
  const hear = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', hear);
  await workerOf(address, compute, { concurrency: 2 });
  await workerOf(address, compute, { concurrency: 2 });
  const followed = follow(address, sweepOf(10, 50));
  let cuts = 0;
  while (followed.run.status !== 'finished' && followed.run.status !== 'failed') {
    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    if (cuts % 4 === 0) await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    cuts++;
    const before = computed.length;
    await until(() => computed.length >= Math.min(1000, before + 20) || followed.run.status === 'finished');
    if (computed.length >= 1000) break;
  }
  const run = await ended(followed);
  process.off('unhandledRejection', hear);
  expect(unhandled).toEqual([]);
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  expect([...followed.ends.values()].filter((times) => times !== 1)).toEqual([]);
  expect(cuts).toBeGreaterThan(5);
});

it('waits while the memory of the server is full, at the worker and at the client', async () => {
  const { address, admin } = await redis();
  const computed: TrialName[] = [];
  const compute = new TestCompute(2, { ended: (name) => void computed.push(name) });
  const { said } = await workerOf(address, compute);
  const first = follow(address, sweepOf(5, 30));
  await until(() => computed.length > 50);
  await admin.config('SET', 'maxmemory', '1mb');
  const second = follow(address, sweepOf(4, 20, { training: { steps: 2, batchSize: 'full', recordEvery: 1 } }));
  await until(() => said.length > 0 && second.said.length > 0);
  const full = `Waiting for ${address.url}: the memory of the server is full (maxmemory).`;
  expect([...said, ...second.said].filter((line) => line !== full)).toEqual([]);
  await admin.config('SET', 'maxmemory', '0');
  const [run, other] = await Promise.all([ended(first), ended(second)]);
  expect(recordsOf(run)).toEqual(madeUpRecords(run));
  expect(recordsOf(other)).toEqual(madeUpRecords(other));
  expect(computed.length).toBe(300 + 160);
});

it('ends a worker and a client whose server is gone', async () => {
  const server = await redis();
  const begun: TrialName[] = [];
  const { worker } = await workerOf(server.address, new TestCompute(50, { begins: (name) => void begun.push(name) }));
  const followed = follow(server.address, sweepOf(5, 50));
  const other = workerProcess(server.url, { milliseconds: 50 });
  const gone = once(other, 'exit');
  await until(async () => begun.length > 2 && (await server.admin.exists('test:computed')));
  await server.kill();
  other.kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
  await worker.close();
  await followed.handle.stop();
  await followed.handle.ended;
  expect(followed.run.status).toBe('stopped');
});

it('says of a result that cannot be read that its trial failed, and ends', async () => {
  const { address, admin } = await redis();
  const computed: TrialName[] = [];
  await workerOf(address, new TestCompute(10, { ended: (name) => void computed.push(name) }));
  const followed = follow(address, sweepOf(2, 10));
  // Of one trial the result, and of the others what they share.
  await until(async () => (await admin.keys(keys.header('*'))).length > 0);
  const run = await ended(followed);
  expect(run.status).toBe('finished');
  const [broken, ...others] = await admin.keys(keys.result('*'));
  await admin.set(broken, 'no result');
  const again = await ended(follow(address, sweepOf(2, 10)));
  expect(again.status).toBe('failed');
  expect(again.message).toMatch(/^Its result can't be read: /);
  expect(others.length).toBe(39);
  const [header] = await admin.keys(keys.header('*'));
  await admin.del(header);
  const third = await ended(follow(address, sweepOf(2, 10)));
  expect(third.status).toBe('failed');
  expect(third.message).toMatch(/^Its result can't be read: /);
});
