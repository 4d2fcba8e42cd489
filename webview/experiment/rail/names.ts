import type { Activation, Loss, Output } from '../../../src/engine/network/spec';
import type { Layout } from '../../../src/engine/initializers/spec';
import type { Generator } from '../../../src/engine/random/source';
import { datasetTitles } from '../../../src/experiment/datasetTitles';
import type { OptimizerKind } from '../../../src/experiment/defaults';
import type { Choice } from './fields/choice';

/** Names for people of the words that the file uses. */
export const activationNames: Record<Activation, string> = {
  linear: 'Linear', relu: 'ReLU', leakyRelu: 'Leaky ReLU', elu: 'ELU', selu: 'SELU', gelu: 'GELU', silu: 'SiLU',
  tanh: 'tanh', sigmoid: 'Sigmoid', softplus: 'Softplus', softsign: 'Softsign',
};
export const lossNames: Record<Loss, string> = {
  binaryCrossEntropy: 'binary cross-entropy', categoricalCrossEntropy: 'categorical cross-entropy', meanSquaredError: 'mean squared error',
};
export const datasetNames = datasetTitles;
export const optimizerNames: Record<OptimizerKind, string> = { sgd: 'SGD', rmsprop: 'RMSprop', adam: 'Adam', adamw: 'AdamW' };
export const generatorNames: Record<Generator, string> = { numpy: 'NumPy', torch: 'PyTorch' };
export const layoutNames: Record<Layout, string> = { 'out-in': '(out, in)', 'in-out': '(in, out)' };

/** The choices of a select field from a record of names. */
export function choicesOf(names: Record<string, string>): Choice[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}

/** An output activation with the loss on it: what the network is asked to give. */
export interface Goal {
  loss: Loss;
  output: Output;
  /** Short, for the select. */
  label: string;
}

export const goals: readonly Goal[] = [
  { loss: 'binaryCrossEntropy', output: 'sigmoid', label: 'sigmoid, cross-entropy' },
  { loss: 'categoricalCrossEntropy', output: 'softmax', label: 'softmax, cross-entropy' },
  { loss: 'meanSquaredError', output: 'linear', label: 'linear, squared error' },
  { loss: 'meanSquaredError', output: 'sigmoid', label: 'sigmoid, squared error' },
  { loss: 'meanSquaredError', output: 'softmax', label: 'softmax, squared error' },
];
