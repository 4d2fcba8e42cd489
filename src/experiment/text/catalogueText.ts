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
      'The first choice for ReLU and its relatives: the variance of activations stays the same from layer to layer.',
    ),
  heUniform: () => l10n.t('As He normal with bounded weights, for ReLU and its relatives.'),
  glorotUniform: () =>
    l10n.t(
      'Also called Xavier. For tanh and linear layers; with ReLU a deep signal halves layer by layer. The default of Keras.',
    ),
  glorotNormal: () =>
    l10n.t(
      'Also called Xavier. A compromise between the variance of activations and of gradients, for tanh and linear layers.',
    ),
  lecunNormal: () => l10n.t('For SELU and tanh; too small for deep ReLU networks.'),
  lecunUniform: () => l10n.t('As LeCun normal with bounded weights.'),
  pytorchLinear: () =>
    l10n.t(
      'What torch.nn.Linear starts from: a sixth of the variance of He, so that deep ReLU networks start quiet. Biases are drawn too.',
    ),
  varianceScaling: () =>
    l10n.t(
      'The family of the laws above: choose the fan, the factor and the shape. The truncated normal is rescaled to that variance.',
    ),
  randomNormal: () =>
    l10n.t(
      'One spread for every layer: too small starves deep layers, too large saturates them. The default is that of Keras.',
    ),
  randomUniform: () =>
    l10n.t('One range for every layer, whatever its width; a range that is not centred on 0 shifts every activation.'),
  truncatedNormal: () => l10n.t('No outliers; it is not rescaled, so the true standard deviation is 0.88 σ.'),
  zeros: () => l10n.t('For biases. Zero kernels make all neurons of a layer the same and they stay the same.'),
  ones: () => l10n.t('As zeros, all neurons of a layer are and stay the same, and the signal grows with the width.'),
  constant: () =>
    l10n.t('For biases, such as a small positive start of ReLU units. A constant kernel never breaks the symmetry.'),
  orthogonal: () => l10n.t('Keeps the length of a signal through deep linear or tanh layers; take gain √2 for ReLU.'),
  identity: () =>
    l10n.t(
      'Passes the inputs on unchanged, for square layers; of a rectangular one the surplus rows or columns are 0.',
    ),
  sparse: () =>
    l10n.t(
      'Units that hear few of their inputs. Rows and columns are those of the layout: out-in cuts what an input feeds, in-out what a unit hears. A matrix of one row is all zeros.',
    ),
  zerO: () =>
    l10n.t(
      'No random numbers: identity where the width stays or shrinks, a Hadamard matrix H where it grows, so that the symmetry is broken all the same.',
    ),
  lsuv: () =>
    l10n.t(
      'Looks at the data: orthogonal, then layer by layer scaled until the outputs before the activation have standard deviation 1. For any activation and depth.',
    ),
  fromFile: () =>
    l10n.t(
      'The weights of your own script: tensors are found by name (hidden.0.kernel, output.bias) or by shape, in the layout of the experiment.',
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
  fromFile: () => l10n.t('W from a file of weights'),
};

/** The general formula of a kind; `formula` is the catalogue's. */
export function formulaText(kind: InitializerKind, formula: string): string {
  return formulas[kind]?.() ?? formula;
}

const mean = (): string => l10n.t('Mean.');
const stddev = (): string => l10n.t('Standard deviation.');
const matrixGain = (): string => l10n.t('Factor on the matrix.');
const gain = (): string =>
  l10n.t(
    'Factor on the standard deviation: a number such as 5/3 for tanh and √2 for ReLU, or computed for an activation.',
  );
const truncated = (): string =>
  l10n.t(
    'The truncated and rescaled normal of Keras and JAX, of the same standard deviation, instead of the plain normal of NumPy courses and PyTorch.',
  );
const he = {
  u: () =>
    l10n.t(
      'The factor of the variance u / n: 2 for ReLU, 1 for tanh, or the square of the gain computed for an activation.',
    ),
  a: () => l10n.t('Negative slope of a leaky ReLU, instead of u: u = 2 / (1 + a²).'),
  mode: () => l10n.t('n: the fan-in keeps the variance of activations, the fan-out that of gradients.'),
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
  randomNormal: { mean, stddev, scale: () => l10n.t('Factor on the drawn numbers, as in randn * 10.') },
  randomUniform: { min: () => l10n.t('Lower bound.'), max: () => l10n.t('Upper bound.') },
  truncatedNormal: { mean, stddev },
  constant: { value: () => l10n.t('The constant.') },
  orthogonal: { gain: matrixGain },
  identity: { gain: matrixGain },
  sparse: {
    sparsity: () =>
      l10n.t(
        'Share of each column that is zero, rounded up to whole numbers; 0.1 as the example of PyTorch, which has no default.',
      ),
    stddev: () => l10n.t('Standard deviation of the numbers that are not zeroed.'),
  },
  lsuv: {
    tolerance: () => l10n.t('Distance of the standard deviation from 1 that is good enough.'),
    maxTries: () => l10n.t('Divisions of a kernel at most.'),
  },
  fromFile: {
    path: () =>
      l10n.t(
        'The file of weights, relative to the experiment: .safetensors, .npy, .npz, .pt, .pth, .keras, .h5 or .hdf5.',
      ),
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
      return l10n.t('Random, one spread for all layers');
    case 'constant':
      return l10n.t('Constant');
    case 'structured':
      return l10n.t('Structured');
    case 'given':
      return l10n.t('From the data or a file');
  }
}
