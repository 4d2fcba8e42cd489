import * as l10n from '@vscode/l10n';
import type { Category } from '../../engine/initializers/catalogue/catalogueEntry';
import type { InitializerKind } from '../../engine/spec/initializerSpec';

/**
 * The engine speaks English only. What an editor shows of its catalogue stands here once more, for translation; a test
 * holds the two together. Names of laws are names in every language, as the frameworks have them.
 */
const advice: Record<InitializerKind, () => string> = {
  heNormal: () =>
    l10n.t(
      'The first choice for ReLU and similar activations: the variance of activations stays the same from layer to layer.',
    ),
  heUniform: () => l10n.t('Like He normal, but bounded. For ReLU and similar activations.'),
  glorotUniform: () =>
    l10n.t(
      'Also called Xavier. For tanh and linear layers; with ReLU, the signal halves in every layer. The default in Keras.',
    ),
  glorotNormal: () =>
    l10n.t(
      'Also called Xavier. A compromise between the variances of activations and gradients, for tanh and linear layers.',
    ),
  lecunNormal: () => l10n.t('For SELU and tanh; too small for deep ReLU networks.'),
  lecunUniform: () => l10n.t('Like LeCun normal, but bounded.'),
  pytorchLinear: () =>
    l10n.t(
      'The default of torch.nn.Linear: a sixth of the variance of He, so the signal of deep ReLU networks is initially weak. Biases are drawn too.',
    ),
  varianceScaling: () =>
    l10n.t(
      'The family of the scaled laws: select the fan, the factor and the shape. The truncated normal is rescaled to that variance.',
    ),
  randomNormal: () =>
    l10n.t(
      'The same standard deviation for every layer: too small, and the signal vanishes in deep layers; too large, and they saturate. The default is that of Keras.',
    ),
  randomUniform: () =>
    l10n.t(
      'The same range for every layer, regardless of its width. A range not centred on 0 shifts every activation.',
    ),
  truncatedNormal: () => l10n.t('No outliers. Not rescaled, so the actual standard deviation is 0.88 σ.'),
  zeros: () => l10n.t('For biases. With zero kernels, all neurons of a layer are identical and stay so.'),
  ones: () =>
    l10n.t('As with zeros, all neurons of a layer are identical and stay so. The signal grows with the width.'),
  constant: () =>
    l10n.t('For biases, such as small positive values for ReLU units. A constant kernel never breaks the symmetry.'),
  orthogonal: () =>
    l10n.t('Preserves the length of a signal through deep linear or tanh layers; use gain √2 for ReLU.'),
  identity: () =>
    l10n.t(
      'Passes the inputs on unchanged in square layers; in rectangular ones, the remaining rows or columns are 0.',
    ),
  sparse: () =>
    l10n.t(
      'Units with few inputs. Rows and columns are those of the layout: out-in limits the units an input feeds, in-out the inputs of a unit. A matrix with one row is all zeros.',
    ),
  zerO: () =>
    l10n.t(
      'No random numbers: the identity if the width stays or shrinks, a Hadamard matrix H if it grows, which still breaks the symmetry.',
    ),
  lsuv: () =>
    l10n.t(
      'Uses the data: orthogonal, then scaled layer by layer until the pre-activations have standard deviation 1. For any activation and depth.',
    ),
  fromFile: () =>
    l10n.t(
      'The weights of your own script. Tensors are matched by name (hidden.0.kernel, output.bias) or by shape, in the layout of the experiment.',
    ),
};

/** One line on a kind of initializer: when to take it, or what goes wrong. */
export function adviceText(kind: InitializerKind): string {
  return advice[kind]();
}

/** Formulas with words in them; the others are the catalogue's. */
const formulas: Partial<Record<InitializerKind, () => string>> = {
  truncatedNormal: () => l10n.t('W ~ N(μ, σ²) cut at μ ± 2σ'),
  orthogonal: () => l10n.t('W = gain · Q, QᵀQ = I or QQᵀ = I'),
  sparse: () => l10n.t('W ~ N(0, σ²), ⌈sparsity · rows⌉ zeros in each column'),
  zerO: () => l10n.t('W = I, or I · H · I / 2^(k/2) where n_out > n_in, k = ⌈log₂ n_out⌉'),
  lsuv: () => l10n.t('W = Q / std(outputs of the layer on the first batch)'),
  fromFile: () => l10n.t('W from a weight file'),
};

/** The general formula of a kind; `formula` is the catalogue's. */
export function formulaText(kind: InitializerKind, formula: string): string {
  return formulas[kind]?.() ?? formula;
}

const mean = (): string => l10n.t('Mean.');
const stddev = (): string => l10n.t('Standard deviation.');
const matrixGain = (): string => l10n.t('Factor for the matrix.');
const gain = (): string =>
  l10n.t(
    'Factor for the standard deviation: a number, such as 5/3 for tanh and √2 for ReLU, or computed for an activation.',
  );
const truncated = (): string =>
  l10n.t(
    'The truncated and rescaled normal law of Keras and JAX, with the same standard deviation, instead of the normal law of NumPy courses and PyTorch.',
  );
const he = {
  u: () =>
    l10n.t('Factor of the variance u / n: 2 for ReLU, 1 for tanh, or the squared gain computed for an activation.'),
  a: () => l10n.t('Negative slope of a leaky ReLU, instead of u: u = 2 / (1 + a²).'),
  mode: () => l10n.t('n: the fan-in preserves the variance of activations, the fan-out that of gradients.'),
};

const parameters: Partial<Record<InitializerKind, Record<string, () => string>>> = {
  heNormal: { ...he, truncated },
  heUniform: he,
  glorotUniform: { gain },
  glorotNormal: { gain, truncated },
  lecunNormal: { truncated },
  varianceScaling: {
    scale: () => l10n.t('The scale of the variance scale / n.'),
    mode: () => l10n.t('The n of the variance scale / n.'),
    distribution: () => l10n.t('Shape of the law.'),
  },
  randomNormal: { mean, stddev, scale: () => l10n.t('Factor for the drawn numbers, as in randn * 10.') },
  randomUniform: { min: () => l10n.t('Lower bound.'), max: () => l10n.t('Upper bound.') },
  truncatedNormal: { mean, stddev },
  constant: { value: () => l10n.t('The constant.') },
  orthogonal: { gain: matrixGain },
  identity: { gain: matrixGain },
  sparse: {
    sparsity: () =>
      l10n.t(
        'Share of zeros in each column, rounded up to whole numbers. 0.1 as in the PyTorch example; PyTorch has no default.',
      ),
    stddev: () => l10n.t('Standard deviation of the nonzero numbers.'),
  },
  lsuv: {
    tolerance: () => l10n.t('Accepted distance of the standard deviation from 1.'),
    maxTries: () => l10n.t('Maximum divisions of a kernel.'),
  },
  fromFile: {
    path: () =>
      l10n.t('Weight file, relative to the experiment: .safetensors, .npy, .npz, .pt, .pth, .keras, .h5 or .hdf5.'),
  },
};

/** What a parameter of a kind does; `description` is the catalogue's. */
export function parameterText(kind: InitializerKind, name: string, description: string): string {
  return parameters[kind]?.[name]?.() ?? description;
}

/** The groups of the catalogue. */
export function categoryText(category: Category): string {
  switch (category) {
    case 'scaled':
      return l10n.t('Scaled by the fans');
    case 'random':
      return l10n.t('Random, same spread in all layers');
    case 'constant':
      return l10n.t('Constant');
    case 'structured':
      return l10n.t('Structured');
    case 'given':
      return l10n.t('From the data or a file');
  }
}
