import type { Precision } from '../../engine/elementType';

/** The schema's defaults as plain data, for views that must not load the schema; a test holds the two together. */
export const datasetDefaults = {
  circles: { train: 300, test: 100, noise: 0.05, factor: 0.8, trainSeed: 1, testSeed: 2 },
  moons: { train: 300, test: 100, noise: 0.05, trainSeed: 1, testSeed: 2 },
  xor: { train: 300, test: 100, noise: 0.05, trainSeed: 1, testSeed: 2 },
  spiral: { train: 300, test: 100, noise: 0.05, classes: 2, turns: 1, trainSeed: 1, testSeed: 2 },
  blobs: { train: 300, test: 100, centers: 3, clusterStd: 1, features: 2, trainSeed: 1, testSeed: 2 },
  teacher: {
    train: 300,
    test: 100,
    features: 100,
    classes: 10,
    hidden: 20,
    inputs: 'normal',
    teacherSeed: 0,
    trainSeed: 1,
    testSeed: 2,
  },
  mnist: {},
  fashionMnist: {},
  cifar10: {},
  npy: { testFraction: 0.25, splitSeed: 0 },
  csv: { testFraction: 0.25, splitSeed: 0, standardize: true },
} as const;

/** By the optimizer's kind; the learning rate has no default. */
export const optimizerDefaults = {
  sgd: { momentum: 0, nesterov: false, weightDecay: 0 },
  rmsprop: { alpha: 0.99, epsilon: 1e-8, momentum: 0, weightDecay: 0 },
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
} as const;

export const networkDefaults = { activation: 'relu', bias: true } as const;
/** Of hidden layers that are not dense. */
export const hiddenDefaults = {
  epsilon: 1e-5,
  momentum: 0.1,
  activation: 'linear',
  gate: 1,
  trainGate: false,
} as const;
export const trainingDefaults = { batchSize: 'full', shuffle: false } as const;
export const defaultPrecision: Precision = 'float32';
export const randomDefaults = { generator: 'numpy', layout: 'out-in', seeds: [0] } as const;

export type DatasetKind = keyof typeof datasetDefaults;
/** Datasets of published images. */
export type ImageKind = 'mnist' | 'fashionMnist' | 'cifar10';
/** Datasets that are read from files. */
export type FileKind = ImageKind | 'npy' | 'csv';

/** Whether a dataset's rows come from files, not from a generator. */
export function isFileKind(kind: DatasetKind): kind is FileKind {
  return kind === 'csv' || kind === 'npy' || isImageKind(kind);
}

/** Whether a dataset is one of published images. */
export function isImageKind(kind: DatasetKind): kind is ImageKind {
  return kind === 'mnist' || kind === 'fashionMnist' || kind === 'cifar10';
}
export type OptimizerKind = keyof typeof optimizerDefaults;
