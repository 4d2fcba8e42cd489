import type { Floats } from '../../elementType';
import type { Kernels } from '../kernels';
import { denseBackward, denseForward } from './dense';
import { gather, gatherLabels, unpack } from './gather';
import { binaryCrossEntropy, categoricalCrossEntropy, meanSquaredError } from './losses';
import { adam, rmsprop, sgd } from './optimizers';
import { sides } from './sides';

/**
 * Plain TypeScript: sums in double, results stored as the element type. Runs everywhere, and is what faster
 * kernels are checked against.
 */
export const referenceKernels: Kernels<Floats> = {
  name: 'reference',
  denseForward,
  denseBackward,
  binaryCrossEntropy,
  categoricalCrossEntropy,
  meanSquaredError,
  sgd,
  rmsprop,
  adam,
  gather,
  unpack,
  gatherLabels,
  sides,
};
