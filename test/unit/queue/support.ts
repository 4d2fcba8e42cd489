import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach } from 'vitest';
import { applyUpdate } from '../../../src/experiment/record/applyUpdate';
import { parseExperiment } from '../../../src/experiment/format/parse';
import type { Experiment } from '../../../src/experiment/format/schema';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { RunHandle } from '../../../src/protocol/runner';
import type { RunRequest } from '../../../src/protocol/trainer';
import type { QueueAddress } from '../../../src/queue/address';
import { QueueConnection } from '../../../src/queue/connection';
import type { Compute } from '../../../src/queue/worker/compute';
import { WorkerFiles } from '../../../src/queue/files';
import { engineVersion, type Computed } from '../../../src/queue/identity';
import { QueueRunner, type QueueRunnerOptions } from '../../../src/queue/client/queueRunner';
import { QueueServer } from '../../../src/queue/client/server';
import { QueueWorker, type WorkerOptions } from '../../../src/queue/worker/worker';
import { RedisServer } from './redisServer';
import { madeUpRecord } from './testCompute';
import type { ProcessOptions } from './workerProcess';

export const reference: Computed = { engine: engineVersion, make: 'reference' };

const cleanups: (() => Promise<unknown> | void)[] = [];
/** Undoes something after the test, the last thing first. */
export const afterwards = (undo: () => Promise<unknown> | void): void => void cleanups.push(undo);
afterEach(async () => {
  while (cleanups.length > 0) await cleanups.pop()!();
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-queue-'));
  afterwards(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A server that is gone after the test. */
export async function redis(...args: Parameters<typeof RedisServer.start>): Promise<RedisServer> {
  const server = await RedisServer.start(...args);
  afterwards(() => server.stop());
  return server;
}

/** A sweep of learning rates × two initializers × seeds, whose network is of no matter. */
export function sweepOf(cells: number, seeds: number, change: object = {}): Experiment {
  return experimentOf({
    version: 1,
    name: 'Sweep',
    dataset: { kind: 'moons', train: 20, test: 10 },
    network: { hidden: [2], activation: 'tanh' },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { steps: 1, batchSize: 'full', recordEvery: 1 },
    random: { seeds: Array.from({ length: seeds }, (_, seed) => seed) },
    initializers: [{ kind: 'heNormal' }, { kind: 'glorotUniform' }],
    sweep: [{ path: '/optimizer/learningRate', from: 0.01, to: 1, count: cells, scale: 'log' }],
    ...change,
  });
}

export function experimentOf(value: object): Experiment {
  const { experiment, issues } = parseExperiment(JSON.stringify(value));
  if (!experiment) throw new Error(issues[0].message);
  return experiment;
}

/** A worker in this process. */
export async function workerOf(
  address: QueueAddress,
  compute: Compute,
  options: Partial<WorkerOptions> & { data?: string; directory?: string } = {},
): Promise<{ worker: QueueWorker; connection: QueueConnection; said: string[]; directory: string }> {
  const said: string[] = [];
  const say = (text: string | undefined): void => void (text !== undefined && said.push(text));
  const connection = await QueueConnection.open(address, { patient: true, say });
  const directory = options.directory ?? temporaryFolder();
  const worker = new QueueWorker(connection, {
    computed: reference,
    compute,
    files: new WorkerFiles(directory, options.data, undefined, connection),
    concurrency: 1,
    lockSeconds: 2,
    say,
    ...options,
  });
  afterwards(async () => {
    await worker.close();
    connection.close();
  });
  return { worker, connection, said, directory };
}

/** A worker as a process that can be killed. */
export function workerProcess(url: string, options: Partial<ProcessOptions> = {}): ChildProcess {
  const whole: ProcessOptions = {
    url,
    computed: reference,
    folder: tmpdir(),
    milliseconds: 1,
    concurrency: 1,
    lockSeconds: 1,
    ...options,
  };
  const child = spawn(process.execPath, [resolve('out/test/queueWorker.js'), JSON.stringify(whole)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  afterwards(() => killed(child));
  return child;
}

/** Ends a process, if it has not ended, and waits for its end. */
export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** A run that was asked of a queue, with what was told of it. */
export interface Followed {
  run: RunRecord;
  handle: RunHandle;
  runner: QueueRunner;
  said: string[];
  /** How often the end of each trial was told, by its cell and its place in that. */
  ends: Map<string, number>;
}

/** Asks a queue for a run; `waiting` is called whenever something is told. */
export function follow(
  address: QueueAddress,
  experiment: Experiment | undefined,
  options: Partial<QueueRunnerOptions> & { request?: Partial<RunRequest> } = {},
): Followed {
  const said: string[] = [];
  const runner = new QueueRunner({
    address,
    kernels: resolve('out/test/kernels'),
    onStop: 'leave',
    retry: true,
    say: (text) => void (text !== undefined && said.push(text)),
    ...options,
  });
  afterwards(() => runner.dispose());
  const run: RunRecord = { id: 1, status: 'starting', trials: [], seconds: 0 };
  const ends = new Map<string, number>();
  const handle = runner.run(
    {
      id: 1,
      experiment: experiment as Experiment,
      backend: 'reference',
      maxMemoryMB: 1024,
      paused: false,
      ...options.request,
    },
    {
      update: (update) => {
        applyUpdate(run, update);
        for (const { cell, update: one, copies = [] } of update.sweep?.cells ?? [])
          for (const trial of [
            ...one.trials.filter(({ status }) => status === 'finished').map((ended) => ended.trial),
            ...copies.map((copy) => copy.trial),
          ])
            ends.set(`${cell}/${trial}`, (ends.get(`${cell}/${trial}`) ?? 0) + 1);
      },
      lost: () => undefined,
    },
  );
  return { run, handle, runner, said, ends };
}

/** Waits for a sweep's end. */
export async function ended(followed: Followed): Promise<RunRecord> {
  await followed.handle.started;
  await followed.handle.ended;
  return followed.run;
}

/** The records of all trials with their cells; times are of no matter. */
export function recordsOf(run: RunRecord): unknown[] {
  return run.sweep!.cells.flatMap(({ run: { trials } }, cell) =>
    trials.map((trial) => ({ cell, ...trial, seconds: 0 })),
  );
}

/** What `recordsOf` is when every trial is the one that was made up. */
export function madeUpRecords(run: RunRecord): unknown[] {
  return run.sweep!.cells.flatMap(({ run: { trials } }, cell) =>
    trials.map(({ initializer, seed }) => ({ cell, ...madeUpRecord(cell, initializer, seed), seconds: 0 })),
  );
}

/** Waits until something is so; what never is fails by the test's own limit. */
export async function until(what: () => unknown): Promise<void> {
  while (!(await what())) await new Promise((again) => setTimeout(again, 10));
}

/** A server with a connection, for orders. */
export async function orders(address: QueueAddress): Promise<QueueServer> {
  const connection = await QueueConnection.open(address, { patient: false, say: () => undefined });
  afterwards(() => connection.close());
  return new QueueServer(connection);
}
