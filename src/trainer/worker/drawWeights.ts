import { drawNetwork } from '../../engine/initializers/draw';
import type { Network } from '../../engine/network/network';
import { createSource } from '../../engine/random/createSource';
import type { NamedTensor } from '../../protocol/trainer';
import { outputStdOn } from './firstBatch';
import type { TrialJob, WorkerJob } from './job';

/** Draws a trial's weights with its initializer and seed, in the experiment's layout. */
export function drawWeights(
  network: Network,
  { experiment, network: spec, dataset, files }: WorkerJob,
  { initializer, seed }: TrialJob,
): void {
  const { generator, layout } = experiment.random;
  const layers = network.layers.map(({ inputs, units }, index) => ({
    inputs,
    units,
    name: index < spec.hidden.length ? `hidden.${index}` : 'output',
  }));
  const drawn = drawNetwork(
    experiment.initializers[initializer],
    layers,
    layout,
    createSource(generator, seed),
    spec.bias,
    {
      tensors: (path) => files[path],
      outputStd: outputStdOn(network, dataset.train, experiment, seed),
    },
  );
  drawn.forEach(({ kernel, bias }, index) => {
    network.setKernel(index, kernel, layout);
    if (bias) network.setBias(index, bias);
  });
}

/** Copies of all kernels and biases, in the experiment's layout. */
export function tensorsOf(network: Network, { experiment }: WorkerJob): NamedTensor[] {
  const { layout } = experiment.random;
  return network.layers.flatMap(({ inputs, units, bias }, index): NamedTensor[] => {
    const name = index < network.layers.length - 1 ? `hidden.${index}` : 'output';
    const kernel = {
      name: `${name}.kernel`,
      shape: layout === 'out-in' ? [units, inputs] : [inputs, units],
      values: network.getKernel(index, layout),
    };
    return bias ? [kernel, { name: `${name}.bias`, shape: [units], values: bias.slice() }] : [kernel];
  });
}
