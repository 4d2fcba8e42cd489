import type { Split } from '../datasets/spec';
import type { Target } from '../kernels/kernels';
import { NumpyRandom } from '../random/numpy';
import { type Network, splitTarget } from './network';
import { NetworkError } from './networkError';
import { Optimizer } from './optimizers';
import type { OptimizerSpec } from './spec';

/** Training of one network. */
export interface TrainingOptions {
  network: Network;
  /** The one that the network was planned for. */
  optimizer: OptimizerSpec;
  train: Split;
  /** Samples of a step; a number over the count means all. */
  batchSize: number | 'full';
  /** Order each epoch by the next `permutation(n)` of one `RandomState(seed)`; else rows stay in order. */
  shuffle: boolean;
  seed: number;
}

/** Samples of a step at most. */
export function batchRows(samples: number, batchSize: number | 'full'): number {
  return batchSize === 'full' ? samples : Math.min(batchSize, samples);
}

/** Steps of one pass over the samples; the last batch may be smaller. */
export function stepsPerEpoch(samples: number, batchSize: number | 'full'): number {
  return Math.ceil(samples / batchRows(samples, batchSize));
}

/** Rows that a batch has to be copied to, `planNetwork`'s `gatherRows`: none when every step takes all rows in order. */
export function gatherRows(samples: number, batchSize: number | 'full', shuffle: boolean): number {
  const rows = batchRows(samples, batchSize);
  return rows === samples && !shuffle ? 0 : rows;
}

/** Mini-batch gradient descent, step by step. A step makes no arrays and no objects. */
export class TrainingLoop {
  readonly stepsPerEpoch: number;
  /** Updates done. */
  stepsDone = 0;
  /** Step whose cost was not finite; training has ended there, before its update. */
  divergedAt: number | undefined;
  /** Share of the last step's batch that was classified rightly before its update; NaN for a regression. */
  batchAccuracy = NaN;
  /** Samples of the last step's batch. */
  batchCount = 0;
  private readonly network: Network;
  private readonly optimizer: Optimizer;
  private readonly train: Split;
  private readonly target: Target;
  private readonly rows: number;
  /** Absent: the batch is the whole split, used in place. */
  private readonly order: Uint32Array | undefined;
  private readonly indices: Uint32Array;
  private readonly random: NumpyRandom | undefined;
  private cursor = 0;
  private lastCost = NaN;

  /** Throws `NetworkError` when the split is empty or a batch does not fit in the network's plan. */
  constructor(options: TrainingOptions) {
    const { network, train, batchSize, shuffle } = options;
    this.network = network;
    this.train = train;
    this.target = splitTarget(train);
    this.rows = batchRows(train.count, batchSize);
    const gathered = gatherRows(train.count, batchSize, shuffle);
    if (!(this.rows >= 1)) throw new NetworkError('dataset', train.count, `Unexpected batch of ${this.rows} out of ${train.count} training samples: at least 1 is needed.`);
    if (this.rows > network.plan.batchCapacity || gathered > network.batchLabels.length) {
      throw new NetworkError(
        'training.batchSize', this.rows,
        `Unexpected batch of ${this.rows} samples: the network is planned for ${network.plan.batchCapacity}, ${network.batchLabels.length} of them copied.`,
      );
    }
    this.stepsPerEpoch = stepsPerEpoch(train.count, batchSize);
    this.random = shuffle ? new NumpyRandom(options.seed) : undefined;
    this.order = gathered > 0 ? new Uint32Array(train.count) : undefined;
    this.order?.forEach((_, index, order) => (order[index] = index));
    this.indices = new Uint32Array(gathered);
    this.optimizer = new Optimizer(options.optimizer, { parameters: network.parameters, gradients: network.gradients, state: network.optimizerState }, network.kernels);
  }

  /**
   * One step on the next batch: returns its cost before the update. A cost that is not finite ends training:
   * the update is left out, `divergedAt` is set, and further calls do nothing but return that cost.
   */
  step(): number {
    if (this.divergedAt !== undefined) return this.lastCost;
    const { network } = this;
    let x = this.train.inputs;
    let target = this.target;
    let n = this.rows;
    if (this.order !== undefined) {
      n = this.gather(this.order);
      x = network.batchInputs;
      target = this.target instanceof Int32Array ? network.batchLabels : network.batchQuantities;
    }
    network.forward(x, n);
    const result = network.loss(target, n);
    this.lastCost = result.cost;
    this.batchCount = n;
    this.batchAccuracy = result.correct / n;
    if (!Number.isFinite(result.cost)) {
      this.divergedAt = this.stepsDone;
      return result.cost;
    }
    const cost = result.cost;
    network.backward(x, n);
    this.optimizer.update();
    this.stepsDone++;
    return cost;
  }

  /** Copies the next batch into the network's room for it and returns its size. */
  private gather(order: Uint32Array): number {
    const { network, train, target, cursor, indices } = this;
    const { kernels } = network;
    if (cursor === 0 && this.random !== undefined) {
      // permutation(n) is a shuffle of 0 … n − 1.
      for (let i = 0; i < order.length; i++) order[i] = i;
      this.random.shuffle(order);
    }
    const n = Math.min(this.rows, train.count - cursor);
    for (let i = 0; i < n; i++) indices[i] = order[cursor + i];
    kernels.gather(train.inputs, indices, network.batchInputs, n, network.spec.inputs);
    if (target instanceof Int32Array) kernels.gatherLabels(target, indices, network.batchLabels, n);
    else kernels.gather(target, indices, network.batchQuantities, n, 1);
    this.cursor = cursor + n < train.count ? cursor + n : 0;
    return n;
  }
}
