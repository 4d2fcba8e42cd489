import * as z from 'zod';
import { activations, losses, outputs } from '../../engine/spec/networkSpec';
import { layouts } from '../../engine/spec/initializerSpec';
import { generators } from '../../engine/random/source';
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

const testFraction = z.number().min(0).lt(1).default(0.25);
const splitSeed = seed.default(0).describe('Seed of the split, as random_state of train_test_split.');
const firstRows = {
  train: rows.optional().describe('Training images, the first ones; absent: all there are.'),
  test: testRows.optional().describe('Test images, the first ones; 0 for none, absent: all there are.'),
};
const filePath = z.string().min(1);
const idxFolder = filePath
  .optional()
  .describe(
    'Folder of the four IDX files, plain or gzipped, relative to the experiment file; absent: the folder of the setting initLab.datasets.folder, what was downloaded, or for MNIST the small set that comes along.',
  );

export const datasetSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('circles'),
      ...sizes,
      noise,
      factor: z.number().min(0).lt(1).default(0.8).describe('Inner radius over outer radius.'),
      ...seeds,
    })
    .describe('Two circles, as sklearn.datasets.make_circles.'),
  z
    .strictObject({ kind: z.literal('moons'), ...sizes, noise, ...seeds })
    .describe('Two half circles, as sklearn.datasets.make_moons.'),
  z
    .strictObject({ kind: z.literal('xor'), ...sizes, noise, ...seeds })
    .describe('Uniform points in a square; the class is whether the signs of the coordinates differ.'),
  z
    .strictObject({
      kind: z.literal('spiral'),
      ...sizes,
      noise,
      classes: z.int().min(2).max(10).default(2).describe('Number of arms, a class each.'),
      turns: positive.max(10).default(1).describe('Turns of each arm.'),
      ...seeds,
    })
    .describe('Interleaved spiral arms.'),
  z
    .strictObject({
      kind: z.literal('blobs'),
      ...sizes,
      centers: z.int().min(2).max(100).default(3).describe('Number of blobs, a class each.'),
      clusterStd: positive.default(1).describe('Standard deviation of each blob.'),
      features: z.int().min(1).max(10_000).default(2).describe('Dimensions of a point.'),
      ...seeds,
    })
    .describe('Gaussian blobs, as sklearn.datasets.make_blobs.'),
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
    .describe('Random points; the class is what a fixed random network says of them.'),
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
          "CIFAR-10's binary version, relative to the experiment file: the folder of its batches or of cifar-10-binary.tar.gz, or that file; absent: the folder of the setting initLab.datasets.folder, or what was downloaded.",
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
      y: filePath.describe('Array of one class or number for each sample.'),
      testX: filePath.optional().describe('Array of the test samples; absent: testFraction of x.'),
      testY: filePath.optional().describe('Classes or numbers of the test samples.'),
      testFraction: testFraction.describe(
        'Share of rows kept for the test when there is no testX; 0 keeps all rows, in file order, for training.',
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
        'Share of rows kept for the test; 0 keeps all rows, in file order, for training.',
      ),
      splitSeed,
      standardize: z
        .boolean()
        .default(true)
        .describe('Shift and scale each feature to mean 0 and standard deviation 1 of the training rows.'),
    })
    .describe('A table of numbers with a header row or none.'),
]);

const activation = z.enum(activations);
const units = z.int().min(1).max(65_536);

const normalizing = {
  epsilon: positive.default(1e-5).describe('Added to the variance.'),
  activation: activation.default('linear').describe('Activation after scale and shift.'),
};

const hiddenSchema = z.union([
  units,
  z
    .strictObject({ kind: z.literal('dense').optional(), units, activation: activation.optional() })
    .describe('A dense layer: its width, and its own activation if it has one.'),
  z.discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('layerNorm'), ...normalizing })
      .describe('Normalizes every row over its units, then scales and shifts them, as torch.nn.LayerNorm.'),
    z
      .strictObject({
        kind: z.literal('batchNorm'),
        momentum: z
          .number()
          .gt(0)
          .max(1)
          .default(0.1)
          .describe('Share of a batch in the running statistics, as PyTorch counts it (Keras: 1 − momentum).'),
        ...normalizing,
      })
      .describe('Normalizes every unit over the batch, then scales and shifts it, as torch.nn.BatchNorm1d.'),
    z
      .strictObject({
        kind: z.literal('dropout'),
        rate: z.number().gt(0).lt(1).describe('Share of the units that a training step sets to 0.'),
      })
      .describe('Sets random units to 0 in training, as torch.nn.Dropout.'),
    z
      .strictObject({
        kind: z.literal('residual'),
        layers: z.int().min(1).max(999).describe('Layers of the block that ends here: what came into them is added.'),
        gate: z.number().default(1).describe('Factor of what the block puts out.'),
        trainGate: z
          .boolean()
          .default(false)
          .describe('Whether the gate is trained: with a gate of 0 that is ReZero, or SkipInit.'),
        activation: activation.default('linear').describe('Activation of the sum.'),
      })
      .describe('Ends a residual block: input of the block + gate × its output.'),
  ]),
]);

