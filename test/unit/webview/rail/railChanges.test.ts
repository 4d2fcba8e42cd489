import { describe, expect, test } from 'vitest';
import { checkExperiment } from '../../../../src/experiment/format/checks/check';
import {
  datasetDefaults,
  optimizerDefaults,
  type DatasetKind,
  type OptimizerKind,
} from '../../../../src/experiment/format/defaults';
import { generators } from '../../../../src/engine/random/generators';
import type { LayerKindName } from '../../../../src/engine/spec/networkSpec';
import { presets } from '../../../../src/experiment/presets/presets';
import { changed, type Change } from '../../../../src/experiment/edit/edit';
import { classCountChanges, datasetKindChanges } from '../../../../webview/experiment/rail/changes/datasetChanges';
import { generatorChanges } from '../../../../webview/experiment/rail/changes/generatorChanges';
import { goalChanges } from '../../../../webview/experiment/rail/changes/goalChanges';
import {
  addInitializerChanges,
  kindChanges,
  layerLawChanges,
  moveInitializerChanges,
  parameterChanges,
  removeInitializerChanges,
} from '../../../../webview/experiment/rail/changes/initializerChanges';
import {
  addLayerChanges,
  layerActivationChanges,
  layerKindChanges,
  layerWidthChanges,
  moveLayerChanges,
  removeLayerChanges,
} from '../../../../webview/experiment/rail/changes/layerChanges';
import { momentumChanges, optimizerKindChanges } from '../../../../webview/experiment/rail/changes/optimizerChanges';
import { lengthUnitChanges } from '../../../../webview/experiment/rail/changes/trainingChanges';
import { goals } from '../../../../webview/experiment/rail/names';

type Json = Record<string, never> & { [key: string]: never };

/** Applies changes one after another, as the host does to the text of the document. */
function apply(value: unknown, changes: Change[]): Json {
  const text = changes.reduce((old, change) => changed(old, change), JSON.stringify(value));
  return JSON.parse(text) as Json;
}

const circles = presets[0].experiment;
const deep = {
  ...circles,
  network: { hidden: [10, { units: 5, activation: 'tanh' }, 3] },
  initializers: [
    { kind: 'heNormal', layers: { '0': { kind: 'zeros' }, '2': { kind: 'ones' }, output: { kind: 'constant' } } },
    { kind: 'zeros' },
  ],
};

describe.each(presets.map(({ id, experiment }) => [id, experiment] as const))(
  'from the preset %s every choice leaves a good document:',
  (_, experiment) => {
    test.each(Object.keys(datasetDefaults) as DatasetKind[])('dataset %s', (kind) => {
      const after = apply(experiment, datasetKindChanges(experiment, kind));
      expect(checkExperiment(after).issues).toEqual([]);
      expect(after.dataset).toMatchObject({ kind });
    });

    test.each(goals)('$label', (goal) => {
      const after = apply(experiment, goalChanges(experiment, goal));
      // Ten kinds of pictures cannot be made two: the loss for two is refused at its own place.
      const refused = goal.loss === 'binaryCrossEntropy' && ['mnist', 'cifar10'].includes(experiment.dataset.kind);
      expect(checkExperiment(after).issues.map(({ path }) => path)).toEqual(refused ? [['loss']] : []);
      expect(after.loss).toBe(goal.loss);
    });

    test.each(Object.keys(optimizerDefaults) as OptimizerKind[])('optimizer %s', (kind) => {
      const after = apply(experiment, optimizerKindChanges(experiment, kind));
      expect(checkExperiment(after).issues).toEqual([]);
      expect(after.optimizer).toMatchObject({ kind, learningRate: experiment.optimizer.learningRate });
    });

    test.each(['steps', 'epochs'] as const)('length in %s', (unit) => {
      const after = apply(experiment, lengthUnitChanges(experiment, unit, undefined));
      expect(checkExperiment(after).issues).toEqual([]);
      expect(Object.keys(after.training)).toContain(unit);
    });
  },
);

test('a dataset of three classes takes the loss and the output along, and common settings stay', () => {
  const moons = { ...circles, dataset: { ...circles.dataset, kind: 'moons', train: 77, testSeed: 9 } };
  const after = apply(moons, datasetKindChanges(moons, 'blobs'));
  expect(after.loss).toBe('categoricalCrossEntropy');
  expect(after.dataset).toEqual({
    kind: 'blobs',
    train: 77,
    test: 100,
    centers: 3,
    clusterStd: 1,
    features: 2,
    trainSeed: 1,
    testSeed: 9,
  });
});

test('another number of arms takes the loss along', () => {
  const spiral = presets.find(({ id }) => id === 'spiral')!.experiment;
  const after = apply(spiral, classCountChanges(spiral, 'classes', 4));
  expect(checkExperiment(after).issues).toEqual([]);
  expect(after.loss).toBe('categoricalCrossEntropy');
});

