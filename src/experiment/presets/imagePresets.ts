import * as l10n from '@vscode/l10n';
import type { Preset } from './preset';

/**
 * MNIST with the mean squared error. 9 380 steps are 20 epochs of the 60 000 images in batches of 128, so that the
 * small set that comes along is trained as long as the whole one.
 */
export const mnist: Preset = {
  id: 'mnist',
  group: 'published',
  title: 'MNIST',
  get detail() {
    return l10n.t(
      'Handwritten digits, 784 → 64 sigmoid → 10 softmax with squared error: N(0, 0.05²), Glorot and N(0, 1), three seeds',
    );
  },
  experiment: {
    version: 1,
    name: 'MNIST',
    dataset: { kind: 'mnist' },
    network: { hidden: [64], activation: 'sigmoid', bias: true, output: 'softmax' },
    loss: 'meanSquaredError',
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    training: { steps: 9380, batchSize: 128, shuffle: true },
    random: { generator: 'numpy', layout: 'in-out', seeds: [0, 1, 2] },
    initializers: [
      {
        kind: 'randomNormal',
        stddev: 0.05,
        label: 'N(0, 0.05²), output Glorot',
        layers: { output: { kind: 'glorotUniform' } },
      },
      { kind: 'glorotUniform', label: 'Glorot uniform' },
      {
        kind: 'randomNormal',
        stddev: 1,
        label: 'N(0, 1), output Glorot',
        layers: { output: { kind: 'glorotUniform' } },
      },
      { kind: 'randomNormal', stddev: 0.05, label: 'N(0, 0.05²)' },
    ],
  },
};

/**
 * 5 000 images of CIFAR-10: small random numbers, two calibrations of their variance at the same weight_scale of 0.01,
 * and those without it.
 */
export const cifar10: Preset = {
  id: 'cifar10',
  group: 'published',
  get title() {
    return l10n.t('CIFAR-10, 5 000 images');
  },
  get detail() {
    return l10n.t('3072 → 400 → 200 → 10, ReLU, Adam: 0.01 · randn, / √n, · √(2/n), He, Xavier and sparse');
  },
  experiment: {
    version: 1,
    name: 'CIFAR-10',
    dataset: { kind: 'cifar10', train: 5000, test: 1000 },
    network: { hidden: [400, 200], activation: 'relu', bias: true },
    loss: 'categoricalCrossEntropy',
    optimizer: { kind: 'adam', learningRate: 0.001 },
    training: { epochs: 100, batchSize: 200, shuffle: true },
    random: { generator: 'numpy', layout: 'in-out', seeds: [0] },
    initializers: [
      { kind: 'randomNormal', stddev: 0.01, label: 'v1: 0.01 · randn' },
      { kind: 'varianceScaling', scale: 0.0001, mode: 'fanIn', distribution: 'normal', label: 'v2: 0.01 · randn / √n' },
      {
        kind: 'varianceScaling',
        scale: 0.0002,
        mode: 'fanIn',
        distribution: 'normal',
        label: 'v3: 0.01 · randn · √(2/n)',
      },
      { kind: 'heNormal', u: 2, label: 'He: randn · √(2/n)' },
      { kind: 'glorotNormal', label: 'Xavier' },
      { kind: 'sparse', sparsity: 0.9, stddev: 0.1, label: 'Sparse' },
    ],
  },
};
