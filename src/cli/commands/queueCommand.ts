import { formatCount } from '../../experiment/text/format';
import type { QueueServer, SweepFacts, WorkerFacts } from '../../queue/main';
import { BadInput } from '../badInput';
import { readOptions } from '../options';
import { alignedTable } from '../output/alignedTable';
import { plain } from '../output/plain';
import { print } from '../output/terminal';
import { neededQueue, queueOptions } from '../queueOptions';
import { exitCodes } from '../runOutcome';

const actions = ['list', 'cancel', 'clean'] as const;

/** How a sweep stands, in a word or two. */
function stateOf({ status, done, trials, failed }: SweepFacts): string {
  if (done >= trials) return failed > 0 ? `ended, ${formatCount(failed)} failed` : 'ended';
  return status;
}

function sweepsText(sweeps: readonly SweepFacts[]): string {
  if (sweeps.length === 0) return 'No sweeps. Submit one with: initlab run FILE --queue ADDRESS\n';
  const rows = sweeps.map((sweep) => [
    sweep.id.slice(0, 8),
    plain(sweep.name),
    plain(sweep.by),
    new Date(sweep.submittedAt).toISOString().slice(0, 16).replace('T', ' '),
    `${formatCount(sweep.done)} of ${formatCount(sweep.trials)}`,
    sweep.make,
    stateOf(sweep),
  ]);
  return `${alignedTable([['sweep', 'name', 'by', 'submitted (UTC)', 'trials', 'kernels', 'state'], ...rows], 4)}\n`;
}

function workersText(workers: readonly WorkerFacts[], engine: string): string {
  if (workers.length === 0) return 'No workers. Start one with: initlab worker --queue ADDRESS\n';
  const rows = workers.map((worker) => [
    plain(worker.name),
    plain(worker.make),
    worker.engine === engine ? 'this' : plain(worker.engine),
    formatCount(worker.concurrency),
    formatCount(worker.running),
    formatCount(worker.done),
  ]);
  return `${alignedTable([['worker', 'kernels', 'version', 'at once', 'trials now', 'trials done'], ...rows], 3)}\n`;
}

async function clean(server: QueueServer, ids: readonly string[], all: boolean): Promise<string> {
  const sweeps = await server.sweeps();
  const wanted =
    ids.length > 0
      ? await Promise.all(ids.map((id) => server.find(id)))
      : sweeps.filter(({ done, trials, status }) => all || done >= trials || status === 'cancelled');
  for (const sweep of wanted) await server.remove(sweep);
  return `Removed ${wanted.length} ${wanted.length === 1 ? 'sweep' : 'sweeps'} with their results.\n`;
}

/** `initlab queue`: lists, cancels and cleans what is on a queue. */
export async function queueCommand(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, {
    ...queueOptions,
    all: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const [action = 'list', ...ids] = positionals;
  if (!actions.some((one) => one === action))
    throw new BadInput(`Expected ${actions.join(', ')} after queue, got ${JSON.stringify(action)}.`);
  if (action === 'cancel' && ids.length === 0)
    throw new BadInput('queue cancel: expected the id of a sweep, got nothing.');
  const address = await neededQueue(values);
  const { QueueConnection, QueueProblem, QueueServer, engineVersion } = await import('../../queue/main');
  try {
    const connection = await QueueConnection.open(address, { patient: false, say: () => undefined });
    try {
      const server = new QueueServer(connection);
      if (action === 'list') {
        const [sweeps, workers] = await Promise.all([server.sweeps(), server.workers()]);
        await print(
          values.json
            ? `${JSON.stringify({ sweeps, workers }, undefined, 1)}\n`
            : `${sweepsText(sweeps)}\n${workersText(workers, engineVersion)}`,
        );
      } else if (action === 'cancel') {
        for (const id of ids) await server.cancel(await server.find(id));
        await print(`Cancelled ${ids.length} ${ids.length === 1 ? 'sweep' : 'sweeps'}. Results so far stay.\n`);
      } else await print(await clean(server, ids, values.all));
      return exitCodes.good;
    } finally {
      connection.close();
    }
  } catch (error) {
    if (error instanceof QueueProblem) throw new BadInput(error.message);
    throw error;
  }
}
