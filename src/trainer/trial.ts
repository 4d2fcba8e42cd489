import { Arena } from '../engine/arena';
import { drawNetwork } from '../engine/initializers/draw';
import type { Kernels } from '../engine/kernels/kernels';
import { Network } from '../engine/network/network';
import { planNetwork } from '../engine/network/plan';
import { TrainingLoop, gatherRows } from '../engine/network/trainingLoop';
import { createSource } from '../engine/random/createSource';
import type { Curve, FinalFigures, Snapshot, StartFigures, TrialStatus } from '../experiment/record';
import type { TrialUpdate } from '../experiment/update';
import type { NamedTensor, TrialWeights } from '../protocol/trainer';
import type { TrialJob, WorkerJob } from './job';
import { SnapshotTaker } from './snapshots';

const emptyCurve = (): Curve => ({ step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] });

/** One initializer with one seed: draws the weights, trains, and records on the way. */
export class Trial {
  /** Time spent in steps and recording. */
  seconds = 0;
  private readonly network: Network;
  private readonly loop: TrainingLoop;
  private readonly snapshotTaker: SnapshotTaker;
  private readonly snapshotSteps: Set<number>;
  private status: TrialStatus = 'waiting';
  private message: string | undefined;
  private curve = emptyCurve();
  private snapshots: Snapshot[] = [];
  private start: StartFigures | undefined;
  private final: FinalFigures | undefined;
  private initial: NamedTensor[] = [];
  private end: NamedTensor[] | undefined;
  private sentStep = -1;
  private sentStatus: TrialStatus | undefined;
  /** Step of the newest snapshot. */
  private lookedAt = -1;

  constructor(
    private readonly job: WorkerJob,
    private readonly own: TrialJob,
    kernels: Kernels,
  ) {
    const { experiment, dataset, network } = job;
    const { batchSize, shuffle } = experiment.training;
    const plan = planNetwork(network, job.batchCapacity, experiment.optimizer, gatherRows(dataset.train.count, batchSize, shuffle));
    this.network = new Network(plan, Arena.attach(own.region), kernels);
    this.loop = new TrainingLoop({ network: this.network, optimizer: experiment.optimizer, train: dataset.train, batchSize, shuffle, seed: own.seed });
    this.snapshotTaker = new SnapshotTaker(this.network, job);
    this.snapshotSteps = new Set(job.snapshotSteps);
  }

  get running(): boolean {
    return this.status === 'running';
  }

  /** Whether there is something new since the last update. */
  get changed(): boolean {
    return this.status !== this.sentStatus || this.loop.stepsDone !== this.sentStep || this.snapshots.length > 0;
  }

  /** Draws the weights and looks at the start. A law that cannot be drawn fails this trial alone. */
  begin(): void {
    try {
      this.draw();
      this.initial = this.tensors();
      this.start = { naiveInfinite: this.network.naiveInfinite(this.job.dataset.train), samples: this.job.dataset.train.count };
      this.snap();
      this.status = 'running';
    } catch (error) {
      this.fail(error);
    }
  }

  /** One training step, with what is recorded at it; the last one ends the trial. */
  step(): void {
    try {
      const step = this.loop.stepsDone;
      const recorded = step % this.job.recordEvery === 0;
      if (this.snapshotSteps.has(step)) this.snap();
      const { test } = this.job.dataset;
      const tested = recorded && test ? this.network.evaluate(test) : { cost: NaN, accuracy: NaN };
      const cost = this.loop.step();
      const diverged = this.loop.divergedAt !== undefined;
      if (recorded || diverged) this.point(step, cost, tested);
      if (diverged) this.finish('diverged');
      else if (this.loop.stepsDone === this.job.totalSteps) this.finish('finished');
    } catch (error) {
      this.fail(error);
    }
  }

  /** Ends the trial after its last whole step; what it has learned is kept. */
  stop(): void {
    this.finish('stopped');
  }

  /** A snapshot of where the trial stands, for a pause. */
  look(): void {
    this.snap();
  }

  /** What happened since the last call. */
  takeUpdate(): TrialUpdate {
    const update: TrialUpdate = {
      trial: this.own.trial,
      status: this.status,
      step: this.loop.stepsDone,
      seconds: this.seconds,
      divergedAt: this.loop.divergedAt,
      message: this.message,
      curve: this.curve,
      snapshots: this.snapshots,
      start: this.start,
      final: this.final,
    };
    this.curve = emptyCurve();
    this.snapshots = [];
    this.sentStep = update.step;
    this.sentStatus = update.status;
    return update;
  }

  /** Start and end weights in the experiment's layout. */
  weights(): TrialWeights {
    return { trial: this.own.trial, initial: this.initial, final: this.end };
  }

  private draw(): void {
    const { experiment, network } = this.job;
    const { generator, layout } = experiment.random;
    const layers = this.network.layers.map(({ inputs, units }, index) => ({ inputs, units, name: index < network.hidden.length ? `hidden.${index}` : 'output' }));
    const drawn = drawNetwork(experiment.initializers[this.own.initializer], layers, layout, createSource(generator, this.own.seed), network.bias);
    drawn.forEach(({ kernel, bias }, index) => {
      this.network.setKernel(index, kernel, layout);
      if (bias) this.network.setBias(index, bias);
    });
  }

  private tensors(): NamedTensor[] {
    const { layout } = this.job.experiment.random;
    return this.network.layers.flatMap(({ inputs, units, bias }, index): NamedTensor[] => {
      const name = index < this.network.layers.length - 1 ? `hidden.${index}` : 'output';
      const kernel = { name: `${name}.kernel`, shape: layout === 'out-in' ? [units, inputs] : [inputs, units], values: this.network.getKernel(index, layout) };
      return bias ? [kernel, { name: `${name}.bias`, shape: [units], values: bias.slice() }] : [kernel];
    });
  }

  private snap(): void {
    if (this.lookedAt === this.loop.stepsDone) return;
    this.lookedAt = this.loop.stepsDone;
    this.snapshots.push(this.snapshotTaker.take(this.lookedAt));
  }

  private point(step: number, cost: number, tested: { cost: number; accuracy: number }): void {
    this.curve.step.push(step);
    this.curve.train.push(cost);
    this.curve.test.push(tested.cost);
    this.curve.trainAccuracy.push(this.loop.batchAccuracy);
    this.curve.testAccuracy.push(tested.accuracy);
  }

  private finish(status: TrialStatus): void {
    this.status = status;
    this.snap();
    const { train, test } = this.job.dataset;
    const onTrain = this.network.evaluate(train);
    const onTest = test ? this.network.evaluate(test) : { cost: NaN, accuracy: NaN };
    this.final = { trainCost: onTrain.cost, testCost: onTest.cost, trainAccuracy: onTrain.accuracy, testAccuracy: onTest.accuracy };
    this.end = this.tensors();
  }

  private fail(error: unknown): void {
    this.status = 'failed';
    this.message = error instanceof Error ? error.message : String(error);
  }
}
