export const activations = [
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'tanh',
  'sigmoid',
  'softplus',
  'softsign',
] as const;
/** `leakyRelu` has slope 0.01, `gelu` is the erf form, `elu` has alpha 1: PyTorch's defaults. */
export type Activation = (typeof activations)[number];

export const outputs = ['sigmoid', 'softmax', 'linear'] as const;
export type Output = (typeof outputs)[number];

export const losses = ['binaryCrossEntropy', 'categoricalCrossEntropy', 'meanSquaredError'] as const;
export type Loss = (typeof losses)[number];

/** activation(x · kernelᵀ + bias), as `torch.nn.Linear`. */
export interface DenseSpec {
  kind?: 'dense';
  units: number;
  activation: Activation;
}

/** Layers that normalize and then scale and shift every unit; `units` are those of the layer before. */
export type NormSpec =
  | { kind: 'layerNorm'; units: number; activation: Activation; epsilon: number }
  | { kind: 'batchNorm'; units: number; activation: Activation; epsilon: number; momentum: number };

/** In training a share `rate` of the inputs becomes 0 and the others grow by 1 / (1 − rate), as `torch.nn.Dropout`. */
export interface DropoutSpec {
  kind: 'dropout';
  units: number;
  activation: 'linear';
  rate: number;
}

/**
 * activation(skip + gate · x), where skip is what came into the last `layers` layers and x what came out of them. The
 * gate is one number: fixed (1 of a plain residual block), or trained from its value on (0 in ReZero, arXiv:2003.04887,
 * and SkipInit, arXiv:2002.10444).
 */
export interface ResidualSpec {
  kind: 'residual';
  units: number;
  activation: Activation;
  layers: number;
  gate: number;
  trainGate: boolean;
}

/** A hidden layer with every default filled in. */
export type HiddenSpec = DenseSpec | NormSpec | DropoutSpec | ResidualSpec;

/** The kinds of hidden layers. */
export type LayerKindName = NonNullable<HiddenSpec['kind']>;

/** One network with every default filled in. `outputs` is the number of output units; the output layer is dense. */
export interface NetworkSpec {
  inputs: number;
  hidden: readonly HiddenSpec[];
  outputs: number;
  output: Output;
  loss: Loss;
  bias: boolean;
}

/** Optimizers as `torch.optim` defines them, with every default filled in. */
export type OptimizerSpec =
  | { kind: 'sgd'; learningRate: number; momentum: number; nesterov: boolean; weightDecay: number }
  | { kind: 'rmsprop'; learningRate: number; alpha: number; epsilon: number; momentum: number; weightDecay: number }
  | {
      kind: 'adam' | 'adamw';
      learningRate: number;
      beta1: number;
      beta2: number;
      epsilon: number;
      weightDecay: number;
    };

/** The kind of a hidden layer; dense where it names none. */
export function kindOf({ kind }: { kind?: LayerKindName }): LayerKindName {
  return kind ?? 'dense';
}

/** Whether all layers are dense, so that the paths that are made for such networks fit. */
export function isDense({ hidden }: Pick<NetworkSpec, 'hidden'>): boolean {
  return hidden.every((layer) => kindOf(layer) === 'dense');
}
