/*
 * A worker as a process of its own, whose trials are made up: node out/test/queueWorker.js OPTIONS, these as JSON. It
 * counts each trial that it has computed on the server, before it tells of it.
 */
import { QueueConnection } from '../../../src/queue/connection';
import { WorkerFiles } from '../../../src/queue/files';
import type { Computed } from '../../../src/queue/identity';
import { QueueWorker } from '../../../src/queue/worker/worker';
import { TestCompute } from './testCompute';

/** What a worker process is told. */
export interface ProcessOptions {
  url: string;
  computed: Computed;
  folder: string;
  milliseconds: number;
  concurrency: number;
  lockSeconds: number;
  /** A trial that kills its process each time. */
  deadly?: string;
}

const { url, computed, folder, milliseconds, concurrency, lockSeconds, deadly } = JSON.parse(
  process.argv[2],
) as ProcessOptions;
const say = (text: string | undefined): void => void (text !== undefined && console.log(text));
void QueueConnection.open({ url }, { patient: true, say }).then((connection) => {
  const worker = new QueueWorker(connection, {
    computed,
    compute: new TestCompute(milliseconds, {
      begins: (name) => void (name === deadly && process.kill(process.pid, 'SIGKILL')),
      ended: async (name) => void (await connection.redis.hincrby('test:computed', name, 1)),
    }),
    files: new WorkerFiles(folder, undefined, undefined, connection),
    concurrency,
    lockSeconds,
    say,
  });
  process.once('SIGTERM', () => void worker.close().then(() => connection.close()));
});
