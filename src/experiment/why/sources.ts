import type { Source } from './reason';

/** Papers and pages that reasons lean on. Titles are not translated. */
export const sources = {
  goodfellow: {
    title: 'Goodfellow, Bengio & Courville, Deep Learning (2016), section 8.4: Parameter Initialization Strategies',
    url: 'https://www.deeplearningbook.org/contents/optimization.html',
  },
  rumelhart: {
    title: 'Rumelhart, Hinton & Williams, Learning representations by back-propagating errors (1986)',
    url: 'https://doi.org/10.1038/323533a0',
  },
  glorot: {
    title: 'Glorot & Bengio, Understanding the difficulty of training deep feedforward neural networks (2010)',
    url: 'https://proceedings.mlr.press/v9/glorot10a.html',
  },
  he: { title: 'He, Zhang, Ren & Sun, Delving Deep into Rectifiers (2015)', url: 'https://arxiv.org/abs/1502.01852' },
  lecun: {
    title: 'LeCun, Bottou, Orr & Müller, Efficient BackProp (1998)',
    url: 'https://doi.org/10.1007/3-540-49430-8_2',
  },
  poole: {
    title: 'Poole et al., Exponential expressivity in deep neural networks through transient chaos (2016)',
    url: 'https://arxiv.org/abs/1606.05340',
  },
  lu: {
    title: 'Lu, Shin, Su & Karniadakis, Dying ReLU and Initialization (2019)',
    url: 'https://arxiv.org/abs/1903.06733',
  },
  maas: {
    title: 'Maas, Hannun & Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013)',
    url: 'https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf',
  },
  cohen: {
    title: 'Cohen et al., Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability (2021)',
    url: 'https://arxiv.org/abs/2103.00065',
  },
  holm: {
    title: 'Holm, A Simple Sequentially Rejective Multiple Test Procedure (1979)',
    url: 'https://www.jstor.org/stable/4615733',
  },
  student: { title: 'Student, The Probable Error of a Mean (1908)', url: 'https://doi.org/10.1093/biomet/6.1.1' },
  binaryLogits: {
    title: 'PyTorch: BCEWithLogitsLoss',
    url: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html',
  },
  classLogits: {
    title: 'PyTorch: CrossEntropyLoss',
    url: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html',
  },
  torchInit: { title: 'PyTorch: torch.nn.init', url: 'https://docs.pytorch.org/docs/stable/nn.init.html' },
} as const satisfies Record<string, Source>;
