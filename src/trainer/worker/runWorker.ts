import type { Kernels } from '../../engine/kernels/kernels';
import { WasmKernels } from '../../engine/kernels/wasm/wasmKernels';
import { kernelsOf } from '../backend/backend';
import { Board } from '../shared/board';
import { monotonic as now } from '../shared/clock';
import { Control } from '../shared/control';
import type { FromWorker, WorkerJob } from './job';
import { Leader } from './leader';
import { buffersOf } from './packedSnapshot';
import { Team } from '../shared/team';
import { addSpan, type Span } from '../shared/trainingTime';
import { Trial } from './trial';

/**
 * Milliseconds that a worker trains one trial before it looks for the one that has come least far: all curves grow
 * together.
 */
const longestSlice = 8;
const shortestSlice = 0.5;
/** The same where it has helpers and no other trial waits; what is recorded goes out after it. */
const longestWithHelpers = 100;
/**
 * A slice is at most this share of what a trial has left, so that all trials, and with them all workers, end at about
 * one time.
 */
const shareOfRest = 1 / 8;

/**
 * A worker's part in a run: claims one trial after another for a slice of time until all have ended. What it records of
 * a trial goes to the trainer before it lets go of the trial: a worker that dies takes no more with it than the trial
 * that it has.
 */
export class RunWorker {
  readonly control: Control;
  private readonly board: Board;
  private readonly kernels: Kernels;
  /** Takes workers that have no trial into this one's. */
  private readonly leader: Leader | undefined;
  /** As far as this worker has had them. */
  private readonly trials = new Map<number, Trial>();
  /** When it trained, as far as the trainer does not know. */
  private trained: Span[] = [];

  constructor(
    private readonly job: WorkerJob,
    private readonly post: (message: FromWorker, moved?: ArrayBuffer[]) => void,
  ) {
    this.control = new Control(job.control);
    this.board = new Board(job.board);
    this.leader = job.team && new Leader(new Team(job.team), job.worker);
    this.kernels = kernelsOf(job.backend, job.scratch.memory, job.scratch, job.compressed, this.leader);
  }

  get done(): boolean {
    return this.board.allEnded;
  }

  /** Works on one trial as the orders are; false when there is none to work on now. */
  round(): boolean {
    return this.control.isStopping ? this.stopOne() : this.control.isPaused ? this.stepOne() : this.trainOne();
  }

  /** Until an order newer than `signal` comes: helps those that have a trial, or sleeps. */
  wait(signal: number): void {
    const { control, job, kernels, leader } = this;
    if (leader === undefined || !(kernels instanceof WasmKernels) || control.isPaused || control.isStopping)
      control.sleep(signal);
    else leader.team.help(job.worker, kernels.exports, () => control.signal !== signal);
  }

  /** Takes helpers into the trial at hand: no more than its share of the workers. */
  private gatherHelpers(): void {
    const { board, leader } = this;
    leader?.gather(Math.floor(leader.team.workers / board.count().active) - 1);
  }

