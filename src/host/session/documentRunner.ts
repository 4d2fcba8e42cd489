import { isModelExperiment } from '../../experiment/format/forms';
import type { RunHandle, RunListener, Runner } from '../../protocol/runner';
import type { RunRequest } from '../../protocol/trainer';

/** The runner of one document: the trainer for a network of Init Lab's own, Python for a model of the user's. */
export class DocumentRunner implements Runner {
  constructor(
    private readonly trainer: Runner,
    private readonly python: Runner,
  ) {}

  get pid(): number | undefined {
    return this.python.pid ?? this.trainer.pid;
  }

  run(request: RunRequest, listener: RunListener): RunHandle {
    return (isModelExperiment(request.experiment) ? this.python : this.trainer).run(request, listener);
  }

  dispose(): void {
    this.trainer.dispose();
    this.python.dispose();
  }
}
