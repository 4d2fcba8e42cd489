import { describe, expect, it } from 'vitest';
import { Inspection } from '../../../../src/inspect/report/inspection';
import { layersOfConfig, snakeCase } from '../../../../src/inspect/keras/kerasLayers';
import { kerasOrder, kerasSaid } from '../../../../src/inspect/keras/kerasOrder';
import { variableOf } from '../../../../src/inspect/keras/kerasVariables';
import { byDepth, compareNames } from '../../../../src/inspect/files/order';
import { readLayerWeights, type WantedLayer } from '../../../../src/data/checkpoint';
import { h5Worker, openPath } from '../inspectSupport';

const fixture = (name: string): string => `test/unit/inspect/fixtures/keras/${name}`;
const layer = (kind: string, name: string, config: object = {}) => ({ class_name: kind, config: { name, ...config } });
const model = (kind: string, layers: object[]) => ({ class_name: kind, config: { name: 'model', layers } });
const wanted = (...widths: number[]): WantedLayer[] =>
  widths.slice(1).map((units, i) => ({
    name: i === widths.length - 2 ? 'output' : `hidden.${i}`,
    inputs: widths[i],
    units,
    kernel: true,
    bias: 'optional',
  }));

describe('the order of a Keras file', () => {
  it.each([
    // First numbers by h5py, in the order of config.json.
    ['plain.keras', [2, 10, 5, 1], [0.222316, -0.389067, 0.444429]],
    ['named.keras', [8, 8, 8, 8], [0.192532, -0.376713, 0.272156]],
  ])('%s gives its matrices to the layers in the order of the model', async (name, widths, first) => {
    const { tensors } = await readLayerWeights(name, fixture(name), wanted(...widths), 'in-out', h5Worker);
    const kernels = tensors.filter((tensor) => tensor.name.endsWith('kernel'));
    kernels.forEach(({ values }, i) => expect(values[0]).toBeCloseTo(first[i], 6));
    expect(kernels).toHaveLength(first.length);
  });

  it('is that of config.json, whatever the classes and names, in models within models too', () => {
    const layers = layersOfConfig(
      model('Functional', [
        layer('InputLayer', 'in'),
        layer('Dense', 'zeta'),
        layer('Conv2D', 'c'),
        layer('Dense', 'alpha'),
        {
          class_name: 'Sequential',
          config: { name: 'inner', layers: [layer('InputLayer', 'i'), layer('Dense', 'x'), layer('Dense', 'y')] },
        },
        layer('TimeDistributed', 't', { layer: layer('Dense', 'each') }),
        layer('Dense', 'last'),
      ]),
    );
    expect([...layers.keys()]).toEqual([
      'layers/input_layer',
      'layers/dense',
      'layers/conv2d',
      'layers/dense_1',
      'layers/sequential',
      'layers/sequential/layers/dense',
      'layers/sequential/layers/dense_1',
      'layers/time_distributed',
      'layers/time_distributed/layer',
      'layers/time_distributed/forward_layer',
      'layers/time_distributed/backward_layer',
      'layers/dense_2',
    ]);
    const { sorted, said } = kerasOrder(
      [
        '/layers/dense_2/vars/0',
        '/layers/sequential/layers/dense_1/vars/0',
        '/layers/dense/vars/1',
        '/layers/dense/vars/0',
        '/layers/conv2d/vars/0',
        '/layers/sequential/layers/dense/vars/0',
        '/layers/dense_1/vars/0',
      ],
      layers,
      [],
    );
    expect(sorted).toEqual([
      'layers/dense/vars/0',
      'layers/dense/vars/1',
      'layers/conv2d/vars/0',
      'layers/dense_1/vars/0',
      'layers/sequential/layers/dense/vars/0',
      'layers/sequential/layers/dense_1/vars/0',
      'layers/dense_2/vars/0',
    ]);
    expect(said).toBe(true);
  });

  it('is that of layer_names and weight_names in the older files', () => {
    const groups = [
      { path: 'model_weights', layerNames: ['b', 'a'] },
      { path: 'model_weights/b', weightNames: ['b/kernel:0', 'b/bias:0'] },
      { path: 'model_weights/a', weightNames: ['a/kernel:0'] },
    ];
    expect(
      kerasOrder(
        ['/model_weights/a/a/kernel:0', '/model_weights/b/b/bias:0', '/model_weights/b/b/kernel:0'],
        new Map(),
        groups,
      ),
    ).toEqual({
      sorted: ['model_weights/b/b/kernel:0', 'model_weights/b/b/bias:0', 'model_weights/a/a/kernel:0'],
      said: true,
    });
  });

  it('is that of the numbers among layers of one class, and natural where nothing tells it, which is said', () => {
    expect(
      kerasOrder(
        ['/layers/dense_10/vars/0', '/layers/dense_2/vars/0', '/layers/dense_1/vars/0', '/layers/dense/vars/0'],
        new Map(),
        [],
      ),
    ).toEqual({
      sorted: ['layers/dense/vars/0', 'layers/dense_1/vars/0', 'layers/dense_2/vars/0', 'layers/dense_10/vars/0'],
      said: true,
    });
    expect(kerasOrder(['/layers/einsum_dense/vars/0', '/layers/dense/vars/0'], new Map(), [])).toMatchObject({
      said: false,
    });
    expect(kerasOrder(['/fc2/kernel', '/fc1/kernel'], new Map(), [])).toEqual({
      sorted: ['fc1/kernel', 'fc2/kernel'],
      said: false,
    });
    expect(['dense_10.kernel', 'dense_1.kernel', 'dense.kernel', 'dense_2.kernel'].sort(compareNames)).toEqual([
      'dense.kernel',
      'dense_1.kernel',
      'dense_2.kernel',
      'dense_10.kernel',
    ]);
    const entry = (name: string) => ({ name, shape: [1], dtype: 'f32', count: 1, bytes: 4 }) as const;
    expect(byDepth(['z', 'a', 'm'].map(entry)).map(({ name }) => name)).toEqual(['z', 'a', 'm']);
  });

  it('a configuration that is none gives no layers', () => {
    for (const text of [
      undefined,
      null,
      3,
      [],
      { class_name: 'Sequential' },
      { config: { layers: [null, 3, { class_name: 4 }, { class_name: 'Dense', config: 'x' }] } },
    ])
      expect([...layersOfConfig(text).keys()].length).toBeLessThan(2);
    let deep: object = model('Sequential', []);
    for (let i = 0; i < 1000; i++) deep = model('Sequential', [deep]);
    expect(layersOfConfig(deep).size).toBeLessThan(50);
  });
});

