import * as z from 'zod';
import { precisions } from '../../engine/elementType';
import { activations, outputs } from '../../engine/spec/networkSpec';
import { findingSeverities } from '../record/record';
import { layouts } from '../../engine/spec/initializerSpec';

/** Numbers of a recording; NaN and infinities are numbers too. */
const number = z.custom<number>((value) => typeof value === 'number');
const numbers = z.custom<number[]>((value) => Array.isArray(value) && value.every((item) => typeof item === 'number'));
const texts = z.custom<string[]>((value) => Array.isArray(value) && value.every((item) => typeof item === 'string'));
/** Counts and sizes. */
const count = z.int().min(0);
const size = z.int().min(1);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);
const counts = z.custom<Uint32Array>(
  (value) => value instanceof Uint32Array && value.length > 0 && value.length <= mostBins,
);

const mostBins = 65_536;
/** Cells on a side of a boundary. */
const widestBoundary = 1024;

const statistics = z.object({
  count,
  mean: number,
  std: number,
  min: number,
  max: number,
  zeros: count,
  nan: count,
  infinite: count,
});
const distribution = z.object({ statistics, histogram: z.object({ min: number, max: number, counts }) });
const moments = z.object({ mean: number, variance: number });
const layer = z.object({
  kernel: distribution,
  bias: distribution.optional(),
  activations: distribution,
  gradients: distribution,
  saturated: count.optional(),
  dead: count.optional(),
  symmetry: z.object({ units: count, rank: count.optional(), distinct: count }).optional(),
  preActivations: moments.optional(),
  backward: moments.optional(),
});
const boundary = z
  .object({ size: size.max(widestBoundary), winner: bytes, strength: bytes })
  .refine(({ size: side, winner, strength }) => winner.length === side * side && strength.length === side * side);
const snapshot = z.object({
  step: count,
  layers: z.array(layer),
  boundary: boundary.optional(),
  inputs: moments.optional(),
  curvature: z.number().optional(),
});
const curve = z
  .object({ step: numbers, train: numbers, test: numbers, trainAccuracy: numbers, testAccuracy: numbers })
  .refine(({ step, ...others }) => Object.values(others).every((values) => values.length === step.length));

const pictureSize = { width: size, height: size, channels: z.union([z.literal(1), z.literal(3)]), pixels: bytes };
type Pictures = { width: number; height: number; channels: number; pixels: Uint8Array };
const holds = ({ width, height, channels, pixels }: Pictures, images: number): boolean =>
  pixels.length === width * height * channels * images;

const mistakes = z.object({
  confusion: z.custom<Uint32Array>((value) => value instanceof Uint32Array),
  images: z
    .object({ ...pictureSize, truth: bytes, answer: bytes })
    .refine((images) => images.truth.length === images.answer.length && holds(images, images.truth.length))
    .optional(),
});

const place = { file: z.string().optional(), line: z.int().optional() };
/** What was found in a trial of a user's model. */
const finding = z.object({
  kind: z.string(),
  severity: z.enum(findingSeverities),
  path: z.string(),
  message: z.string(),
  evidence: z.record(z.string(), z.unknown()),
  ...place,
});

/** A trial of a recording by itself. Later versions may write more keys, which stay. */
export const trialSchema = z.looseObject({
  initializer: count,
  seed: count,
  status: z.enum(['waiting', 'running', 'finished', 'diverged', 'stopped', 'failed']),
  step: count,
  seconds: number,
  divergedAt: count.optional(),
  message: z.string().optional(),
  curve,
  snapshots: z.array(snapshot),
  start: z.object({ naiveInfinite: count, samples: count }).optional(),
  final: z
    .object({
      trainCost: number,
      testCost: number,
      trainAccuracy: number,
      testAccuracy: number,
      mistakes: mistakes.optional(),
    })
    .optional(),
  findings: z.array(finding).optional(),
});

const data = z.looseObject({
  features: count,
  classes: count,
  classNames: texts.optional(),
  featureNames: texts.optional(),
  trainCount: count,
  testCount: count,
  note: z.string().optional(),
  guessing: z.object({ cost: number, accuracy: number.optional() }).optional(),
  images: z
    .object({ ...pictureSize, classes: bytes })
    .refine((images) => holds(images, images.classes.length))
    .optional(),
  points: z
    .object({
      train: floats,
      trainClass: floats,
      test: floats,
      testClass: floats,
      extent: z.object({ left: number, right: number, bottom: number, top: number }),
    })
    .refine(
      ({ train, trainClass, test, testClass }) =>
        train.length === 2 * trainClass.length && test.length === 2 * testClass.length,
    )
    .optional(),
});

/** Kinds of layers of a user's model, whose weights have any shape. */
const ofModels: readonly string[] = ['module', 'parameter'];

const model = z.looseObject({
  name: z.string(),
  framework: z.string(),
  version: z.string(),
  python: z.object({ version: z.string(), path: z.string() }),
  device: z.string(),
  parameters: count,
  modules: z.array(z.object({ path: z.string(), kind: z.string(), ...place })),
});
/** What is known of a run when it starts. */
export const headerSchema = z.looseObject({
  /** Checked as every experiment is. */
  experiment: z.looseObject({}),
  layout: z.enum(layouts),
  layers: z.array(
    z
      .object({
        name: z.string(),
        inputs: count,
        units: count,
        activation: z.enum([...activations, ...outputs]),
        kind: z.enum(['layerNorm', 'batchNorm', 'dropout', 'residual', 'module', 'parameter']).optional(),
        module: z.string().optional(),
        shape: z.array(size),
      })
      .refine(
        ({ kind, shape }) => (kind === undefined ? shape.length === 2 : ofModels.includes(kind) || shape.length <= 1),
        { path: ['shape'] },
      )
      .refine(({ kind, inputs }) => ofModels.includes(kind ?? '') || inputs > 0, { path: ['inputs'] })
      .refine(({ kind, units }) => ofModels.includes(kind ?? '') || units > 0, { path: ['units'] }),
  ),
  data,
  totalSteps: count,
  stepsPerEpoch: number,
  notes: texts.optional(),
  environment: z.looseObject({
    backend: z.string(),
    precision: z.enum(precisions).optional(),
    workers: number,
    node: z.string(),
  }),
  model: model.optional(),
});

const run = {
  id: z.int(),
  status: z.enum(['starting', 'running', 'paused', 'finished', 'stopped', 'failed']),
  message: z.string().optional(),
  /** How many of the trials that follow are its own. */
  trials: count,
  seconds: number,
};
const cell = z.object({
  setting: z.record(z.string(), z.unknown()),
  run: z.looseObject({ ...run, header: headerSchema.optional() }),
});
const axis = z.object({
  path: z.string(),
  values: z.array(z.unknown()).min(1),
  scale: z.enum(['list', 'linear', 'log']),
});

/** The run that a recording begins with; its trials follow. */
export const headSchema = z.looseObject({
  kind: z.literal('run'),
  run: z.looseObject({
    ...run,
    header: headerSchema,
    sweep: z
      .object({ axes: z.array(axis).min(1).max(2), cells: z.array(cell) })
      .refine(({ axes, cells }) => cells.length === axes.reduce((product, { values }) => product * values.length, 1))
      .optional(),
  }),
});
