import type { Floats } from '../elementType';
import type { Inputs } from '../datasets/inputs';
import type { Split } from '../datasets/spec';
import type { Target } from '../kernels/kernels';
import type { TrainingStream } from '../random/source';
import { type Network, splitTarget } from './network';
import { NetworkError } from './networkError';
import { Optimizer } from './optimizers';
import { loadProgress, orderState, saveProgress } from './progress';
import type { SmallNetwork } from './smallNetwork';
import type { OptimizerSpec } from '../spec/networkSpec';

/** Training of one network. */
export interface TrainingOptions<A extends Floats = Floats> {
  network: Network<A>;
  /** The one that the network was planned for. */
  optimizer: OptimizerSpec;
  train: Split;
  /** Samples of a step; a number over the count means all. */
  batchSize: number | 'full';
  /** Order each epoch by the next permutation of one stream; else rows stay in order. */
  shuffle: boolean;
  seed: number;
  /** Of the seed: `GeneratorKind.train`. */
  stream: (seed: number) => TrainingStream;
  /** Goes on where `save` left off in the same arena, in this thread or another one. */
  attach?: boolean;
}

/** Samples of a step at most. */
export function batchRows(samples: number, batchSize: number | 'full'): number {
  return batchSize === 'full' ? samples : Math.min(batchSize, samples);
}

/** Steps of one pass over the samples; the last batch may be smaller. */
export function stepsPerEpoch(samples: number, batchSize: number | 'full'): number {
  return Math.ceil(samples / batchRows(samples, batchSize));
}

/**
 * Rows that a batch has to be copied to, `planNetwork`'s `gatherRows`: none when every step takes all rows in order.
 */
export function gatherRows(samples: number, batchSize: number | 'full', shuffle: boolean): number {
  const rows = batchRows(samples, batchSize);
  return rows === samples && !shuffle ? 0 : rows;
}

/** Mini-batch gradient descent, step by step. A step makes no arrays and no objects. */
export class TrainingLoop<A extends Floats = Floats> {
  readonly stepsPerEpoch: number;
  /** Updates done. */
  stepsDone = 0;
  /** Step whose cost was not finite; training has ended there, before its update. */
  divergedAt: number | undefined;
  /** Share of the last step's batch that was classified rightly before its update; NaN for a regression. */
  batchAccuracy = NaN;
  /** Samples of the last step's batch. */
  batchCount = 0;
  private readonly network: Network<A>;
  private readonly optimizer: Optimizer<A>;
  private readonly train: Split;
  private readonly target: Target;
  private readonly rows: number;
  /** Absent: the batch is the whole split, used in place. */
  private readonly order: Uint32Array | undefined;
  private readonly indices: Uint32Array;
  /** The streams of the rows' order and of the units that drop out. */
  private readonly random: TrainingStream | undefined;
  private readonly dropout: TrainingStream | undefined;
  private cursor = 0;
  private lastCost = NaN;
  /** Takes the steps instead of the kernels' single calls. */
  private readonly small: SmallNetwork | undefined;

  /** Throws `NetworkError` when the split is empty or a batch does not fit in the network's plan. */
  constructor(options: TrainingOptions<A>) {
    const { network, train, batchSize, shuffle, seed, stream } = options;
    this.network = network;
    this.train = train;
    this.target = splitTarget(train);
    this.rows = batchRows(train.count, batchSize);
    const gathered = gatherRows(train.count, batchSize, shuffle);
    if (!(this.rows >= 1))
      throw new NetworkError(
        'dataset',
        train.count,
        `dataset: expected a batch of at least 1 sample, got ${this.rows} of ${train.count}.`,
      );
    if (this.rows > network.plan.batchCapacity || gathered > network.batchLabels.length) {
      throw new NetworkError(
        'training.batchSize',
        this.rows,
        `training.batchSize: expected at most ${network.plan.batchCapacity} samples (${network.batchLabels.length} copied), as the network was planned, got ${this.rows}.`,
      );
    }
    this.stepsPerEpoch = stepsPerEpoch(train.count, batchSize);
    this.random = shuffle ? stream(seed) : undefined;
    // Another seed than that of the weights and of the order, whose numbers would be the same.
    this.dropout = network.dropout && stream((seed + 1) >>> 0);
    const planned = network.order.length === train.count;
    const attach = options.attach ?? false;
    this.order = gathered === 0 ? undefined : planned ? network.order : new Uint32Array(train.count);
    if (!attach || !planned) this.order?.forEach((_, index, order) => (order[index] = index));
    this.indices = new Uint32Array(gathered);
    const done = attach ? loadProgress(network.progress).stepsDone : 0;
    this.optimizer = new Optimizer(
      options.optimizer,
      { parameters: network.parameters, gradients: network.gradients, state: network.optimizerState },
      network.kernels,
      done,
    );
    this.small = shuffle && !planned ? undefined : network.smallFor(train.inputs, this.target);
    this.small?.begin(
      { train, optimizer: options.optimizer, rows: this.rows, order: shuffle ? this.order : undefined },
      attach,
    );
    if (attach) this.load();
  }

