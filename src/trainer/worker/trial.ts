import { Arena } from '../../engine/arena';
import { elementTypes, type Floats } from '../../engine/elementType';
import type { Split } from '../../engine/datasets/spec';
import type { Kernels } from '../../engine/kernels/kernels';
import { Network, type Evaluation } from '../../engine/network/network';
import { planNetwork } from '../../engine/network/plan';
import { TrainingLoop } from '../../engine/network/trainingLoop';
import { createStream } from '../../engine/random/sources';
import { emptyCurve } from '../../experiment/record/curve';
import type { FinalFigures, StartFigures, TrialStatus } from '../../experiment/record/record';
import type { NamedTensor } from '../../protocol/trainer';
import type { Board } from '../shared/board';
import type { Control } from '../shared/control';
import { drawWeights, tensorsOf } from './drawWeights';
import type { SentPiece, TrialJob, WorkerJob } from './job';
import { mistakesOf } from './mistakes';
import { SnapshotTaker } from './snapshots';

const notTested = { cost: NaN, accuracy: NaN };
/** Training rows whose naive cost at the start is looked at, at most. */
const startRows = 4096;

function startFigures(network: Network, train: Split, cut: () => boolean): StartFigures | undefined {
  const samples = Math.min(train.count, startRows);
  const { inputs, labels, targets } = train;
  const naiveInfinite = network.naiveInfinite({ count: samples, inputs, labels, targets }, cut);
  return naiveInfinite === undefined ? undefined : { naiveInfinite, samples };
}

/** Milliseconds of training between two looks at the clock. */
const stretch = 0.4;

/**
 * One initializer with one seed as one worker sees it: draws the weights, trains, and records on the way. What another
 * worker needs to go on lies in the arena and on the board; what is recorded here goes to the trainer in numbered
 * pieces.
 */
export class Trial {
  readonly index: number;
  private readonly network: Network;
  private readonly loop: TrainingLoop;
  private readonly snapshotTaker: SnapshotTaker;
  private readonly snapshotSteps: ReadonlySet<number>;
  private status: TrialStatus = 'running';
  private message: string | undefined;
  private curve = emptyCurve();
  private snapshots: SentPiece['snapshots'] = [];
  private start: StartFigures | undefined;
  private final: FinalFigures | undefined;
  /** Whole-split figures that are computed, of those of a trial that has concluded. */
  private readonly found: { train?: Evaluation; test?: Evaluation } = {};
  /** Number of the piece of history that is being recorded, and pieces that are complete. */
  private piece: number | undefined;
  private complete: SentPiece[] = [];
  /** Weights that the trainer does not have yet. */
  private unsent: { initial?: NamedTensor[]; final?: NamedTensor[] } = {};
  /** Steps of a stretch, from how long the last one took. */
  private pace = 1;
  /** The next step at which something is recorded, as long as it lies ahead. */
  private event = 0;

  /** Only with the claim on the trial: the first worker to have it clears its part of the arena. */
  constructor(
    private readonly job: WorkerJob,
    private readonly own: TrialJob,
    private readonly board: Board,
    private readonly control: Control,
    kernels: Kernels,
  ) {
    const { experiment, dataset, network } = job;
    const { random, training } = experiment;
    const { batchSize, shuffle } = training;
    this.index = own.trial;
    const attach = !board.isWaiting(own.trial);
    const plan = planNetwork<Floats>(
      network,
      job.batchCapacity,
      experiment.optimizer,
      job.copiedRows,
      dataset.train.count,
      elementTypes[experiment.precision],
    );
    this.network = new Network(plan, Arena.attach(own.region), kernels, attach);
    this.loop = new TrainingLoop({
      network: this.network,
      optimizer: experiment.optimizer,
      train: dataset.train,
      batchSize,
      shuffle,
      seed: own.seed,
      stream: (seed) => createStream(random.generator, seed, random),
      attach,
    });
    this.snapshotTaker = new SnapshotTaker(this.network, job);
    this.snapshotSteps = new Set(own.keepsSnapshots ? job.snapshotSteps : []);
    if (!attach) this.loop.save();
  }

  get running(): boolean {
    return this.status === 'running';
  }

  /** Goes on from where any worker left the trial. */
  enter(): void {
    if (this.board.takeOver(this.index, this.job.worker) !== this.job.worker) {
      this.completePiece();
      this.loop.load();
    }
    if (this.board.hasConcluded(this.index)) this.status = this.end;
    this.piece ??= this.board.nextPiece(this.index);
  }

  /** Leaves the trial for any worker to go on with. */
  leave(): void {
    this.loop.save();
    this.board.setSteps(this.index, this.loop.stepsDone);
  }

  /**
   * Draws the weights and looks at the start, unless the run is stopped meanwhile. A law that cannot be drawn fails
   * this trial alone.
   */
  begin(): void {
    this.guard(() => {
      drawWeights(this.network, this.job, this.own);
      this.keepWeights('initial');
      this.board.setRunning(this.index);
      this.start = startFigures(this.network, this.job.dataset.train, this.stopping);
      if (!this.stopping()) this.look();
    });
  }

  /** All steps are done. */
  private get trained(): boolean {
    return this.loop.stepsDone === this.job.totalSteps;
  }

  /**
   * Trains, with what is recorded on the way, until `enough` says so or the trial concludes; at least one step, unless
   * the run is stopped.
   */
  advance(enough: () => boolean): void {
    this.guard(() => {
      do {
        const from = performance.now();
        const room = this.pace;
        let left = room;
        while (left > 0 && this.running && !this.trained) left -= this.stretchOf(left);
        // As many steps next time as fit; growth is bounded, since a first stretch is slow.
        const took = performance.now() - from;
        this.pace = Math.max(1, Math.min(4 * room, Math.floor((room * stretch) / Math.max(took, 1e-3))));
      } while (this.running && !this.trained && !enough());
      if (this.running && this.trained) this.conclude();
    });
  }

