import { Worker } from 'node:worker_threads';
import type { FromWorker, WorkerJob } from './job';

/** A job under way on a thread. */
export interface WorkerTask {
  /** Resolves when the thread is there. */
  started: Promise<void>;
  /** Resolves when the job is done, or, with the reason, when its thread died. */
  ended: Promise<string | undefined>;
}

/** The worker threads of a run, or of all cells of a sweep: a thread that is done waits for its next job, since starting one takes longer than a small cell. */
export class WorkerPool {
  private readonly idle: Worker[] = [];

  /** `entry` is the built file of the worker threads. */
  constructor(private readonly entry: string) {}

  /** Gives `job` to a waiting thread, or to a new one. */
  start(job: WorkerJob, receive: (message: FromWorker) => void): WorkerTask {
    const known = this.idle.pop();
    const worker = known ?? new Worker(this.entry, { stderr: false });
    const started = known ? Promise.resolve() : new Promise<void>((resolve) => worker.once('online', resolve));
    const ended = new Promise<string | undefined>((resolve) => {
      let reason = 'The worker thread ended early.';
      const listeners = {
        message: (message: FromWorker): void => {
          if (message.type !== 'done') return receive(message);
          for (const [name, listener] of Object.entries(listeners)) worker.off(name, listener);
          this.idle.push(worker);
          resolve(undefined);
        },
        error: (error: Error): void => void (reason = error.message),
        exit: (): void => resolve(reason),
      };
      for (const [name, listener] of Object.entries(listeners)) worker.on(name, listener);
    });
    worker.postMessage(job);
    return { started, ended };
  }

  /** Ends the threads that wait. */
  async close(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((worker) => worker.terminate()));
  }
}
