import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { isModelExperiment } from '../experiment/format/forms';
import { trialsOf } from '../experiment/format/trials';
import type { Runner } from '../protocol/runner';
import type { RunRequest, TrainerClient, TrialWeights, WeightsPiece } from '../protocol/trainer';
import { RunRefused } from '../data/refused';
import type { LocalRun } from './run/localRun';
import { Run } from './run/run';
import { prepareSweep } from './run/localSweep';
import { WorkerPool } from './run/workerPool';

/** A run from its request on: what is ordered while its data is loaded holds from its start. */
class RequestedRun implements LocalRun {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  /** Once its data is loaded. */
  private run: LocalRun | undefined;
  private wanted = true;
  private steps = 0;
  /** Puts away what was made ready for a run that never begins. */
  unbegun: (() => void) | undefined;

  /** `load` answers how to begin. */
  constructor(
    private paused: boolean,
    load: (run: RequestedRun) => Promise<(paused: boolean) => LocalRun>,
  ) {
    this.started = load(this).then((begin) => {
      this.run = begin(this.paused);
      for (let step = 0; step < this.steps; step++) void this.run.step();
      return this.run.started;
    });
    this.ended = this.started.then(
      () => this.run!.ended,
      () => this.unbegun?.(),
    );
  }

  /** Another run is to follow: one that has not begun does not begin. */
  giveUp(): void {
    this.wanted = false;
  }

  /** Refuses a run that was stopped, or followed by another one, before it has begun. */
  checkWanted(): void {
    if (!this.wanted) throw new RunRefused('The run was stopped before its first step.');
  }

  async pause(): Promise<void> {
    this.paused = true;
    await this.run?.pause();
  }

  async resume(): Promise<void> {
    this.paused = false;
    await this.run?.resume();
  }

  async step(): Promise<void> {
    if (!this.run && this.paused) this.steps++;
    await this.run?.step();
  }

  async stop(): Promise<void> {
    this.giveUp();
    await this.run?.stop();
  }

  async hurry(): Promise<void> {
    await this.run?.hurry();
  }

  async weights(): Promise<TrialWeights[]> {
    return this.run?.weights() ?? [];
  }

  async weightsFrom(place: number): Promise<WeightsPiece | undefined> {
    return this.run?.weightsFrom?.(place);
  }
}

/** Runs experiments on a pool of worker threads; the same in the child process of the host and on the command line. */
export class Trainer implements Runner {
  /** The run that was asked for last, and the one that has begun last. */
  private asked: RequestedRun | undefined;
  private begun: LocalRun | undefined;

  /** `workerEntry` is the built file of the worker threads; the built kernels lie in `kernels` beside it. */
  constructor(private readonly workerEntry: string) {}

  run(request: RunRequest, client: TrainerClient): LocalRun {
    this.asked?.giveUp();
    return (this.asked = new RequestedRun(request.paused, async (run) => {
      const { experiment } = request;
      if (isModelExperiment(experiment)) throw new RunRefused('A model in Python is trained by Python.');
      const prepare = experiment.sweep ? prepareSweep : Run.prepare;
      const pool = new WorkerPool(this.workerEntry);
      run.unbegun = () => void pool.close();
      pool.warm(Math.min(availableParallelism(), request.workers ?? Infinity, trialsOf(experiment).length));
      const begin = await prepare({ ...request, experiment }, join(dirname(this.workerEntry), 'kernels'));
      run.checkWanted();
      await this.begun?.stop();
      return (paused) => {
        // The other run took its time to end.
        run.checkWanted();
        this.begun = begin(client, pool, paused);
        run.unbegun = undefined;
        void this.begun.ended.then(() => pool.close());
        return this.begun;
      };
    }));
  }

  /** Its threads go with their runs. */
  dispose(): void {
    this.asked?.giveUp();
    void this.begun?.stop();
  }
}
