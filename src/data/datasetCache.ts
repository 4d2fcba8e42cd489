import type { Dataset } from '../engine/datasets/spec';
import { outputOf } from '../experiment/format/resolve';
import { loadDataset } from './loadDataset';

/** A `loadDataset` that keeps the last dataset: the cells of a sweep mostly train on one. */
export function datasetCache(): typeof loadDataset {
  let last: { key: string; dataset: Promise<Dataset> } | undefined;
  return (experiment, directory, places, room) => {
    const key = JSON.stringify([experiment.dataset, experiment.loss, outputOf(experiment)]);
    if (last?.key !== key) last = { key, dataset: loadDataset(experiment, directory, places, room) };
    return last.dataset;
  };
}