test('epochs of batches become as many steps, and back', () => {
  const blobs = presets.find(({ id }) => id === 'blobs')!.experiment;
  const steps = apply(blobs, lengthUnitChanges(blobs, 'steps', undefined));
  expect(steps.training).toMatchObject({ steps: 150 * Math.ceil(400 / 32) });
  expect(apply(steps, lengthUnitChanges(steps, 'epochs', undefined)).training).toMatchObject({ epochs: 150 });
});

test('Nesterov brings a momentum, and goes with it', () => {
  const on = apply(circles, momentumChanges(circles, { nesterov: true }));
  expect(on.optimizer).toMatchObject({ nesterov: true, momentum: 0.9 });
  expect(apply(on, momentumChanges(on, { momentum: 0 })).optimizer).toMatchObject({ nesterov: false, momentum: 0 });
  expect(apply(on, momentumChanges(on, { momentum: undefined })).optimizer).toEqual({
    kind: 'sgd',
    learningRate: 0.01,
    nesterov: false,
  });
});

test('layers are added, widened, given an activation and moved with their exceptions', () => {
  expect(apply(deep, addLayerChanges(deep)).network).toEqual({ hidden: [10, { units: 5, activation: 'tanh' }, 3, 3] });
  expect(apply(deep, layerWidthChanges(deep, 1, 6)).network).toEqual({
    hidden: [10, { units: 6, activation: 'tanh' }, 3],
  });
  expect(apply(deep, layerActivationChanges(deep, 0, 'selu')).network).toEqual({
    hidden: [{ units: 10, activation: 'selu' }, { units: 5, activation: 'tanh' }, 3],
  });
  expect(apply(deep, layerActivationChanges(deep, 1, undefined)).network).toEqual({ hidden: [10, 5, 3] });
  const moved = apply(deep, moveLayerChanges(deep, 0, 1));
  expect(moved.network).toEqual({ hidden: [{ units: 5, activation: 'tanh' }, 10, 3] });
  expect(moved.initializers[0]).toMatchObject({
    layers: { '1': { kind: 'zeros' }, '2': { kind: 'ones' }, output: { kind: 'constant' } },
  });
  expect(moveLayerChanges(deep, 0, -1)).toEqual([]);
});

test('a removed layer takes its exceptions along and the others keep theirs', () => {
  const after = apply(deep, removeLayerChanges(deep, 0));
  expect(after.network).toEqual({ hidden: [{ units: 5, activation: 'tanh' }, 3] });
  expect(after.initializers[0]).toEqual({
    kind: 'heNormal',
    layers: { '1': { kind: 'ones' }, output: { kind: 'constant' } },
  });
  expect(checkExperiment(after).issues).toEqual([]);
});

test('initializers are added, moved, and changed in kind', () => {
  expect(apply(deep, addInitializerChanges(deep, 'orthogonal')).initializers[2]).toEqual({ kind: 'orthogonal' });
  expect(apply(deep, moveInitializerChanges(deep, 1, -1)).initializers[0]).toEqual({ kind: 'zeros' });
  expect(moveInitializerChanges(deep, 1, 1)).toEqual([]);
  const labelled = {
    ...deep,
    initializers: [{ kind: 'constant', value: 3, label: 'three', enabled: false, bias: { kind: 'ones' } }],
  };
  expect(apply(labelled, kindChanges(labelled, ['initializers', 0], 'zeros')).initializers[0]).toEqual({
    kind: 'zeros',
    enabled: false,
    bias: { kind: 'ones' },
  });
});

test("of He's u and a only one is left", () => {
  const he = { initializers: [{ kind: 'heNormal', u: 2 }] };
  expect(apply(he, parameterChanges(he, ['initializers', 0], 'a', 0.2)).initializers[0]).toEqual({
    kind: 'heNormal',
    a: 0.2,
  });
  expect(apply(he, parameterChanges(he, ['initializers', 0], 'u', undefined)).initializers[0]).toEqual({
    kind: 'heNormal',
  });
});

test('a law for one layer comes, and the last one takes the empty object along', () => {
  const given = apply(deep, layerLawChanges(deep, 1, 'output', 'ones'));
  expect(given.initializers[1]).toEqual({ kind: 'zeros', layers: { output: { kind: 'ones' } } });
  expect(apply(given, layerLawChanges(given, 1, 'output', undefined)).initializers[1]).toEqual({ kind: 'zeros' });
});

