import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import { float64 } from '../../../../src/engine/elementType';
import { referenceKernels } from '../../../../src/engine/kernels/reference/reference';
import { Network } from '../../../../src/engine/network/network';
import { planNetwork } from '../../../../src/engine/network/plan';
import { resolveNetwork, type HiddenRequest } from '../../../../src/engine/network/resolveNetwork';
import { activations } from '../../../../src/engine/spec/networkSpec';
import { NumpyRandom } from '../../../../src/engine/random/numpy';

const rows = 6;
const sgd = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 } as const;
const norm = { epsilon: 1e-5, activation: 'tanh', momentum: 0.1 } as const;
const block = { kind: 'residual', gate: 0.7, trainGate: true } as const;

function networkOf(hidden: HiddenRequest[]): Network<Float64Array> {
  const spec = resolveNetwork({ hidden, activation: 'tanh', bias: true }, 'categoricalCrossEntropy', {
    features: 4,
    classes: 3,
  });
  const plan = planNetwork(spec, rows, sgd, 0, 0, float64);
  const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
  const random = new NumpyRandom(5);
  for (const layer of network.layers)
    for (const { values } of layer.parameters)
      for (let i = 0; i < values.length; i++) values[i] += 0.5 * random.gauss();
  return network;
}

const random = new NumpyRandom(11);
const inputs = Float32Array.from({ length: 4 * rows }, () => random.gauss());
const labels = Int32Array.from({ length: rows }, (_, row) => row % 3);

/** The gradients of a probe, against central differences of its cost in every parameter. */
function expectGradients(network: Network<Float64Array>): void {
  network.probe(inputs, labels, rows);
  const gradients = network.layers.flatMap(({ parameters }) => parameters.map(({ gradient }) => gradient.slice()));
  const values = network.layers.flatMap(({ parameters }) => parameters.map((parameter) => parameter.values));
  const step = 1e-5;
  values.forEach((tensor, index) => {
    for (let i = 0; i < tensor.length; i++) {
      const before = tensor[i];
      const costs = [before + step, before - step].map((value) => {
        tensor[i] = value;
        return { cost: network.probe(inputs, labels, rows).cost, at: tensor[i] };
      });
      tensor[i] = before;
      const difference = (costs[0].cost - costs[1].cost) / (costs[0].at - costs[1].at);
      expect(Math.abs(gradients[index][i] - difference), `parameter ${index}, number ${i}`).toBeLessThan(
        1e-7 * Math.max(1, Math.abs(difference)),
      );
    }
  });
}

describe('gradients are those of finite differences', () => {
  test.each<[string, HiddenRequest[]]>([
    ['layerNorm', [5, { ...norm, kind: 'layerNorm' }, 4]],
    ['batchNorm', [5, { ...norm, kind: 'batchNorm' }, 4]],
    ['batchNorm of the inputs', [{ ...norm, kind: 'batchNorm' }, 4]],
    ['a residual block', [5, 5, { ...block, layers: 1, activation: 'tanh' }, 4]],
    [
      'blocks within a block that skips the inputs',
      [
        4,
        { ...block, layers: 1, activation: 'linear' },
        5,
        5,
        { ...block, layers: 1, activation: 'gelu' },
        4,
        { ...block, layers: 6, activation: 'linear' },
      ],
    ],
    [
      'two blocks that begin at one layer',
      [5, 5, { ...block, layers: 1, activation: 'linear' }, { ...block, layers: 2, gate: -0.4, activation: 'silu' }],
    ],
    [
      'a block that begins at a norm and ends at dropout',
      [
        5,
        { ...norm, kind: 'layerNorm' },
        5,
        { kind: 'dropout', rate: 0.5 },
        { ...block, layers: 3, trainGate: false, activation: 'linear' },
      ],
    ],
  ])('%s', (_, hidden) => expectGradients(networkOf(hidden)));

  test.each(activations.filter((name) => !['relu', 'leakyRelu'].includes(name)))('a norm with %s', (activation) => {
    expectGradients(
      networkOf([4, { ...norm, kind: 'layerNorm', activation }, { ...norm, kind: 'batchNorm', activation }]),
    );
  });
});

test('a thousand layers in residual blocks with closed gates pass the signal on as it is', () => {
  const hidden = Array.from({ length: 500 }, (): HiddenRequest[] => [
    { units: 4, activation: 'tanh' },
    { kind: 'residual', layers: 1, gate: 0, trainGate: true, activation: 'linear' },
  ]).flat();
  const spec = resolveNetwork({ hidden, activation: 'tanh', bias: true }, 'categoricalCrossEntropy', {
    features: 4,
    classes: 3,
  });
  const plan = planNetwork(spec, rows, sgd);
  const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
  for (const { spec: layer, kernel } of network.layers)
    if (layer.kind === undefined) for (let i = 0; i < kernel.length; i++) kernel[i] = random.gauss();
  network.probe(inputs, labels, rows);
  expect(network.layers).toHaveLength(1001);
  expect(network.layers.at(-2)!.activations.subarray(0, inputs.length)).toEqual(inputs);
  for (const { spec: layer, kernelGradient } of network.layers)
    if (layer.kind === 'residual') expect(Number.isFinite(kernelGradient[0]) && kernelGradient[0] !== 0).toBe(true);
});

describe('blocks that do not fit are refused with their place', () => {
  const resolve = (hidden: HiddenRequest[]) => () =>
    resolveNetwork({ hidden, activation: 'tanh', bias: true }, 'categoricalCrossEntropy', { features: 4, classes: 3 });

  test('a block of more layers than there are', () => {
    expect(resolve([5, { ...block, layers: 2, activation: 'linear' }])).toThrow(
      'network.hidden[1].layers: expected a whole number from 1 to 1, the layers before it, got 2.',
    );
  });

  test('a block that changes the width', () => {
    expect(resolve([5, { ...block, layers: 1, activation: 'linear' }])).toThrow(
      'network.hidden[1]: expected 4 units after its block, as many as go into it, got 5.',
    );
  });
});
