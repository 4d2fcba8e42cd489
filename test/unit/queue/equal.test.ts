import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { writeSafetensors } from '../../../src/engine/formats/safetensors';
import type { Experiment } from '../../../src/experiment/format/schema';
import type { RunRecord } from '../../../src/experiment/record/record';
import { RunnerCompute } from '../../../src/queue/worker/compute';
import { engineVersion } from '../../../src/queue/identity';
import type { QueueAddress } from '../../../src/queue/address';
import { chooseBackend } from '../../../src/trainer/backend/backend';
import { ForkedTrainer } from '../../../src/trainer/forkedTrainer';
import { trained } from '../trainer/trainerSupport';
import { ended, experimentOf, follow, recordsOf, redis, temporaryFolder, workerOf } from './support';

const { name: make } = chooseBackend('auto', resolve('out/test/kernels'), 'float32');

/** A worker that trains. */
async function trainingWorker(address: QueueAddress): Promise<() => number> {
  const directory = temporaryFolder();
  const compute = new RunnerCompute({
    newRunner: () => new ForkedTrainer(resolve('out/test/trainer.js')),
    places: { folders: [], within: [directory] },
    backend: make,
    workers: 1,
    maxMemoryMB: 512,
  });
  let batches = 0;
  const run = compute.run.bind(compute);
  compute.run = (...args) => {
    batches++;
    return run(...args);
  };
  await workerOf(address, compute, { directory, computed: { engine: engineVersion, make }, lockSeconds: 30 });
  return () => batches;
}

/** The same sweep here and on two workers. */
async function both(experiment: Experiment, directory?: string): Promise<{ local: RunRecord; queued: RunRecord }> {
  const { address } = await redis();
  const batches = [await trainingWorker(address), await trainingWorker(address)];
  const queued = await ended(follow(address, experiment, { request: { backend: 'auto', directory } }));
  expect(batches.filter((count) => count() === 0)).toEqual([]);
  const { run: local } = await trained({ experiment, directory });
  return { local, queued };
}

/** A value as a text that differs where a bit of it does; its keys have no order. */
function bitsOf(value: unknown): string {
  const hash = createHash('sha256');
  const add = (one: unknown): void => {
    if (typeof one === 'number') hash.update(Float64Array.of(one));
    else if (ArrayBuffer.isView(one)) hash.update(one.constructor.name).update(one as Uint8Array);
    else if (Array.isArray(one)) {
      hash.update(`[${one.length}`);
      one.forEach(add);
    } else if (typeof one === 'object' && one !== null) {
      const entries = Object.entries(one).filter(([, item]) => item !== undefined);
      for (const [key, item] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
        hash.update(`{${key}`);
        add(item);
      }
    } else hash.update(`${typeof one} ${String(one)}`);
  };
  add(value);
  return hash.digest('hex');
}

/** What is known of the cells besides their trials; threads and times are of the machine. */
const headersOf = (run: RunRecord): unknown[] =>
  run.sweep!.cells.map(({ setting, run: { header, status } }) => ({
    setting,
    status,
    header: { ...header, environment: { ...header!.environment, workers: 0 } },
  }));

it('comes to the same bits on two workers as here', async () => {
  const experiment = experimentOf(JSON.parse(readFileSync('examples/sweep-rate-gain.initlab.json', 'utf8')));
  const { local, queued } = await both(experiment);
  expect(queued.status).toBe('finished');
  expect(queued.sweep!.cells).toHaveLength(49);
  expect(recordsOf(queued).map(bitsOf)).toEqual(recordsOf(local).map(bitsOf));
  expect(headersOf(queued).map(bitsOf)).toEqual(headersOf(local).map(bitsOf));
});

it('comes to the same bits with data and weights of files, which go over the queue', async () => {
  const directory = temporaryFolder();
  mkdirSync(join(directory, 'data'));
  const rows = Array.from({ length: 60 }, (_, row) => [Math.sin(row), Math.cos(row * 3), row % 3]);
  writeFileSync(join(directory, 'data', 'rows.csv'), `a,b,y\n${rows.map((row) => row.join()).join('\n')}\n`);
  const kernel = (name: string, shape: [number, number], scale: number) => [
    {
      name: `${name}.kernel`,
      shape,
      values: Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => scale * Math.sin(i)),
    },
    { name: `${name}.bias`, shape: [shape[1]], values: new Float32Array(shape[1]) },
  ];
  for (const scale of [1, 2])
    writeFileSync(
      join(directory, `start${scale}.safetensors`),
      writeSafetensors([...kernel('hidden.0', [2, 4], scale), ...kernel('output', [4, 3], scale)]),
    );
  const experiment = experimentOf({
    version: 1,
    name: 'Files',
    dataset: { kind: 'csv', path: 'data/rows.csv', target: 'y', testFraction: 0.2, splitSeed: 1, standardize: true },
    network: { hidden: [4], activation: 'tanh', bias: true },
    loss: 'categoricalCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { steps: 200, batchSize: 'full', recordEvery: 100 },
    random: { layout: 'in-out', seeds: [1, 2] },
    initializers: [
      { kind: 'fromFile', path: 'start1.safetensors' },
      { kind: 'heNormal', layers: { output: { kind: 'fromFile', path: 'start2.safetensors' } } },
    ],
    sweep: [
      { path: '/optimizer/learningRate', values: Array.from({ length: 20 }, (_, index) => (index + 1) / 100) },
      { path: '/initializers/0/path', values: ['start1.safetensors', 'start2.safetensors'] },
    ],
  });
  const { local, queued } = await both(experiment, directory);
  expect(queued.message).toBe(undefined);
  expect(queued.status).toBe('finished');
  expect(recordsOf(queued).map(bitsOf)).toEqual(recordsOf(local).map(bitsOf));
});
