import * as z from 'zod';
import { generatorKinds, generators } from '../../../engine/random/generators';
import { settingValues } from '../../../engine/random/settings';
import { layouts } from '../../../engine/spec/initializerSpec';
import { nonNegative, positive, seed } from './numbers';

const learningRate = positive.describe('Learning rate.');
const weightDecay = nonNegative.default(0).describe('Weight decay as defined by torch.optim.');
const momentum = z.number().min(0).lt(1).default(0).describe('Momentum.');
const adaptive = {
  learningRate,
  beta1: z.number().min(0).lt(1).default(0.9).describe('Decay of the first moment.'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('Decay of the second moment.'),
  epsilon: positive.default(1e-8).describe('Added to the denominator.'),
};

/** The rule that updates the weights. */
export const optimizerSchema = z.discriminatedUnion('kind', [
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

/** How long, and on which rows, each trial trains. */
export const trainingSchema = z.strictObject({
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
  shuffle: z
    .boolean()
    .default(false)
    .describe(
      'Order each epoch by RandomState(seed).permutation(n), with numpyGenerator and jax by a permutation of theirs.',
    ),
  recordEvery: z
    .int()
    .min(1)
    .max(1_000_000_000)
    .optional()
    .describe('Steps between two recorded costs; default: about 200 points.'),
});

/** Where random numbers come from. */
export const randomSchema = z.strictObject({
  generator: z
    .enum(generators)
    .default('numpy')
    .describe(generators.map((name) => `${name}: ${generatorKinds[name].description}`).join(' ')),
  layout: z
    .enum(layouts)
    .default('out-in')
    .describe('Order in which a kernel is drawn: out-in as in PyTorch and NumPy courses, in-out as in Keras and JAX.'),
  backend: z.enum(settingValues.backend).optional().describe('Where Keras draws, with its generator.'),
  partitionable: z
    .boolean()
    .optional()
    .describe('jax_threefry_partitionable, with the generator of JAX; default: true, as in JAX since 0.5.'),
  keys: z
    .enum(settingValues.keys)
    .optional()
    .describe('How layers get their keys from the seed, with the generator of JAX; default: script.'),
  dtype: z
    .enum(settingValues.dtype)
    .optional()
    .describe("The dtype that NumPy's Generator draws; default: float64, as in NumPy."),
  seeds: z.array(seed).min(1).max(1000).default([0]).describe('One trial per initializer and seed.'),
});

const axisPath = z
  .string()
  .min(2)
  .describe(
    'The setting that varies, as a JSON pointer into this file: /optimizer/learningRate, /network/hidden/0 for a width, /network/activation, /initializers/2/u; /network/hidden, with whole lists as values, for the depth.',
  );

/** One setting that a sweep varies. */
export const sweepAxisSchema = z.union([
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
