import type { Floats } from '../../elementType';
import type { NormSpec } from '../../spec/networkSpec';
import type { Layer } from '../layer';
import { activate, undoActivation, type LayerKind } from './layerKind';
import { scaleAndShift } from './layerNorm';

type BatchNormSpec = Extract<NormSpec, { kind: 'batchNorm' }>;

/** `own`: mean and 1 / std of the last batch, then the running mean and variance, each of every unit. */
const parts = 4;

/** The statistics that evaluation goes by, of every unit: they follow the batches of training steps. */
export function runningStatistics({ own, units }: Layer<Floats>): { mean: Floats; variance: Floats } {
  return { mean: own.subarray(2 * units, 3 * units), variance: own.subarray(3 * units, 4 * units) };
}

/**
 * Every unit is shifted and scaled to mean 0 and variance 1 over the rows of the batch, in evaluation by the running
 * statistics, then scale · x̂ + shift (Ioffe & Szegedy 2015, arXiv:1502.03167), as `torch.nn.BatchNorm1d`: the batch's
 * variance divides by n, the one that the running variance follows by n − 1.
 */
export const batchNorm: LayerKind<BatchNormSpec> = {
  parameters: scaleAndShift,
  ownLength: ({ units }) => parts * units,
  start: (layer) => void runningStatistics(layer).variance.fill(1),
  forward(layer, { x, n, mode }) {
    const { units, kernel: scale, bias: shift, preActivations: z, own } = layer;
    const { epsilon, momentum } = layer.spec as BatchNormSpec;
    const running = runningStatistics(layer);
    for (let i = 0; i < units; i++) {
      let mean = running.mean[i];
      let variance = running.variance[i];
      if (mode !== 'evaluate') {
        mean = 0;
        for (let at = i; at < n * units; at += units) mean += x[at];
        mean /= n;
        let square = 0;
        for (let at = i; at < n * units; at += units) square += (x[at] - mean) ** 2;
        variance = square / n;
        if (mode === 'train') {
          running.mean[i] += momentum * (mean - running.mean[i]);
          running.variance[i] += momentum * (square / (n - 1) - running.variance[i]);
        }
      }
      const rate = 1 / Math.sqrt(variance + epsilon);
      own[i] = mean;
      own[units + i] = rate;
      for (let at = i; at < n * units; at += units) z[at] = scale[i] * ((x[at] - mean) * rate) + shift![i];
    }
    activate(layer.activation, layer, n * units);
  },
  backward(layer, { x, n, inputGradient }) {
    const { units, kernel: scale, gradients: g, kernelGradient, biasGradient, own } = layer;
    undoActivation(layer.activation, layer, n * units);
    for (let i = 0; i < units; i++) {
      const mean = own[i];
      const rate = own[units + i];
      let sum = 0;
      let product = 0;
      for (let at = i; at < n * units; at += units) {
        sum += g[at];
        product += g[at] * ((x[at] - mean) * rate);
      }
      kernelGradient[i] = product;
      biasGradient![i] = sum;
      if (inputGradient === undefined) continue;
      for (let at = i; at < n * units; at += units)
        inputGradient[at] = scale[i] * rate * (g[at] - sum / n - ((x[at] - mean) * rate * product) / n);
    }
  },
};
