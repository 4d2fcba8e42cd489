import { isModelExperiment } from '../experiment/format/forms';
import type { ModelExperiment } from '../experiment/format/schema';
import { sweptCells } from '../experiment/sweep/sweep';
import type { RunHandle, RunListener, Runner } from '../protocol/runner';
import type { RunRequest } from '../protocol/trainer';
import { SweepRun } from '../sweeps/sweepRun';
import { ReusedProcess } from './reusedProcess';
import type { ProbeRequest } from './messages';
import { probeRequest } from './probeRequest';
import { PythonProcess, type PythonInterpreter, type PythonProcessOptions } from './pythonProcess';
import { PythonRun, type ProcessListener, type PythonWatcher } from './pythonRun';

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
 * changed since the last one. The cells of a sweep share a process.
 */
export class PythonRunner implements Runner {
  /** The run that was asked for last, and what ends its process. */
  private latest: { run: RunHandle; process: Pick<PythonProcess, 'pid' | 'dispose'> } | undefined;

  constructor(
    private readonly places: PythonPlaces,
    private readonly watcher: PythonWatcher,
  ) {}

  get pid(): number | undefined {
    return this.latest?.process.pid;
  }

  run(request: RunRequest, listener: RunListener): RunHandle {
    const before = this.latest?.run;
    const stopBefore = async (): Promise<void> => before?.stop();
    const { experiment } = request;
    if (isModelExperiment(experiment) && experiment.sweep)
      return this.runSweep(request, experiment, listener, stopBefore);
    const run = new PythonRun(
      request,
      () => probeRequest(request),
      (told) => this.start(request, told),
      listener,
      this.watcher,
      stopBefore,
    );
    this.latest = { run, process: run };
    return run;
  }

  dispose(): void {
    this.latest?.process.dispose();
  }

  private runSweep(
    request: RunRequest,
    experiment: ModelExperiment,
    listener: RunListener,
    stopBefore: () => Promise<void>,
  ): RunHandle {
    const process = new ReusedProcess((told) => this.start(request, told));
    const cells = sweptCells(experiment, request.parts);
    const run = new SweepRun(
      {
        id: request.id,
        experiment,
        cells,
        begin: async (cell, cellListener) => {
          const asked = { ...request, ...cell };
          const prepare = async (): Promise<ProbeRequest> => ({ ...(await probeRequest(asked)), keepsWeights: false });
          return new PythonRun(asked, prepare, process.acquire, cellListener, this.watcher, stopBefore);
        },
      },
      listener,
      request.paused,
    );
    void run.ended.then(() => process.dispose());
    this.latest = { run, process };
    return run;
  }

  private async start({ directory = '' }: RunRequest, told: ProcessListener): Promise<PythonProcess> {
    const { packageFolder, channel } = this.places;
    const interpreter = await this.places.interpreter();
    return PythonProcess.start({ ...told, interpreter, packageFolder, directory, channel });
  }
}
