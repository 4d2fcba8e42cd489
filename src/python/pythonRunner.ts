import type { RunHandle, RunListener, Runner } from '../protocol/runner';
import type { RunRequest } from '../protocol/trainer';
import { probeRequest } from './probeRequest';
import { PythonProcess, type PythonInterpreter, type PythonProcessOptions } from './pythonProcess';
import { PythonRun, type PythonWatcher } from './pythonRun';

/** Where Python and the probe are. */
export interface PythonPlaces {
  /** The interpreter for the next run; rejects with a message for the user where there is none. */
  interpreter(): Promise<PythonInterpreter>;
  /** The folder that holds the package `initlab_probe`. */
  packageFolder: string;
  channel?: PythonProcessOptions['channel'];
}

/**
 * Runs experiments with a model of the user's, each in a fresh process of their interpreter: their code may have
 * changed since the last one.
 */
export class PythonRunner implements Runner {
  private latest: PythonRun | undefined;

  constructor(
    private readonly places: PythonPlaces,
    private readonly watcher: PythonWatcher,
  ) {}

  get pid(): number | undefined {
    return this.latest?.pid;
  }

  run(request: RunRequest, listener: RunListener): RunHandle {
    const before = this.latest;
    let directory = '';
    const run = new PythonRun(
      request,
      async () => {
        const asked = await probeRequest(request);
        ({ directory } = asked);
        return asked;
      },
      async (told) =>
        PythonProcess.start({
          ...told,
          interpreter: await this.places.interpreter(),
          packageFolder: this.places.packageFolder,
          directory,
          channel: this.places.channel,
        }),
      listener,
      this.watcher,
      async () => before?.stop(),
    );
    this.latest = run;
    return run;
  }

  dispose(): void {
    this.latest?.dispose();
  }
}
