import { expect, test } from 'vitest';
import {
  datasetDefaults,
  hiddenDefaults,
  networkDefaults,
  optimizerDefaults,
  randomDefaults,
  trainingDefaults,
  type DatasetKind,
  type OptimizerKind,
} from '../../../src/experiment/format/defaults';
import { networkExperimentSchema } from '../../../src/experiment/format/schema';
import { datasetSchema } from '../../../src/experiment/format/schemas/datasetSchema';

const bare = (optimizer: OptimizerKind, hidden: unknown[] = [2]) =>
  networkExperimentSchema.parse({
    version: 1,
    dataset: { kind: 'xor' },
    network: { hidden },
    loss: 'binaryCrossEntropy',
    optimizer: { kind: optimizer, learningRate: 1 },
    training: { steps: 1 },
    initializers: [{ kind: 'zeros' }],
  });

test.each(Object.keys(datasetDefaults) as DatasetKind[])("the defaults of the dataset %s are the schema's", (kind) => {
  const needed = kind === 'csv' ? { path: 'a.csv', target: 0 } : kind === 'npy' ? { x: 'x.npy', y: 'y.npy' } : {};
  expect({ kind, ...needed, ...datasetDefaults[kind] }).toEqual(datasetSchema.parse({ kind, ...needed }));
});

test.each(Object.keys(optimizerDefaults) as OptimizerKind[])(
  "the defaults of the optimizer %s are the schema's",
  (kind) => {
    expect({ kind, learningRate: 1, ...optimizerDefaults[kind] }).toEqual(bare(kind).optimizer);
  },
);

test("the defaults of hidden layers that are not dense are the schema's", () => {
  const kinds = [
    { kind: 'layerNorm' },
    { kind: 'batchNorm' },
    { kind: 'dropout', rate: 0.5 },
    { kind: 'residual', layers: 1 },
  ];
  const parsed = bare('sgd', [2, ...kinds]).network.hidden;
  const { epsilon, momentum, activation, gate, trainGate } = hiddenDefaults;
  expect(parsed).toEqual([
    2,
    { ...kinds[0], epsilon, activation },
    { ...kinds[1], epsilon, momentum, activation },
    kinds[2],
    { ...kinds[3], gate, trainGate, activation },
  ]);
});

test("the other defaults are the schema's", () => {
  const { network, training, random } = bare('sgd');
  expect(network).toEqual({ hidden: [2], ...networkDefaults });
  expect(training).toEqual({ steps: 1, ...trainingDefaults });
  expect(random).toEqual(randomDefaults);
});
