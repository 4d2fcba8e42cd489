import * as l10n from '@vscode/l10n';
import { losses, type Loss, type Output } from '../../../src/engine/spec/networkSpec';
import type { Layout } from '../../../src/engine/spec/initializerSpec';
import { activationName, activationNames } from '../../../src/experiment/text/activationNames';
import { datasetKinds, datasetTitle } from '../../../src/experiment/format/datasetTitles';
import type { OptimizerKind } from '../../../src/experiment/format/defaults';
import type { Choice } from './fields/choice';

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

/** Every loss, for a select field. */
export function lossChoices(): Choice[] {
  return losses.map((value) => ({ value, label: lossName(value) }));
}

/** Every kind of dataset, for a select field. */
export function datasetChoices(): Choice[] {
  return datasetKinds.map((value) => ({ value, label: datasetTitle(value) }));
}

export const optimizerNames: Record<OptimizerKind, string> = {
  sgd: 'SGD',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamw: 'AdamW',
};
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
