import { isModelExperiment } from '../../experiment/format/forms';
import type { RunHandle, RunListener, Runner } from '../../protocol/runner';
import type { RunRequest } from '../../protocol/trainer';

/** What computes the runs of one document. */
export interface DocumentRunners {
  /** A network of Init Lab's own, on this machine. */
  trainer: Runner;
  /** A model of the user's, in Python. */
  python: Runner;
  /** A sweep that is handed to a queue. */
  queue: Runner;
}

/** The runner of one document: that of the kind of its run. */
export class DocumentRunner implements Runner {
  constructor(private readonly runners: DocumentRunners) {}

  get pid(): number | undefined {
    return this.runners.python.pid ?? this.runners.trainer.pid;
  }

  run(request: RunRequest, listener: RunListener): RunHandle {
    const kind = request.queue ? 'queue' : isModelExperiment(request.experiment) ? 'python' : 'trainer';
    return this.runners[kind].run(request, listener);
  }

  dispose(): void {
    for (const runner of Object.values(this.runners) as Runner[]) runner.dispose();
  }
}
