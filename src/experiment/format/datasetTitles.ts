import * as l10n from '@vscode/l10n';
import { dataOf, datasetOf } from './forms';
import { datasetDefaults, type DatasetKind } from './defaults';
import type { Experiment } from './schema';

/** Every kind of dataset, in the order of a select field. */
export const datasetKinds = Object.keys(datasetDefaults) as DatasetKind[];

/** The name of a dataset for people. */
export function datasetTitle(kind: DatasetKind): string {
  switch (kind) {
    case 'circles':
      return l10n.t('Circles');
    case 'moons':
      return l10n.t('Moons');
    case 'xor':
      return 'XOR';
    case 'spiral':
      return l10n.t('Spiral');
    case 'blobs':
      return l10n.t('Gaussian blobs');
    case 'teacher':
      return l10n.t('Teacher network');
    case 'mnist':
      return 'MNIST';
    case 'fashionMnist':
      return 'Fashion-MNIST';
    case 'cifar10':
      return 'CIFAR-10';
    case 'npy':
      return l10n.t('NumPy arrays');
    case 'csv':
      return l10n.t('CSV table');
  }
}

/** What an experiment trains on, for people: the dataset, or where in Python the batches come from. */
export function dataTitle(experiment: Experiment): string {
  const dataset = datasetOf(experiment);
  if (dataset) return datasetTitle(dataset.kind);
  const data = dataOf(experiment);
  return 'python' in data ? data.python : l10n.t('Random batch');
}
