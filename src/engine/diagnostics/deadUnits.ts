import type { Floats } from '../elementType';
import { activationDerivatives } from '../numerics/activations';
import type { Activation, Output } from '../spec/networkSpec';

/** The largest z up to which the derivative of `activation`, which vanishes to the left, is 0 as a float32 number. */
function vanishesAt(activation: Activation): number {
  const derivative = activationDerivatives[activation];
  // The derivative grows in size from −200 to −2 for all of them.
  let [zero, some] = [-200, -2];
  for (let middle = (zero + some) / 2; middle > zero && middle < some; middle = (zero + some) / 2) {
    if (Math.fround(derivative(middle)) === 0) zero = middle;
    else some = middle;
  }
  // The float32 number that is not above it.
  const rounded = Math.fround(zero);
  return rounded <= zero ? rounded : Math.fround(zero * (1 + 2 ** -23));
}

const never = NaN;
/** Of the rectifiers; a leaky one passes a gradient everywhere. */
const limits: Partial<Record<Activation | Output, number>> = {
  relu: 0,
  leakyRelu: never,
  elu: vanishesAt('elu'),
  selu: vanishesAt('selu'),
  gelu: vanishesAt('gelu'),
  silu: vanishesAt('silu'),
  softplus: vanishesAt('softplus'),
};

/**
 * The pre-activation up to which `activation` passes no gradient: 0 for ReLU, whose derivative is 0 there as in
 * PyTorch, and where the derivative of a smooth rectifier is 0 as a float32 number (GELU −14.4, others about −104). NaN
 * where it always passes one, undefined for what is no rectifier.
 */
export function deadLimit(activation: Activation | Output): number | undefined {
  return limits[activation];
}

/**
 * Dead units of a layer: those whose pre-activation is at `deadLimit` or below on every one of the rows (rows × units),
 * so that their output is constant (0 of a ReLU) and no gradient passes ("Dying ReLU and Initialization",
 * arXiv:1903.06733). A unit with a NaN is not counted; without rows there is none. Undefined for what is no rectifier.
 */
export function countDead(
  preActivations: Floats,
  rows: number,
  units: number,
  activation: Activation | Output,
): number | undefined {
  const limit = deadLimit(activation);
  if (limit === undefined) return undefined;
  if (rows === 0) return 0;
  let dead = 0;
  for (let unit = 0; unit < units; unit++) {
    let row = 0;
    while (row < rows && preActivations[row * units + unit] <= limit) row++;
    if (row === rows) dead++;
  }
  return dead;
}
