import type { Split } from '../datasets/spec';
import type { SmallKernels, Target } from '../kernels/kernels';
import type { Layer } from './layer';
import type { NetworkPlan } from './plan';
import { layerStructBytes, planStructBytes, smallLayout } from './smallLayout';
import { activations, losses, outputs, type OptimizerSpec } from '../spec/networkSpec';

const optimizers = ['sgd', 'rmsprop', 'adam', 'adamw'] as const;

/** Byte offsets of `SmallPlan` in assembly/smallPlan.ts that change during training. */
const Quantities = 48;
const Cursor = 56;
const Correct = 60;
const Cost = 96;
const LastBatch = 168;

/** What a small network is trained on. */
export interface SmallTraining {
  train: Split;
  optimizer: OptimizerSpec;
  /** Rows of a step at most. */
  rows: number;
  /** Order of the rows, in the arena; absent: as they come. */
  order: Uint32Array | undefined;
}

/** Of a `Network`, what its whole steps work on. */
export interface SmallNetworkParts {
  readonly plan: NetworkPlan;
  readonly layers: readonly Layer[];
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly optimizerState: readonly Float32Array[];
}

/**
 * A network whose steps run whole inside WebAssembly, samples innermost: for networks so small that calls and layout
 * cost more than arithmetic. Parameters, gradients and optimizer state are those of the `Network`; everything lies in
 * the arena, so that any thread that has the arena can go on with it.
 */
export class SmallNetwork {
  private readonly address: number;
  private readonly view: DataView;
  private trained = false;

  constructor(
    private readonly network: SmallNetworkParts,
    private readonly kernels: SmallKernels,
    private readonly memory: Uint8Array,
  ) {
    this.address = memory.byteOffset;
    this.view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  }

  /** Whether the kernels can reach these numbers. */
  reaches(array: ArrayBufferView | undefined): boolean {
    return array !== undefined && array.buffer === this.memory.buffer;
  }

  /** Writes the plan for a new training; `attach` takes the one that another thread has written. */
  begin(training: SmallTraining, attach: boolean): void {
    this.trained = true;
    if (!attach) this.write(training);
  }

  /** First row of the next batch. */
  get cursor(): number {
    return this.view.getInt32(Cursor, true);
  }

  /** Samples of the last step. */
  get lastBatch(): number {
    return this.view.getInt32(LastBatch, true);
  }

  /** Sum of the costs, and right answers, of the last step that had figures, or of the last evaluation. */
  get cost(): number {
    return this.view.getFloat64(Cost, true);
  }

  get correct(): number {
    return this.view.getInt32(Correct, true);
  }

  /**
   * Trains up to `steps` steps, the first one with figures where asked; returns the updates done: fewer at the end of a
   * shuffled epoch, or when a cost is not finite (figures of that step are then there).
   */
  run(steps: number, figures: boolean): number {
    return this.kernels.smallRun(this.address, steps, figures ? 1 : 0);
  }

  /** Sums cost and right answers of a split in the arena into `cost` and `correct`. */
  evaluate(split: Split): void {
    if (!this.trained) this.write(undefined);
    this.view.setInt32(Quantities, split.labels ? 0 : 1, true);
    this.kernels.smallEvaluate(
      this.address,
      split.inputs.byteOffset,
      (split.labels ?? split.targets)!.byteOffset,
      split.count,
    );
  }

  /**
   * Activations and gradients of n rows of a split in the arena, into the network's arrays; `cost` and `correct` too.
   */
  probe(inputs: Float32Array, target: Target, n: number): void {
    if (!this.trained) this.write(undefined);
    this.view.setInt32(Quantities, target instanceof Int32Array ? 0 : 1, true);
    this.kernels.smallProbe(this.address, inputs.byteOffset, target.byteOffset, n);
  }

