import type { Floats } from '../../elementType';
import { InitializerError } from '../check';

/**
 * Layer-sequential unit-variance (Mishkin & Matas 2015, arXiv:1511.06422) of one layer: divides `kernel` in place by
 * the standard deviation of the layer's outputs, measured anew by `outputStd` each time, until it is within `tolerance`
 * of 1 or was divided `maxTries` times. The outputs are those before the activation. Answers the divisions made.
 *
 * Throws an `InitializerError` when the outputs do not vary, so that no factor helps.
 */
export function scaleToUnitOutput(
  kernel: Floats,
  outputStd: (kernel: Floats) => number,
  tolerance: number,
  maxTries: number,
): number {
  let tries = 0;
  // Written so that a NaN goes on to the check.
  for (let std = outputStd(kernel); !(Math.abs(std - 1) <= tolerance) && tries < maxTries; std = outputStd(kernel)) {
    if (!(std > 0) || !Number.isFinite(std)) {
      throw new InitializerError(
        ['kind'],
        'lsuv',
        `lsuv needs outputs that vary on the first batch, but their standard deviation is ${std}. Previous layers may be dead.`,
      );
    }
    for (let i = 0; i < kernel.length; i++) kernel[i] /= std;
    tries++;
  }
  return tries;
}
