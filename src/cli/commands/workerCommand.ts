import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { availableParallelism, homedir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { PythonRunner } from '../../python/pythonRunner';
import { backends, chooseBackend } from '../../trainer/backend/backend';
import { ForkedTrainer } from '../../trainer/forkedTrainer';
import { BadInput } from '../badInput';
import { interruptedCode, stopsWith } from '../interrupt';
import { oneOf, readOptions, wholeNumber } from '../options';
import { plain } from '../output/plain';
import { complain } from '../output/terminal';
import { pythonPlaces } from '../pythonPlaces';
import { neededQueue, queueOptions } from '../queueOptions';
import { exitCodes } from '../runOutcome';

/** Where the files of jobs are laid out: one folder for all workers of a user, whose names are contents. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'init-lab', 'queue');
}

/** The folder that an option names. Throws BadInput where there is none. */
async function folderOf(option: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  if (!(await stat(path).catch(() => undefined))?.isDirectory())
    throw new BadInput(`--${option}: expected a folder, got ${JSON.stringify(path)}.`);
  return resolve(path);
}

/** `initlab worker`: computes trials of sweeps from a queue until it is stopped. */
export async function workerCommand(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, {
    ...queueOptions,
    concurrency: { type: 'string' },
    memory: { type: 'string' },
    data: { type: 'string' },
    backend: { type: 'string', default: 'auto' },
    'allow-python': { type: 'string' },
    python: { type: 'string' },
    name: { type: 'string' },
    lock: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw new BadInput(`Expected options alone, got also ${JSON.stringify(positionals[0])}.`);
  const address = await neededQueue(values);
  const cores = availableParallelism();
  const concurrency = wholeNumber('concurrency', values.concurrency, 1, 256) ?? cores;
  const memory =
    wholeNumber('memory', values.memory, 64, 10_000_000) ?? Math.max(64, Math.floor((0.5 * totalmem()) / 1e6));
  const lockSeconds = wholeNumber('lock', values.lock, 2, 3600) ?? 15;
  const backend = oneOf('backend', values.backend, ['auto', ...backends]);
  const data = await folderOf('data', values.data);
  const code = await folderOf('allow-python', values['allow-python']);
  if (code === undefined && values.python !== undefined)
    throw new BadInput('--python: expected --allow-python too, which says whose models are run.');
  const python = code === undefined ? undefined : await pythonPlaces(values.python);
  const say = (text: string | undefined): void => void (text !== undefined && complain(plain(text)));
  const { QueueConnection, QueueProblem, QueueWorker, RunnerCompute, WorkerFiles, engineVersion } =
    await import('../../queue/main');
  try {
    const stopped = new AbortController();
    stopsWith(() => stopped.abort());
    const make = chooseBackend(backend, join(__dirname, 'kernels')).name;
    const connection = await QueueConnection.open(address, { patient: true, say, signal: stopped.signal }).catch(
      (error: unknown) => {
        if (!stopped.signal.aborted) throw error;
      },
    );
    if (!connection) return interruptedCode() ?? exitCodes.good;
    const folder = cacheFolder();
    await mkdir(folder, { recursive: true });
    const shipped = join(__dirname, '..', 'media', 'datasets');
    const places = {
      folders: data === undefined ? [] : [data],
      shipped,
      // What a job names may lead nowhere else.
      within: [folder, shipped, ...(data === undefined ? [] : [data])],
    };
    const files = new WorkerFiles(folder, data, code, connection);
    const shared = { files, lockSeconds, name: values.name, say };
    const share = (at: number) => ({ maxMemoryMB: Math.max(16, Math.floor(memory / at)), places });
    const workers = [
      new QueueWorker(connection, {
        ...shared,
        computed: { engine: engineVersion, make },
        compute: new RunnerCompute({
          newRunner: () => new ForkedTrainer(join(__dirname, 'trainer.js')),
          backend: make,
          workers: Math.max(1, Math.floor(cores / concurrency)),
          ...share(concurrency),
        }),
        concurrency,
      }),
    ];
    if (python)
      workers.push(
        new QueueWorker(connection, {
          ...shared,
          computed: { engine: engineVersion, make: 'python' },
          // A model uses all cores by itself.
          compute: new RunnerCompute({
            newRunner: () => new PythonRunner(python, { output: () => undefined, activity: () => undefined }),
            backend: 'auto',
            workers: cores,
            ...share(1),
          }),
          concurrency: 1,
        }),
      );
    if (!values.quiet)
      process.stderr.write(
        `Worker for ${plain(connection.shown)}: ${concurrency} at once, ${make} kernels${python ? ', models in Python' : ''}, engine ${engineVersion}. Ctrl+C ends it; its trials go back to the queue.\n`,
      );
    if (!stopped.signal.aborted) await once(stopped.signal, 'abort');
    await Promise.all(workers.map((worker) => worker.close()));
    connection.close();
    return interruptedCode() ?? exitCodes.good;
  } catch (error) {
    if (error instanceof QueueProblem) throw new BadInput(error.message);
    throw error;
  }
}
