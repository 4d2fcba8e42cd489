import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach } from 'vitest';
import type { Experiment } from '../../../src/experiment/format/schema';
import { applyUpdate } from '../../../src/experiment/record/applyUpdate';
import type { RunRecord, RunStatus } from '../../../src/experiment/record/record';
import { PythonRunner } from '../../../src/python/pythonRunner';
import type { PythonProcessOptions } from '../../../src/python/pythonProcess';
import type { RunRequest } from '../../../src/protocol/trainer';

/** The package with a framework in plain Python. */

const toyFolder = resolve('python/tests/toy');

const open: PythonRunner[] = [];
const folders: string[] = [];
afterEach(() => {
  open.splice(0).forEach((runner) => runner.dispose());
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true }));
});

/** A new folder with a file `model.py`. */
export function folderWith(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-'));
  folders.push(folder);
  writeFileSync(join(folder, 'model.py'), code);
  return folder;
}

/** A runner that is ended after the test. */
export function runnerWith(
  python: string,
  folder = toyFolder,
  channel?: PythonProcessOptions['channel'],
): { runner: PythonRunner; output: () => string; activities: string[] } {
  const printed: string[] = [];
  const activities: string[] = [];
  const runner = new PythonRunner(
    { interpreter: async () => ({ path: python }), packageFolder: folder, channel },
    {
      output: (text) => printed.push(text),
      activity: (text) => activities.push(text ?? ''),
    },
  );
  open.push(runner);
  return { runner, output: () => printed.join(''), activities };
}

/** An experiment for the toy framework, with changes. */
export function toyExperiment(change: object = {}): Experiment {
  return {
    version: 1,
    name: 'Toy',
    model: { python: 'model.py:Net', arguments: {} },
    data: { random: { x: { shape: [8, 3] }, seed: 0 } },
    loss: 'model',
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    training: { steps: 100, batchSize: 'full' },
    random: { generator: 'torch', layout: 'out-in', seeds: [0, 1] },
    initializers: [{ kind: 'asWritten' }, { kind: 'constant', value: 0.5 }],
    ...change,
  } as unknown as Experiment;
}

/** Starts a run and keeps what is told of it. */
export function ask(
  runner: PythonRunner,
  directory: string,
  experiment: Experiment = toyExperiment(),
  request: Partial<RunRequest> = {},
) {
  const run: RunRecord = { id: request.id ?? 1, status: 'starting', trials: [], seconds: 0 };
  const statuses: RunStatus[] = [];
  const lost: string[] = [];
  const handle = runner.run(
    { id: 1, experiment, directory, backend: 'auto', maxMemoryMB: 2048, paused: false, ...request },
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

/** Milliseconds after which what does not come is taken for never to come, on however busy a machine. */
const patience = 120_000;

export const until = async (condition: () => boolean): Promise<void> => {
  for (const end = Date.now() + patience; !condition();) {
    if (Date.now() > end) throw new Error('It did not happen.');
    await new Promise((done) => setTimeout(done, 5));
  }
};

/** Whether a process of that id is there, and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
