import type { BooleanParameter, CatalogueEntry, ChoiceParameter, NumberParameter } from './catalogueEntry';

const glorot = 'Glorot & Bengio 2010, AISTATS 9';
const he = 'He, Zhang, Ren & Sun 2015, arXiv:1502.01852';
const lecun = 'LeCun, Bottou, Orr & Müller 1998, Efficient BackProp';
const gain: NumberParameter = {
  name: 'gain',
  type: 'number',
  default: 1,
  computed: 'gain',
  description:
    'Factor for the standard deviation: a number, such as 5/3 for tanh and √2 for ReLU, or computed for an activation.',
};
const truncated: BooleanParameter = {
  name: 'truncated',
  type: 'boolean',
  default: false,
  description:
    'The truncated and rescaled normal law of Keras and JAX, with the same standard deviation, instead of the normal law of NumPy courses and PyTorch.',
};
const heParameters = [
  {
    name: 'u',
    type: 'number',
    default: 2,
    above: 0,
    computed: 'square',
    description:
      'Factor of the variance u / n: 2 for ReLU, 1 for tanh, or the squared gain computed for an activation.',
  },
  { name: 'a', type: 'number', min: 0, description: 'Negative slope of a leaky ReLU, instead of u: u = 2 / (1 + a²).' },
  {
    name: 'mode',
    type: 'choice',
    default: 'fanIn',
    choices: ['fanIn', 'fanOut'],
    description: 'n: the fan-in preserves the variance of activations, the fan-out that of gradients.',
  },
] satisfies (NumberParameter | ChoiceParameter)[];

/** The initializers whose spread follows from the fans of the kernel. */
export const scaledEntries = {
  heNormal: {
    kind: 'heNormal',
    name: 'He normal',
    category: 'scaled',
    formula: 'W ~ N(0, u / n_in)',
    advice:
      'The first choice for ReLU and similar activations: the variance of activations stays the same from layer to layer.',
    paper: he,
    parameters: [...heParameters, truncated],
  },
  heUniform: {
    kind: 'heUniform',
    name: 'He uniform',
    category: 'scaled',
    formula: 'W ~ U(±√(3u / n_in))',
    advice: 'Like He normal, but bounded. For ReLU and similar activations.',
    paper: he,
    parameters: heParameters,
  },
  glorotUniform: {
    kind: 'glorotUniform',
    name: 'Glorot uniform',
    category: 'scaled',
    formula: 'W ~ U(±gain · √(6 / (n_in + n_out)))',
    advice:
      'Also called Xavier. For tanh and linear layers; with ReLU, the signal halves in every layer. The default in Keras.',
    paper: glorot,
    parameters: [gain],
  },
  glorotNormal: {
    kind: 'glorotNormal',
    name: 'Glorot normal',
    category: 'scaled',
    formula: 'W ~ N(0, gain² · 2 / (n_in + n_out))',
    advice:
      'Also called Xavier. A compromise between the variances of activations and gradients, for tanh and linear layers.',
    paper: glorot,
    parameters: [gain, truncated],
  },
  lecunNormal: {
    kind: 'lecunNormal',
    name: 'LeCun normal',
    category: 'scaled',
    formula: 'W ~ N(0, 1 / n_in)',
    advice: 'For SELU and tanh; too small for deep ReLU networks.',
    paper: lecun,
    parameters: [truncated],
  },
  lecunUniform: {
    kind: 'lecunUniform',
    name: 'LeCun uniform',
    category: 'scaled',
    formula: 'W ~ U(±√(3 / n_in))',
    advice: 'Like LeCun normal, but bounded.',
    paper: lecun,
    parameters: [],
  },
  pytorchLinear: {
    kind: 'pytorchLinear',
    name: 'PyTorch Linear',
    category: 'scaled',
    formula: 'W, b ~ U(±1 / √n_in)',
    advice:
      'The default of torch.nn.Linear: a sixth of the variance of He, so the signal of deep ReLU networks is initially weak. Biases are drawn too.',
    parameters: [],
  },
  varianceScaling: {
    kind: 'varianceScaling',
    name: 'Variance scaling',
    category: 'scaled',
    formula: 'Var W = scale / n',
    advice:
      'The family of the scaled laws: select the fan, the factor and the shape. The truncated normal is rescaled to that variance.',
    paper: he,
    parameters: [
      { name: 'scale', type: 'number', default: 1, above: 0, description: 'The scale of the variance scale / n.' },
      {
        name: 'mode',
        type: 'choice',
        default: 'fanIn',
        choices: ['fanIn', 'fanOut', 'fanAvg'],
        description: 'The n of the variance scale / n.',
      },
      {
        name: 'distribution',
        type: 'choice',
        default: 'truncatedNormal',
        choices: ['uniform', 'normal', 'truncatedNormal'],
        description: 'Shape of the law.',
      },
    ],
  },
} satisfies { [K: string]: CatalogueEntry };
