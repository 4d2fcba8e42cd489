import { activations, losses, type OptimizerSpec } from '../../spec/networkSpec';

/** Numbers names in their order, as `assembly/codes.ts` does. */
function numbered<Name extends string>(...names: Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, code) => [name, code])) as Record<Name, number>;
}

/** The numbers by which the assembly knows activations, and among them outputs. */
export const activationCodes = numbered(...activations, 'softmax');
export const lossCodes = numbered(...losses);
export const optimizerCodes: Readonly<Record<OptimizerSpec['kind'], number>> = numbered(
  'sgd',
  'rmsprop',
  'adam',
  'adamw',
);
/** What a target is to the mean squared error: a quantity, a class index as the number itself, or one-hot. */
export const targetCodes = numbered('quantity', 'classNumber', 'oneHot');

/** In place of the address of an optional array that is not there. */
export const absent = 0xffff_ffff;
/** In place of an activation: there is none to undo. */
export const none = -1;
