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
 * are the widths that follow from it). Widths of a residual block that differ are left to `blockProblems`.
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

/** A residual block that does not fit: it begins before the network, or ends with another width than goes into it. */
export interface BlockProblem {
  /** Of the layer that ends it. */
  index: number;
  field: 'layers' | 'units';
  found: number;
  /** The most layers there are, or the width that goes in. */
  expected: number;
}

/** The residual blocks that do not fit; of widths that are not known yet (NaN) nothing is said. */
export function blockProblems(hidden: readonly HiddenSpec[], inputs = NaN): BlockProblem[] {
  return hidden.flatMap((layer, index): BlockProblem[] => {
    if (layer.kind !== 'residual') return [];
    const { layers, units } = layer;
    if (layers > index) return [{ index, field: 'layers', found: layers, expected: index }];
    const skip = layers === index ? inputs : hidden[index - layers - 1].units;
    return skip === units || Number.isNaN(skip + units)
      ? []
      : [{ index, field: 'units', found: units, expected: skip }];
  });
}

/** Throws at the first residual block that does not fit. */
function checkBlocks(hidden: readonly HiddenSpec[], inputs: number): void {
  const [problem] = blockProblems(hidden, inputs);
  if (problem === undefined) return;
  const { index, field, found, expected } = problem;
  const place = `network.hidden[${index}]`;
  throw new NetworkError(
    place,
    found,
    field === 'layers'
      ? `${place}.layers: expected a whole number from 1 to ${expected}, the layers before it, got ${found}.`
      : `${place}: expected ${expected} units after its block, as many as go into it, got ${found}.`,
  );
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
    throw new NetworkError('dataset', features, `dataset: expected at least 1 feature, got ${features}.`);
  const output = resolveOutput(network.output, loss, classes);
  const hidden = resolveHidden(network, features);
  checkBlocks(hidden, features);
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
