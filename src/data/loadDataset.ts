import { DatasetError } from '../engine/datasets/datasetError';
import { decodeNpy } from '../engine/datasets/tables/npySet';
import { elementTypes, type Precision } from '../engine/elementType';
import { Room, RoomError } from '../engine/datasets/room';
import type { Dataset } from '../engine/datasets/spec';
import { createSynthetic } from '../engine/datasets/synthetic/synthetic';
import { outputOf } from '../experiment/format/resolve';
import type { NetworkExperiment } from '../experiment/format/schema';
import type { DataPlaces } from '../protocol/trainer';
import { loadedBytes, tooLarge } from './memory';
import { readData, resolvePath, type DataAccess } from './readData';
import { RunRefused } from './refused';

/** The file that a field of the dataset names. */
async function fileOf(path: string, key: string, access: DataAccess, room: Room) {
  return readData(await resolvePath(path, ['dataset', key], access), `dataset.${key}`, room);
}

/** A dataset, and whether its target is a quantity and no class where a file could mean either. */
export interface WantedDataset {
  dataset: NetworkExperiment['dataset'];
  quantity: boolean;
  /** What its numbers are stored as; absent: float32. */
  precision?: Precision;
}

/** What an experiment trains on: the target of a linear output is a quantity. */
export function wantedDataset(experiment: NetworkExperiment): WantedDataset {
  const quantity = experiment.loss === 'meanSquaredError' && outputOf(experiment) === 'linear';
  return { dataset: experiment.dataset, quantity, precision: experiment.precision };
}

/** What reads files is loaded when there is one: it takes longer than to draw a small dataset. */
async function load(
  { dataset, quantity, precision = 'float32' }: WantedDataset,
  access: DataAccess,
  room: Room,
): Promise<Dataset> {
  const type = elementTypes[precision];
  switch (dataset.kind) {
    case 'csv': {
      const { parseCsv } = await import('../engine/datasets/tables/csv');
      return parseCsv((await fileOf(dataset.path, 'path', access, room)).bytes, dataset, { quantity }, room, type);
    }
    case 'npy': {
      const read = (path: string, key: string) => fileOf(path, key, access, room);
      const [x, y] = [await read(dataset.x, 'x'), await read(dataset.y, 'y')];
      if (dataset.testX === undefined || dataset.testY === undefined)
        return decodeNpy({ x, y }, dataset, { quantity }, room, type);
      return decodeNpy(
        { x, y, testX: await read(dataset.testX, 'testX'), testY: await read(dataset.testY, 'testY') },
        dataset,
        { quantity },
        room,
        type,
      );
    }
    case 'mnist':
    case 'fashionMnist':
    case 'cifar10': {
      const { loadImages } = await import('./loadImages');
      return loadImages(dataset, access, room);
    }
    default:
      return createSynthetic(dataset, room, type);
  }
}

/** Bytes that a message calls megabytes: the limit as it was given. */
const limitOf = ({ most }: Room): number => Math.round(most / 1e6);

/**
 * Loads a dataset; `directory` is where a relative path starts, `places` where files without a path are
 * looked for, `room` the memory that loading may take. Bad data, and more of it than there is room for, is a
 * RunRefused.
 */
export async function loadDataset(
  wanted: WantedDataset,
  directory: string | undefined,
  places: DataPlaces = { folders: [] },
  room = new Room(),
): Promise<Dataset> {
  try {
    return await room.during(() => load(wanted, { directory, places }, room), loadedBytes);
  } catch (error) {
    if (error instanceof DatasetError) throw new RunRefused(error.message, { cause: error });
    if (error instanceof RoomError)
      throw new RunRefused(tooLarge(error.needed, limitOf(room), error.purpose), { cause: error });
    // What the machine itself does not give.
    if (error instanceof RangeError && /allocation|length/i.test(error.message))
      throw new RunRefused(`This machine can't provide the memory for the dataset: ${error.message}.`, {
        cause: error,
      });
    throw error;
  }
}
