import * as z from 'zod';
import { nonNegative, positive, seed } from './numbers';

const rows = z.int().min(1).max(10_000_000);
const testRows = z.int().min(0).max(10_000_000);
const seeds = {
  trainSeed: seed.default(1).describe('Seed of the training points: random_state.'),
  testSeed: seed.default(2).describe('Seed of the test points: random_state.'),
};
const sizes = {
  train: rows.default(300).describe('Training points.'),
  test: testRows.default(100).describe('Test points (0: none).'),
};
const noise = nonNegative.default(0.05).describe('Standard deviation of the Gaussian noise added to each coordinate.');

const testFraction = z.number().min(0).lt(1).default(0.25);
const splitSeed = seed.default(0).describe('Seed of the split (random_state of train_test_split).');
const firstRows = {
  train: rows.optional().describe('Number of training images; default: all.'),
  test: testRows.optional().describe('Number of test images (0: none); default: all.'),
};
const filePath = z.string().min(1);
const idxFolder = filePath
  .optional()
  .describe(
    'Folder with the four IDX files, plain or gzipped, relative to the experiment file. By default, the setting initLab.datasets.folder, the downloaded dataset, or for MNIST the bundled small set is used.',
  );

/** Where the rows come from. */
export const datasetSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('circles'),
      ...sizes,
      noise,
      factor: z.number().min(0).lt(1).default(0.8).describe('Inner radius over outer radius.'),
      ...seeds,
    })
    .describe('Two circles, as in sklearn.datasets.make_circles.'),
  z
    .strictObject({ kind: z.literal('moons'), ...sizes, noise, ...seeds })
    .describe('Two half circles, as in sklearn.datasets.make_moons.'),
  z
    .strictObject({ kind: z.literal('xor'), ...sizes, noise, ...seeds })
    .describe('Uniform points in a square; the class is whether the signs of the coordinates differ.'),
  z
    .strictObject({
      kind: z.literal('spiral'),
      ...sizes,
      noise,
      classes: z.int().min(2).max(10).default(2).describe('Number of arms, one per class.'),
      turns: positive.max(10).default(1).describe('Turns of each arm.'),
      ...seeds,
    })
    .describe('Interleaved spiral arms.'),
  z
    .strictObject({
      kind: z.literal('blobs'),
      ...sizes,
      centers: z.int().min(2).max(100).default(3).describe('Number of blobs, one per class.'),
      clusterStd: positive.default(1).describe('Standard deviation of each blob.'),
      features: z.int().min(1).max(10_000).default(2).describe('Dimensions of a point.'),
      ...seeds,
    })
    .describe('Gaussian blobs, as in sklearn.datasets.make_blobs.'),
  z
    .strictObject({
      kind: z.literal('teacher'),
      ...sizes,
      features: z.int().min(1).max(10_000).default(100).describe('Dimensions of a point.'),
      classes: z.int().min(2).max(100).default(10).describe('Number of classes: outputs of the teacher.'),
      hidden: z.int().min(1).max(1000).default(20).describe("Width of the teacher's tanh layer."),
      inputs: z
        .enum(['normal', 'uniform'])
        .default('normal')
        .describe('Law of every feature: standard normal, or uniform in [0, 1).'),
      teacherSeed: seed.default(0).describe("Seed of the teacher's weights."),
      ...seeds,
    })
    .describe('Random points, labelled by a fixed random network.'),
  z
    .strictObject({ kind: z.literal('mnist'), path: idxFolder, ...firstRows })
    .describe('MNIST: handwritten digits, 28 × 28 pixels.'),
  z
    .strictObject({ kind: z.literal('fashionMnist'), path: idxFolder, ...firstRows })
    .describe('Fashion-MNIST: clothes, 28 × 28 pixels.'),
  z
    .strictObject({
      kind: z.literal('cifar10'),
      path: filePath
        .optional()
        .describe(
          'CIFAR-10, binary version, relative to the experiment file: the folder with its batches or with cifar-10-binary.tar.gz, or that file. By default, the setting initLab.datasets.folder or the downloaded dataset is used.',
        ),
      ...firstRows,
    })
    .describe('CIFAR-10: small colour photographs, 32 × 32 pixels.'),
  z
    .strictObject({
      kind: z.literal('npy'),
      x: filePath.describe(
        'Array of samples × features (further dimensions are flattened, bytes divided by 255), relative to the experiment file.',
      ),
      y: filePath.describe('Array with one class or number per sample.'),
      testX: filePath.optional().describe('Array of the test samples; default: testFraction of x.'),
      testY: filePath.optional().describe('Classes or numbers of the test samples.'),
      testFraction: testFraction.describe(
        'Share of rows used for testing if there is no testX. 0 uses all rows for training, in file order.',
      ),
      splitSeed,
    })
    .describe('Arrays saved by NumPy.'),
  z
    .strictObject({
      kind: z.literal('csv'),
      path: filePath.describe('The table, relative to the experiment file.'),
      target: z
        .union([z.string().min(1), z.int()])
        .describe('Target column: its name, or its index from 0 (negative counts from the end).'),
      testFraction: testFraction.describe(
        'Share of rows used for testing. 0 uses all rows for training, in file order.',
      ),
      splitSeed,
      standardize: z
        .boolean()
        .default(true)
        .describe('Shift and scale each feature to mean 0 and standard deviation 1 of the training rows.'),
    })
    .describe('A table of numbers, with or without a header row.'),
]);
