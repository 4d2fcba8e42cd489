import type { NormSpec } from '../../spec/networkSpec';
import { activate, undoActivation, type LayerKind } from './layerKind';

type LayerNormSpec = Extract<NormSpec, { kind: 'layerNorm' }>;

/** Scale and shift of every unit: they start as 1 and 0. */
export const scaleAndShift = ({ units }: NormSpec) => [
  { name: 'scale', shape: [units], initial: 1 },
  { name: 'shift', shape: [units], initial: 0 },
];

/**
 * Every row is shifted and scaled to mean 0 and variance 1 over its units, then scale · x̂ + shift (Ba, Kiros & Hinton
 * 2016, arXiv:1607.06450), as `torch.nn.LayerNorm` with the variance that divides by the number of units. `own` keeps
 * mean and 1 / std of each row.
 */
export const layerNorm: LayerKind<LayerNormSpec> = {
  parameters: scaleAndShift,
  ownLength: (_, capacity) => 2 * capacity,
  forward(layer, { x, n }) {
    const { units, kernel: scale, bias: shift, preActivations: z, own } = layer;
    const { epsilon } = layer.spec as LayerNormSpec;
    for (let row = 0, at = 0; row < n; row++, at += units) {
      let mean = 0;
      for (let i = 0; i < units; i++) mean += x[at + i];
      mean /= units;
      let square = 0;
      for (let i = 0; i < units; i++) square += (x[at + i] - mean) ** 2;
      const rate = 1 / Math.sqrt(square / units + epsilon);
      own[2 * row] = mean;
      own[2 * row + 1] = rate;
      for (let i = 0; i < units; i++) z[at + i] = scale[i] * ((x[at + i] - mean) * rate) + shift![i];
    }
    activate(layer.activation, layer, n * units);
  },
  backward(layer, { x, n, inputGradient }) {
    const { units, kernel: scale, gradients: g, kernelGradient, biasGradient, own } = layer;
    undoActivation(layer.activation, layer, n * units);
    kernelGradient.fill(0);
    biasGradient!.fill(0);
    for (let row = 0, at = 0; row < n; row++, at += units) {
      const mean = own[2 * row];
      const rate = own[2 * row + 1];
      let sum = 0;
      let product = 0;
      for (let i = 0; i < units; i++) {
        const normal = (x[at + i] - mean) * rate;
        const by = g[at + i];
        kernelGradient[i] += by * normal;
        biasGradient![i] += by;
        sum += by * scale[i];
        product += by * scale[i] * normal;
      }
      if (inputGradient === undefined) continue;
      for (let i = 0; i < units; i++) {
        const normal = (x[at + i] - mean) * rate;
        inputGradient[at + i] = rate * (g[at + i] * scale[i] - sum / units - (normal * product) / units);
      }
    }
  },
};
