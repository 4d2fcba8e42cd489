import { Worker } from 'node:worker_threads';
import { FileProblem, quoted } from '../files/fileProblem';
import type { H5Answer, H5Bytes, H5File, H5List, H5Request } from '../keras/h5Worker';

/** Milliseconds after which the library is taken to hang: it reads a piece in some ten. */
const deadline = 30_000;

/**
 * A thread with the HDF5 library and one file: a damaged file can stop or hang the library, and then takes the thread
 * alone with it.
 */
export class H5Thread {
  private readonly worker: Worker;
  private failure: FileProblem | undefined;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(entry: string, file: H5File) {
    this.worker = new Worker(entry, {
      workerData: file,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    // HDF5 prints what it does not like; the messages that count come as answers.
    this.worker.stdout.resume();
    this.worker.stderr.resume();
    this.worker.unref();
  }

  /** Asks for one thing after the other. Throws `FileProblem`. */
  ask(request: H5Request & { op: 'list' }): Promise<H5List>;
  ask(request: H5Request & { op: 'read' }): Promise<H5Bytes>;
  ask(request: H5Request): Promise<H5Answer> {
    const result = this.queue.then(() => this.send(request));
    this.queue = result.catch(() => undefined);
    return result;
  }

  close(): void {
    this.failure ??= new FileProblem('the HDF5 file', 'an open file', 'a closed one', 'cancelled');
    void this.worker.terminate();
  }

  private send(request: H5Request): Promise<H5Answer> {
    const place = request.op === 'read' ? quoted(request.path) : 'the HDF5 file';
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      const settle = (done: () => void): void => {
        clearTimeout(timer);
        this.worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
        this.worker.unref();
        done();
      };
      const fail = (found: string): void => {
        this.failure ??= new FileProblem(place, 'what the HDF5 library can read', found);
        void this.worker.terminate();
        settle(() => reject(this.failure!));
      };
      const onMessage = (answer: H5Answer): void =>
        settle(() =>
          'error' in answer
            ? reject(new FileProblem(place, 'what the HDF5 library can read', quoted(answer.error, 160)))
            : resolve(answer),
        );
      const onEnd = (): void => fail('a value that stops it');
      const timer = setTimeout(() => fail("a value that it can't process"), deadline);
      this.worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
      this.worker.ref();
      this.worker.postMessage(request);
    });
  }
}
