/*
 * Trains one experiment with the product's own trainer and prints its figures as JSON.
 * Usage: node train.js EXPERIMENT [--workers N] [--backend NAME] [--record off] [--trace FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { applyUpdate } from '../../src/experiment/record/applyUpdate';
import { isModelExperiment } from '../../src/experiment/format/forms';
import { parseExperiment } from '../../src/experiment/format/parse';
import type { RunRecord } from '../../src/experiment/record/record';
import type { RunRequest } from '../../src/protocol/trainer';
import { prepareRun } from '../../src/trainer/prepare/prepareRun';
import { Run } from '../../src/trainer/run/run';
import { WorkerPool } from '../../src/trainer/run/workerPool';
import { chromeTrace, gatherTraces, phaseTable, traced, traceThread } from './trace';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      workers: { type: 'string' },
      backend: { type: 'string', default: 'auto' },
      record: { type: 'string', default: 'on' },
      trace: { type: 'string' },
    },
  });
  const [file] = positionals;
  const { experiment, issues } = parseExperiment(readFileSync(file, 'utf8'));
  if (!experiment || isModelExperiment(experiment))
    throw new Error(`${file}: expected an experiment with a network, got ${issues[0]?.message ?? 'a model'}`);
  const workers = values.workers === undefined ? undefined : Number(values.workers);
  if (values.trace !== undefined) traceThread();
  const request = {
    id: 1,
    experiment,
    directory: dirname(resolve(file)),
    workers,
    backend: values.backend as RunRequest['backend'],
    maxMemoryMB: 100_000,
    paused: false,
  };
  const prepared = await traced('prepare', () => prepareRun(request, join(__dirname, 'kernels')));
  if (values.record === 'off') {
    // What training costs without recording: only the first cost and the first and last snapshot are left.
    for (const job of prepared.jobs) {
      job.snapshotSteps = [];
      job.recordEvery = 1_000_000_000;
    }
  }
  const record: RunRecord = { id: 1, status: 'starting', trials: [], seconds: 0 };
  const before = process.cpuUsage();
  const pool = new WorkerPool(join(__dirname, values.trace === undefined ? 'worker.js' : 'tracedWorker.js'));
  const traces = values.trace === undefined ? undefined : gatherTraces(prepared.jobs.length);
  const run = new Run(1, prepared, { update: (update) => applyUpdate(record, update) }, pool, false);
  await run.ended;
  if (traces) {
    writeFileSync(values.trace!, JSON.stringify(chromeTrace(await traces)));
    console.table(phaseTable(await traces));
  }
  // Of all threads, their start included: on a busy machine it says more than the wall clock.
  const { user, system } = process.cpuUsage(before);
  const { backend, workers: used, node } = record.header!.environment;
  await pool.close();
  const trials = record.trials.map(({ status, step, seconds, final }) => ({
    status,
    step,
    seconds,
    cost: final?.trainCost,
    accuracy: final?.trainAccuracy,
  }));
  process.stdout.write(
    `${JSON.stringify({ seconds: record.seconds, cpu: (user + system) / 1e6, backend, workers: used, node, trials })}\n`,
  );
}

void main();
