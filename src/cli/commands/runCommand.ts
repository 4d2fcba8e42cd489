import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isModelExperiment } from '../../experiment/format/forms';
import { applyUpdate } from '../../experiment/record/applyUpdate';
import { endUpdate } from '../../experiment/record/endUpdate';
import { formatSeconds } from '../../experiment/text/format';
import type { RunRecord } from '../../experiment/record/record';
import type { RunHandle, Runner } from '../../protocol/runner';
import type { RunRequest } from '../../protocol/trainer';
import { backends } from '../../trainer/backend/backend';
import { RunRefused } from '../../data/refused';
import { explainRun } from '../../trainer/prepare/prepareRun';
import { PythonRunner } from '../../python/pythonRunner';
import { Trainer } from '../../trainer/trainer';
import { BadInput } from '../badInput';
import { interruptedCode, stopsWith } from '../interrupt';
import { oneOf, readOptions, wholeNumber } from '../options';
import { OutputError, OutputTarget } from '../output/outputTarget';
import { plain } from '../output/plain';
import { ProgressBar } from '../output/progress';
import { pythonPlaces } from '../pythonPlaces';
import { readExperiment } from '../readExperiment';
import { exitCodes, failureOf } from '../runOutcome';
import { findingTable } from '../output/findingTable';
import { seedTables } from '../output/seedTables';
import { sweepTable } from '../output/sweepTable';
import { resultTable } from '../output/table';
import { complain, print } from '../output/terminal';
import { checkWeightsFolder, runFilePieces, writeWeights } from '../output/writeResults';

/** Trains to the end, or to the first signal; the record then holds everything. */
async function train(run: RunHandle): Promise<void> {
  stopsWith(() => void run.stop());
  try {
    await run.started;
    await run.ended;
  } catch (error) {
    // Stopped before it has begun, it is no bad input: there is nothing to tell or to write.
    if (interruptedCode() !== undefined) return;
    if (error instanceof RunRefused) throw new BadInput(error.message);
    throw error;
  }
}

/** What a run came to, as tables. */
function tables(run: RunRecord): string {
  if (run.sweep) return sweepTable(run);
  const seeds = seedTables(run);
  const findings = findingTable(run);
  return `${resultTable(run)}${findings === undefined ? '' : `\n\n${findings}`}${seeds === '' ? '' : `\n\n${seeds}\n`}`;
}

/** The tables of a run with what was computed on. */
function resultText(run: RunRecord): string {
  const { experiment, data, environment } = run.header!;
  const threads = environment.workers;
  const computed = isModelExperiment(experiment)
    ? environment.backend
    : `${threads} worker${threads === 1 ? '' : 's'}, ${environment.backend} kernels${environment.precision === 'float64' ? ' in float64' : ''}`;
  return `${experiment.name}\n${data.note === undefined ? '' : `${data.note}\n`}${tables(run)}\n${formatSeconds(run.seconds)} on ${computed}\n`;
}

/**
 * Does all of `work`, one after the other: what one of them cannot write does not keep the others from it. Returns the
 * messages.
 */
async function writeAll(work: readonly (() => Promise<void>)[]): Promise<string[]> {
  const problems: string[] = [];
  for (const write of work) {
    await write().catch((error: unknown) => {
      if (!(error instanceof OutputError)) throw error;
      problems.push(error.message);
    });
  }
  return problems;
}

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
  const out = values.out === undefined ? undefined : OutputTarget.of(values.out, 'out');
  await out?.check(file);
  await checkWeightsFolder(values.weights);

  const run: RunRecord = { id: 1, status: 'starting', trials: [], seconds: 0 };
  const request: RunRequest = {
    id: run.id,
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
  const runner: Runner = ofModel
    ? new PythonRunner(await pythonPlaces(values.python), {
        output: (text) => void (values.quiet || process.stderr.write(text)),
        activity: (text) => void (values.quiet || bar.note(text)),
      })
    : new Trainer(join(__dirname, 'worker.js'));
  const handle = runner.run(request, {
    update: (update) => {
      applyUpdate(run, update);
      if (!values.quiet) bar.show(run);
    },
    lost: (reason) => applyUpdate(run, endUpdate(run, 'failed', reason)),
  });
  await train(handle);
  bar.clear();
  const begun = run.header !== undefined;
  const unwritten = begun
    ? await writeAll([
        async () => out?.write(() => runFilePieces(run)),
        async () =>
          values.weights === undefined ? undefined : writeWeights(values.weights, run, await handle.weights()),
      ])
    : [];
  if (begun && !values.quiet) {
    const text = plain(resultText(run));
    // The standard output has the run file and nothing else where it is asked for there.
    if (out?.isStandardOutput) process.stderr.write(text);
    else await print(text);
  }
  for (const note of run.header?.notes ?? []) complain(plain(note));
  const interrupted = interruptedCode();
  const failed = interrupted !== undefined && !begun ? undefined : failureOf(run);
  for (const problem of [...unwritten, ...(failed === undefined ? [] : [failed])]) complain(plain(problem));
  return interrupted ?? (failed === undefined && unwritten.length === 0 ? exitCodes.good : exitCodes.failed);
}