  /** Claims the trial that `order` puts first, the least number, and works on it; false when there is none. */
  private claimOne(order: (trial: number) => number | undefined, work: (index: number) => void): boolean {
    const { board, job } = this;
    let chosen = -1;
    let least = Infinity;
    for (let index = 0; index < board.trials; index++) {
      if (board.hasEnded(index) || !board.isFree(index)) continue;
      const place = order(index) ?? Infinity;
      if (place >= least) continue;
      chosen = index;
      least = place;
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

  /**
   * The place of a trial that is to be trained: those without weights first, then those that have come least far, those
   * that only want figures last.
   */
  private place(trial: number): number {
    const { board, job } = this;
    return board.isWaiting(trial) ? -1 : board.hasConcluded(trial) ? job.totalSteps : board.steps(trial);
  }

  private workOn(index: number, work: (index: number) => void): void {
    const { board } = this;
    try {
      work(index);
    } catch (error) {
      board.setEnded(index);
      this.post({ type: 'failed', trial: index, message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Works on a trial where any worker has left it, tells what came of it, and leaves it for any worker. */
  private with(index: number, work: (trial: Trial) => void): void {
    const { board, job } = this;
    const trial = this.trials.get(index) ?? new Trial(job, job.trials[index], board, this.control, this.kernels);
    this.trials.set(index, trial);
    trial.enter();
    try {
      work(trial);
    } finally {
      this.leader?.dismiss();
    }
    trial.leave();
    this.tell(trial);
  }

  private trainOne(): boolean {
    return this.claimOne(
      (index) => this.place(index),
      (index) => {
        if (this.board.isWaiting(index)) this.begin(index);
        else this.with(index, (trial) => (this.board.hasConcluded(index) ? this.evaluate(trial) : this.train(trial)));
      },
    );
  }

  /** Draws a trial's weights, unless the run was stopped before. */
  private begin(index: number): void {
    if (!this.control.isStopping) this.with(index, (trial) => trial.begin());
  }

  /** A slice of time. Pause and stop are obeyed after the stretch of steps under way. */
  private train(trial: Trial): void {
    const { board, control, job } = this;
    const done = board.steps(trial.index);
    const rest = done === 0 ? 0 : (board.seconds(trial.index) * 1000 * (job.totalSteps - done)) / done;
    // With helpers and no other trial that waits there is nobody to take turns with.
    const slice =
      this.leader && board.count().free === 0
        ? longestWithHelpers
        : Math.min(longestSlice, Math.max(shortestSlice, rest * shareOfRest));
    board.setSingleSteps(trial.index, control.granted);
    this.gatherHelpers();
    this.timed(trial, (started) =>
      trial.advance(() => {
        this.gatherHelpers();
        return control.isPaused || control.isStopping || now() >= started + slice;
      }),
    );
  }

  /**
   * The figures of a trial that has concluded. A stop that comes meanwhile cuts them: what is there of all trials is
   * handed over first.
   */
  private evaluate(trial: Trial): void {
    const { board, control } = this;
    const { isStopping } = control;
    if (!isStopping) this.gatherHelpers();
    trial.evaluate(() => control.isHurried || (control.isStopping && !isStopping));
    if (control.isHurried) board.setEnded(trial.index);
  }

  /**
   * While paused: a step of a trial that has been granted one; when all have had theirs, a snapshot of where they
   * stand.
   */
  private stepOne(): boolean {
    const { board, control } = this;
    const { granted } = control;
    const begins = (index: number): number | undefined => (board.isWaiting(index) ? -1 : undefined);
    const steps = (index: number): number | undefined =>
      board.singleSteps(index) < granted ? board.steps(index) : undefined;
    const looks = (index: number): number | undefined =>
      board.lookedAt(index) === board.steps(index) ? undefined : board.steps(index);
    return (
      this.claimOne(begins, (index) => board.isWaiting(index) && this.begin(index)) ||
      this.claimOne(
        steps,
        (index) => board.singleSteps(index) < granted && this.with(index, (trial) => this.step(trial)),
      ) ||
      this.claimOne(looks, (index) => this.with(index, (trial) => trial.look()))
    );
  }

  /** The step that a trial was granted; where it was the last one, or there is none left, the trial's end. */
  private step(trial: Trial): void {
    const { board } = this;
    board.setSingleSteps(trial.index, board.singleSteps(trial.index) + 1);
    if (!board.hasConcluded(trial.index)) this.timed(trial, () => trial.step());
    if (board.hasConcluded(trial.index) && !board.hasEnded(trial.index)) this.evaluate(trial);
  }

  /** Ends what has not begun, then hands over what is there of the others, and only then computes their figures. */
  private stopOne(): boolean {
    const { board } = this;
    return (
      this.claimOne(
        (index) => (board.isHandedOver(index) ? undefined : this.place(index)),
        (index) => {
          if (board.isWaiting(index)) this.endUnbegun(index);
          else if (!board.isHandedOver(index)) this.with(index, (trial) => trial.handOver());
        },
      ) ||
      this.claimOne(
        (index) => this.place(index),
        (index) => board.isHandedOver(index) && this.with(index, (trial) => this.evaluate(trial)),
      )
    );
  }

  /** A trial that a stop came before: nothing is drawn. */
  private endUnbegun(index: number): void {
    const { board } = this;
    board.setEnded(index);
    const curve = { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] };
    this.post({
      type: 'updates',
      pieces: [
        {
          piece: board.nextPiece(index),
          update: { trial: index, status: 'stopped', step: 0, seconds: 0, curve },
          snapshots: [],
        },
      ],
      trained: [],
    });
  }

  private timed(trial: Trial, work: (started: number) => void): void {
    const started = now();
    work(started);
    const ended = now();
    addSpan(this.trained, [started, ended]);
    this.board.addSeconds(trial.index, (ended - started) / 1000);
  }

  /** The weights first: who hears how a trial ended has them. */
  private tell(trial: Trial): void {
    const { initial, final } = trial.takeWeights();
    const buffers = [...(initial ?? []), ...(final ?? [])].map(({ values }) => values.buffer as ArrayBuffer);
    if (buffers.length > 0)
      this.post(
        { type: 'weights', weights: { trial: trial.index, ...(initial && { initial }), ...(final && { final }) } },
        buffers,
      );
    const pieces = trial.takePieces();
    this.post({ type: 'updates', pieces, trained: this.trained }, buffersOf(pieces));
    this.trained = [];
  }
}