  /** The most probable class of each of n cells, and how probable, as `Boundary` has them; all arrays in the arena. */
  boundary(
    cells: Float32Array,
    n: number,
    range: readonly [number, number] | undefined,
    winner: Uint8Array,
    strength: Uint8Array,
  ): void {
    if (!this.trained) this.write(undefined);
    const [low, high] = range ?? [0, 1];
    this.kernels.smallBoundary(
      this.address,
      cells.byteOffset,
      n,
      range === undefined ? 0 : 1,
      low,
      high,
      winner.byteOffset,
      strength.byteOffset,
    );
  }

  /** Output activations of n rows (n × outputs) into `out`; both in the arena. */
  predict(inputs: Float32Array, n: number, out: Float32Array): void {
    if (!this.trained) this.write(undefined);
    this.kernels.smallPredict(this.address, inputs.byteOffset, n, out.byteOffset);
  }

  private write(training: SmallTraining | undefined): void {
    const { network, address } = this;
    const { plan } = network;
    const { spec } = plan;
    const layout = smallLayout(spec, plan.batchCapacity, plan.batchTarget.length === 0);
    const words = new Int32Array(
      this.memory.buffer,
      address,
      (planStructBytes + layerStructBytes * network.layers.length) / 4,
    );
    words.fill(0);
    words.set([
      network.layers.length,
      address + planStructBytes,
      spec.inputs,
      spec.outputs,
      losses.indexOf(spec.loss),
      outputs.indexOf(spec.output),
      address + layout.block,
    ]);
    words[92 / 4] = address + layout.spare;
    network.layers.forEach((layer, index) => {
      const at = layout.layers[index];
      const hidden = spec.hidden[index];
      const fused = hidden === undefined ? false : hidden.activation === 'relu' || hidden.activation === 'linear';
      words.set(
        [
          layer.inputs,
          layer.units,
          hidden === undefined ? 0 : activations.indexOf(hidden.activation),
          layer.bias === undefined ? 0 : 1,
          layer.kernel.byteOffset,
          layer.bias?.byteOffset ?? address + layout.zeros,
          layer.kernelGradient.byteOffset,
          layer.biasGradient?.byteOffset ?? 0,
          address + at.packed,
          address + at.kernelSums,
          address + at.biasSums,
          address + at.z,
          address + (fused ? at.z : at.a),
          address + at.g,
          layer.preActivations.byteOffset,
          layer.activations.byteOffset,
          layer.gradients.byteOffset,
        ],
        (planStructBytes + layerStructBytes * index) / 4,
      );
    });
    if (training === undefined) return;
    const { train, optimizer, rows, order } = training;
    const target = (train.labels ?? train.targets)!;
    words[28 / 4] = layout.resident > 0 && rows === train.count && order === undefined ? address + layout.resident : 0;
    words.set(
      [train.count, rows, train.inputs.byteOffset, target.byteOffset, train.labels ? 0 : 1, order?.byteOffset ?? 0],
      32 / 4,
    );
    words.set(
      [
        optimizers.indexOf(optimizer.kind),
        optimizer.kind === 'sgd' && optimizer.nesterov ? 1 : 0,
        network.parameters.byteOffset,
        network.gradients.byteOffset,
        network.optimizerState[0]?.byteOffset ?? 0,
        network.optimizerState[1]?.byteOffset ?? 0,
        network.parameters.length,
      ],
      64 / 4,
    );
    this.writeConstants(optimizer);
    if (words[28 / 4] !== 0) this.kernels.smallFill(address);
  }

  private writeConstants(optimizer: OptimizerSpec): void {
    const [beta1, beta2] =
      optimizer.kind === 'adam' || optimizer.kind === 'adamw'
        ? [optimizer.beta1, optimizer.beta2]
        : [optimizer.kind === 'rmsprop' ? optimizer.alpha : 0, 0];
    const momentum = optimizer.kind === 'sgd' || optimizer.kind === 'rmsprop' ? optimizer.momentum : 0;
    const epsilon = optimizer.kind === 'sgd' ? 0 : optimizer.epsilon;
    // The last two are the powers of the betas before the first step.
    const constants = [optimizer.learningRate, momentum, optimizer.weightDecay, beta1, beta2, epsilon, 1, 1];
    constants.forEach((value, index) => this.view.setFloat64(104 + 8 * index, value, true));
  }
}
