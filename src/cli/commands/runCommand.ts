import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isModelExperiment } from '../../experiment/format/forms';
import type { Runner } from '../../protocol/runner';
import type { PythonWatcher } from '../../python/pythonRun';
import type { RunRequest } from '../../protocol/trainer';
import { backends } from '../../trainer/backend/backend';
import { RunRefused } from '../../data/refused';
import { explainRun } from '../../trainer/prepare/prepareRun';
import { Trainer } from '../../trainer/trainer';
import { BadInput } from '../badInput';
import { followRun } from '../followRun';
import { oneOf, readOptions, wholeNumber } from '../options';
import { OutputTarget } from '../output/outputTarget';
import { plain } from '../output/plain';
import { ProgressBar } from '../output/progress';
import { print } from '../output/terminal';
import { checkWeightsFolder } from '../output/writeResults';
import { queueAddress, queueOptions } from '../queueOptions';
import { queueRunner } from '../queueRunner';
import { readExperiment } from '../readExperiment';
import { exitCodes } from '../runOutcome';

/** How a run would be computed; nothing is trained. Of a sweep it is the experiment before it is varied. */
async function explain(request: RunRequest): Promise<number> {
  const { experiment } = request;
  if (isModelExperiment(experiment))
    throw new BadInput('--explain: expected an experiment with a network, got one with a model in Python.');
  try {
    const lines = await explainRun({ ...request, experiment }, join(__dirname, 'kernels'));
    await print(`${plain(request.experiment.name)}\n${lines.join('\n')}\n`);
    return exitCodes.good;
  } catch (error) {
    if (error instanceof RunRefused) throw new BadInput(error.message);
    throw error;
  }
}

/** What trains models in Python, loaded when there is one. */
async function pythonRunner(python: string | undefined, watcher: PythonWatcher): Promise<Runner> {
  const { pythonPlaces } = await import('../pythonPlaces');
  const { PythonRunner } = await import('../../python/pythonRunner');
  return new PythonRunner(await pythonPlaces(python), watcher);
}

/** `initlab run`: every initializer of an experiment, a table, and the results as files. */
export async function runCommand(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, {
    out: { type: 'string' },
    weights: { type: 'string' },
    workers: { type: 'string' },
    backend: { type: 'string', default: 'auto' },
    'max-memory': { type: 'string' },
    data: { type: 'string' },
    python: { type: 'string' },
    quiet: { type: 'boolean', default: false },
    explain: { type: 'boolean', default: false },
    ...queueOptions,
  });
  if (positionals.length !== 1)
    throw new BadInput(
      positionals.length === 0
        ? 'FILE: expected an experiment file, got nothing (initlab --help).'
        : `Expected one FILE, got also ${JSON.stringify(positionals[1])}.`,
    );
  const [file] = positionals;
  const workers = wholeNumber('workers', values.workers, 1, 256) ?? availableParallelism();
  const backend = oneOf('backend', values.backend, ['auto', ...backends]);
  const maxMemoryMB = wholeNumber('max-memory', values['max-memory'], 16, 1_000_000) ?? 2048;
  if (values.data !== undefined && !(await stat(values.data).catch(() => undefined))?.isDirectory())
    throw new BadInput(`--data: expected a folder, got ${JSON.stringify(values.data)}.`);
  const experiment = await readExperiment(file);
  if (experiment.sweep && values.weights !== undefined)
    throw new BadInput(
      '--weights is not available for sweeps, because their cells save no weights. Run the experiment of one cell instead.',
    );
  const ofModel = isModelExperiment(experiment);
  if (!ofModel && values.python !== undefined)
    throw new BadInput('--python: expected an experiment with a model in Python, got one with a network.');
  // A queue that the environment names is for `worker` and its like: a run goes there when it is asked to.
  const address = values.queue === undefined ? undefined : await queueAddress(values);
  const out = values.out === undefined ? undefined : OutputTarget.of(values.out, 'out');
  await out?.check(file);
  await checkWeightsFolder(values.weights);

  const request: RunRequest = {
    id: 1,
    experiment,
    directory: dirname(resolve(file)),
    places: {
      folders: values.data === undefined ? [] : [resolve(values.data)],
      shipped: join(__dirname, '..', 'media', 'datasets'),
    },
    workers,
    backend,
    maxMemoryMB,
    paused: false,
  };
  if (values.explain) return explain(request);
  const bar = new ProgressBar(process.stderr);
  const runner: Runner = address
    ? await queueRunner(address, { bar, quiet: values.quiet, onStop: 'leave' })
    : ofModel
      ? await pythonRunner(values.python, {
          output: (text) => void (values.quiet || process.stderr.write(text)),
          activity: (text) => void (values.quiet || bar.note(text)),
        })
      : new Trainer(join(__dirname, 'worker.js'));
  return followRun(runner, request, { bar, out, weights: values.weights, quiet: values.quiet });
}
