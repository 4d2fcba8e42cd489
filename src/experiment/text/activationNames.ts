import * as l10n from '@vscode/l10n';
import type { Activation } from '../../engine/spec/networkSpec';

/** Names for people of the words that the file uses. */
export const activationNames: Record<Activation, string> = {
  linear: 'Linear',
  relu: 'ReLU',
  leakyRelu: 'Leaky ReLU',
  elu: 'ELU',
  selu: 'SELU',
  gelu: 'GELU',
  silu: 'SiLU',
  tanh: 'tanh',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  softsign: 'Softsign',
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
