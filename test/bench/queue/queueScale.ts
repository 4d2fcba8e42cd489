/* Measures queues: see queue.mjs. As `queueScale.js simulate JSON` it is a process of simulated workers. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { applyUpdate } from '../../../src/experiment/record/applyUpdate';
import { parseExperiment } from '../../../src/experiment/format/parse';
import type { RunRecord } from '../../../src/experiment/record/record';
import { expandSweep } from '../../../src/experiment/sweep/sweep';
import { QueueConnection } from '../../../src/queue/connection';
import { WorkerFiles } from '../../../src/queue/files';
import { sweepIdentity, type Computed } from '../../../src/queue/identity';
import { planTrials } from '../../../src/queue/client/plan';
import { QueueRun } from '../../../src/queue/client/queueRun';
import { QueueServer } from '../../../src/queue/client/server';
import { QueueWorker } from '../../../src/queue/worker/worker';
import { RedisServer } from '../../unit/queue/redisServer';
import { TestCompute } from '../../unit/queue/testCompute';

const computed: Computed = { engine: 'bench', make: 'reference' };
const silent = (): void => undefined;

/** What a process of simulated workers answers when it is asked. */
interface Report {
  trials: number;
  /** When the last one began, as Date.now. */
  last: number;
  cpu: number;
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

async function simulate({
  url,
  count,
  milliseconds,
}: {
  url: string;
  count: number;
  milliseconds: number;
}): Promise<void> {
  let trials = 0;
  let last = 0;
  for (let index = 0; index < count; index++) {
    const connection = await QueueConnection.open({ url }, { patient: true, say: silent });
    new QueueWorker(connection, {
      computed,
      compute: new TestCompute(milliseconds, {
        begins: () => void (last = Date.now()),
        ended: () => void trials++,
      }),
      files: new WorkerFiles(tmpdir(), undefined, undefined, connection),
      concurrency: 1,
      lockSeconds: 60,
      name: `simulated ${index}`,
      say: console.error,
    });
  }
  process.on('message', () => process.send!({ trials, last, cpu: cpuSeconds() } satisfies Report));
  process.send!('ready');
}

async function reports(processes: readonly ChildProcess[]): Promise<Report[]> {
  return Promise.all(
    processes.map(async (child) => {
      child.send('report');
      return ((await once(child, 'message')) as [Report])[0];
    }),
  );
}

function experimentOf(cells: number, seeds: number, steps: number) {
  const { experiment, issues } = parseExperiment(
    JSON.stringify({
      version: 1,
      name: 'Scale',
      dataset: { kind: 'moons', train: 20, test: 10 },
      network: { hidden: [2], activation: 'tanh' },
      loss: 'binaryCrossEntropy',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      training: { steps, batchSize: 'full', recordEvery: 1 },
      random: { seeds: Array.from({ length: seeds }, (_, seed) => seed) },
      initializers: [{ kind: 'heNormal' }],
      sweep: [{ path: '/optimizer/learningRate', from: 0.001, to: 1, count: cells, scale: 'log' }],
    }),
  );
  if (!experiment || 'model' in experiment) throw new Error(issues[0].message);
  return experiment;
}

/** A sweep as a client has it, each trial of which is estimated to take so long. */
function queued(cells: number, seeds: number, steps: number, seconds: number) {
  const experiment = experimentOf(cells, seeds, steps);
  const expanded = expandSweep(experiment);
  return {
    runId: 1,
    id: sweepIdentity(experiment, computed),
    computed,
    experiment,
    portable: { experiment, files: {}, code: {}, sources: new Map<string, string>() },
    cells: expanded,
    trials: planTrials(expanded, computed).map((trial) => ({ ...trial, seconds })),
  };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

async function scale(trials: number, workers: number, milliseconds: number): Promise<void> {
  const redis = await RedisServer.start();
  const processes = Array.from({ length: 4 }, (_, index) =>
    fork(__filename, [
      'simulate',
      JSON.stringify({ url: redis.url, milliseconds, count: Math.floor((workers + index) / 4) }),
    ]),
  );
  try {
    await Promise.all(processes.map((child) => once(child, 'message')));
    const field = async (section: string, name: string): Promise<number> =>
      Number(new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(await redis.admin.info(section))![1]);
    const redisCpu = async (): Promise<number> =>
      (await field('cpu', 'used_cpu_user')) + (await field('cpu', 'used_cpu_sys'));
    const connection = await QueueConnection.open({ url: redis.url }, { patient: false, say: silent });
    const server = new QueueServer(connection);
    let told = 0;
    const run = (steps: number, onStop: 'cancel' | 'leave') => {
      const record: RunRecord = { id: 1, status: 'starting', trials: [], seconds: 0 };
      const sweep = queued(100, trials / 100, steps, milliseconds / 1000);
      const handle = new QueueRun(
        sweep,
        server,
        {
          update: (update) => {
            applyUpdate(record, update);
            if (update.status === 'stopped') told ||= Date.now();
          },
          lost: silent,
        },
        { paused: false, onStop, retry: true, say: silent },
      );
      return { record, handle };
    };
    const before = { cpu: cpuSeconds(), redis: await redisCpu(), workers: await reports(processes) };
    const planned = performance.now();
    const { record, handle } = run(1, 'leave');
    const begun = performance.now();
    await handle.started;
    const submitted = performance.now();
    await handle.ended;
    const ended = performance.now();
    const after = { cpu: cpuSeconds(), redis: await redisCpu(), workers: await reports(processes) };
    const done = record.sweep!.cells.flatMap(({ run: cell }) => cell.trials).filter((one) => one.status === 'finished');
    const wall = (ended - begun) / 1000;
    const ideal = (trials * milliseconds) / 1000 / workers;
    const sum = (all: Report[]): number => all.reduce((total, { cpu }) => total + cpu, 0);
    const each = (seconds: number): string => `${((1000 * seconds) / trials).toFixed(3)} ms a trial`;
    console.log(
      `${done.length} trials of ${milliseconds} ms on ${workers} simulated workers in ${processes.length} processes`,
    );
    console.log(
      `  plan ${((begun - planned) / 1000).toFixed(2)} s, submission ${((submitted - begun) / 1000).toFixed(2)} s`,
    );
    console.log(
      `  wall ${wall.toFixed(1)} s, ideal ${ideal.toFixed(1)} s: ${each(wall - ideal)}, ${each((wall - ideal) * workers)} and worker`,
    );
    console.log(
      `  processor: client ${each(after.cpu - before.cpu)}, Redis ${each(after.redis - before.redis)}, workers ${each(sum(after.workers) - sum(before.workers))}`,
    );
    console.log(`  computed ${after.workers.reduce((total, one) => total + one.trials, 0)}`);
    console.log(
      `  memory: client at most ${megabytes(process.resourceUsage().maxRSS * 1024)}, Redis at most ${megabytes(await field('memory', 'used_memory_peak'))}`,
    );

    const second = run(2, 'cancel');
    await second.handle.started;
    await new Promise((later) => setTimeout(later, 1500));
    const asked = Date.now();
    await second.handle.stop();
    const stopped = Date.now();
    await new Promise((later) => setTimeout(later, 1500));
    const last = Math.max(...(await reports(processes)).map((one) => one.last));
    console.log(
      `  cancel: told after ${told - asked} ms, jobs taken back after ${stopped - asked} ms, the last trial began ${last - asked} ms after the order`,
    );
    connection.close();
  } finally {
    for (const child of processes) child.kill('SIGKILL');
    await redis.stop();
  }
}

/** Seconds of a sweep of real trials on so many workers with a core each. */
async function realSeconds(workers: number, file: string): Promise<number> {
  const redis = await RedisServer.start();
  const cli = join(__dirname, 'cli.js');
  const cache = mkdtempSync(join(tmpdir(), 'initlab-bench-'));
  const children = Array.from({ length: workers }, (_, core) =>
    spawn(
      'taskset',
      ['-c', String(core), process.execPath, cli, 'worker', '--queue', redis.url, '--concurrency', '1', '--quiet'],
      { stdio: 'inherit', env: { ...process.env, XDG_CACHE_HOME: cache } },
    ),
  );
  try {
    while ((await redis.admin.scard('initlab:workers')) < workers) await new Promise((again) => setTimeout(again, 50));
    const begun = performance.now();
    const client = spawn(process.execPath, [cli, 'run', file, '--queue', redis.url, '--quiet'], { stdio: 'inherit' });
    const [code] = await once(client, 'exit');
    if (code !== 0) throw new Error(`The run ended with ${code}.`);
    const seconds = (performance.now() - begun) / 1000;
    const results = await redis.admin.keys('initlab:result:*');
    const sizes = await Promise.all(results.map((key) => redis.admin.strlen(key)));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`  ${results.length} results of ${(bytes / 1000 / results.length).toFixed(1)} kB`);
    return seconds;
  } finally {
    for (const child of children) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    await redis.stop();
    rmSync(cache, { recursive: true, force: true });
  }
}

async function real(cells: number): Promise<void> {
  const side = Math.round(Math.sqrt(cells));
  const experiment = JSON.parse(readFileSync('examples/sweep-rate-gain.initlab.json', 'utf8'));
  for (const axis of experiment.sweep) axis.count = side;
  const folder = mkdtempSync(join(tmpdir(), 'initlab-bench-'));
  const file = join(folder, 'sweep.initlab.json');
  writeFileSync(file, JSON.stringify(experiment));
  const one = await realSeconds(1, file);
  const two = await realSeconds(2, file);
  rmSync(folder, { recursive: true, force: true });
  console.log(
    `${side * side} cells: one worker ${one.toFixed(1)} s, two ${two.toFixed(1)} s, ${(two / one).toFixed(2)} ×`,
  );
}

async function main(): Promise<void> {
  if (process.argv[2] === 'simulate') return simulate(JSON.parse(process.argv[3]));
  const { values } = parseArgs({
    options: {
      trials: { type: 'string', default: '100000' },
      workers: { type: 'string', default: '200' },
      milliseconds: { type: 'string', default: '10' },
      cells: { type: 'string', default: '400' },
      scale: { type: 'boolean', default: true },
      real: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  if (values.scale) await scale(Number(values.trials), Number(values.workers), Number(values.milliseconds));
  if (values.real) await real(Number(values.cells));
}

void main();
