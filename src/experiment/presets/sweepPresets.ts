import * as l10n from '@vscode/l10n';
import type { Preset } from './preset';
import type { ExperimentInput } from '../format/schema';

const initializers: ExperimentInput['initializers'] = [
  { kind: 'randomNormal', stddev: 0.01, label: 'randn × 0.01' },
  { kind: 'heNormal', u: 2 },
  { kind: 'glorotUniform', label: 'Xavier uniform' },
];

/** One setting and five seeds: at which learning rates each start learns the circles, and where it diverges. */
export const sweepRate: Preset = {
  id: 'sweep-learning-rate',
  group: 'sweeps',
  get title() {
    return l10n.t('Sweep: learning rate');
  },
  get detail() {
    return l10n.t('The circles at nine learning rates with five seeds each: how fast can each initializer learn?');
  },
  experiment: {
    version: 1,
    name: 'Sweep: learning rate',
    dataset: { kind: 'circles', train: 300, test: 100, noise: 0.05, trainSeed: 1, testSeed: 2 },
    network: { hidden: [10, 5], activation: 'relu', bias: true },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    training: { steps: 1500, batchSize: 'full', shuffle: false, recordEvery: 15 },
    random: { generator: 'numpy', layout: 'out-in', seeds: [1, 2, 3, 4, 5] },
    initializers,
    sweep: [{ path: '/optimizer/learningRate', from: 0.001, to: 10, count: 9, scale: 'log' }],
  },
};

/** Two settings: He's factor u beside the learning rate. */
export const sweepGain: Preset = {
  id: 'sweep-rate-gain',
  group: 'sweeps',
  get title() {
    return l10n.t('Sweep: learning rate × gain');
  },
  get detail() {
    return l10n.t('Six tanh layers at seven learning rates and seven factors u of He: a map of where they learn');
  },
  experiment: {
    version: 1,
    name: 'Sweep: learning rate × gain',
    dataset: { kind: 'moons', train: 300, test: 100, noise: 0.1, trainSeed: 1, testSeed: 2 },
    network: { hidden: [10, 10, 10, 10, 10, 10], activation: 'tanh', bias: true },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { steps: 1000, batchSize: 'full', shuffle: false, recordEvery: 10 },
    random: { generator: 'numpy', layout: 'out-in', seeds: [3] },
    initializers: [
      { kind: 'heNormal', u: 1 },
      { kind: 'glorotUniform', label: 'Xavier uniform' },
    ],
    sweep: [
      { path: '/optimizer/learningRate', from: 0.01, to: 10, count: 7, scale: 'log' },
      { path: '/initializers/0/u', from: 0.125, to: 8, count: 7, scale: 'log' },
    ],
  },
};
