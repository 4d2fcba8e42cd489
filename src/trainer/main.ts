import { join } from 'node:path';
import { createBirpc } from 'birpc';
import { settling, withPlainError } from '../experiment/messages/settling';
import type { TrainerApi, TrainerClient } from '../protocol/trainer';
import { Trainer } from './trainer';

// Entry of the trainer process: the host talks to it over the IPC channel of fork().
const client: TrainerClient = { update: (update) => void host.update.asEvent(update) };
const trainer = new Trainer(client, join(__dirname, 'worker.js'));
const api: TrainerApi = {
  run: (request) => trainer.run(request),
  pause: (id) => trainer.pause(id),
  resume: (id) => trainer.resume(id),
  step: (id) => trainer.step(id),
  stop: (id) => trainer.stop(id),
  hurry: (id) => trainer.hurry(id),
  weightsFrom: (id, place) => trainer.weightsFrom(id, place),
};
const host = createBirpc<TrainerClient, TrainerApi>(api, {
  ...settling,
  post: (message) => void process.send!(message),
  on: (handle) => void process.on('message', handle),
  serialize: withPlainError,
});

// A host that dies takes its trainer with it.
process.on('disconnect', () => process.exit(0));
