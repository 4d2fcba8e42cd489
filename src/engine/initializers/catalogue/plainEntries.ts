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
      'The same standard deviation for every layer: too small, and the signal vanishes in deep layers; too large, and they saturate. The default is that of Keras.',
    parameters: [
      mean,
      stddev,
      { name: 'scale', type: 'number', default: 1, description: 'Factor for the drawn numbers, as in randn * 10.' },
    ],
  },
  randomUniform: {
    kind: 'randomUniform',
    name: 'Random uniform',
    category: 'random',
    formula: 'W ~ U[min, max)',
    advice:
      'The same range for every layer, regardless of its width. A range not centred on 0 shifts every activation.',
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
    advice: 'No outliers. Not rescaled, so the actual standard deviation is 0.88 σ.',
    parameters: [mean, stddev],
  },
  zeros: {
    kind: 'zeros',
    name: 'Zeros',
    category: 'constant',
    formula: 'W = 0',
    advice: 'For biases. With zero kernels, all neurons of a layer are identical and stay so.',
    parameters: [],
  },
  ones: {
    kind: 'ones',
    name: 'Ones',
    category: 'constant',
    formula: 'W = 1',
    advice: 'As with zeros, all neurons of a layer are identical and stay so. The signal grows with the width.',
    parameters: [],
  },
  constant: {
    kind: 'constant',
    name: 'Constant',
    category: 'constant',
    formula: 'W = value',
    advice: 'For biases, such as small positive values for ReLU units. A constant kernel never breaks the symmetry.',
    parameters: [{ name: 'value', type: 'number', default: 0, description: 'The constant.' }],
  },
  orthogonal: {
    kind: 'orthogonal',
    name: 'Orthogonal',
    category: 'structured',
    formula: 'W = gain · Q, QᵀQ = I or QQᵀ = I',
    advice: 'Preserves the length of a signal through deep linear or tanh layers; use gain √2 for ReLU.',
    paper: 'Saxe, McClelland & Ganguli 2013, arXiv:1312.6120',
    parameters: [{ name: 'gain', type: 'number', default: 1, computed: 'gain', description: 'Factor for the matrix.' }],
  },
  identity: {
    kind: 'identity',
    name: 'Identity',
    category: 'structured',
    formula: 'W = gain · I',
    advice:
      'Passes the inputs on unchanged in square layers; in rectangular ones, the remaining rows or columns are 0.',
    paper: 'Le, Jaitly & Hinton 2015, arXiv:1504.00941',
    parameters: [{ name: 'gain', type: 'number', default: 1, description: 'Factor for the matrix.' }],
  },
  sparse: {
    kind: 'sparse',
    name: 'Sparse',
    category: 'structured',
    formula: 'W ~ N(0, σ²), ⌈sparsity · rows⌉ zeros in each column',
    advice:
      'Units with few inputs. Rows and columns are those of the layout: out-in limits the units an input feeds, in-out the inputs of a unit. A matrix with one row is all zeros.',
    paper: 'Martens 2010, Deep learning via Hessian-free optimization, ICML',
    parameters: [
      {
        name: 'sparsity',
        type: 'number',
        default: 0.1,
        min: 0,
        max: 1,
        description:
          'Share of zeros in each column, rounded up to whole numbers. 0.1 as in the PyTorch example; PyTorch has no default.',
      },
      { ...stddev, default: 0.01, description: 'Standard deviation of the nonzero numbers.' },
    ],
  },
  zerO: {
    kind: 'zerO',
    name: 'ZerO',
    category: 'structured',
    formula: 'W = I, or I · H · I / 2^(k/2) where n_out > n_in, k = ⌈log₂ n_out⌉',
    advice:
      'No random numbers: the identity if the width stays or shrinks, a Hadamard matrix H if it grows, which still breaks the symmetry.',
    paper: 'Zhao, Schäfer & Anandkumar 2021, arXiv:2110.12661',
    parameters: [],
  },
  lsuv: {
    kind: 'lsuv',
    name: 'LSUV',
    category: 'given',
    formula: 'W = Q / std(outputs of the layer on the first batch)',
    advice:
      'Uses the data: orthogonal, then scaled layer by layer until the pre-activations have standard deviation 1. For any activation and depth.',
    paper: 'Mishkin & Matas 2015, arXiv:1511.06422',
    parameters: [
      {
        name: 'tolerance',
        type: 'number',
        default: 0.1,
        above: 0,
        description: 'Accepted distance of the standard deviation from 1.',
      },
      {
        name: 'maxTries',
        type: 'number',
        default: 10,
        min: 1,
        max: 1000,
        whole: true,
        description: 'Maximum divisions of a kernel.',
      },
    ],
  },
  fromFile: {
    kind: 'fromFile',
    name: 'From a file',
    category: 'given',
    formula: 'W from a weight file',
    advice:
      'The weights of your own script. Tensors are matched by name (hidden.0.kernel, output.bias) or by shape, in the layout of the experiment.',
    parameters: [
      {
        name: 'path',
        type: 'text',
        start: 'weights.safetensors',
        description:
          'Weight file, relative to the experiment: .safetensors, .npy, .npz, .pt, .pth, .keras, .h5 or .hdf5.',
      },
    ],
  },
} satisfies { [K: string]: CatalogueEntry };