  /** One training step, with what is recorded at it. */
  step(): void {
    this.guard(() => {
      this.stretchOf(1);
      if (this.running && this.trained) this.conclude();
    });
  }

  /** In a run that is stopped: no step more; how it ended and its weights can be told before any figure is computed. */
  handOver(): void {
    this.guard(() => {
      if (this.running) this.conclude();
      this.board.setHandedOver(this.index);
    });
  }

  /**
   * A last snapshot and the figures of whole splits, which end a trial that has concluded. `cut`, asked between two
   * batches, leaves it as it was: the figures are computed anew when it is called again.
   */
  evaluate(cut: () => boolean): void {
    this.guard(() => {
      this.look();
      this.final = this.finalFigures(cut);
      if (this.final) this.board.setEnded(this.index);
    });
  }

  /** A snapshot of where the trial stands, unless there is one. */
  look(): void {
    if (!this.own.keepsSnapshots) return;
    const { stepsDone } = this.loop;
    const whole = stepsDone === 0 || !this.running;
    if (this.board.lookedAt(this.index) === stepsDone) return;
    this.board.setLookedAt(this.index, stepsDone);
    this.snapshots.push(this.snapshotTaker.take(stepsDone, whole));
  }

  /** The pieces of history recorded since the last call. */
  takePieces(): SentPiece[] {
    this.completePiece();
    const pieces = this.complete;
    this.complete = [];
    return pieces;
  }

  private completePiece(): void {
    const { piece, snapshots } = this;
    if (piece === undefined) return;
    const update: SentPiece['update'] = {
      trial: this.index,
      // The figures belong to a trial's end, but in a run that is stopped they may never come.
      status: this.status === 'failed' || this.board.isHandedOver(this.index) ? this.status : 'running',
      step: this.loop.stepsDone,
      seconds: this.board.seconds(this.index),
      divergedAt: this.loop.divergedAt,
      message: this.message,
      curve: this.curve,
      start: this.start,
      final: this.final,
    };
    this.piece = undefined;
    this.curve = emptyCurve();
    this.snapshots = [];
    this.complete.push({ piece, update, snapshots });
  }

  /** Start and end weights in the experiment's layout that have not been taken. */
  takeWeights(): { initial?: NamedTensor[]; final?: NamedTensor[] } {
    const weights = this.unsent;
    this.unsent = {};
    return weights;
  }

  /** Up to `most` steps: those up to the next one at which something is recorded, or that one. Returns how many. */
  private stretchOf(most: number): number {
    const { loop, job } = this;
    const step = loop.stepsDone;
    if (this.snapshotSteps.has(step)) this.look();
    if (step % job.recordEvery === 0) {
      const { test } = job.dataset;
      const tested = test && step % job.testEvery === 0 ? this.network.evaluate(test, this.stopping) : notTested;
      // The step is not done either: a stop comes before it.
      if (!tested) return most;
      this.point(step, loop.step(), tested);
    } else {
      loop.run(Math.min(most, this.nextEvent(step) - step));
      if (loop.divergedAt !== undefined) this.point(loop.stepsDone, loop.step(), notTested);
    }
    if (loop.divergedAt !== undefined) this.conclude();
    return Math.max(1, loop.stepsDone - step);
  }

  /** The next step after `step` at which something is recorded, or the end. */
  private nextEvent(step: number): number {
    if (this.event > step) return this.event;
    const { recordEvery, totalSteps } = this.job;
    this.event = Math.min(totalSteps, step - (step % recordEvery) + recordEvery);
    for (const at of this.snapshotSteps) if (at > step && at < this.event) this.event = at;
    return this.event;
  }

  private point(step: number, cost: number, tested: { cost: number; accuracy: number }): void {
    this.curve.step.push(step);
    this.curve.train.push(cost);
    this.curve.test.push(tested.cost);
    this.curve.trainAccuracy.push(this.loop.batchAccuracy);
    this.curve.testAccuracy.push(tested.accuracy);
  }

  private readonly stopping = (): boolean => this.control.isStopping;

  /** How a trial ends that makes no more steps. */
  private get end(): TrialStatus {
    return this.loop.divergedAt !== undefined ? 'diverged' : this.trained ? 'finished' : 'stopped';
  }

  /** No step more; the weights are those of the end. */
  private conclude(): void {
    this.status = this.end;
    this.keepWeights('final');
    this.board.setConcluded(this.index);
  }

  private keepWeights(end: 'initial' | 'final'): void {
    if (this.job.sendsWeights) this.unsent[end] = tensorsOf(this.network, this.job);
  }

  private finalFigures(cut: () => boolean): FinalFigures | undefined {
    const { found, network } = this;
    const { train, test } = this.job.dataset;
    found.train ??= network.evaluate(train, cut);
    found.test ??= test ? network.evaluate(test, cut) : notTested;
    if (!found.train || !found.test) return undefined;
    const mistakes = mistakesOf(network, this.job.dataset, cut);
    if (cut()) return undefined;
    return {
      trainCost: found.train.cost,
      testCost: found.test.cost,
      trainAccuracy: found.train.accuracy,
      testAccuracy: found.test.accuracy,
      mistakes,
    };
  }

  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.status = 'failed';
      this.message = error instanceof Error ? error.message : String(error);
      this.board.setEnded(this.index);
    }
  }
}
