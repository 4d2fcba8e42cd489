import { alignedBytes } from '../arena';
import { float32, type ArrayType, type ElementType, type Floats } from '../elementType';
import { distributionRoom, surveyRoom } from '../kernels/layouts/survey';
import type { LayerActivation } from '../kernels/kernels';
import type { LayerSpec } from './layer';
import { layerKindOf } from './layers/kinds';
import type { ParameterPlan } from './layers/layerKind';
import { progressWords } from './progress';
import { streamWords } from '../random/source';
import { isSmall, smallLayout } from './smallLayout';
import type { NetworkSpec, OptimizerSpec } from '../spec/networkSpec';

/** An array inside a network's block: byte offset from the start of the block, and elements. */
export interface Slot<A = Floats> {
  type: ArrayType<A>;
  offset: number;
  length: number;
}

/** Where a tensor that is trained lies, and its gradient. */
export interface ParameterSlot<A extends Floats = Floats> {
  name: string;
  shape: readonly number[];
  initial: number;
  values: Slot<A>;
  gradient: Slot<A>;
}

/** One layer. Kernels are stored units × inputs, what is of a batch capacity × units, row-major. */
export interface LayerPlan<A extends Floats = Floats> {
  inputs: number;
  units: number;
  activation: LayerActivation;
  spec: LayerSpec;
  parameters: ParameterSlot<A>[];
  preActivations: Slot<A>;
  activations: Slot<A>;
  /** Of the cost by the pre-activations. */
  gradients: Slot<A>;
  /** What the layer keeps for itself. */
  own: Slot<A>;
}

/** Where everything of one network lies in its block of `bytes` bytes. */
export interface NetworkPlan<A extends Floats = Floats> {
  spec: NetworkSpec;
  batchCapacity: number;
  elementType: ElementType<A>;
  layers: LayerPlan<A>[];
  /**
   * All kernels and biases, layer by layer (with the padding between them, which stays 0), and the same of gradients.
   */
  parameters: Slot<A>;
  gradients: Slot<A>;
  optimizerState: Slot<A>[];
  /** A gathered batch: rows × inputs, and its class indices or quantities; no rows when batches are used in place. */
  batchInputs: Slot<A>;
  batchTarget: Slot<A>;
  /** Order of the training rows in an epoch; empty when batches are used in place, or when it was not planned. */
  order: Slot<Uint32Array>;
  /** Where a training stands, for another thread to go on with: `network/progress.ts`. */
  progress: Slot<Int32Array>;
  /** Where the stream of the units that drop out stands; absent without dropout. */
  dropout: Slot<Int32Array> | undefined;
  /** Room for the figures of a distribution, or of a survey of all layers. */
  figures: Slot<Uint8Array>;
  /** Working memory of a small network's steps (`network/smallLayout.ts`); absent where the network is not small. */
  small: Slot<Uint8Array> | undefined;
  bytes: number;
}

/** Arrays of the size of the parameters that an optimizer keeps. */
export function stateCount(optimizer: OptimizerSpec): number {
  switch (optimizer.kind) {
    case 'sgd':
      return optimizer.momentum > 0 ? 1 : 0;
    case 'rmsprop':
      return optimizer.momentum > 0 ? 2 : 1;
    case 'adam':
    case 'adamw':
      return 2;
  }
}

/** Number of weights and biases. */
export function parameterCount(spec: NetworkSpec): number {
  return layersOf(spec).reduce(
    (sum, { parameters }) => sum + parameters.reduce((total, { shape }) => total + elements(shape), 0),
    0,
  );
}

/**
 * Lays a network out for batches of at most `batchCapacity` samples and this optimizer. `gatherRows` is the largest
 * batch that has to be copied: 0 for full batches in file order; `trainRows` is the length of the order that batches
 * are copied in, where threads are to share the training.
 */
export function planNetwork(
  spec: NetworkSpec,
  batchCapacity: number,
  optimizer: OptimizerSpec,
  gatherRows?: number,
  trainRows?: number,
): NetworkPlan<Float32Array>;
export function planNetwork<A extends Floats>(
  spec: NetworkSpec,
  batchCapacity: number,
  optimizer: OptimizerSpec,
  gatherRows: number,
  trainRows: number,
  elementType: ElementType<A>,
): NetworkPlan<A>;
export function planNetwork(
  spec: NetworkSpec,
  batchCapacity: number,
  optimizer: OptimizerSpec,
  gatherRows = batchCapacity,
  trainRows = 0,
  elementType: ElementType = float32,
): NetworkPlan<Floats> {
  let next = 0;
  const slotOf = <A>(type: ArrayType<A>, length: number): Slot<A> => {
    const offset = next;
    next += alignedBytes(type.BYTES_PER_ELEMENT * length);
    return { type, offset, length };
  };
  const slot = (length: number) => slotOf(elementType.array, length);
  const shapes = layersOf(spec);
  const tensors = () => {
    const offset = next;
    const layers = shapes.map(({ parameters }) => parameters.map(({ shape }) => slot(elements(shape))));
    return { layers, all: { type: elementType.array, offset, length: (next - offset) / elementType.bytes } };
  };
  const parameters = tensors();
  const gradients = tensors();
  const optimizerState = Array.from({ length: stateCount(optimizer) }, () => slot(parameters.all.length));
  const layers = shapes.map(({ spec: layer, inputs, parameters: planned }, index): LayerPlan => ({
    spec: layer,
    inputs,
    units: layer.units,
    activation: layer.activation,
    parameters: planned.map((parameter, at) => ({
      ...parameter,
      values: parameters.layers[index][at],
      gradient: gradients.layers[index][at],
    })),
    preActivations: slot(batchCapacity * layer.units),
    activations: slot(batchCapacity * layer.units),
    gradients: slot(batchCapacity * layer.units),
    own: slot(layerKindOf(layer).ownLength(layer, batchCapacity)),
  }));
  const batchInputs = slot(gatherRows * spec.inputs);
  const batchTarget = slot(gatherRows);
  const order = slotOf(Uint32Array, gatherRows > 0 ? trainRows : 0);
  const progress = slotOf(Int32Array, progressWords);
  const dropout = spec.hidden.some(({ kind }) => kind === 'dropout') ? slotOf(Int32Array, streamWords) : undefined;
  const figures = slotOf(Uint8Array, Math.max(distributionRoom, surveyRoom(shapes.length)));
  const small = isSmall(spec)
    ? slotOf(Uint8Array, smallLayout(spec, batchCapacity, gatherRows === 0, elementType).bytes)
    : undefined;
  return {
    spec,
    batchCapacity,
    elementType,
    layers,
    parameters: parameters.all,
    gradients: gradients.all,
    optimizerState,
    batchInputs,
    batchTarget,
    order,
    progress,
    dropout,
    figures,
    small,
    bytes: next,
  };
}

function layersOf(spec: NetworkSpec): { spec: LayerSpec; inputs: number; parameters: ParameterPlan[] }[] {
  const all: LayerSpec[] = [...spec.hidden, { units: spec.outputs, activation: spec.output }];
  return all.map((layer, index) => {
    const inputs = index === 0 ? spec.inputs : all[index - 1].units;
    return { spec: layer, inputs, parameters: layerKindOf(layer).parameters(layer, inputs, spec.bias) };
  });
}

const elements = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);
