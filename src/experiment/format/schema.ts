import * as z from 'zod';
import { activations, losses, outputs } from '../../engine/spec/networkSpec';
import { layouts } from '../../engine/spec/initializerSpec';
import { generatorKinds, generators } from '../../engine/random/generators';
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
    .describe('A dense layer: its width and optionally its own activation.'),
  z.discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('layerNorm'), ...normalizing })
      .describe('Normalizes every row over its units, then scales and shifts them, as in torch.nn.LayerNorm.'),
    z
      .strictObject({
        kind: z.literal('batchNorm'),
        momentum: z
          .number()
          .gt(0)
          .max(1)
          .default(0.1)
          .describe('Share of a batch in the running statistics, as in PyTorch (Keras: 1 − momentum).'),
        ...normalizing,
      })
      .describe('Normalizes every unit over the batch, then scales and shifts it, as in torch.nn.BatchNorm1d.'),
    z
      .strictObject({
        kind: z.literal('dropout'),
        rate: z.number().gt(0).lt(1).describe('Share of units set to 0 in a training step.'),
      })
      .describe('Sets random units to 0 in training, as in torch.nn.Dropout.'),
    z
      .strictObject({
        kind: z.literal('residual'),
        layers: z
          .int()
          .min(1)
          .max(999)
          .describe('Number of layers in the block that ends here; its input is added to its output.'),
        gate: z.number().default(1).describe('Factor for the output of the block.'),
        trainGate: z
          .boolean()
          .default(false)
          .describe('Whether the gate is trained. With a gate of 0, this is ReZero or SkipInit.'),
        activation: activation.default('linear').describe('Activation of the sum.'),
      })
      .describe('Ends a residual block: input of the block + gate × its output.'),
  ]),
]);

const networkSchema = z.strictObject({
  hidden: z
    .array(hiddenSchema)
    .max(1000)
    .describe('Hidden layers in order: a width, or an object with the kind and settings of a layer.'),
  activation: activation.default('relu').describe('Activation of hidden layers without their own activation.'),
  bias: z.boolean().default(true).describe('Whether layers have a bias.'),
  output: z
    .enum(outputs)
    .optional()
    .describe(
      'Output activation: sigmoid or softmax for the cross-entropies; any for meanSquaredError (default: linear).',
    ),
});

const learningRate = positive.describe('Learning rate.');
const weightDecay = nonNegative.default(0).describe('Weight decay as defined by torch.optim.');
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
  steps: z.int().min(1).max(1_000_000_000).optional().describe('Training steps; specify either steps or epochs.'),
  epochs: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('Passes over the training data; specify either steps or epochs.'),
  batchSize: z
    .union([z.int().min(1).max(10_000_000), z.literal('full')])
    .default('full')
    .describe('Samples per step, or "full" for all.'),
  shuffle: z.boolean().default(false).describe('Order each epoch by RandomState(seed).permutation(n).'),
  recordEvery: z
    .int()
    .min(1)
    .max(1_000_000_000)
    .optional()
    .describe('Steps between two recorded costs; default: about 200 points.'),
});

const randomSchema = z.strictObject({
  generator: z
    .enum(generators)
    .default('numpy')
    .describe(generators.map((name) => `${name}: ${generatorKinds[name].description}`).join(' ')),
  layout: z
    .enum(layouts)
    .default('out-in')
    .describe('Order in which a kernel is drawn: out-in as in PyTorch and NumPy courses, in-out as in Keras and JAX.'),
  seeds: z.array(seed).min(1).max(1000).default([0]).describe('One trial per initializer and seed.'),
});

const axisPath = z
  .string()
  .min(2)
  .describe(
    'The setting that varies, as a JSON pointer into this file: /optimizer/learningRate, /network/hidden/0 for a width, /network/activation, /initializers/2/u; /network/hidden, with whole lists as values, for the depth.',
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
        'Number of values, including both ends. Values between are rounded to three significant digits (more if they would otherwise coincide), or to integers for a setting that accepts only integers.',
      ),
    scale: z.enum(['linear', 'log']).default('linear').describe('Whether values are spaced evenly or logarithmically.'),
  }),
]);

/** The experiment file, version 1: the one source of its type, its check and its JSON Schema. */
export const experimentSchema = z.strictObject({
  version: z.literal(1).describe('Version of the format.'),
  $schema: z.string().optional().describe('Address of a JSON Schema, for other editors.'),
  name: z.string().min(1).max(200).default('Experiment').describe('Name of the experiment.'),
  dataset: datasetSchema,
  network: networkSchema,
  loss: z.enum(losses).describe('The loss to minimize.'),
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
