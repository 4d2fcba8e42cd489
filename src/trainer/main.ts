import { join } from 'node:path';
import { createBirpc } from 'birpc';
import { settling, withPlainError } from '../experiment/messages/settling';
import type { TrainerApi, TrainerClient } from '../protocol/trainer';
import type { LocalRun } from './run/localRun';
import { Trainer } from './trainer';

// Entry of the trainer process: the host talks to it over the IPC channel of fork().
const client: TrainerClient = { update: (update) => void host.update.asEvent(update) };
const trainer = new Trainer(join(__dirname, 'worker.js'));
const runs = new Map<number, LocalRun>();
const api: TrainerApi = {
  run: async (request) => {
    const run = trainer.run(request, client);
    runs.set(request.id, run);
    await run.started;
    // The weights of those before it take memory.
    for (const id of [...runs.keys()].slice(0, [...runs.values()].indexOf(run))) runs.delete(id);
  },
  order: async (id, order) => runs.get(id)?.[order](),
  weightsFrom: async (id, place) => runs.get(id)?.weightsFrom?.(place),
};
const host = createBirpc<TrainerClient, TrainerApi>(api, {
  ...settling,
  post: (message) => void process.send!(message),
  on: (handle) => void process.on('message', handle),
  serialize: withPlainError,
});

// A host that dies takes its trainer with it.
process.on('disconnect', () => process.exit(0));
