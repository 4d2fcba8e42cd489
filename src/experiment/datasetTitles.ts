import type { DatasetKind } from './defaults';

/** Names of the datasets for people. */
export const datasetTitles: Record<DatasetKind, string> = {
  circles: 'Circles',
  moons: 'Moons',
  xor: 'XOR',
  spiral: 'Spiral',
  blobs: 'Gaussian blobs',
  teacher: 'Teacher network',
  mnist: 'MNIST',
  fashionMnist: 'Fashion-MNIST',
  cifar10: 'CIFAR-10',
  npy: 'NumPy arrays',
  csv: 'CSV table',
};
