import { once } from 'node:events';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { useCompiledDraws } from '../backend/draws';
import type { FromWorker, ToWorker } from './job';
import { RunWorker } from './runWorker';

useCompiledDraws(join(__dirname, 'kernels'));

const port = parentPort!;
const post = (message: FromWorker, moved: ArrayBuffer[] = []): void => port.postMessage(message, moved);

/** Orders come through shared memory. */
function work(worker: RunWorker): void {
  while (!worker.done) {
    const { signal } = worker.control;
    if (!worker.round() && !worker.done) worker.wait(signal);
  }
}

/** Without shared memory orders are messages, which are heard between two rounds. */
async function workAlone(worker: RunWorker): Promise<void> {
  const hear = (message: ToWorker): void => {
    if (message.type === 'orders') worker.control.hear(message.orders);
  };
  port.on('message', hear);
  try {
    while (!worker.done) await (worker.round() ? turn() : once(port, 'message'));
  } finally {
    port.off('message', hear);
  }
}

// One job after another: the cells of a sweep share their threads.
port.on('message', (message: ToWorker) => {
  if (message.type !== 'job') return;
  const worker = new RunWorker(message.job, post);
  if (!worker.control.shared) return void workAlone(worker).then(() => post({ type: 'done' }));
  work(worker);
  post({ type: 'done' });
});
