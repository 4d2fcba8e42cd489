import * as l10n from '@vscode/l10n';
import { cifar10, mnist } from './imagePresets';
import type { Preset } from './preset';
import type { ExperimentInput, ModelExperimentInput } from '../format/schema';
import { sweepGain, sweepRate } from './sweepPresets';
import { glorot, saturation } from './widePresets';

type Initializers = ExperimentInput['initializers'];

const compared: Initializers = [
  { kind: 'zeros' },
  { kind: 'randomNormal', mean: 0, stddev: 1, scale: 10, label: 'randn × 10' },
  { kind: 'heNormal', u: 2 },
  { kind: 'glorotUniform', label: 'Xavier uniform' },
];

const numpy: ExperimentInput['random'] = { generator: 'numpy', layout: 'out-in', seeds: [3] };

const circles: Preset = {
  id: 'circles',
  group: 'published',
  get title() {
    return l10n.t('Circles');
  },
  get detail() {
    return l10n.t('Zeros, randn × 10, He and Xavier on two noisy circles: 2 → 10 → 5 → 1, ReLU');
  },
  experiment: {
    version: 1,
    name: 'Circles',
    dataset: { kind: 'circles', train: 300, test: 100, noise: 0.05, trainSeed: 1, testSeed: 2 },
    network: { hidden: [10, 5], activation: 'relu', bias: true },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    training: { steps: 15000, batchSize: 'full', shuffle: false, recordEvery: 100 },
    random: numpy,
    initializers: compared,
  },
};

const threeWays: Preset = {
  id: 'zero-random-he',
  group: 'published',
  get title() {
    return l10n.t('Zero, random and He');
  },
  get detail() {
    return l10n.t('The circles with zeros, randn × 0.01, randn × 10, He normal and He uniform');
  },
  experiment: {
    ...circles.experiment,
    name: 'Zero, random and He',
    initializers: [
      { kind: 'zeros' },
      { kind: 'randomNormal', mean: 0, stddev: 1, scale: 0.01, label: 'randn × 0.01' },
      { kind: 'randomNormal', mean: 0, stddev: 1, scale: 10, label: 'randn × 10' },
      { kind: 'heNormal', u: 2 },
      { kind: 'heUniform', u: 2 },
    ],
  },
};

const moons: Preset = {
  id: 'moons',
  group: 'points',
  get title() {
    return l10n.t('Moons');
  },
  get detail() {
    return l10n.t('Two interleaved half circles with tanh, which suits Glorot and LeCun');
  },
  experiment: {
    version: 1,
    name: 'Moons',
    dataset: { kind: 'moons', train: 300, test: 100, noise: 0.1, trainSeed: 1, testSeed: 2 },
    network: { hidden: [10, 10], activation: 'tanh', bias: true },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { steps: 5000, batchSize: 'full', shuffle: false, recordEvery: 50 },
    random: numpy,
    initializers: [
      { kind: 'zeros' },
      { kind: 'randomNormal', stddev: 0.01, label: 'randn × 0.01' },
      { kind: 'glorotUniform', label: 'Xavier uniform' },
      { kind: 'lecunNormal' },
    ],
  },
};

const xor: Preset = {
  id: 'xor',
  group: 'points',
  title: 'XOR',
  get detail() {
    return l10n.t(
      "The smallest problem that a single layer can't solve: does every initialization break the symmetry?",
    );
  },
  experiment: {
    version: 1,
    name: 'XOR',
    dataset: { kind: 'xor', train: 400, test: 200, noise: 0.05, trainSeed: 1, testSeed: 2 },
    network: { hidden: [8], activation: 'tanh', bias: true },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    training: { steps: 5000, batchSize: 'full', shuffle: false, recordEvery: 50 },
    random: numpy,
    initializers: [
      { kind: 'zeros' },
      { kind: 'constant', value: 0.5, label: 'Constant 0.5' },
      { kind: 'glorotNormal' },
      { kind: 'orthogonal' },
    ],
  },
};

const spiral: Preset = {
  id: 'spiral',
  group: 'points',
  get title() {
    return l10n.t('Spiral');
  },
  get detail() {
    return l10n.t('Two spiral arms, a deeper ReLU network and Adam: He against smaller and larger starts');
  },
  experiment: {
    version: 1,
    name: 'Spiral',
    dataset: { kind: 'spiral', train: 400, test: 200, noise: 0.02, classes: 2, turns: 1.25, trainSeed: 1, testSeed: 2 },
    network: { hidden: [24, 24, 16], activation: 'relu', bias: true },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: 'adam', learningRate: 0.003 },
    training: { epochs: 200, batchSize: 40, shuffle: true, recordEvery: 10 },
    random: numpy,
    initializers: [
      { kind: 'randomNormal', stddev: 0.01, label: 'randn × 0.01' },
      { kind: 'glorotUniform', label: 'Xavier uniform' },
      { kind: 'heNormal', u: 2 },
      { kind: 'pytorchLinear' },
    ],
  },
};

const blobs: Preset = {
  id: 'blobs',
  group: 'points',
  get title() {
    return l10n.t('Gaussian blobs');
  },
  get detail() {
    return l10n.t('Four classes with a softmax output: an easy problem where a bad initialization still has a cost');
  },
  experiment: {
    version: 1,
    name: 'Gaussian blobs',
    dataset: {
      kind: 'blobs',
      train: 400,
      test: 200,
      centers: 4,
      clusterStd: 1.5,
      features: 2,
      trainSeed: 1,
      testSeed: 2,
    },
    network: { hidden: [16, 8], activation: 'relu', bias: true },
    loss: 'categoricalCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.02 },
    training: { epochs: 150, batchSize: 32, shuffle: true, recordEvery: 10 },
    random: numpy,
    initializers: compared,
  },
};

/** In the order of the quick pick, group by group. */
export const presets: readonly Preset[] = [
  circles,
  threeWays,
  glorot,
  saturation,
  mnist,
  cifar10,
  moons,
  xor,
  spiral,
  blobs,
  sweepRate,
  sweepGain,
];

/** The text of a preset as a document. */
export function presetText(preset: Preset): string {
  return experimentText(preset.experiment);
}

/** JSON with two spaces, but short objects and lists of numbers on one line, as people write it. */
export function experimentText(experiment: ExperimentInput | ModelExperimentInput): string {
  const line = (value: unknown): string =>
    Array.isArray(value)
      ? `[${value.map(line).join(', ')}]`
      : typeof value === 'object' && value !== null
        ? `{ ${Object.entries(value)
            .map(([key, item]) => `${JSON.stringify(key)}: ${line(item)}`)
            .join(', ')} }`
        : JSON.stringify(value);
  const rows = Object.entries(experiment).map(([key, value]) =>
    key === 'initializers' || key === 'sweep'
      ? `  ${JSON.stringify(key)}: [\n${(value as unknown[]).map((item) => `    ${line(item)}`).join(',\n')}\n  ]`
      : `  ${JSON.stringify(key)}: ${line(value)}`,
  );
  return `{\n${rows.join(',\n')}\n}\n`;
}
