import type { CatalogueEntry, NumberParameter } from './catalogueEntry';

const mean: NumberParameter = { name: 'mean', type: 'number', default: 0, symbol: 'μ', description: 'Mean.' };
const stddev: NumberParameter = {
  name: 'stddev',
  type: 'number',
  default: 0.05,
  min: 0,
  symbol: 'σ',
  description: 'Standard deviation.',
};

/** The initializers that do not look at the fans: unscaled draws, constants and matrices of a fixed form. */
export const plainEntries = {
  randomNormal: {
    kind: 'randomNormal',
    name: 'Random normal',
    category: 'random',
    formula: 'W ~ scale · N(μ, σ²)',
    advice:
      'One spread for every layer: too small starves deep layers, too large saturates them. The default is that of Keras.',
    parameters: [
      mean,
      stddev,
      { name: 'scale', type: 'number', default: 1, description: 'Factor on the drawn numbers, as in randn * 10.' },
    ],
  },
  randomUniform: {
    kind: 'randomUniform',
    name: 'Random uniform',
    category: 'random',
    formula: 'W ~ U[min, max)',
    advice: 'One range for every layer, whatever its width; a range that is not centred on 0 shifts every activation.',
    parameters: [
      { name: 'min', type: 'number', default: -0.05, description: 'Lower bound.' },
      { name: 'max', type: 'number', default: 0.05, description: 'Upper bound.' },
    ],
  },
  truncatedNormal: {
    kind: 'truncatedNormal',
    name: 'Truncated normal',
    category: 'random',
    formula: 'W ~ N(μ, σ²) cut at μ ± 2σ',
    advice: 'No outliers; it is not rescaled, so the true standard deviation is 0.88 σ.',
    parameters: [mean, stddev],
  },
  zeros: {
    kind: 'zeros',
    name: 'Zeros',
    category: 'constant',
    formula: 'W = 0',
    advice: 'For biases. Zero kernels make all neurons of a layer the same and they stay the same.',
    parameters: [],
  },
  ones: {
    kind: 'ones',
    name: 'Ones',
    category: 'constant',
    formula: 'W = 1',
    advice: 'As zeros, all neurons of a layer are and stay the same, and the signal grows with the width.',
    parameters: [],
  },
  constant: {
    kind: 'constant',
    name: 'Constant',
    category: 'constant',
    formula: 'W = value',
    advice: 'For biases, such as a small positive start of ReLU units. A constant kernel never breaks the symmetry.',
    parameters: [{ name: 'value', type: 'number', default: 0, description: 'The constant.' }],
  },
  orthogonal: {
    kind: 'orthogonal',
    name: 'Orthogonal',
    category: 'structured',
    formula: 'W = gain · Q, QᵀQ = I or QQᵀ = I',
    advice: 'Keeps the length of a signal through deep linear or tanh layers; take gain √2 for ReLU.',
    paper: 'Saxe, McClelland & Ganguli 2013, arXiv:1312.6120',
    parameters: [{ name: 'gain', type: 'number', default: 1, computed: 'gain', description: 'Factor on the matrix.' }],
  },
  identity: {
    kind: 'identity',
    name: 'Identity',
    category: 'structured',
    formula: 'W = gain · I',
    advice:
      'Passes the inputs on unchanged, for square layers; of a rectangular one the surplus rows or columns are 0.',
    paper: 'Le, Jaitly & Hinton 2015, arXiv:1504.00941',
    parameters: [{ name: 'gain', type: 'number', default: 1, description: 'Factor on the matrix.' }],
  },
  sparse: {
    kind: 'sparse',
    name: 'Sparse',
    category: 'structured',
    formula: 'W ~ N(0, σ²), ⌈sparsity · rows⌉ zeros in each column',
    advice:
      'Units that hear few of their inputs. Rows and columns are those of the layout: out-in cuts what an input feeds, in-out what a unit hears. A matrix of one row is all zeros.',
    paper: 'Martens 2010, Deep learning via Hessian-free optimization, ICML',
    parameters: [
      {
        name: 'sparsity',
        type: 'number',
        default: 0.1,
        min: 0,
        max: 1,
        description:
          'Share of each column that is zero, rounded up to whole numbers; 0.1 as the example of PyTorch, which has no default.',
      },
      { ...stddev, default: 0.01, description: 'Standard deviation of the numbers that are not zeroed.' },
    ],
  },
  zerO: {
    kind: 'zerO',
    name: 'ZerO',
    category: 'structured',
    formula: 'W = I, or I · H · I / 2^(k/2) where n_out > n_in, k = ⌈log₂ n_out⌉',
    advice:
      'No random numbers: identity where the width stays or shrinks, a Hadamard matrix H where it grows, so that the symmetry is broken all the same.',
    paper: 'Zhao, Schäfer & Anandkumar 2021, arXiv:2110.12661',
    parameters: [],
  },
  lsuv: {
    kind: 'lsuv',
    name: 'LSUV',
    category: 'given',
    formula: 'W = Q / std(outputs of the layer on the first batch)',
    advice:
      'Looks at the data: orthogonal, then layer by layer scaled until the outputs before the activation have standard deviation 1. For any activation and depth.',
    paper: 'Mishkin & Matas 2015, arXiv:1511.06422',
    parameters: [
      {
        name: 'tolerance',
        type: 'number',
        default: 0.1,
        above: 0,
        description: 'Distance of the standard deviation from 1 that is good enough.',
      },
      {
        name: 'maxTries',
        type: 'number',
        default: 10,
        min: 1,
        max: 1000,
        whole: true,
        description: 'Divisions of a kernel at most.',
      },
    ],
  },
  fromFile: {
    kind: 'fromFile',
    name: 'From a file',
    category: 'given',
    formula: 'W from a file of weights',
    advice:
      'The weights of your own script: tensors are found by name (hidden.0.kernel, output.bias) or by shape, in the layout of the experiment.',
    parameters: [
      {
        name: 'path',
        type: 'text',
        start: 'weights.safetensors',
        description:
          'The file of weights, relative to the experiment: .safetensors, .npy, .npz, .pt, .pth, .keras, .h5 or .hdf5.',
      },
    ],
  },
} satisfies { [K: string]: CatalogueEntry };
