import * as z from 'zod';
import { activations, losses, outputs } from '../engine/network/spec';
import { layouts } from '../engine/initializers/spec';
import { generators } from '../engine/random/source';
import { initializer } from './initializerSchema';

/** Seeds are what `np.random.seed` and `torch.manual_seed` both take as a 32-bit seed. */
const seed = z.int().min(0).max(4294967295);
const rows = z.int().min(1).max(10_000_000);
const testRows = z.int().min(0).max(10_000_000);
const positive = z.number().gt(0);
const nonNegative = z.number().min(0);
const seeds = {
  trainSeed: seed.default(1).describe('Seed of the training points: random_state.'),
  testSeed: seed.default(2).describe('Seed of the test points: random_state.'),
};
const sizes = {
  train: rows.default(300).describe('Training points.'),
  test: testRows.default(100).describe('Test points; 0 for none.'),
};
const noise = nonNegative.default(0.05).describe('Standard deviation of the Gaussian noise added to each coordinate.');

export const datasetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('circles'), ...sizes, noise, factor: z.number().min(0).lt(1).default(0.8).describe('Inner radius over outer radius.'), ...seeds }).describe('Two circles, as sklearn.datasets.make_circles.'),
  z.strictObject({ kind: z.literal('moons'), ...sizes, noise, ...seeds }).describe('Two half circles, as sklearn.datasets.make_moons.'),
  z.strictObject({ kind: z.literal('xor'), ...sizes, noise, ...seeds }).describe('Uniform points in a square; the class is whether the signs of the coordinates differ.'),
  z.strictObject({ kind: z.literal('spiral'), ...sizes, noise, classes: z.int().min(2).max(10).default(2).describe('Number of arms, a class each.'), turns: positive.max(10).default(1).describe('Turns of each arm.'), ...seeds }).describe('Interleaved spiral arms.'),
  z.strictObject({ kind: z.literal('blobs'), ...sizes, centers: z.int().min(2).max(100).default(3).describe('Number of blobs, a class each.'), clusterStd: positive.default(1).describe('Standard deviation of each blob.'), features: z.int().min(1).max(10_000).default(2).describe('Dimensions of a point.'), ...seeds }).describe('Gaussian blobs, as sklearn.datasets.make_blobs.'),
  z.strictObject({
    kind: z.literal('csv'),
    path: z.string().min(1).describe('The table, relative to the experiment file.'),
    target: z.union([z.string().min(1), z.int()]).describe('Target column: its name, or its index from 0 (negative counts from the end).'),
    testFraction: z.number().min(0).lt(1).default(0.25).describe('Share of rows kept for the test; 0 keeps all rows, in file order, for training.'),
    splitSeed: seed.default(0).describe('Seed of the split, as random_state of train_test_split.'),
    standardize: z.boolean().default(true).describe('Shift and scale each feature to mean 0 and standard deviation 1 of the training rows.'),
  }).describe('A table of numbers with a header row or none.'),
]);

const activation = z.enum(activations);
const units = z.int().min(1).max(65_536);

const networkSchema = z.strictObject({
  hidden: z.array(z.union([units, z.strictObject({ units, activation: activation.optional() })])).max(100).describe('Hidden layers in order: a width, or a width with its own activation.'),
  activation: activation.default('relu').describe('Activation of every hidden layer that has none of its own.'),
  bias: z.boolean().default(true).describe('Whether layers add a bias.'),
  output: z.enum(outputs).optional().describe('Output activation: the cross-entropies fix it (sigmoid, softmax); meanSquaredError takes any, linear when absent.'),
});

const learningRate = positive.describe('Learning rate.');
const weightDecay = nonNegative.default(0).describe('Weight decay as torch.optim defines it.');
const momentum = z.number().min(0).lt(1).default(0).describe('Momentum.');
const adaptive = {
  learningRate,
  beta1: z.number().min(0).lt(1).default(0.9).describe('Decay of the first moment.'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('Decay of the second moment.'),
  epsilon: positive.default(1e-8).describe('Added to the denominator.'),
};

const optimizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sgd'), learningRate, momentum, nesterov: z.boolean().default(false).describe("Nesterov's momentum."), weightDecay }),
  z.strictObject({ kind: z.literal('rmsprop'), learningRate, alpha: z.number().min(0).lt(1).default(0.99).describe('Smoothing of the squared gradient.'), epsilon: positive.default(1e-8).describe('Added to the denominator.'), momentum, weightDecay }),
  z.strictObject({ kind: z.literal('adam'), ...adaptive, weightDecay }),
  z.strictObject({ kind: z.literal('adamw'), ...adaptive, weightDecay: nonNegative.default(0.01).describe('Decoupled weight decay.') }),
]);

const trainingSchema = z.strictObject({
  steps: z.int().min(1).max(1_000_000_000).optional().describe('Training steps; or give epochs.'),
  epochs: z.int().min(1).max(1_000_000).optional().describe('Passes over the training data; or give steps.'),
  batchSize: z.union([z.int().min(1).max(10_000_000), z.literal('full')]).default('full').describe('Samples of a step; "full" takes them all.'),
  shuffle: z.boolean().default(false).describe('Order each epoch by RandomState(seed).permutation(n).'),
  recordEvery: z.int().min(1).max(1_000_000_000).optional().describe('Steps between two recorded costs; absent: about 200 points.'),
});

const randomSchema = z.strictObject({
  generator: z.enum(generators).default('numpy').describe('numpy: np.random.RandomState; torch: the CPU generator of torch.manual_seed.'),
  layout: z.enum(layouts).default('out-in').describe('Order in which a kernel is drawn: out-in as PyTorch and the NumPy courses, in-out as Keras and JAX.'),
  seeds: z.array(seed).min(1).max(1000).default([0]).describe('One trial of every initializer for each seed.'),
});

/** The experiment file, version 1: the one source of its type, its check and its JSON Schema. */
export const experimentSchema = z.strictObject({
  version: z.literal(1).describe('Version of the format.'),
  $schema: z.string().optional().describe('Address of a JSON Schema, for other editors.'),
  name: z.string().min(1).max(200).default('Experiment').describe('Name of the experiment.'),
  dataset: datasetSchema,
  network: networkSchema,
  loss: z.enum(losses).describe('The cost that is trained on.'),
  output: z.enum(outputs).optional().describe('The same as network.output.'),
  optimizer: optimizerSchema,
  training: trainingSchema,
  random: randomSchema.default({ generator: 'numpy', layout: 'out-in', seeds: [0] }),
  initializers: z.array(initializer).min(1).max(64).describe('The initializations to compare, in order.'),
});

/** An experiment with the defaults of its schema filled in. */
export type Experiment = z.output<typeof experimentSchema>;
/** An experiment as a file may write it. */
export type ExperimentInput = z.input<typeof experimentSchema>;