it('folders are classes in snake case, as Keras writes them', () => {
  // keras.src.utils.naming.to_snake_case
  expect(
    [
      'Dense',
      'Conv2DTranspose',
      'MultiHeadAttention',
      'LSTM',
      'SimpleRNN',
      'GRUCell',
      'PReLU',
      'BatchNormalization',
    ].map(snakeCase),
  ).toEqual([
    'dense',
    'conv2d_transpose',
    'multi_head_attention',
    'lstm',
    'simple_rnn',
    'gru_cell',
    'p_re_lu',
    'batch_normalization',
  ]);
});

it('variables are named by their layer', () => {
  expect([0, 1, 2].map((i) => variableOf({ kind: 'BatchNormalization', hasScale: false }, i))).toEqual([
    'beta',
    'moving_mean',
    'moving_variance',
  ]);
  const groups = new Map([['layers/gru/cell/vars', { path: 'layers/gru/cell/vars', name: 'gru_cell' }]]);
  expect(
    kerasSaid('/layers/gru/cell/vars/1', layersOfConfig(model('Sequential', [layer('GRU', 'gru')])), groups, new Map()),
  ).toEqual({ kind: 'GRUCell', name: 'gru_cell', variable: 'recurrent_kernel' });
});

describe('files of Keras 3', () => {
  const findings = async (name: string) => {
    const inspection = new Inspection(await openPath(fixture(name)));
    for (const { index } of inspection.placed) await inspection.report(index);
    const reports = await Promise.all(inspection.placed.map(({ index }) => inspection.report(index)));
    inspection.close();
    return { found: inspection.findings(), placed: inspection.placed, reports };
  };

  it('zero biases of any shape are no dead kernels', async () => {
    const { found, placed } = await findings('gruAttention.keras');
    expect(found).toMatchObject([{ code: 'allInitial', judged: 7, kernels: 7 }]);
    expect(placed.filter(({ role }) => role === 'bias').map(({ entry }) => entry.shape)).toContainEqual([2, 24]);
  });

  it('attention has the law of its matrix', async () => {
    const { found, placed, reports } = await findings('attention.h5');
    const query = placed.find(({ entry }) => entry.name.endsWith('query.kernel'))!;
    // Glorot uniform over 12 inputs and 4 · 8 units.
    expect(reports[query.index].recognition.laws).toMatchObject([
      { law: { kind: 'glorotUniform' }, fanIn: 12, fanOut: 32 },
    ]);
    expect(reports[query.index].neurons?.count).toBe(32);
    expect(found).toMatchObject([{ code: 'allInitial', judged: 4, kernels: 4 }]);
  });
});
