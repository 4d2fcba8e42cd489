import * as z from 'zod';
import { precisions } from '../../engine/elementType';
import { losses, outputs } from '../../engine/spec/networkSpec';
import { defaultPrecision } from './defaults';
import { datasetSchema } from './schemas/datasetSchema';
import { namesModel } from './forms';
import { initializer, modelInitializer } from './schemas/initializerSchema';
import { dataSchema, devices, modelSchema, pythonReference } from './schemas/modelSchema';
import { networkSchema } from './schemas/networkSchema';
import { optimizerSchema, randomSchema, sweepAxisSchema, trainingSchema } from './schemas/trainingSchemas';

const head = {
  version: z.literal(1).describe('Version of the format.'),
  $schema: z.string().optional().describe('Address of a JSON Schema, for other editors.'),
  name: z.string().min(1).max(200).default('Experiment').describe('Name of the experiment.'),
};
const random = randomSchema.default({ generator: 'numpy', layout: 'out-in', seeds: [0] });
const sweep = z
  .array(sweepAxisSchema)
  .min(1)
  .max(2)
  .optional()
  .describe(
    'One or two settings to vary: the experiment is run once for every value, or pair of values. At most 400 cells and 50 000 trials, or 2 000 of a model in Python.',
  );
const precisionText =
  'How precisely a run computes and stores its numbers: weights, activations, gradients, costs and data. float64 is what NumPy computes in, and slower. Draws stay as their generator makes them: doubles of NumPy, float32 numbers of PyTorch.';
const initializers = 'The initializations to compare, in order.';

/** The experiment file, version 1, with a network of Init Lab's own: the source of its type, check and JSON Schema. */
export const networkExperimentSchema = z.strictObject({
  ...head,
  dataset: datasetSchema,
  network: networkSchema,
  loss: z.enum(losses).describe('The loss to minimize.'),
  output: z.enum(outputs).optional().describe('The same as network.output.'),
  optimizer: optimizerSchema,
  training: trainingSchema,
  precision: z.enum(precisions).default(defaultPrecision).describe(precisionText),
  random,
  initializers: z.array(initializer).min(1).max(64).describe(initializers),
  sweep,
});

/** The experiment file, version 1, with a model of the user's own in Python. */
export const modelExperimentSchema = z.strictObject({
  ...head,
  model: modelSchema.describe('The model, in Python.'),
  data: dataSchema.describe('The batches.'),
  loss: z
    .union([z.enum([...losses, 'model']), pythonReference])
    .describe(
      'The loss to minimize: by name, computed from logits; "model" if the model returns it; or a function (output, target) in a Python file. By default, what fits the first batch is used.',
    )
    .optional(),
  step: pythonReference
    .optional()
    .describe('A function (model, batch) in a Python file that returns the loss, instead of forward pass and loss.'),
  optimizer: z
    .union([optimizerSchema, pythonReference])
    .describe('The optimizer, or a function in a Python file that makes it.'),
  training: trainingSchema,
  random,
  device: z
    .enum(devices)
    .optional()
    .describe('Where the model is trained; default: the setting initLab.python.device.'),
  initializers: z.array(modelInitializer).min(1).max(64).describe(initializers),
  sweep,
});

/** An experiment with a network of Init Lab's own, with the defaults of its schema filled in. */
export type NetworkExperiment = z.output<typeof networkExperimentSchema>;
/** An experiment with a model of the user's own, with the defaults of its schema filled in. */
export type ModelExperiment = z.output<typeof modelExperimentSchema>;
/** Any experiment. */
export type Experiment = NetworkExperiment | ModelExperiment;
/** An experiment with a network as a file may write it. */
export type ExperimentInput = z.input<typeof networkExperimentSchema>;
/** An experiment with a user's model as a file may write it. */
export type ModelExperimentInput = z.input<typeof modelExperimentSchema>;

/** The schema that a document is to be read by. */
export function schemaOf(document: unknown): typeof networkExperimentSchema | typeof modelExperimentSchema {
  return namesModel(document) ? modelExperimentSchema : networkExperimentSchema;
}
