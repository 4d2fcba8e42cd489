import * as z from 'zod';
import { datasetSchema } from './datasetSchema';

/** `model.py:Net`: a Python file or notebook relative to the experiment, and a name at its top level. */
export const pythonReference = z
  .string()
  .max(1000)
  .regex(/^[^:]+\.(py|ipynb):[A-Za-z_]\w*$/)
  .meta({ id: 'pythonReference' });

/** The file of a reference; undefined for a text that is none. */
export function pythonFile(reference: string): string | undefined {
  return /^([^:]+\.(?:py|ipynb)):\w+$/.exec(reference)?.[1];
}

const dimension = z.int().min(1).max(100_000_000);
const dtypes = ['float32', 'float64', 'float16', 'bfloat16', 'int32', 'int64', 'bool'] as const;

const randomInput = z.strictObject({
  shape: z.array(dimension).min(1).max(8).describe('Shape of a batch; the first dimension is its number of rows.'),
  dtype: z.enum(dtypes).optional().describe('Element type; default: float32, or int64 for tokens.'),
  tokens: z.int().min(1).max(100_000_000).optional().describe('Random token ids below this number instead of normals.'),
});

const randomData = z.strictObject({
  x: z
    .union([randomInput, z.record(z.string().min(1), randomInput)])
    .describe('The input, or several inputs by the names of the arguments.'),
  y: z
    .union([
      z.strictObject({ classes: z.int().min(2).max(10_000_000).describe('Random classes below this number.') }),
      z.strictObject({ tokens: z.int().min(2).max(100_000_000).describe('Random token ids, one per position of x.') }),
      z.strictObject({ shape: z.array(dimension).min(1).max(8).describe('Shape of normal targets.') }),
    ])
    .optional()
    .describe('The targets; without them, the model returns its loss.'),
  seed: z.int().min(0).max(4294967295).default(0).describe('Seed of the random batch.'),
});

/** Where the batches of a user's model come from. */
export const dataSchema = z.union([
  z
    .strictObject({ python: pythonReference })
    .describe('A function that gives a batch or an iterable of batches, or such an object, in a Python file.'),
  z.strictObject({ random: randomData }).describe('One random batch, which stays the same.'),
  z
    .strictObject({
      dataset: datasetSchema,
      shape: z.array(dimension).min(1).max(7).optional().describe('Shape of one row, such as [1, 28, 28].'),
    })
    .describe('A dataset of Init Lab.'),
]);

/** The user's model: what builds it, and with which arguments. */
export const modelSchema = z.strictObject({
  python: pythonReference.describe(
    'The class, function or object that is the model: a Python file relative to this file, a colon, and the name.',
  ),
  arguments: z
    .record(z.string().min(1), z.unknown())
    .default({})
    .describe('Keyword arguments of the class or function.'),
});

/** Where a user's model is trained. */
export const devices = ['cpu', 'cuda', 'mps', 'auto'] as const;
