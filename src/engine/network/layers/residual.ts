import type { Floats } from '../../elementType';
import type { ResidualSpec } from '../../spec/networkSpec';
import { activate, undoActivation, type LayerKind } from './layerKind';

/**
 * The end of a residual block (He et al. 2015, arXiv:1512.03385): activation(skip + gate · x). `own` keeps the cost's
 * gradient by the skip, which is that by the sum; the network adds it to the gradient of the layer that the skip comes
 * from once that layer's own successor has written it.
 */
export const residual: LayerKind<ResidualSpec> = {
  parameters: ({ gate, trainGate }) => (trainGate ? [{ name: 'gate', shape: [1], initial: gate }] : []),
  ownLength: ({ units }, capacity) => units * capacity,
  forward(layer, { x, n, skip }) {
    const { units, preActivations } = layer;
    const gate = gateOf(layer.spec as ResidualSpec, layer.kernel);
    for (let i = 0; i < n * units; i++) preActivations[i] = skip![i] + gate * x[i];
    activate(layer.activation, layer, n * units);
  },
  backward(layer, { x, n, inputGradient }) {
    const { units, gradients, own, kernel, kernelGradient } = layer;
    undoActivation(layer.activation, layer, n * units);
    const gate = gateOf(layer.spec as ResidualSpec, kernel);
    let sum = 0;
    for (let i = 0; i < n * units; i++) {
      own[i] = gradients[i];
      sum += gradients[i] * x[i];
    }
    if (kernelGradient.length > 0) kernelGradient[0] = sum;
    if (inputGradient !== undefined) for (let i = 0; i < n * units; i++) inputGradient[i] = gate * gradients[i];
  },
};

const gateOf = ({ gate, trainGate }: ResidualSpec, trained: Floats): number => (trainGate ? trained[0] : gate);
