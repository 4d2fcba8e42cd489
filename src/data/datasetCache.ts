import type { Dataset } from '../engine/datasets/spec';
import { loadDataset } from './loadDataset';

/** A `loadDataset` that keeps the last dataset: the cells of a sweep mostly train on one. */
export function datasetCache(): typeof loadDataset {
  let last: { key: string; dataset: Promise<Dataset> } | undefined;
  return (wanted, directory, places, room) => {
    const key = JSON.stringify(wanted);
    if (last?.key !== key) last = { key, dataset: loadDataset(wanted, directory, places, room) };
    return last.dataset;
  };
}
