import type { Inputs } from '../../engine/datasets/inputs';
import type { Split } from '../../engine/datasets/spec';
import type { LayerDraw } from '../../engine/initializers/draw';
import type { Layout } from '../../engine/spec/initializerSpec';
import { statisticsOf } from '../../engine/diagnostics/statistics';
import type { Network } from '../../engine/network/network';
import { batchRows, gatherRows } from '../../engine/network/trainingLoop';
import { generatorKinds } from '../../engine/random/generators';
import type { Experiment } from '../../experiment/format/schema';

/** Rows that a data-driven initializer looks at, at most. */
const mostRows = 1024;

/**
 * Inputs of the first training batch, of at most 1 024 rows: in order, or as the first epoch of `seed` shuffles them.
 */
function firstBatch(
  network: Network,
  train: Split,
  { training: { batchSize, shuffle }, random }: Experiment,
  seed: number,
): { inputs: Inputs; rows: number; batch: number } {
  const rows = Math.min(batchRows(train.count, batchSize), mostRows, network.plan.batchCapacity);
  if (gatherRows(train.count, batchSize, shuffle) === 0 || !shuffle) return { inputs: train.inputs, rows, batch: 0 };
  const width = network.spec.inputs;
  const order = new Uint32Array(train.count);
  generatorKinds[random.generator].train(seed, random).permute(order);
  // The room of a gathered batch: the kernels reach it.
  const inputs = network.batchInputs;
  const batch = network.kernels.gather(train.inputs, order.subarray(0, rows), inputs, rows, width);
  return { inputs, rows, batch };
}

/**
 * Puts weights into a layer of `network` and answers the standard deviation of its outputs before the activation on the
 * first batch.
 */
export function outputStdOn(
  network: Network,
  train: Split,
  experiment: Experiment,
  seed: number,
): (index: number, draw: LayerDraw) => number {
  const layout: Layout = experiment.random.layout;
  // Gathered when it is asked for: most initializers never do.
  let first: ReturnType<typeof firstBatch> | undefined;
  return (index, { kernel, bias }) => {
    first ??= firstBatch(network, train, experiment, seed);
    const { inputs, rows, batch } = first;
    network.setKernel(index, kernel, layout);
    if (bias) network.setBias(index, bias);
    network.forward(inputs, rows, 'probe', batch);
    const { preActivations, units } = network.layers[index];
    const { std, nan, infinite } = statisticsOf(preActivations.subarray(0, rows * units));
    return nan + infinite > 0 ? NaN : std;
  };
}
