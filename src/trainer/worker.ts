import { parentPort, workerData } from 'node:worker_threads';
import { kernelsOf } from './backend';
import { Control } from './control';
import type { FromWorker, WorkerJob } from './job';
import { Trial } from './trial';

/** Milliseconds between two messages to the trainer. */
const flushEvery = 90;
/** Milliseconds that one trial trains before the next one has its turn: all curves of a worker grow together. */
const slice = 8;

const now = (): number => performance.timeOrigin + performance.now();

/** Trains the trials of one job in turns until all have ended. */
class Worker {
  private readonly control: Control;
  private readonly trials: Trial[];
  private readonly weightsSent = new Set<Trial>();
  private startedAt = 0;
  private lastAt = 0;
  private flushedAt = 0;
  private stepsDone = 0;

  constructor(job: WorkerJob) {
    this.control = new Control(job.control);
    const kernels = kernelsOf(job.backend, job.scratch.memory, job.scratch);
    this.trials = job.trials.map((trial) => new Trial(job, trial, kernels));
  }

  run(): void {
    for (const trial of this.trials) trial.begin();
    for (let alive = this.running(); alive.length > 0; alive = this.running()) {
      const { signal } = this.control;
      if (this.control.isStopping) alive.forEach((trial) => trial.stop());
      else if (this.control.isPaused) this.singleSteps(alive, signal);
      else this.turn(alive);
      if (now() - this.flushedAt >= flushEvery) this.flush();
    }
    this.flush();
  }

  private running(): Trial[] {
    return this.trials.filter((trial) => trial.running);
  }

  /** A slice of time for each trial. Pause and stop are obeyed after the step under way. */
  private turn(alive: readonly Trial[]): void {
    for (const trial of alive) {
      const started = now();
      this.startedAt = this.startedAt === 0 ? started : this.startedAt;
      const until = started + slice;
      while (trial.running && !this.control.isPaused && !this.control.isStopping && now() < until) trial.step();
      this.lastAt = now();
      trial.seconds += (this.lastAt - started) / 1000;
    }
  }

  /** One step of every trial for each step granted; sleeps when there is none. */
  private singleSteps(alive: readonly Trial[], signal: number): void {
    if (this.stepsDone === this.control.granted) {
      for (const trial of alive) trial.look();
      this.flush();
      this.control.sleep(signal);
      return;
    }
    this.stepsDone++;
    for (const trial of alive) {
      const started = now();
      this.startedAt = this.startedAt === 0 ? started : this.startedAt;
      trial.step();
      this.lastAt = now();
      trial.seconds += (this.lastAt - started) / 1000;
    }
  }

  private flush(): void {
    this.flushedAt = now();
    const updates = this.trials.filter((trial) => trial.changed).map((trial) => trial.takeUpdate());
    this.post({ type: 'updates', updates, startedAt: this.startedAt, lastAt: this.lastAt });
    for (const trial of this.trials) {
      if (trial.running || this.weightsSent.has(trial)) continue;
      this.weightsSent.add(trial);
      this.post({ type: 'weights', weights: trial.weights() });
    }
  }

  private post(message: FromWorker): void {
    parentPort!.postMessage(message);
  }
}

new Worker(workerData as WorkerJob).run();
