import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { applyUpdate } from '../experiment/applyUpdate';
import { formatSeconds } from '../experiment/format';
import { parseExperiment } from '../experiment/parse';
import type { RunRecord } from '../experiment/record';
import type { Experiment } from '../experiment/schema';
import { allTrials } from '../experiment/sweepRecord';
import { backends } from '../trainer/backend';
import { RunRefused } from '../trainer/refused';
import { Trainer } from '../trainer/trainer';
import { BadInput } from './badInput';
import { oneOf, readOptions, wholeNumber } from './options';
import { plain } from './plain';
import { ProgressBar } from './progress';
import { seedTables } from './seedTables';
import { sweepTable } from './sweepTable';
import { resultTable } from './table';
import { checkTargets, writeRun, writeWeights } from './writeResults';

const runId = 1;

async function readExperiment(file: string): Promise<Experiment> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(`Cannot read ${file}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`);
  });
  const { experiment, issues, syntax } = parseExperiment(text);
  if (!experiment) throw new BadInput(`${file}: ${syntax?.message ?? issues[0].message}${issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''}`);
  return experiment;
}

/** Trains to the end, or to the first Ctrl+C; the record then holds everything. */
async function train(trainer: Trainer, request: Parameters<Trainer['run']>[0]): Promise<void> {
  const stop = () => void trainer.stop(runId);
  process.once('SIGINT', stop);
  try {
    await trainer.run(request);
    await trainer.ended(runId);
  } catch (error) {
    if (error instanceof RunRefused) throw new BadInput(error.message);
    throw error;
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

/** What a run came to, as tables. */
function tables(run: RunRecord): string {
  if (run.sweep) return sweepTable(run);
  const seeds = seedTables(run);
  return `${resultTable(run)}${seeds === '' ? '' : `\n\n${seeds}\n`}`;
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
    quiet: { type: 'boolean', default: false },
  });
  if (positionals.length !== 1) throw new BadInput(positionals.length === 0 ? 'Nothing in FILE: an experiment file is needed (initlab --help).' : `Unexpected ${JSON.stringify(positionals[1])}: one FILE is needed.`);
  const [file] = positionals;
  const workers = wholeNumber('workers', values.workers, 1, 256) ?? availableParallelism();
  const backend = oneOf('backend', values.backend, ['auto', ...backends]);
  const maxMemoryMB = wholeNumber('max-memory', values['max-memory'], 16, 1_000_000) ?? 2048;
  if (values.data !== undefined && !(await stat(values.data).catch(() => undefined))?.isDirectory()) throw new BadInput(`Unexpected ${JSON.stringify(values.data)} in --data: a folder is needed.`);
  const experiment = await readExperiment(file);
  if (experiment.sweep && values.weights !== undefined) throw new BadInput('Unexpected --weights with a sweep: its cells keep no weights; run the experiment of one cell for them.');
  await checkTargets(values.out, values.weights);

  const run: RunRecord = { id: runId, status: 'starting', trials: [], seconds: 0 };
  const bar = new ProgressBar(process.stderr);
  const trainer = new Trainer(
    {
      update: (update) => {
        applyUpdate(run, update);
        if (!values.quiet) bar.show(run);
      },
    },
    join(__dirname, 'worker.js'),
  );
  await train(trainer, { id: runId, experiment, directory: dirname(resolve(file)), places: { folders: values.data === undefined ? [] : [resolve(values.data)], shipped: join(__dirname, '..', 'media', 'datasets') }, workers, backend, maxMemoryMB, paused: false });
  bar.clear();
  if (values.out !== undefined) await writeRun(values.out, run);
  if (values.weights !== undefined) await writeWeights(values.weights, run, await trainer.weights(runId));
  if (!values.quiet) {
    const { backend: used, workers: threads } = run.header!.environment;
    const { note } = run.header!.data;
    process.stdout.write(plain(`${experiment.name}\n${note === undefined ? '' : `${note}\n`}${tables(run)}\n${formatSeconds(run.seconds)} on ${threads} worker${threads === 1 ? '' : 's'}, ${used} kernels\n`));
  }
  for (const note of run.header?.notes ?? []) process.stderr.write(`initlab: ${plain(note)}\n`);
  const failed = allTrials(run).find((trial) => trial.status === 'failed')?.message ?? (run.status === 'failed' ? run.message : undefined);
  if (failed !== undefined) process.stderr.write(`initlab: ${plain(failed)}\n`);
  return failed === undefined ? 0 : 1;
}
