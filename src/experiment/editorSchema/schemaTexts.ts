import { catalogue } from '../../engine/initializers/catalogue/catalogue';
import { generatorKinds, generators } from '../../engine/random/generators';
import type { InitializerKind } from '../../engine/spec/initializerSpec';
import type { LayerKindName } from '../../engine/spec/networkSpec';
import type { DatasetKind, OptimizerKind } from '../format/defaults';

/** One line on each optimizer. */
export const optimizerTexts: Record<OptimizerKind, string> = {
  sgd: 'Gradient descent, optionally with momentum: `torch.optim.SGD`.',
  rmsprop: 'Divides by a running root mean square of the gradient: `torch.optim.RMSprop`.',
  adam: 'Running means of the gradient and its square, with bias correction: `torch.optim.Adam`.',
  adamw: 'Adam with weight decay decoupled from the gradient: `torch.optim.AdamW`.',
};

/** One line on each kind of hidden layer. */
export const layerTexts: Record<LayerKindName, string> = {
  dense: 'activation(x · W + b): a width, and an activation of its own: `torch.nn.Linear`.',
  layerNorm: 'Every row to mean 0 and variance 1 over its units, then scale and shift: `torch.nn.LayerNorm`.',
  batchNorm: 'Every unit to mean 0 and variance 1 over the batch, then scale and shift: `torch.nn.BatchNorm1d`.',
  dropout: 'Sets random units to 0 in training and scales the others up: `torch.nn.Dropout`.',
  residual: 'Adds what came into the last layers to what came out; with a trained gate of 0, ReZero or SkipInit.',
};

/** Datasets for a completion list. */
export const datasetTexts: Record<DatasetKind, string> = {
  circles: 'Two noisy circles, one within the other.',
  moons: 'Two interleaved half circles.',
  xor: 'Four quadrants; opposite ones have the same class.',
  spiral: 'Interleaved spiral arms.',
  blobs: 'Gaussian blobs, one per class.',
  teacher: 'Random points labelled by a fixed network.',
  mnist: 'Handwritten digits, 28 × 28.',
  fashionMnist: 'Clothes, 28 × 28.',
  cifar10: 'Colour photographs, 32 × 32.',
  npy: 'Arrays saved by NumPy.',
  csv: 'A table of numbers.',
};

/** Descriptions of the words of each list of choices in the format. */
export const choiceTexts: readonly Readonly<Record<string, string>>[] = [
  {
    linear: 'φ(z) = z.',
    relu: 'φ(z) = max(0, z). He initialization was made for it: u = 2.',
    leakyRelu: 'φ(z) = z for z > 0, else 0.01 z.',
    elu: 'φ(z) = z for z > 0, else eᶻ − 1.',
    selu: 'ELU scaled so that signals keep mean 0 and variance 1 with LeCun normal initialization.',
    gelu: 'φ(z) = z Φ(z) with the normal distribution function Φ (the erf form).',
    silu: 'φ(z) = z σ(z), also called swish.',
    tanh: 'φ(z) = tanh z. Glorot (Xavier) and LeCun were made for it: u = 1.',
    sigmoid: 'φ(z) = 1 / (1 + e⁻ᶻ). Its slope of at most ¼ makes gradients vanish in deep layers.',
    softplus: 'φ(z) = ln(1 + eᶻ).',
    softsign: 'φ(z) = z / (1 + |z|).',
  },
  {
    sigmoid: 'One unit with the probability of the second of two classes.',
    softmax: 'One unit per class; the outputs are probabilities.',
    linear: 'The weighted sum itself.',
  },
  {
    binaryCrossEntropy: 'Two classes, one sigmoid output. An uninformed network has ln 2 ≈ 0.693.',
    categoricalCrossEntropy: 'One softmax output per class. An uninformed network has ln(classes).',
    meanSquaredError: 'A quantity, or classes as 0 and 1.',
    model: 'What the model returns as its loss.',
  },
  {
    float32: 'Single precision: the fastest.',
    float64: 'Double precision, as NumPy scripts compute.',
  },
  {
    float32: 'Single precision.',
    float64: 'Double precision.',
    float16: 'Half precision.',
    bfloat16: 'The exponent of float32 with 8 bits of precision.',
    int32: 'Integers of 32 bits.',
    int64: 'Integers of 64 bits.',
    bool: 'True or false.',
  },
  {
    cpu: 'The processor.',
    cuda: 'A graphics card with CUDA.',
    mps: 'The graphics processor of a Mac.',
    auto: 'CUDA or MPS if available, else the processor.',
  },
  {
    kernels: 'Kernels of linear and convolutional layers.',
    all: 'Also embeddings, recurrent and attention matrices.',
  },
  Object.fromEntries(generators.map((name) => [name, generatorKinds[name].description])),
  {
    tensorflow: 'The stateless functions of TensorFlow.',
    jax: "JAX's Threefry, with the seed in the key.",
    torch: "PyTorch's CPU generator.",
  },
  {
    script: '`key, sub = jax.random.split(key)` before each tensor.',
    linen: '`init` of a Flax linen module: the names of the modules are in the keys.',
    nnx: '`nnx.Rngs(seed)`: a counter is in the keys.',
  },
  {
    'out-in': 'One neuron per row, as in PyTorch and NumPy courses.',
    'in-out': 'One input per row, as in Keras and JAX.',
  },
  {
    forward: '1/√E[φ(z)²]: preserves the size of signals.',
    backward: '1/√E[φ′(z)²]: preserves the size of gradients.',
    pytorch: 'The table of `torch.nn.init.calculate_gain`.',
  },
  {
    fanIn: 'The inputs of a neuron: preserves the variance of activations.',
    fanOut: 'The neurons that an input feeds: preserves the variance of gradients.',
    fanAvg: 'The mean of both: a compromise, as in Glorot.',
  },
  {
    normal: 'The bell curve.',
    uniform: 'Uniform between two bounds.',
    truncatedNormal: 'The bell curve cut at two standard deviations, rescaled to the required variance.',
  },
  {
    linear: 'Values with equal differences.',
    log: 'Values with equal ratios.',
  },
];

/** What a reader should know of a kind of initializer, as Markdown: name, law, advice, source. */
export function initializerText(kind: InitializerKind): string {
  const { name, formula, advice, paper } = catalogue[kind];
  return [`**${name}**: ${formula}`, advice, ...(paper === undefined ? [] : [`*${paper}*`])].join('\n\n');
}
