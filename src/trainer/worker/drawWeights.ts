import { drawNetwork } from '../../engine/initializers/draw';
import type { Network } from '../../engine/network/network';
import { runningStatistics } from '../../engine/network/layers/batchNorm';
import { kindOf } from '../../engine/spec/networkSpec';
import { createSource } from '../../engine/random/sources';
import type { NamedTensor } from '../../protocol/trainer';
import { outputStdOn } from './firstBatch';
import type { TrialJob, WorkerJob } from './job';

/** Draws a trial's weights with its initializer and seed, in the experiment's layout. */
export function drawWeights(
  network: Network,
  { experiment, network: spec, dataset, files }: WorkerJob,
  { initializer, seed }: TrialJob,
): void {
  const { random } = experiment;
  const { layout } = random;
  const layers = network.layers.map(({ spec: layer, inputs, units }, index) => {
    const kind = kindOf(layer);
    return {
      inputs,
      units,
      name: index < spec.hidden.length ? `hidden.${index}` : 'output',
      fixed: kind === 'dense' ? undefined : kind,
    };
  });
  const drawn = drawNetwork(
    experiment.initializers[initializer],
    layers,
    layout,
    createSource(random.generator, seed, random),
    spec.bias,
    {
      tensors: (path) => files[path],
      outputStd: outputStdOn(network, dataset.train, experiment, seed),
    },
  );
  drawn.forEach((draw, index) => {
    if (draw === undefined) return;
    network.setKernel(index, draw.kernel, layout);
    if (draw.bias) network.setBias(index, draw.bias);
  });
}

/**
 * Copies of all parameters, kernels in the experiment's layout, and of the statistics that a batch normalization goes
 * by.
 */
export function tensorsOf(network: Network, { experiment }: WorkerJob): NamedTensor[] {
  const { layout } = experiment.random;
  return network.layers.flatMap((layer, index): NamedTensor[] => {
    const name = index < network.layers.length - 1 ? `hidden.${index}` : 'output';
    const parameters = layer.parameters.map((parameter): NamedTensor =>
      parameter.name === 'kernel'
        ? {
            name: `${name}.kernel`,
            shape: layout === 'out-in' ? [layer.units, layer.inputs] : [layer.inputs, layer.units],
            values: network.getKernel(index, layout),
          }
        : { name: `${name}.${parameter.name}`, shape: [...parameter.shape], values: parameter.values.slice() },
    );
    if (layer.spec.kind !== 'batchNorm') return parameters;
    const { mean, variance } = runningStatistics(layer);
    return [
      ...parameters,
      { name: `${name}.runningMean`, shape: [layer.units], values: mean.slice() },
      { name: `${name}.runningVariance`, shape: [layer.units], values: variance.slice() },
    ];
  });
}
