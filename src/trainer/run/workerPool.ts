import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerJob } from '../worker/job';

/** A job under way on a thread. */
export interface WorkerTask {
  /** Resolves when the thread is there, or will never be. */
  started: Promise<void>;
  /** Resolves when the job is done, or, with the reason, when its thread died or could not be started. */
  ended: Promise<string | undefined>;
  /** Sends orders to a worker that does not share the words of its `Control`. */
  order(orders: Int32Array): void;
}

/** What a thread's owner hears of it. */
interface Listener {
  message(message: FromWorker): void;
  ended(reason: string): void;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** One thread, which is listened to as long as it lives: one that dies between two jobs is no error of the process. */
class PoolThread {
  readonly online: Promise<void>;
  /** Absent between two jobs. */
  listener: Listener | undefined;
  private readonly worker: Worker;
  private reason: string | undefined;

  constructor(entry: string, exited: (thread: PoolThread) => void) {
    const worker = (this.worker = new Worker(entry, { stderr: false }));
    this.online = new Promise((resolve) => worker.once('online', resolve).once('exit', () => resolve()));
    worker.on('message', (message: FromWorker) => this.listener?.message(message));
    worker.on('error', (error: unknown) => (this.reason ??= textOf(error)));
    worker.on('messageerror', (error: Error) => {
      this.reason ??= error.message;
      void worker.terminate();
    });
    // What it has sent before comes before this.
    worker.on('exit', () => {
      exited(this);
      this.listener?.ended(
        `A worker thread exited early${this.reason === undefined ? '' : `: ${this.reason.replace(/\.$/, '')}`}.`,
      );
    });
  }

  send(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  async terminate(): Promise<void> {
    await this.worker.terminate();
  }
}

/**
 * The worker threads of a run, or of all cells of a sweep: a thread that is done waits for its next job, since starting
 * one takes longer than a small cell.
 */
export class WorkerPool {
  private readonly idle = new Set<PoolThread>();

  /** `entry` is the built file of the worker threads. */
  constructor(private readonly entry: string) {}

  /** Starts so many threads, which load what they need while this one prepares their first jobs. */
  warm(threads: number): void {
    for (let thread = 0; thread < threads; thread++) {
      try {
        this.idle.add(this.create());
      } catch {
        // The job that wants the thread tells why it cannot be started.
        return;
      }
    }
  }

  private create(): PoolThread {
    return new PoolThread(this.entry, (dead) => this.idle.delete(dead));
  }

  /** Gives `job` to a waiting thread, or to a new one. Never throws: a thread that cannot be started ends its task. */
  start(job: WorkerJob, receive: (message: FromWorker) => void): WorkerTask {
    let thread: PoolThread | undefined;
    try {
      const [known] = this.idle;
      this.idle.delete(known);
      const taken = (thread = known ?? this.create());
      const ended = new Promise<string | undefined>((resolve) => {
        taken.listener = {
          message: (message) => {
            if (message.type !== 'done') return receive(message);
            taken.listener = undefined;
            this.idle.add(taken);
            resolve(undefined);
          },
          ended: resolve,
        };
      });
      taken.send({ type: 'job', job });
      return { started: taken.online, ended, order: (orders) => taken.send({ type: 'orders', orders }) };
    } catch (error) {
      void thread?.terminate();
      return {
        started: Promise.resolve(),
        ended: Promise.resolve(`A worker thread couldn't be started: ${textOf(error)}`),
        order: () => undefined,
      };
    }
  }

  /** Ends the threads that wait. */
  async close(): Promise<void> {
    await Promise.all([...this.idle].map((thread) => thread.terminate()));
  }
}
