import { countText, firstRows, misfit, type DataFile } from '../dataFile';
import { readIdxImages, readIdxLabels } from './idx';
import { imageSplit } from './images';
import { Room } from '../room';
import type { Dataset, ImageShape, ImageSpec, Split } from '../spec';

/** The names that the four files have had since they were first published; each may end in `.gz`. */
export const idxFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

export type IdxFiles = Record<keyof typeof idxFiles, DataFile>;

const shape: ImageShape = { width: 28, height: 28, channels: 1 };

/** In the order of their labels; Fashion-MNIST's as its makers name them. */
const classNames = {
  mnist: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  fashionMnist: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
};

function readSplit(images: DataFile, labels: DataFile, wanted: number | undefined, place: string, room: Room): Split {
  const read = readIdxImages(images, room);
  if (read.rows !== shape.height || read.columns !== shape.width)
    throw misfit(images.name, `images of ${shape.height} × ${shape.width} pixels`, `${read.rows} × ${read.columns}`);
  const classes = readIdxLabels(labels, classNames.mnist.length, room);
  if (classes.length !== read.count)
    throw misfit(
      labels.name,
      `${countText(read.count)} labels, as many as ${images.name} has images`,
      countText(classes.length),
    );
  return imageSplit(read.pixels, classes, firstRows(images.name, read.count, wanted, place), shape);
}

/** MNIST or Fashion-MNIST from its four files: 28 × 28 grey pixels / 255, ten classes. Throws `DatasetError`. */
export function decodeMnist(
  files: IdxFiles,
  spec: ImageSpec & { kind: 'mnist' | 'fashionMnist' },
  room = new Room(),
): Dataset {
  return {
    features: shape.width * shape.height,
    classes: 10,
    classNames: classNames[spec.kind],
    image: shape,
    train: readSplit(files.trainImages, files.trainLabels, spec.train, 'dataset.train', room),
    ...(spec.test === 0
      ? {}
      : { test: readSplit(files.testImages, files.testLabels, spec.test, 'dataset.test', room) }),
  };
}
