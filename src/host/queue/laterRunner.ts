import type { RunHandle, RunListener, Runner } from '../../protocol/runner';
import type { RunRequest, TrialWeights } from '../../protocol/trainer';

/** A runner that is made anew for each run, which takes a while. */
export class LaterRunner implements Runner {
  private readonly made = new Set<Runner>();
  private disposed = false;

  /** Rejects with a message for the user where there is no runner for a request. */
  constructor(private readonly make: (request: RunRequest) => Promise<Runner>) {}

  run(request: RunRequest, listener: RunListener): RunHandle {
    return new LaterRun(
      this.make(request).then((runner) => {
        if (!this.disposed) this.made.add(runner);
        const handle = runner.run(request, listener);
        void handle.ended.then(() => this.made.delete(runner));
        if (this.disposed) runner.dispose();
        return handle;
      }),
    );
  }

  dispose(): void {
    this.disposed = true;
    for (const runner of this.made) runner.dispose();
  }
}

/** A run whose runner is being made. */
class LaterRun implements RunHandle {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;

  constructor(private readonly handle: Promise<RunHandle>) {
    this.started = handle.then(({ started }) => started);
    this.ended = handle.then(
      ({ ended }) => ended,
      () => undefined,
    );
  }

  pause = (): Promise<void> => this.order((handle) => handle.pause());
  resume = (): Promise<void> => this.order((handle) => handle.resume());
  step = (): Promise<void> => this.order((handle) => handle.step());
  stop = (): Promise<void> => this.order((handle) => handle.stop());
  hurry = (): Promise<void> => this.order((handle) => handle.hurry());

  async weights(): Promise<TrialWeights[]> {
    const handle = await this.handle.catch(() => undefined);
    return (await handle?.weights()) ?? [];
  }

  /** Of a run that has no runner, orders do nothing. */
  private async order(give: (handle: RunHandle) => Promise<void>): Promise<void> {
    const handle = await this.handle.catch(() => undefined);
    if (handle) await give(handle);
  }
}
