import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { networkOf } from '../experiment/networkOf';
import { applyUpdate } from '../../../src/experiment/record/applyUpdate';
import { parseExperiment } from '../../../src/experiment/format/parse';
import { presets } from '../../../src/experiment/presets/presets';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import type { RunUpdate } from '../../../src/experiment/record/update';
import type { RunHandle } from '../../../src/protocol/runner';
import type { RunRequest } from '../../../src/protocol/trainer';
import type { FromWorker, WorkerJob } from '../../../src/trainer/worker/job';
import { prepareRun, type PreparedRun } from '../../../src/trainer/prepare/prepareRun';
import { Run } from '../../../src/trainer/run/run';
import { Trainer } from '../../../src/trainer/trainer';
import { WorkerPool, type WorkerTask } from '../../../src/trainer/run/workerPool';

/** The worker of the tests behind `code`, which runs first in every thread; the kernels beside it. */
export function workerAfter(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-worker-'));
  mkdirSync(folder, { recursive: true });
  symlinkSync(resolve('out/test/kernels'), join(folder, 'kernels'));
  copyFileSync(resolve('out/test/worker.js'), join(folder, 'real.js'));
  writeFileSync(join(folder, 'worker.js'), `${code}\nrequire('./real.js');\n`);
  return join(folder, 'worker.js');
}

/** A run on the trainer of the tests, with the record of what it tells. */
export function requestRun(
  request: Partial<RunRequest> & Pick<RunRequest, 'experiment'>,
  told: (update: RunUpdate) => void = () => undefined,
): { run: RunRecord; handle: RunHandle } {
  const whole: RunRequest = { id: 1, backend: 'auto', maxMemoryMB: 2048, paused: false, ...request };
  const run: RunRecord = { id: whole.id, status: 'starting', trials: [], seconds: 0 };
  const update = (one: RunUpdate): void => {
    applyUpdate(run, one);
    told(one);
  };
  return { run, handle: new Trainer(resolve('out/test/worker.js')).run(whole, { update }) };
}

/** The same, trained to its end. */
export async function trained(request: Parameters<typeof requestRun>[0]): Promise<ReturnType<typeof requestRun>> {
  const requested = requestRun(request);
  await requested.handle.started;
  await requested.handle.ended;
  return requested;
}

/** A pool that lets a test hear what workers say, before the run does. */
class HeardPool extends WorkerPool {
  constructor(
    entry: string,
    private readonly hear: (message: FromWorker) => void,
  ) {
    super(entry);
  }

  override start(job: WorkerJob, receive: (message: FromWorker) => void): WorkerTask {
    return super.start(job, (message) => {
      this.hear(message);
      receive(message);
    });
  }
}

/** A run of the circles, made ready as the trainer makes it. */
export async function preparedOf(change: Partial<ExperimentInput>, workers = 1): Promise<PreparedRun> {
  const { experiment, issues } = parseExperiment(JSON.stringify({ ...presets[0].experiment, ...change }));
  if (!experiment) throw new Error(issues[0].message);
  return prepareRun(
    {
      id: 1,
      experiment: networkOf(experiment),
      backend: 'auto',
      maxMemoryMB: 2048,
      paused: false,
      workers,
      places: { folders: [], shipped: resolve('media/datasets') },
    },
    resolve('out/test/kernels'),
  );
}

/** A run of the circles with its record, every update as it came, and all that its workers said. */
export async function runOf(
  change: Partial<ExperimentInput>,
  options: {
    workers?: number;
    paused?: boolean;
    entry?: string;
    hear?: (message: FromWorker, run: Run) => void;
    told?: (update: RunUpdate) => void;
  } = {},
) {
  const record: RunRecord = { id: 1, status: 'starting', trials: [], seconds: 0 };
  const updates: RunUpdate[] = [];
  const messages: FromWorker[] = [];
  const prepared = await preparedOf(change, options.workers);
  const pool = new HeardPool(options.entry ?? resolve('out/test/worker.js'), (message) => {
    messages.push(message);
    options.hear?.(message, run);
  });
  const client = {
    update: (update: RunUpdate) => {
      updates.push(update);
      applyUpdate(record, update);
      options.told?.(update);
    },
  };
  const run: Run = new Run(1, prepared, client, pool, options.paused ?? false);
  void run.ended.then(() => pool.close());
  return { run, record, updates, messages };
}
