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
    throw new NetworkError(
      'dataset',
      features,
      `Unexpected dataset of ${features} features: a network needs at least 1.`,
    );
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
          `Unexpected ${asked} in network.output: a regression needs linear.`,
        );
      }
      return 'linear';
    }
    if (classes < 2)
      throw new NetworkError(
        'loss',
        classes,
        `Unexpected dataset of ${classes} class for ${loss}: at least 2 are needed.`,
      );
    return asked ?? 'linear';
  }
  const binary = loss === 'binaryCrossEntropy';
  if (classes === 0)
    throw new NetworkError(
      'loss',
      loss,
      `Unexpected ${loss} in loss: the target is a quantity, which needs meanSquaredError.`,
    );
  if (binary && classes !== 2) {
    throw new NetworkError(
      'loss',
      classes,
      `Unexpected ${loss} in loss: it needs exactly 2 classes, the dataset has ${classes}.`,
    );
  }
  if (classes < 2)
    throw new NetworkError(
      'loss',
      classes,
      `Unexpected ${loss} in loss: it needs at least 2 classes, the dataset has ${classes}.`,
    );
  const needed = binary ? 'sigmoid' : 'softmax';
  if (asked !== undefined && asked !== needed) {
    throw new NetworkError('network.output', asked, `Unexpected ${asked} in network.output: ${loss} needs ${needed}.`);
  }
  return needed;
}
