import * as z from 'zod';
import { activations, outputs } from '../../../engine/spec/networkSpec';
import { positive } from './numbers';

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

/** A network of Init Lab's own. */
export const networkSchema = z.strictObject({
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
