import { NetworkError } from './networkError';
import type { Activation, HiddenSpec, Loss, NetworkSpec, Output } from '../spec/networkSpec';

/** A hidden layer as the experiment file writes it. */
export type HiddenRequest =
  | number
  | { kind?: 'dense' | undefined; units: number; activation?: Activation | undefined }
  | { kind: 'layerNorm'; epsilon: number; activation: Activation }
  | { kind: 'batchNorm'; epsilon: number; momentum: number; activation: Activation }
  | { kind: 'dropout'; rate: number }
  | { kind: 'residual'; layers: number; gate: number; trainGate: boolean; activation: Activation };

/**
 * Hidden layers with their widths and activations filled in, for `inputs` columns of data (NaN: not known yet, and so
 * are the widths that follow from it). Widths of a residual block that differ are left to `resolveNetwork`.
 */
export function resolveHidden(
  { hidden, activation }: Pick<NetworkRequest, 'hidden' | 'activation'>,
  inputs = NaN,
): HiddenSpec[] {
  let units = inputs;
  return hidden.map((layer): HiddenSpec => {
    if (typeof layer === 'number') return { units: (units = layer), activation };
    switch (layer.kind) {
      case undefined:
      case 'dense':
        return { units: (units = layer.units), activation: layer.activation ?? activation };
      case 'dropout':
        return { ...layer, units, activation: 'linear' };
      default:
        return { ...layer, units };
    }
  });
}

/** Throws where a residual block does not fit: it begins before the network, or ends with another width. */
function checkBlocks(inputs: number, hidden: readonly HiddenSpec[]): void {
  hidden.forEach((layer, index) => {
    if (layer.kind !== 'residual') return;
    const begins = index - layer.layers;
    const place = `network.hidden[${index}]`;
    if (begins < 0)
      throw new NetworkError(
        place,
        layer.layers,
        `${place}.layers: expected a whole number from 1 to ${index}, the layers before it, got ${layer.layers}.`,
      );
    const skip = begins === 0 ? inputs : hidden[begins - 1].units;
    if (skip !== layer.units)
      throw new NetworkError(
        place,
        layer.units,
        `${place}: expected ${skip} units after its block, as many as go into it, got ${layer.units}.`,
      );
  });
}

/** A network as the experiment file writes it, the schema's defaults filled in. */
export interface NetworkRequest {
  hidden: readonly HiddenRequest[];
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
 * `NetworkError` with the path of what does not fit: `loss`, `network.output` or `network.hidden[i]`.
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
  const hidden = resolveHidden(network, features);
  checkBlocks(features, hidden);
  return {
    inputs: features,
    hidden,
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
