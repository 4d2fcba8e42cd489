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

/** One dense network with every default filled in. `outputs` is the number of output units. */
export interface NetworkSpec {
  inputs: number;
  hidden: readonly { units: number; activation: Activation }[];
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
