import { NetworkError } from './networkError';
import type { Activation, Loss, NetworkSpec, Output } from '../spec/networkSpec';

/** A network as the experiment file writes it, the schema's defaults filled in. */
export interface NetworkRequest {
  hidden: readonly (number | { units: number; activation?: Activation | undefined })[];
  activation: Activation;
  bias: boolean;
  output?: Output | undefined;
}

/**
 * The network that a loss needs for a dataset of `features` columns and `classes` classes (0: a regression).
 *
 * binaryCrossEntropy: sigmoid, 1 output, exactly 2 classes. categoricalCrossEntropy: softmax, an output for each class.
 * meanSquaredError: an output for each class against one-hot targets; sigmoid and linear with 2 classes have 1 output
 * with target 0 or 1; a regression has 1 linear output. Where the file names no output it is linear. Throws
 * `NetworkError` with the path of what does not fit: `loss` or `network.output`.
 */
export function resolveNetwork(
  network: NetworkRequest,
  loss: Loss,
  dataset: { features: number; classes: number },
): NetworkSpec {
  const { features, classes } = dataset;
  if (features < 1)
    throw new NetworkError('dataset', features, `dataset: expected at least 1 feature, got ${features}.`);
  const output = resolveOutput(network.output, loss, classes);
  return {
    inputs: features,
    hidden: network.hidden.map((layer) =>
      typeof layer === 'number'
        ? { units: layer, activation: network.activation }
        : { units: layer.units, activation: layer.activation ?? network.activation },
    ),
    outputs: output === 'softmax' || classes > 2 ? classes : 1,
    output,
    loss,
    bias: network.bias,
  };
}

function resolveOutput(asked: Output | undefined, loss: Loss, classes: number): Output {
  if (loss === 'meanSquaredError') {
    if (classes === 0) {
      if (asked !== undefined && asked !== 'linear') {
        throw new NetworkError(
          'network.output',
          asked,
          `network.output: expected linear for a regression, got ${asked}.`,
        );
      }
      return 'linear';
    }
    if (classes < 2)
      throw new NetworkError('loss', classes, `loss: expected at least 2 classes for ${loss}, got ${classes}.`);
    return asked ?? 'linear';
  }
  const binary = loss === 'binaryCrossEntropy';
  if (classes === 0)
    throw new NetworkError('loss', loss, `loss: expected meanSquaredError for a regression, got ${loss}.`);
  if (binary && classes !== 2) {
    throw new NetworkError('loss', classes, `loss: expected 2 classes for ${loss}, got ${classes}.`);
  }
  if (classes < 2)
    throw new NetworkError('loss', classes, `loss: expected at least 2 classes for ${loss}, got ${classes}.`);
  const needed = binary ? 'sigmoid' : 'softmax';
  if (asked !== undefined && asked !== needed) {
    throw new NetworkError('network.output', asked, `network.output: expected ${needed} for ${loss}, got ${asked}.`);
  }
  return needed;
}
