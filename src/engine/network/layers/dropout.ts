import type { DropoutSpec } from '../../spec/networkSpec';
import type { LayerKind } from './layerKind';

/**
 * In training, a unit of a row is kept where the next number of the stream, U[0, 1) as `random_sample` draws it, is
 * `rate` or more, and then divided by 1 − rate (Srivastava et al. 2014; as `torch.nn.Dropout` and Keras scale it).
 * Else the layer passes its input on. `own` keeps the factor of every number of the batch.
 */
export const dropout: LayerKind<DropoutSpec> = {
  parameters: () => [],
  ownLength: ({ units }, capacity) => units * capacity,
  forward({ spec, units, preActivations, activations, own }, { x, n, mode, random }) {
    const { rate } = spec as DropoutSpec;
    const drops = mode === 'train' && random !== undefined;
    for (let i = 0; i < n * units; i++) {
      own[i] = drops ? (random.randomSample() >= rate ? 1 / (1 - rate) : 0) : 1;
      activations[i] = preActivations[i] = x[i] * own[i];
    }
  },
  backward({ units, gradients, own }, { n, inputGradient }) {
    if (inputGradient === undefined) return;
    for (let i = 0; i < n * units; i++) inputGradient[i] = gradients[i] * own[i];
  },
};
