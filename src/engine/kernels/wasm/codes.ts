import type { LayerActivation } from '../kernels';

/** The numbers by which the assembly knows activations: `assembly/activate.ts`. */
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

/** Row indices that are copied at a time to where the kernels can read them. */
export const stagedIndices = 4096;
