import { parseCsv } from '../engine/datasets/csv';
import { DatasetError } from '../engine/datasets/datasetError';
import { decodeNpy } from '../engine/datasets/npySet';
import type { Dataset } from '../engine/datasets/spec';
import { createSynthetic } from '../engine/datasets/synthetic';
import { outputOf } from '../experiment/resolve';
import type { Experiment } from '../experiment/schema';
import type { DataPlaces } from '../protocol/trainer';
import { loadImages } from './loadImages';
import { readData, resolvePath, type DataAccess } from './readData';
import { RunRefused } from './refused';

/** The file that a field of the dataset names. */
async function fileOf(path: string, key: string, access: DataAccess) {
  return readData(await resolvePath(path, ['dataset', key], access), `dataset.${key}`);
}

async function load(experiment: Experiment, access: DataAccess): Promise<Dataset> {
  const { dataset } = experiment;
  const quantity = experiment.loss === 'meanSquaredError' && outputOf(experiment) === 'linear';
  switch (dataset.kind) {
    case 'csv':
      return parseCsv((await fileOf(dataset.path, 'path', access)).bytes, dataset, { quantity });
    case 'npy': {
      const [x, y] = [await fileOf(dataset.x, 'x', access), await fileOf(dataset.y, 'y', access)];
      if (dataset.testX === undefined || dataset.testY === undefined) return decodeNpy({ x, y }, dataset, { quantity });
      return decodeNpy({ x, y, testX: await fileOf(dataset.testX, 'testX', access), testY: await fileOf(dataset.testY, 'testY', access) }, dataset, { quantity });
    }
    case 'mnist':
    case 'fashionMnist':
    case 'cifar10':
      return loadImages(dataset, access);
    default:
      return createSynthetic(dataset);
  }
}

/**
 * The dataset of an experiment; `directory` is where a relative path starts, `places` where files without a path are
 * looked for. Bad data is a RunRefused.
 */
export async function loadDataset(experiment: Experiment, directory: string | undefined, places: DataPlaces = { folders: [] }): Promise<Dataset> {
  try {
    return await load(experiment, { directory, places });
  } catch (error) {
    if (error instanceof DatasetError) throw new RunRefused(error.message, { cause: error });
    throw error;
  }
}
