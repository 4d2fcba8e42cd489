import * as l10n from '@vscode/l10n';
import type { Preset } from './preset';

/** 100-100-100-10: Glorot's bound against two plain uniform laws, Keras' default and NumPy's rand. */
export const glorot: Preset = {
  id: 'glorot-uniform',
  group: 'published',
  title: 'Glorot uniform',
  get detail() {
    return l10n.t('100 → 100 → 100 → 10, ReLU and softmax: Glorot uniform against U[±0.05] and U[0, 1)');
  },
  experiment: {
    version: 1,
    name: 'Glorot uniform',
    dataset: {
      kind: 'teacher',
      train: 4000,
      test: 1000,
      features: 100,
      classes: 10,
      hidden: 20,
      inputs: 'normal',
      teacherSeed: 0,
      trainSeed: 1,
      testSeed: 2,
    },
    network: { hidden: [100, 100], activation: 'relu', bias: true },
    loss: 'categoricalCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.05 },
    training: { epochs: 20, batchSize: 32, shuffle: true, recordEvery: 10 },
    random: { generator: 'numpy', layout: 'in-out', seeds: [0] },
    initializers: [
      { kind: 'glorotUniform', label: 'Glorot uniform' },
      { kind: 'randomUniform', min: -0.05, max: 0.05, label: 'U[±0.05]' },
      { kind: 'randomUniform', min: 0, max: 1, label: 'U[0, 1)' },
    ],
  },
};

/** One sigmoid layer 784 → 256 on uniform numbers: where its activations lie at the start. */
export const saturation: Preset = {
  id: 'saturation',
  group: 'published',
  get title() {
    return l10n.t('Saturation');
  },
  get detail() {
    return l10n.t('One sigmoid layer 784 → 256 on numbers in [0, 1): with N(0, 1) its activations pile up at 0 and 1');
  },
  experiment: {
    version: 1,
    name: 'Saturation',
    dataset: {
      kind: 'teacher',
      train: 1000,
      test: 200,
      features: 784,
      classes: 10,
      hidden: 20,
      inputs: 'uniform',
      teacherSeed: 0,
      trainSeed: 1,
      testSeed: 2,
    },
    network: { hidden: [256], activation: 'sigmoid', bias: true },
    loss: 'categoricalCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { epochs: 20, batchSize: 50, shuffle: true, recordEvery: 5 },
    random: { generator: 'numpy', layout: 'in-out', seeds: [0] },
    initializers: [
      { kind: 'randomNormal', mean: 0, stddev: 1, label: 'N(0, 1)' },
      { kind: 'glorotUniform', label: 'Glorot uniform' },
    ],
  },
};
