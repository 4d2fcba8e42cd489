import type { Activation } from '../../spec/networkSpec';
import type { LayerSpec } from '../layer';
import type { LayerKind } from './layerKind';

/** activation(x · kernelᵀ + bias), as `torch.nn.Linear`, by the kernels of the backend. */
export const dense: LayerKind<LayerSpec> = {
  parameters: ({ units }, inputs, bias) => [
    { name: 'kernel', shape: [units, inputs], initial: 0 },
    ...(bias ? [{ name: 'bias', shape: [units], initial: 0 }] : []),
  ],
  ownLength: () => 0,
  forward({ kernel, bias, preActivations, activations, inputs, units, activation }, { kernels, x, batch, n }) {
    kernels.denseForward(x, kernel, bias, preActivations, activations, n, inputs, units, activation, batch);
  },
  backward(layer, { kernels, x, batch, inputGradient, n, byLogits }) {
    const { kernel, preActivations, gradients, kernelGradient, biasGradient, inputs, units, activation } = layer;
    kernels.denseBackward(
      x,
      kernel,
      preActivations,
      gradients,
      kernelGradient,
      biasGradient,
      inputGradient,
      n,
      inputs,
      units,
      byLogits ? undefined : (activation as Activation),
      batch,
    );
  },
};
