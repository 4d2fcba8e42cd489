import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cifarArchive, cifarTestFile, cifarTrainFiles } from '../engine/datasets/images/cifar';
import { idxFiles } from '../engine/datasets/images/mnist';
import { smallMnist } from '../engine/datasets/images/smallSets';
import type { ImageKind } from '../experiment/format/defaults';
import type { NetworkExperiment } from '../experiment/format/schema';
import { type DataAccess, kindOf, resolvePath } from './readData';
import { RunRefused } from './refused';

/** A dataset of published images as its experiment asks for it. */
export type ImageDataset = Extract<NetworkExperiment['dataset'], { kind: ImageKind }>;

/** The files of such a dataset: four of IDX, or CIFAR-10's batches or its archive. */
export type ImageFiles =
  | { form: 'idx'; trainImages: string; trainLabels: string; testImages?: string; testLabels?: string }
  | { form: 'batches'; train: string[]; test: string | undefined }
  | { form: 'archive'; file: string };

/** Every file of a dataset that is read: none of the test where none is wanted. */
export function imagePaths(files: ImageFiles): string[] {
  if (files.form === 'archive') return [files.file];
  if (files.form === 'batches') return [...files.train, ...(files.test === undefined ? [] : [files.test])];
  return [files.trainImages, files.trainLabels, files.testImages, files.testLabels].filter(
    (path) => path !== undefined,
  );
}

/** What was found: the files, and whether they are the small set that comes along. */
export interface FoundImages {
  files: ImageFiles;
  small: boolean;
}

/**
 * Folders that the files of a dataset usually lie in, torchvision's among them. MNIST and Fashion-MNIST have files of
 * the same names, so neither is taken from a folder without its name.
 */
const subfolders: Record<ImageKind, readonly string[]> = {
  mnist: ['mnist', 'MNIST', join('MNIST', 'raw')],
  fashionMnist: ['fashion-mnist', 'fashionMnist', 'fashion_mnist', 'FashionMNIST', join('FashionMNIST', 'raw')],
  cifar10: ['.', 'cifar10', 'cifar-10', 'cifar-10-batches-bin'],
};

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** The IDX file of this name in its usual spellings: plain or gzipped, `train-images-idx3` or `train-images.idx3`. */
async function idxFile(folder: string, name: string): Promise<string | undefined> {
  for (const one of [name, name.replace('-idx', '.idx')]) {
    for (const end of ['', '.gz']) if (await isFile(join(folder, one + end))) return join(folder, one + end);
  }
  return undefined;
}

/**
 * The files in `folder`, or the name of the first one that is not there. Nothing of the test is looked for when none is
 * wanted.
 */
async function filesIn(folder: string, dataset: ImageDataset): Promise<ImageFiles | { missing: string }> {
  if (dataset.kind === 'cifar10') {
    const train = cifarTrainFiles.map((name) => join(folder, name));
    const present = await Promise.all(train.map(isFile));
    const test = join(folder, cifarTestFile);
    if (!present[0]) {
      const nested = join(folder, 'cifar-10-batches-bin');
      if (basename(folder) !== 'cifar-10-batches-bin' && (await isFile(join(nested, cifarTrainFiles[0]))))
        return filesIn(nested, dataset);
      const archive = join(folder, cifarArchive);
      return (await isFile(archive))
        ? { form: 'archive', file: archive }
        : { missing: `${cifarTrainFiles[0]} or ${cifarArchive}` };
    }
    // A folder with fewer batches is a smaller set of the same form.
    const upTo = present.includes(false) ? present.indexOf(false) : present.length;
    if (dataset.test !== 0 && !(await isFile(test))) return { missing: cifarTestFile };
    return { form: 'batches', train: train.slice(0, upTo), test: dataset.test === 0 ? undefined : test };
  }
  const found: Record<string, string> = {};
  for (const [key, name] of Object.entries(idxFiles)) {
    if (dataset.test === 0 && key.startsWith('test')) continue;
    const file = await idxFile(folder, name);
    if (file === undefined) return { missing: `${name} (or ${name}.gz)` };
    found[key] = file;
  }
  return { form: 'idx', ...(found as typeof idxFiles) };
}

async function filesAt(path: string, dataset: ImageDataset): Promise<ImageFiles> {
  if (dataset.kind === 'cifar10' && (await isFile(path))) return { form: 'archive', file: path };
  // A path to one of the four IDX files means their folder.
  const folder = (await isFile(path)) ? dirname(path) : path;
  const found = await filesIn(folder, dataset);
  if ('form' in found) return found;
  const there = await stat(folder).catch(() => undefined);
  const reason =
    there === undefined
      ? "the folder doesn't exist"
      : there.isDirectory()
        ? `${found.missing} is missing`
        : kindOf(there);
  throw new RunRefused(`Cannot read ${folder} (dataset.path): ${reason}.`);
}

/**
 * Finds the files of a dataset of images: its own path, else the folders of `places` in their order, else the small set
 * that comes along when it has as many rows as are asked for. Undefined when there are none; RunRefused for a bad path.
 */
export async function findImages(dataset: ImageDataset, access: DataAccess): Promise<FoundImages | undefined> {
  if (dataset.path !== undefined)
    return {
      files: await filesAt(await resolvePath(dataset.path, ['dataset', 'path'], access), dataset),
      small: false,
    };
  const { folders, shipped } = access.places;
  for (const folder of folders) {
    for (const sub of subfolders[dataset.kind]) {
      const found = await filesIn(join(folder, sub), dataset);
      if ('form' in found) return { files: found, small: false };
    }
  }
  const enough = (dataset.train ?? 0) <= smallMnist.train && (dataset.test ?? 0) <= smallMnist.test;
  if (dataset.kind !== 'mnist' || shipped === undefined || !enough) return undefined;
  const found = await filesIn(join(shipped, 'mnist'), dataset);
  return 'form' in found ? { files: found, small: true } : undefined;
}
