import { dirname, join } from 'node:path';
import type { RunRequest, TrainerApi, TrainerClient, TrialWeights, WeightsPiece } from '../protocol/trainer';
import { prepareRun } from './prepare/prepareRun';
import { RunRefused } from '../data/refused';
import { Run } from './run/run';
import { SweepRun } from './run/sweepRun';
import { WorkerPool } from './run/workerPool';

/** Runs experiments on a pool of worker threads; the same in the child process of the host and on the command line. */
export class Trainer implements TrainerApi {
  private readonly runs = new Map<number, Run | SweepRun>();
  /** The run that was asked for last and not stopped, as long as it loads its data; and how it is to start. */
  private preparing: { id: number; paused: boolean; steps: number } | undefined;

  /** `workerEntry` is the built file of the worker threads; the built kernels lie in `kernels` beside it. */
  constructor(
    private readonly client: TrainerClient,
    private readonly workerEntry: string,
  ) {}

  async run(request: RunRequest): Promise<void> {
    const preparing = { id: request.id, paused: request.paused, steps: 0 };
    this.preparing = preparing;
    const kernels = join(dirname(this.workerEntry), 'kernels');
    const prepared = request.experiment.sweep
      ? await SweepRun.prepare(request, kernels)
      : await prepareRun(request, kernels);
    this.checkWanted(request.id);
    // One run at a time: its weights are kept until the next one.
    for (const run of this.runs.values()) await run.stop();
    // The other run took its time to end.
    this.checkWanted(request.id);
    this.runs.clear();
    this.preparing = undefined;
    const pool = new WorkerPool(this.workerEntry);
    const run =
      'cells' in prepared
        ? new SweepRun(prepared, this.client, pool, preparing.paused)
        : new Run(request.id, prepared, this.client, pool, preparing.paused);
    this.runs.set(request.id, run);
    for (let step = 0; step < preparing.steps; step++) run.step();
    void run.ended.then(() => pool.close());
    await run.started;
  }

  /** Refuses a run that was stopped, or followed by another one, before it has begun. */
  private checkWanted(id: number): void {
    if (this.preparing?.id !== id) throw new RunRefused('The run was stopped before its first step.');
  }

  async pause(id: number): Promise<void> {
    if (this.preparing?.id === id) this.preparing.paused = true;
    this.runs.get(id)?.pause();
  }

  async resume(id: number): Promise<void> {
    if (this.preparing?.id === id) this.preparing.paused = false;
    this.runs.get(id)?.resume();
  }

  async step(id: number): Promise<void> {
    if (this.preparing?.id === id && this.preparing.paused) this.preparing.steps++;
    this.runs.get(id)?.step();
  }

  async stop(id: number): Promise<void> {
    if (this.preparing?.id === id) this.preparing = undefined;
    await this.runs.get(id)?.stop();
  }

  async hurry(id: number): Promise<void> {
    this.runs.get(id)?.hurry();
  }

  async weightsFrom(id: number, place: number): Promise<WeightsPiece | undefined> {
    return this.runs.get(id)?.weightsFrom(place);
  }

  /** Start and end weights of every trial, as far as they are known. */
  async weights(id: number): Promise<TrialWeights[]> {
    return this.runs.get(id)?.weights ?? [];
  }

  /** Resolves when the run has ended, whatever its end. */
  async ended(id: number): Promise<void> {
    await this.runs.get(id)?.ended;
  }
}
