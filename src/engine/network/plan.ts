import { alignedBytes } from '../arena';
import { distributionRoom, surveyRoom } from '../kernels/layouts/survey';
import type { LayerActivation } from '../kernels/kernels';
import type { LayerSpec } from './layer';
import { layerKindOf } from './layers/kinds';
import type { ParameterPlan } from './layers/layerKind';
import { progressWords } from './progress';
import { streamWords } from '../random/source';
import { isSmall, smallLayout } from './smallLayout';
import type { NetworkSpec, OptimizerSpec } from '../spec/networkSpec';

/** An array inside a network's block: byte offset from the start of the block, and elements of 4 bytes. */
export interface Slot {
  offset: number;
  length: number;
}

/** Where a tensor that is trained lies, and its gradient. */
export interface ParameterSlot {
  name: string;
  shape: readonly number[];
  initial: number;
  values: Slot;
  gradient: Slot;
}

/** One layer. Kernels are stored units × inputs, what is of a batch capacity × units, row-major. */
export interface LayerPlan {
  inputs: number;
  units: number;
  activation: LayerActivation;
  spec: LayerSpec;
  parameters: ParameterSlot[];
  preActivations: Slot;
  activations: Slot;
  /** Of the cost by the pre-activations. */
  gradients: Slot;
  /** What the layer keeps for itself. */
  own: Slot;
}

/** Where everything of one network lies in its block of `bytes` bytes. */
export interface NetworkPlan {
  spec: NetworkSpec;
  batchCapacity: number;
  layers: LayerPlan[];
  /**
   * All kernels and biases, layer by layer (with the padding between them, which stays 0), and the same of gradients.
   */
  parameters: Slot;
  gradients: Slot;
  optimizerState: Slot[];
  /** A gathered batch: rows × inputs, and its class indices or quantities; no rows when batches are used in place. */
  batchInputs: Slot;
  batchTarget: Slot;
  /** Order of the training rows in an epoch; empty when batches are used in place, or when it was not planned. */
  order: Slot;
  /** Where a training stands, for another thread to go on with: `network/progress.ts`. */
  progress: Slot;
  /** Where the stream of the units that drop out stands; absent without dropout. */
  dropout: Slot | undefined;
  /** Room for the figures of a distribution, or of a survey of all layers. */
  figures: Slot;
  /** Working memory of a small network's steps (`network/smallLayout.ts`); absent where the network is not small. */
  small: Slot | undefined;
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
  gatherRows = batchCapacity,
  trainRows = 0,
): NetworkPlan {
  let next = 0;
  const slot = (length: number): Slot => {
    const offset = next;
    next += alignedBytes(4 * length);
    return { offset, length };
  };
  const shapes = layersOf(spec);
  const tensors = () => {
    const offset = next;
    const layers = shapes.map(({ parameters }) => parameters.map(({ shape }) => slot(elements(shape))));
    return { layers, all: { offset, length: (next - offset) / 4 } };
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
  const order = slot(gatherRows > 0 ? trainRows : 0);
  const progress = slot(progressWords);
  const dropout = spec.hidden.some(({ kind }) => kind === 'dropout') ? slot(streamWords) : undefined;
  const figures = slot(Math.max(distributionRoom, surveyRoom(shapes.length)));
  const smallBytes = isSmall(spec) ? smallLayout(spec, batchCapacity, gatherRows === 0).bytes : 0;
  const small = smallBytes > 0 ? slot(smallBytes / 4) : undefined;
  return {
    spec,
    batchCapacity,
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
