import type { Floats } from '../elementType';
import type { Split } from '../datasets/spec';
import type { SmallKernels, Target } from '../kernels/kernels';
import { activationCodes, lossCodes, optimizerCodes } from '../kernels/layouts/codes';
import { smallLayer, smallPlan } from '../kernels/layouts/smallPlan';
import { writeFields } from '../kernels/layouts/structure';
import type { Layer } from './layer';
import type { NetworkPlan } from './plan';
import { smallLayout, type SmallLayout } from './smallLayout';
import type { OptimizerSpec } from '../spec/networkSpec';

const at = smallPlan.at;

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
  readonly plan: Pick<NetworkPlan<Floats>, 'spec' | 'batchCapacity' | 'batchTarget' | 'elementType'>;
  readonly layers: readonly Layer<Floats>[];
  readonly parameters: Floats;
  readonly gradients: Floats;
  readonly optimizerState: readonly Floats[];
}

/**
 * A network whose steps run whole inside WebAssembly, samples innermost: for networks so small that calls and layout
 * cost more than arithmetic. Parameters, gradients and optimizer state are those of the `Network`; everything lies in
 * the arena, so that any thread that has the arena can go on with it.
 */
export class SmallNetwork {
  private readonly address: number;
  private readonly view: DataView;
  private readonly layout: SmallLayout;

  /** With `attach` it keeps the plan that another thread has written. */
  constructor(
    private readonly network: SmallNetworkParts,
    private readonly kernels: SmallKernels,
    private readonly memory: Uint8Array,
    attach: boolean,
  ) {
    this.address = memory.byteOffset;
    this.view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
    const { spec, batchCapacity, batchTarget, elementType } = network.plan;
    this.layout = smallLayout(spec, batchCapacity, batchTarget.length === 0, elementType);
    if (!attach) this.writeNetwork();
  }

  /** Whether these rows are numbers of the network's type that the kernels can reach, and so are the other arrays. */
  reaches(rows: ArrayBufferView, ...others: (ArrayBufferView | undefined)[]): boolean {
    const { buffer } = this.memory;
    const { array } = this.network.plan.elementType;
    return rows instanceof array && rows.buffer === buffer && others.every((array) => array?.buffer === buffer);
  }

  /** Writes a new training into the plan; `attach` takes the one that another thread has written. */
  begin(training: SmallTraining, attach: boolean): void {
    if (!attach) this.writeTraining(training);
  }

  /** First row of the next batch. */
  get cursor(): number {
    return this.view.getInt32(at.cursor, true);
  }

  /** Samples of the last step. */
  get lastBatch(): number {
    return this.view.getInt32(at.lastBatch, true);
  }

  /** Sum of the costs, and right answers, of the last step that had figures, or of the last evaluation. */
  get cost(): number {
    return this.view.getFloat64(at.cost, true);
  }

  get correct(): number {
    return this.view.getInt32(at.correct, true);
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
    this.view.setInt32(at.quantities, split.labels ? 0 : 1, true);
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
  probe(inputs: ArrayBufferView, target: Target, n: number): void {
    this.view.setInt32(at.quantities, target instanceof Int32Array ? 0 : 1, true);
    this.kernels.smallProbe(this.address, inputs.byteOffset, target.byteOffset, n);
  }

  /** The most probable class of each of n cells, and how probable, as `Boundary` has them; all arrays in the arena. */
  boundary(
    cells: ArrayBufferView,
    n: number,
    range: readonly [number, number] | undefined,
    winner: Uint8Array,
    strength: Uint8Array,
  ): void {
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
  predict(inputs: Floats, n: number, out: Floats): void {
    this.kernels.smallPredict(this.address, inputs.byteOffset, n, out.byteOffset);
  }

  private writeNetwork(): void {
    const { network, address, layout, view } = this;
    const { spec } = network.plan;
    writeFields(view, 0, smallPlan, {
      layerCount: network.layers.length,
      layers: address + layout.list,
      inputs: spec.inputs,
      outputs: spec.outputs,
      loss: lossCodes[spec.loss],
      output: activationCodes[spec.output],
      block: address + layout.block,
      spare: address + layout.spare,
    });
    network.layers.forEach((layer, index) => {
      const own = layout.layers[index];
      const hidden = spec.hidden.at(index)?.activation;
      writeFields(view, layout.list + smallLayer.stride * index, smallLayer, {
        inputs: layer.inputs,
        units: layer.units,
        activation: activationCodes[hidden ?? 'linear'],
        hasBias: layer.bias === undefined ? 0 : 1,
        kernel: layer.kernel.byteOffset,
        bias: layer.bias?.byteOffset ?? address + layout.zeros,
        kernelGradient: layer.kernelGradient.byteOffset,
        biasGradient: layer.biasGradient?.byteOffset ?? 0,
        packed: address + own.packed,
        kernelSums: address + own.kernelSums,
        biasSums: address + own.biasSums,
        z: address + own.z,
        a: address + (hidden === 'relu' || hidden === 'linear' ? own.z : own.a),
        g: address + own.g,
        zOut: layer.preActivations.byteOffset,
        aOut: layer.activations.byteOffset,
        gOut: layer.gradients.byteOffset,
      });
    });
  }

  private writeTraining({ train, optimizer, rows, order }: SmallTraining): void {
    const { network, address, layout, view } = this;
    const isResident = layout.resident > 0 && rows === train.count && order === undefined;
    writeFields(view, 0, smallPlan, {
      resident: isResident ? address + layout.resident : 0,
      rows: train.count,
      batch: rows,
      inputsSource: train.inputs.byteOffset,
      targetSource: (train.labels ?? train.targets)!.byteOffset,
      quantities: train.labels ? 0 : 1,
      order: order?.byteOffset ?? 0,
      cursor: 0,
      correct: 0,
      optimizer: optimizerCodes[optimizer.kind],
      nesterov: optimizer.kind === 'sgd' && optimizer.nesterov ? 1 : 0,
      parameters: network.parameters.byteOffset,
      gradients: network.gradients.byteOffset,
      state0: network.optimizerState[0]?.byteOffset ?? 0,
      state1: network.optimizerState[1]?.byteOffset ?? 0,
      count: network.parameters.length,
      cost: 0,
      learningRate: optimizer.learningRate,
      momentum: 'momentum' in optimizer ? optimizer.momentum : 0,
      weightDecay: optimizer.weightDecay,
      beta1: 'beta1' in optimizer ? optimizer.beta1 : 'alpha' in optimizer ? optimizer.alpha : 0,
      beta2: 'beta2' in optimizer ? optimizer.beta2 : 0,
      epsilon: 'epsilon' in optimizer ? optimizer.epsilon : 0,
      power1: 1,
      power2: 1,
      lastBatch: 0,
    });
    if (isResident) this.kernels.smallFill(address);
  }
}
