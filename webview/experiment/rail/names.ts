import * as l10n from '@vscode/l10n';
import type { Activation, Loss, Output } from '../../../src/engine/network/spec';
import type { Layout } from '../../../src/engine/initializers/spec';
import type { Generator } from '../../../src/engine/random/source';
import { datasetKinds, datasetTitle } from '../../../src/experiment/datasetTitles';
import type { OptimizerKind } from '../../../src/experiment/defaults';
import type { Choice } from './fields/choice';

/** Names for people of the words that the file uses. */
const activationNames: Record<Activation, string> = {
  linear: 'Linear', relu: 'ReLU', leakyRelu: 'Leaky ReLU', elu: 'ELU', selu: 'SELU', gelu: 'GELU', silu: 'SiLU',
  tanh: 'tanh', sigmoid: 'Sigmoid', softplus: 'Softplus', softsign: 'Softsign',
};

/** Whether a word of the file is an activation. */
export function isActivation(word: unknown): word is Activation {
  return typeof word === 'string' && Object.hasOwn(activationNames, word);
}

/** An activation for people; a word that is none as it is. */
export function activationName(word: string): string {
  if (word === 'linear') return l10n.t('Linear');
  return isActivation(word) ? activationNames[word] : word;
}

/** Every activation, for a select field. */
export function activationChoices(): Choice[] {
  return Object.keys(activationNames).map((value) => ({ value, label: activationName(value) }));
}

/** A loss within a sentence. */
export function lossName(loss: Loss): string {
  switch (loss) {
    case 'binaryCrossEntropy':
      return l10n.t('binary cross-entropy');
    case 'categoricalCrossEntropy':
      return l10n.t('categorical cross-entropy');
    case 'meanSquaredError':
      return l10n.t('mean squared error');
  }
}

/** Every kind of dataset, for a select field. */
export function datasetChoices(): Choice[] {
  return datasetKinds.map((value) => ({ value, label: datasetTitle(value) }));
}

export const optimizerNames: Record<OptimizerKind, string> = { sgd: 'SGD', rmsprop: 'RMSprop', adam: 'Adam', adamw: 'AdamW' };
export const generatorNames: Record<Generator, string> = { numpy: 'NumPy', torch: 'PyTorch', 'torch-1.13': 'PyTorch 1.13' };
export const layoutNames: Record<Layout, string> = { 'out-in': '(out, in)', 'in-out': '(in, out)' };

/** The choices of a select field from a record of names. */
export function choicesOf(names: Record<string, string>): Choice[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}

/** An output activation with the loss on it: what the network is asked to give. */
export interface Goal {
  loss: Loss;
  output: Output;
}

export const goals: readonly Goal[] = [
  { loss: 'binaryCrossEntropy', output: 'sigmoid' },
  { loss: 'categoricalCrossEntropy', output: 'softmax' },
  { loss: 'meanSquaredError', output: 'linear' },
  { loss: 'meanSquaredError', output: 'sigmoid' },
  { loss: 'meanSquaredError', output: 'softmax' },
];

/** Output and loss in short, for the select: `sigmoid, cross-entropy`. */
export function goalLabel({ loss, output }: Goal): string {
  return loss === 'meanSquaredError' ? l10n.t('{0}, squared error', output) : l10n.t('{0}, cross-entropy', output);
}