  /** Writes where the training stands into the arena, so that another loop can go on from there with `load`. */
  save(): void {
    const { network, stepsDone, cursor, divergedAt } = this;
    saveProgress(network.progress, { stepsDone, cursor, divergedAt });
    this.random?.save(orderState(network.progress));
    this.dropout?.save(network.dropout!);
  }

  /** Goes on where a loop of the same network and options has saved. */
  load(): void {
    const { stepsDone, cursor, divergedAt } = loadProgress(this.network.progress);
    this.stepsDone = stepsDone;
    this.cursor = cursor;
    this.divergedAt = divergedAt;
    this.optimizer.steps = stepsDone;
    this.random?.load(orderState(this.network.progress));
    this.dropout?.load(this.network.dropout!);
  }

  /**
   * One step on the next batch: returns its cost before the update. A cost that is not finite ends training:
   * the update is left out, `divergedAt` is set, and further calls do nothing but return that cost.
   */
  step(): number {
    if (this.divergedAt !== undefined) return this.lastCost;
    if (this.small !== undefined) {
      this.runSmall(this.small, 1, true);
      return this.lastCost;
    }
    const { network } = this;
    let x: Inputs | A = this.train.inputs;
    let target = this.target;
    let batch = 0;
    this.batchCount = this.rows;
    if (this.order !== undefined) {
      batch = this.gather(this.order);
      x = network.batchInputs;
      target = this.target instanceof Int32Array ? network.batchLabels : network.batchQuantities;
    }
    const n = this.batchCount;
    network.forward(x, n, 'train', batch, this.dropout);
    const result = network.loss(target, n);
    this.lastCost = result.cost;
    this.batchAccuracy = result.correct / n;
    if (!Number.isFinite(result.cost)) {
      this.divergedAt = this.stepsDone;
      return result.cost;
    }
    const cost = result.cost;
    network.backward();
    this.optimizer.update();
    this.stepsDone++;
    return cost;
  }

  /**
   * The steps of up to `steps` calls of `step`, without their costs; fewer when one diverges. Returns the updates done.
   */
  run(steps: number): number {
    const from = this.stepsDone;
    while (this.stepsDone - from < steps && this.divergedAt === undefined) {
      if (this.small === undefined) this.step();
      else this.runSmall(this.small, steps - (this.stepsDone - from), false);
    }
    return this.stepsDone - from;
  }

  /**
   * At most to the end of a shuffled epoch. The cost and accuracy of the first step where `figures` asks for them, and
   * of a diverged one.
   */
  private runSmall(small: SmallNetwork, steps: number, figures: boolean): void {
    if (this.cursor === 0) this.shuffleOrder();
    const done = small.run(steps, figures);
    this.stepsDone += done;
    this.cursor = small.cursor;
    this.batchCount = small.lastBatch;
    if (done === 0) this.divergedAt = this.stepsDone;
    else if (!figures && done < steps && !this.epochOver) this.divergedAt = this.stepsDone;
    if (!figures && this.divergedAt === undefined) return;
    this.lastCost = small.cost / this.batchCount;
    this.batchAccuracy = (this.target instanceof Int32Array ? small.correct : NaN) / this.batchCount;
  }

  /** Whether a shuffled epoch has just ended. */
  private get epochOver(): boolean {
    return this.random !== undefined && this.cursor === 0;
  }

  private shuffleOrder(): void {
    const { random, order } = this;
    if (random === undefined || order === undefined) return;
    const { kernels, progress } = this.network;
    const compiled = random.compiled && kernels[random.compiled];
    if (compiled === undefined || order.buffer !== progress.buffer) return random.permute(order);
    const state = orderState(progress);
    random.save(state);
    compiled(order.byteOffset, order.length, state.byteOffset);
    random.load(state);
  }

  /** Gathers the next batch, whose size is then `batchCount`; returns what the kernels answer. */
  private gather(order: Uint32Array): number {
    const { network, train, cursor, indices } = this;
    const { kernels } = network;
    if (cursor === 0) this.shuffleOrder();
    const n = Math.min(this.rows, train.count - cursor);
    for (let i = 0; i < n; i++) indices[i] = order[cursor + i];
    const batch = kernels.gather(train.inputs, indices, network.batchInputs, n, network.spec.inputs);
    if (train.labels) kernels.gatherLabels(train.labels, indices, network.batchLabels, n);
    else if (train.targets) kernels.gather(train.targets, indices, network.batchQuantities, n, 1);
    this.cursor = cursor + n < train.count ? cursor + n : 0;
    this.batchCount = n;
    return batch;
  }
}