const networkSchema = z.strictObject({
  hidden: z
    .array(hiddenSchema)
    .max(1000)
    .describe('Hidden layers in order: a width, or a layer of a kind with its settings.'),
  activation: activation.default('relu').describe('Activation of every hidden layer that has none of its own.'),
  bias: z.boolean().default(true).describe('Whether layers add a bias.'),
  output: z
    .enum(outputs)
    .optional()
    .describe(
      'Output activation: the cross-entropies fix it (sigmoid, softmax); meanSquaredError takes any, linear when absent.',
    ),
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
  z.strictObject({
    kind: z.literal('sgd'),
    learningRate,
    momentum,
    nesterov: z.boolean().default(false).describe("Nesterov's momentum."),
    weightDecay,
  }),
  z.strictObject({
    kind: z.literal('rmsprop'),
    learningRate,
    alpha: z.number().min(0).lt(1).default(0.99).describe('Smoothing of the squared gradient.'),
    epsilon: positive.default(1e-8).describe('Added to the denominator.'),
    momentum,
    weightDecay,
  }),
  z.strictObject({ kind: z.literal('adam'), ...adaptive, weightDecay }),
  z.strictObject({
    kind: z.literal('adamw'),
    ...adaptive,
    weightDecay: nonNegative.default(0.01).describe('Decoupled weight decay.'),
  }),
]);

const trainingSchema = z.strictObject({
  steps: z.int().min(1).max(1_000_000_000).optional().describe('Training steps; or give epochs.'),
  epochs: z.int().min(1).max(1_000_000).optional().describe('Passes over the training data; or give steps.'),
  batchSize: z
    .union([z.int().min(1).max(10_000_000), z.literal('full')])
    .default('full')
    .describe('Samples of a step; "full" takes them all.'),
  shuffle: z.boolean().default(false).describe('Order each epoch by RandomState(seed).permutation(n).'),
  recordEvery: z
    .int()
    .min(1)
    .max(1_000_000_000)
    .optional()
    .describe('Steps between two recorded costs; absent: about 200 points.'),
});

const randomSchema = z.strictObject({
  generator: z
    .enum(generators)
    .default('numpy')
    .describe(
      'numpy: np.random.RandomState; torch: the CPU generator of torch.manual_seed, with truncated normals as PyTorch 2.12 and later draws them; torch-1.13: with those of the versions before.',
    ),
  layout: z
    .enum(layouts)
    .default('out-in')
    .describe('Order in which a kernel is drawn: out-in as PyTorch and the NumPy courses, in-out as Keras and JAX.'),
  seeds: z.array(seed).min(1).max(1000).default([0]).describe('One trial of every initializer for each seed.'),
});

const axisPath = z
  .string()
  .min(2)
  .describe(
    'The setting that varies, as a JSON pointer into this file: /optimizer/learningRate, /network/hidden/0 for a width, /network/activation, /initializers/2/u; for the depth /network/hidden with whole lists as values.',
  );

const sweepAxisSchema = z.union([
  z.strictObject({
    path: axisPath,
    values: z
      .array(z.unknown())
      .min(1)
      .max(400)
      .describe('The values in order: numbers, names, or whole JSON values such as [10, 10] for /network/hidden.'),
  }),
  z.strictObject({
    path: axisPath,
    from: z.number().describe('First value.'),
    to: z.number().describe('Last value.'),
    count: z
      .int()
      .min(2)
      .max(400)
      .describe(
        'Number of values, both ends among them; those between are rounded to three significant digits, more where they would be the same, or to whole numbers for a setting that takes no others.',
      ),
    scale: z
      .enum(['linear', 'log'])
      .default('linear')
      .describe('Whether the values lie evenly, or evenly in the logarithm.'),
  }),
]);

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
  sweep: z
    .array(sweepAxisSchema)
    .min(1)
    .max(2)
    .optional()
    .describe(
      'One or two settings to vary: the experiment is run once for every value, or pair of values. At most 400 cells and 2 000 trials.',
    ),
});

/** An experiment with the defaults of its schema filled in. */
export type Experiment = z.output<typeof experimentSchema>;
/** An experiment as a file may write it. */
export type ExperimentInput = z.input<typeof experimentSchema>;
