// The worker of the product with its phases traced: train.ts --trace.
import { parentPort, threadId } from 'node:worker_threads';
import '../../src/trainer/worker/worker';
import type { FromWorker } from '../../src/trainer/worker/job';
import { sendTrace, traceThread } from './trace';

const port = parentPort!;
const post = port.postMessage.bind(port);
port.postMessage = (message: FromWorker, moved) => {
  if (message.type === 'done') sendTrace(`worker ${threadId}`);
  post(message, moved);
};
traceThread();