describe('kinds of hidden layers', () => {
  const base = { ...circles, network: { hidden: [10, { units: 5, activation: 'tanh' }] } };
  const withKind = (kind: LayerKindName) => apply(base, layerKindChanges(base, 1, kind));

  const hiddenOf = (value: Json): unknown => (value.network as { hidden: unknown }).hidden;

  test.each(['layerNorm', 'batchNorm', 'dropout', 'residual'] as const)('%s is valid at once', (kind) => {
    const changed = withKind(kind);
    expect(hiddenOf(changed)).toMatchObject([10, { kind }]);
    expect(checkExperiment(changed).issues).toEqual([]);
  });

  test('a layer that is dense again is as wide as its neighbour', () => {
    const norm = withKind('layerNorm');
    expect(hiddenOf(apply(norm, layerKindChanges(norm, 1, 'dense')))).toEqual([10, 10]);
  });

  test('an exception for a layer that is not dense any more goes away', () => {
    const own = {
      ...base,
      initializers: [{ kind: 'heNormal', layers: { 1: { kind: 'zeros' }, output: { kind: 'ones' } } }],
    };
    const changed = apply(own, layerKindChanges(own, 1, 'dropout'));
    expect(changed.initializers).toEqual([{ kind: 'heNormal', layers: { output: { kind: 'ones' } } }]);
  });

  test('the same kind again changes nothing, and a new layer is as wide as the last dense one', () => {
    expect(layerKindChanges(base, 1, 'dense')).toEqual([]);
    const norm = withKind('batchNorm');
    expect(hiddenOf(apply(norm, addLayerChanges(norm)))).toEqual([10, { kind: 'batchNorm' }, 10]);
  });

  test('an activation of its own stays beside the other settings', () => {
    const norm = withKind('batchNorm');
    expect(hiddenOf(apply(norm, layerActivationChanges(norm, 1, 'relu')))).toEqual([
      10,
      { kind: 'batchNorm', activation: 'relu' },
    ]);
  });
});

describe('a sweep goes with what it varies', () => {
  const swept = (paths: string[]) => ({
    ...circles,
    network: { hidden: [10, 5, 3] },
    initializers: [{ kind: 'zeros' }, { kind: 'heNormal' }, { kind: 'glorotUniform' }],
    sweep: paths.map((path) => ({ path, values: [1, 2] })),
  });
  const pathsOf = (document: { sweep?: { path: string }[] }) => document.sweep?.map(({ path }) => path);

  test.each([
    [
      'removing one before',
      (value: object) => removeInitializerChanges(value, 0),
      ['/initializers/1/u', '/initializers/2/gain'],
      ['/initializers/0/u', '/initializers/1/gain'],
    ],
    [
      'removing what is varied',
      (value: object) => removeInitializerChanges(value, 1),
      ['/initializers/1/u', '/initializers/2/gain'],
      ['/initializers/1/gain'],
    ],
    [
      'removing the last that is varied',
      (value: object) => removeInitializerChanges(value, 1),
      ['/initializers/1/u'],
      undefined,
    ],
    [
      'moving an initializer',
      (value: object) => moveInitializerChanges(value, 1, 1),
      ['/initializers/1/u', '/optimizer/learningRate'],
      ['/initializers/2/u', '/optimizer/learningRate'],
    ],
    [
      'another kind that knows the setting',
      (value: object) => kindChanges(value, ['initializers', 1], 'heUniform'),
      ['/initializers/1/u', '/initializers/2/gain'],
      ['/initializers/1/u', '/initializers/2/gain'],
    ],
    [
      'another kind that does not',
      (value: object) => kindChanges(value, ['initializers', 1], 'zeros'),
      ['/initializers/1/u', '/initializers/2/gain'],
      ['/initializers/2/gain'],
    ],
    [
      'removing a layer',
      (value: object) => removeLayerChanges(value, 0),
      ['/network/hidden/1', '/network/hidden/0'],
      ['/network/hidden/0'],
    ],
    [
      'moving a layer',
      (value: object) => moveLayerChanges(value, 0, 1),
      ['/network/hidden/0', '/network/hidden/2'],
      ['/network/hidden/1', '/network/hidden/2'],
    ],
  ] as const)('%s', (_, changes, before, after) => {
    const value = swept([...before]);
    expect(pathsOf(apply(value, changes(value)))).toEqual(after);
  });
});

test('another generator takes only the settings along that it reads', () => {
  const random = { generator: 'jax', keys: 'linen', partitionable: false, layout: 'in-out', seeds: [3] };
  const before = { ...circles, random };
  expect(checkExperiment(before).issues).toEqual([]);
  for (const generator of generators) {
    const after = apply(before, generatorChanges(before, generator));
    expect(checkExperiment(after).issues).toEqual([]);
    const kept = generator === 'jax' ? random : { generator, layout: 'in-out', seeds: [3] };
    expect(after.random).toEqual(kept);
  }
});
