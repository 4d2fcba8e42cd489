import * as z from 'zod';
import { gainRules } from '../../../engine/spec/initializerSpec';
import { activations } from '../../../engine/spec/networkSpec';
import { seed } from './numbers';

/** A gain that follows from an activation. */
const computedGain = z
  .strictObject({
    activation: z.enum(activations).describe('Activation of the layer.'),
    rule: z
      .enum(gainRules)
      .describe(
        'forward: 1/√E[φ(z)²], preserves the size of signals; backward: 1/√E[φ′(z)²], that of gradients; pytorch: torch.nn.init.calculate_gain.',
      ),
    slope: z.number().min(0).describe('Negative slope of leakyRelu; default: 0.01.').optional(),
  })
  .meta({ id: 'computedGain' });
const u = z
  .union([z.number().gt(0), computedGain])
  .describe('The factor u of std = √(u / n): 2 for ReLU, 1 for tanh, or the square of a computed gain.');
const a = z.number().min(0).describe('Negative slope of a leaky ReLU: u = 2 / (1 + a²).');
const mean = z.number().describe('Mean.');
const stddev = z.number().min(0).describe('Standard deviation.');
const gain = z.number().describe('Factor for the standard deviation or the matrix.');
const activationGain = z
  .union([gain, computedGain])
  .describe('Factor for the standard deviation or the matrix: a number, or computed for an activation.');
const fanMode = z
  .enum(['fanIn', 'fanOut'])
  .describe('The fan that scales the law; the fan-in is the input side in either layout.');
const truncated = z
  .boolean()
  .describe(
    'true: the truncated and rescaled normal law of Keras and JAX; false: the normal law of NumPy and PyTorch; default: as the framework of the generator.',
  );

/** The parameters of each kind; all but a file's path are optional, their default is the catalogue's. */
const parameters = {
  zeros: {},
  ones: {},
  constant: { value: z.number().describe('The constant.').optional() },
  identity: { gain: gain.optional() },
  randomNormal: {
    mean: mean.optional(),
    stddev: stddev.optional(),
    scale: z.number().describe('Factor for the drawn numbers.').optional(),
  },
  randomUniform: {
    min: z.number().describe('Lower bound.').optional(),
    max: z.number().describe('Upper bound.').optional(),
  },
  truncatedNormal: { mean: mean.optional(), stddev: stddev.optional() },
  varianceScaling: {
    scale: z.number().gt(0).describe('The scale of the variance scale / n.').optional(),
    mode: z.enum(['fanIn', 'fanOut', 'fanAvg']).describe('The n of the variance scale / n.').optional(),
    distribution: z
      .enum(['uniform', 'normal', 'truncatedNormal'])
      .describe('Shape of the law; truncatedNormal is rescaled.')
      .optional(),
  },
  glorotUniform: { gain: activationGain.optional() },
  glorotNormal: { gain: activationGain.optional(), truncated: truncated.optional() },
  heUniform: { u: u.optional(), a: a.optional(), mode: fanMode.optional() },
  heNormal: { u: u.optional(), a: a.optional(), mode: fanMode.optional(), truncated: truncated.optional() },
  lecunUniform: {},
  lecunNormal: { truncated: truncated.optional() },
  pytorchLinear: {},
  orthogonal: { gain: activationGain.optional() },
  sparse: {
    sparsity: z
      .number()
      .min(0)
      .max(1)
      .describe('Share of zeros in each column, rounded up to whole numbers.')
      .optional(),
    stddev: stddev.optional(),
  },
  zerO: {},
  lsuv: {
    tolerance: z.number().gt(0).describe('Accepted distance of the standard deviation from 1.').optional(),
    maxTries: z.int().min(1).max(1000).describe('Maximum divisions of a kernel.').optional(),
  },
  fromFile: {
    path: z
      .string()
      .min(1)
      .describe('Weight file, relative to the experiment: .safetensors, .npy, .npz, .pt, .pth, .keras, .h5 or .hdf5.'),
  },
};

function kind<K extends keyof typeof parameters, E extends z.core.$ZodLooseShape>(name: K, extra: E) {
  return z.strictObject({ kind: z.literal(name), ...parameters[name], ...extra });
}

/** One discriminated union over all kinds, with the keys of `extra` on every member. */
function kinds<E extends z.core.$ZodLooseShape>(extra: E) {
  return z.discriminatedUnion('kind', [
    kind('zeros', extra),
    kind('ones', extra),
    kind('constant', extra),
    kind('identity', extra),
    kind('randomNormal', extra),
    kind('randomUniform', extra),
    kind('truncatedNormal', extra),
    kind('varianceScaling', extra),
    kind('glorotUniform', extra),
    kind('glorotNormal', extra),
    kind('heUniform', extra),
    kind('heNormal', extra),
    kind('lecunUniform', extra),
    kind('lecunNormal', extra),
    kind('pytorchLinear', extra),
    kind('orthogonal', extra),
    kind('sparse', extra),
    kind('zerO', extra),
    kind('lsuv', extra),
    kind('fromFile', extra),
  ]);
}

/** What a model's own constructor draws. */
const asWritten = 'asWritten';

/** Of an initializer of Keras, which has one of its own. */
const ownSeed = seed
  .optional()
  .describe(
    'Seed of the initializer itself, with the generator of Keras: all that it draws starts from there, the same for tensors of the same shape. Default: the one that Keras takes.',
  );

/** The law of one tensor: a layer's override, a bias. */
export const kernelInitializer = kinds({ seed: ownSeed }).meta({ id: 'kernelInitializer' });

/** What a law of its own is named by: the output, or a hidden layer. */
export const layerKey = z.string().regex(/^(output|0|[1-9]\d*)$/);

const label = z.string().min(1).max(80).optional().describe('Name shown for this entry.');
const enabled = z.boolean().optional().describe('false excludes this entry from the run.');

/** An entry of the experiment's list: the law of every kernel, with exceptions. */
export const initializer = kinds({
  label,
  enabled,
  seed: ownSeed,
  shared: z
    .boolean()
    .optional()
    .describe(
      'true: one initializer for all kernels without a law of their own, with the generator of Keras; it draws the same numbers for kernels of the same shape. Default: one for each layer.',
    ),
  bias: kernelInitializer.optional().describe('Law of the biases; default: zeros (pytorchLinear: its own).'),
  layers: z
    .record(layerKey, kernelInitializer)
    .optional()
    .describe('Laws of single kernels, by "output" or the index of the hidden layer.'),
});

export type Initializer = z.output<typeof initializer>;

/** The law of one tensor of a user's model, which may stay as its constructor drew it. */
const modelLaw = z.union([kinds({}), z.strictObject({ kind: z.literal(asWritten) })]).meta({ id: 'modelLaw' });

const ofModels = {
  label,
  enabled,
  bias: modelLaw.optional().describe('Law of the biases; default: as written.'),
  scope: z
    .enum(['kernels', 'all'])
    .optional()
    .describe(
      'Which weights the law is for: kernels of linear and convolutional layers (default), or also embeddings, recurrent and attention matrices.',
    ),
  layers: z
    .record(z.string().min(1).max(500), modelLaw)
    .optional()
    .describe('Laws of single modules, by patterns of their paths, such as "head.*"; the first that fits counts.'),
};

/** An entry of the list of an experiment with a user's model. */
export const modelInitializer = z.union([
  kinds(ofModels),
  z.strictObject({ kind: z.literal(asWritten), ...ofModels }).describe('As the constructor of the model draws it.'),
]);
