import { stat } from 'node:fs/promises';
import { cifarBatches, cifarTestFile, cifarTrainFiles, decodeCifar10 } from '../engine/datasets/images/cifar';
import { countText, misfit, type DataFile } from '../engine/datasets/dataFile';
import { decodeMnist } from '../engine/datasets/images/mnist';
import type { Room } from '../engine/datasets/room';
import { fullSets, smallMnist } from '../engine/datasets/images/smallSets';
import type { Dataset } from '../engine/datasets/spec';
import { datasetTitle } from '../experiment/format/datasetTitles';
import { findImages, imagePaths, type ImageDataset, type ImageFiles } from './findImages';
import { checkAllowed, readData, type DataAccess } from './readData';
import { RunRefused } from './refused';

const smallNote = `Bundled small set: the first ${countText(smallMnist.train)} training and ${smallMnist.test} test digits of MNIST's ${countText(fullSets.mnist.train)} and ${countText(fullSets.mnist.test)}.`;

/** The batches of an archive in the order of their rows. */
function archived(archive: DataFile, room: Room): { train: DataFile[]; test: DataFile | undefined } {
  const batches = cifarBatches(archive, room);
  const named = (name: string) => batches.find((batch) => batch.name.endsWith(`/${name}`));
  const train = cifarTrainFiles.flatMap((name) => named(name) ?? []);
  if (train.length === 0)
    throw misfit(archive.name, `${cifarTrainFiles[0]} in the archive`, `${batches.length} other files`);
  return { train, test: named(cifarTestFile) };
}

/**
 * The images that were decoded last: unpacking CIFAR-10's archive takes seconds, and runs mostly follow one another on
 * the same rows.
 */
let last: { key: string; dataset: Dataset } | undefined;

/**
 * What tells whether files and rows are those of another time; undefined for files that are not there, which reading
 * says.
 */
async function keyOf(files: ImageFiles, { kind, train, test }: ImageDataset): Promise<string | undefined> {
  try {
    const states = await Promise.all(
      imagePaths(files).map(async (path) => {
        const { size, mtimeMs, ino } = await stat(path);
        return [path, size, mtimeMs, ino];
      }),
    );
    return JSON.stringify([kind, train, test, states]);
  } catch {
    return undefined;
  }
}

/**
 * The dataset of these files, decoded anew only when they or the rows asked for have changed. What may not be read is
 * refused in any case.
 */
async function decodeOnce(files: ImageFiles, dataset: ImageDataset, access: DataAccess, room: Room): Promise<Dataset> {
  for (const path of imagePaths(files)) await checkAllowed(path, path, ['dataset', 'path'], access.places.within);
  const key = await keyOf(files, dataset);
  if (key !== undefined && last?.key === key) return last.dataset;
  last = undefined;
  const decoded = await decode(files, dataset, access, room);
  if (key !== undefined) last = { key, dataset: decoded };
  return decoded;
}

/** Of one after the other, so that each asks for room knowing of those before. */
async function inOrder<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const one of list) results.push(await work(one));
  return results;
}

async function decode(files: ImageFiles, dataset: ImageDataset, access: DataAccess, room: Room): Promise<Dataset> {
  const read = async (file: string): Promise<DataFile> => {
    // A folder of the workspace may hold links that lead out of it.
    await checkAllowed(file, file, ['dataset', 'path'], access.places.within);
    return readData(file, 'dataset.path', room);
  };
  if (files.form === 'idx') {
    const [trainImages, trainLabels] = [await read(files.trainImages), await read(files.trainLabels)];
    const [testImages, testLabels] =
      files.testImages === undefined || files.testLabels === undefined
        ? [trainImages, trainLabels]
        : [await read(files.testImages), await read(files.testLabels)];
    return decodeMnist(
      { trainImages, trainLabels, testImages, testLabels },
      dataset as ImageDataset & { kind: 'mnist' | 'fashionMnist' },
      room,
    );
  }
  const batches =
    files.form === 'archive'
      ? archived(await read(files.file), room)
      : {
          train: await inOrder(files.train, read),
          test: files.test === undefined ? undefined : await read(files.test),
        };
  if (batches.test === undefined && dataset.test !== 0)
    throw misfit(
      files.form === 'archive' ? files.file : files.train[0],
      `${cifarTestFile} beside the training batches`,
      'none',
    );
  return decodeCifar10(batches, dataset, room);
}

/**
 * A dataset of published images from wherever it lies. Throws RunRefused, DatasetError for bad files, and RoomError.
 */
export async function loadImages(dataset: ImageDataset, access: DataAccess, room: Room): Promise<Dataset> {
  const found = await findImages(dataset, access);
  if (found === undefined) {
    const small =
      dataset.kind === 'mnist' && access.places.shipped !== undefined
        ? `; the bundled small set has ${countText(smallMnist.train)} training and ${smallMnist.test} test digits`
        : '';
    throw new RunRefused(
      `dataset.path: the files of ${datasetTitle(dataset.kind)} are not on this machine. Specify their folder, or the folder of all datasets in initLab.datasets.folder (on the command line: --data)${small}.`,
    );
  }
  // What comes along lies outside of every workspace, and may be read all the same.
  const free = found.small ? { ...access, places: { ...access.places, within: undefined } } : access;
  return { ...(await decodeOnce(found.files, dataset, free, room)), ...(found.small ? { note: smallNote } : {}) };
}
