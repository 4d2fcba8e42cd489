import { parentPort } from 'node:worker_threads';
import type { Kernels } from '../engine/kernels/kernels';
import { SharedKernels } from '../engine/kernels/wasm/sharedKernels';
import { kernelsOf } from './backend';
import { Board } from './board';
import { Control } from './control';
import type { FromWorker, WorkerJob } from './job';
import { Leader } from './leader';
import { buffersOf } from './packedSnapshot';
import { Team } from './team';
import { Trial } from './trial';

/** Milliseconds between two messages to the trainer. */
const flushEvery = 100;
/** Milliseconds that a worker trains one trial before it looks for the one that has come least far: all curves grow together. */
const longestSlice = 8;
const shortestSlice = 0.5;
/** A slice is at most this share of what a trial has left, so that all trials, and with them all workers, end at about one time. */
const shareOfRest = 1 / 8;

const { timeOrigin } = performance;
const now = (): number => timeOrigin + performance.now();

/** A thread's part in a run: claims one trial after another for a slice of time until all have ended. */
class Worker {
  private readonly control: Control;
  private readonly board: Board;
  private readonly kernels: Kernels;
  /** Takes workers that have no trial into this one's. */
  private readonly leader: Leader | undefined;
  /** As far as this worker has had them. */
  private readonly trials = new Map<number, Trial>();
  private startedAt = 0;
  private lastAt = 0;
  private flushedAt = 0;

  constructor(private readonly job: WorkerJob) {
    this.control = new Control(job.control);
    this.board = new Board(job.board);
    this.leader = job.team && new Leader(new Team(job.team), job.worker);
    this.kernels = kernelsOf(job.backend, job.scratch.memory, job.scratch, job.compressed, this.leader);
  }

  run(): void {
    this.flushedAt = now();
    while (!this.board.allEnded) {
      const { signal } = this.control;
      const worked = this.control.isStopping ? this.stopOne() : this.control.isPaused ? this.stepOne() : this.trainOne();
      if (!worked) {
        this.flush();
        if (!this.board.allEnded) this.wait(signal);
      } else if (now() - this.flushedAt >= flushEvery) {
        this.flush();
      }
    }
    this.flush();
  }

  /** Until an order newer than `signal` comes: helps those that have a trial, or sleeps. */
  private wait(signal: number): void {
    const { control, job, kernels, leader } = this;
    if (leader === undefined || !(kernels instanceof SharedKernels) || control.isPaused || control.isStopping) control.sleep(signal);
    else leader.team.help(job.worker, kernels.ownExports, () => control.signal !== signal);
  }

  /** Takes helpers into the trial at hand: no more than its share of the workers. */
  private gatherHelpers(): void {
    const { board, leader } = this;
    leader?.gather(Math.floor(leader.team.workers / board.count().active) - 1);
  }

  /** Claims the trial that has come least far of those that `wanted` picks, and works on it; false when there is none. */
  private claimOne(wanted: (trial: number) => boolean, work: (trial: Trial) => void): boolean {
    const { board, job } = this;
    let chosen = -1;
    let least = Infinity;
    for (let index = 0; index < board.trials; index++) {
      if (board.hasEnded(index) || !board.isFree(index)) continue;
      // Trials that have no weights yet come first of all.
      const steps = board.isWaiting(index) ? -1 : board.steps(index);
      if (steps >= least || !(steps < 0 || wanted(index))) continue;
      chosen = index;
      least = steps;
    }
    if (chosen < 0) return false;
    // Another worker was faster: something has changed, so look again.
    if (!board.claim(chosen, job.worker)) return true;
    // A worker that dies keeps its claim: so the trainer knows which trial it had.
    if (!board.hasEnded(chosen)) this.workOn(chosen, work);
    board.release(chosen);
    this.control.wake();
    return true;
  }

  private workOn(index: number, work: (trial: Trial) => void): void {
    const { board } = this;
    const fresh = board.isWaiting(index);
    const trial = this.trials.get(index) ?? new Trial(this.job, this.job.trials[index], board, this.kernels);
    this.trials.set(index, trial);
    trial.enter();
    try {
      if (fresh) trial.begin();
      else work(trial);
    } finally {
      this.leader?.dismiss();
    }
    trial.leave();
  }

  /** A slice of time. Pause and stop are obeyed after the stretch of steps under way. */
  private trainOne(): boolean {
    return this.claimOne(
      () => true,
      (trial) => {
        const { board, control, job } = this;
        const done = board.steps(trial.index);
        const rest = done === 0 ? 0 : (board.seconds(trial.index) * 1000 * (job.totalSteps - done)) / done;
        // With helpers and no other trial that waits there is nobody to take turns with.
        const slice = this.leader && board.count().free === 0 ? flushEvery : Math.min(longestSlice, Math.max(shortestSlice, rest * shareOfRest));
        board.setSingleSteps(trial.index, control.granted);
        this.gatherHelpers();
        const enough = (started: number): boolean => {
          this.gatherHelpers();
          return control.isPaused || control.isStopping || now() >= started + slice;
        };
        this.timed(trial, (started) => trial.advance(() => enough(started)));
      },
    );
  }

  /** While paused: a step of a trial that has been granted one; when all have had theirs, a snapshot of where they stand. */
  private stepOne(): boolean {
    const { board, control } = this;
    const { granted } = control;
    return (
      this.claimOne(
        (trial) => board.singleSteps(trial) < granted,
        (trial) => {
          if (board.singleSteps(trial.index) >= granted) return;
          board.setSingleSteps(trial.index, board.singleSteps(trial.index) + 1);
          this.timed(trial, () => trial.step());
        },
      ) || this.claimOne((trial) => board.lookedAt(trial) !== board.steps(trial), (trial) => trial.look())
    );
  }

  private stopOne(): boolean {
    return this.claimOne(() => true, (trial) => trial.stop());
  }

  private timed(trial: Trial, work: (started: number) => void): void {
    const started = now();
    const training = !trial.trained;
    this.startedAt = this.startedAt === 0 ? started : this.startedAt;
    work(started);
    const ended = now();
    // The last step of a run is its end: the figures of whole splits come after it.
    if (training) this.lastAt = ended;
    this.board.addSeconds(trial.index, (ended - started) / 1000);
  }

  private flush(): void {
    this.flushedAt = now();
    const pieces = [...this.trials.values()].flatMap((trial) => trial.takePieces());
    if (pieces.length > 0) this.post({ type: 'updates', pieces, startedAt: this.startedAt, lastAt: this.lastAt }, buffersOf(pieces));
    for (const trial of this.trials.values()) {
      const { initial, final } = trial.takeWeights();
      if (initial) this.post({ type: 'weights', weights: { trial: trial.index, initial } });
      if (final) this.post({ type: 'weights', weights: { trial: trial.index, final } });
    }
  }

  private post(message: FromWorker, moved: ArrayBuffer[] = []): void {
    parentPort!.postMessage(message, moved);
  }
}

// One job after another: the cells of a sweep share their threads.
parentPort!.on('message', (job: WorkerJob) => {
  new Worker(job).run();
  parentPort!.postMessage({ type: 'done' } satisfies FromWorker);
});
