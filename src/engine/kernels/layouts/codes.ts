import type { LayerActivation } from '../kernels';

/** The numbers by which the assembly knows activations: `assembly/dense/activate.ts`. */
export const activationCodes: Readonly<Record<LayerActivation, number>> = {
  linear: 0,
  relu: 1,
  leakyRelu: 2,
  elu: 3,
  selu: 4,
  gelu: 5,
  silu: 6,
  tanh: 7,
  sigmoid: 8,
  softplus: 9,
  softsign: 10,
  softmax: 11,
};

/** In place of the address of an optional array that is not there. */
export const absent = 0xffff_ffff;
/** In place of an activation: there is none to undo. */
export const none = -1;
