import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../../src/engine/arena';
import { elementTypes, type ElementType, type Floats } from '../../../src/engine/elementType';
import type { Kernels } from '../../../src/engine/kernels/kernels';
import { compileKernels } from '../../../src/engine/kernels/wasm/kernelModule';
import { createWasmKernels, scratchBytes } from '../../../src/engine/kernels/wasm/wasmKernels';
import { Network } from '../../../src/engine/network/network';
import { planNetwork } from '../../../src/engine/network/plan';
import { activations, type Activation, type NetworkSpec } from '../../../src/engine/spec/networkSpec';
import { NumpyRandom } from '../../../src/engine/random/numpy';
import type { WorkerJob } from '../../../src/trainer/worker/job';
import { packedShape, unpackSnapshot } from '../../../src/trainer/worker/packedSnapshot';
import { SnapshotTaker } from '../../../src/trainer/worker/snapshots';
import { compileJoined } from '../../../src/trainer/backend/joinedVectors';

const builds = (['float32', 'float64'] as const).flatMap((precision) =>
  ['relaxed-simd', 'simd', 'relaxed-simd-wide'].flatMap((build) => {
    const name = precision === 'float32' ? build : build.replace(/(-wide)?$/, '-double$1');
    const module = (name.endsWith('wide') ? compileJoined : compileKernels)(
      readFileSync(`out/test/kernels/${name}.wasm`),
    );
    return module ? [{ name, module, type: elementTypes[precision] as ElementType }] : [];
  }),
);

const network = (
  inputs: number,
  hidden: number[],
  outputs: number,
  bias = true,
  activation: Activation = 'relu',
): NetworkSpec => ({
  inputs,
  hidden: hidden.map((units) => ({ units, activation })),
  outputs,
  output: 'linear',
  loss: 'meanSquaredError',
  bias,
});
const sgd = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 } as const;
const rows = 37;

type Change = (network: Network) => void;
const equalNeurons: Change = ({ layers: [first, second] }) => {
  // Neurons 1, 2 and 3 are the same, 4 but for one outgoing weight, 0 but for its bias.
  for (const neuron of [0, 2, 3, 4]) {
    first.kernel.copyWithin(neuron * first.inputs, first.inputs, 2 * first.inputs);
    if (first.bias) first.bias[neuron] = first.bias[1];
    for (let k = 0; k < second.units; k++) second.kernel[k * first.units + neuron] = second.kernel[k * first.units + 1];
  }
  second.kernel[4] *= 1.01;
  if (first.bias) first.bias[0] += 0.5;
};
const cases: [string, NetworkSpec, Change?][] = [
  ['random weights', network(2, [10, 5], 1)],
  ['odd shapes without biases', network(7, [13, 3, 29], 1, false)],
  ['no hidden layer', network(5, [], 1)],
  ['equal neurons', network(6, [9], 1), equalNeurons],
  ['equal neurons without biases', network(6, [9, 4], 1, false), equalNeurons],
  ['zeros', network(3, [8, 8], 1), ({ parameters }) => void parameters.fill(0)],
  ['one rank less', network(8, [12, 8], 1), ({ layers: [, { kernel }] }) => void kernel.copyWithin(12, 0, 12)],
  [
    'numbers that are not finite',
    network(4, [6, 6], 1),
    ({ layers: [first, second] }) => {
      first.kernel.set([NaN, Infinity, -Infinity], 3);
      second.kernel[7] = NaN;
    },
  ],
  [
    'tiny and huge numbers',
    network(4, [6, 6], 1),
    ({ layers: [first, second] }) => {
      first.kernel.forEach((x, i) => (first.kernel[i] = 1e-40 * x));
      second.kernel.forEach((x, i) => (second.kernel[i] = 1e30 * x));
    },
  ],
  ['a rank that is worth it at the ends alone', network(60, [70, 50], 1)],
  ['more neurons than the kernels have room for', network(2, [2100, 4], 1), equalNeurons],
];

/** Units with biases far to the left, to the right, and none; the last ones are beyond a vector of four. */
const pushed: Change = ({ layers: [first, second] }) => {
  first.bias!.forEach((_, unit, bias) => (bias[unit] = [-1e4, 0, 1e4, -1e4, 0.5][unit % 5]));
  second.bias!.forEach((_, unit, bias) => (bias[unit] = unit === 4 ? -1e7 : 1));
};
for (const activation of activations)
  cases.push([`pushed units of ${activation}`, network(5, [13, 6], 1, true, activation), pushed]);
cases.push([
  'a NaN among the pre-activations',
  network(3, [9, 6], 1),
  (net) => {
    pushed(net);
    net.layers[0].kernel[0] = NaN;
  },
]);
cases.push(['pushed units of a wide network', network(5, [203, 130], 1, true, 'relu'), pushed]);

/** A snapshot by the kernels at once and one by the diagnostics, of the same network in the same memory. */
function bothOf(spec: NetworkSpec, change: Change | undefined, build: (typeof builds)[number], whole: boolean) {
  const { type } = build;
  const plan = planNetwork(spec, rows, sgd, rows, 0, type);
  const arena = Arena.create(plan.bytes + scratchBytes + type.bytes * rows * (spec.inputs + 1) + 4096);
  const fast = createWasmKernels(build.module, arena.memory!, arena.reserve(scratchBytes), build.name);
  const slow: Kernels = Object.create(fast, { survey: { value: undefined } });
  const random = new NumpyRandom(7);
  const train = {
    count: rows,
    inputs: arena.array(type.array, rows * spec.inputs),
    targets: arena.array(type.array, rows),
  };
  for (const array of [train.inputs, train.targets]) array.forEach((_, i) => (array[i] = random.gauss()));
  const region = arena.reserve(plan.bytes);
  const made = new Network(plan, Arena.attach(region), fast);
  for (const { kernel, bias } of made.layers)
    for (const array of [kernel, bias ?? []] as Floats[]) array.forEach((_, i) => (array[i] = random.gauss()));
  change?.(made);
  const dataset = { train, test: undefined, features: spec.inputs, classes: 0 } as unknown as WorkerJob['dataset'];
  const job = { network: spec, dataset, batchCapacity: rows, curvatureSteps: [0] as number[] } as WorkerJob;
  const taken = [made, new Network(plan, Arena.attach(region), slow, true)].map((one) =>
    new SnapshotTaker(one, job).take(0, whole),
  );
  expect(taken.map((one) => 'bytes' in one)).toEqual([true, false]);
  return taken.map((one) => unpackSnapshot(one, packedShape(job)));
}

/** Saturated activations of the first layer of `bothOf`'s network, from the same draws in doubles. */
function plainSigmoids({ inputs, hidden: [{ units }] }: NetworkSpec): number {
  const random = new NumpyRandom(7);
  const x = Array.from({ length: rows * inputs }, () => Math.fround(random.gauss()));
  for (let i = 0; i < rows; i++) random.gauss();
  const kernel = Array.from({ length: units * inputs }, () => Math.fround(random.gauss()));
  let count = 0;
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < units; unit++) {
      let z = [-1e4, 0, 1e4, -1e4, 0.5][unit % 5];
      for (let k = 0; k < inputs; k++) z += x[row * inputs + k] * kernel[unit * inputs + k];
      const a = 1 / (1 + Math.exp(-z));
      if (a < 0.01 || a > 0.99) count++;
    }
  }
  return count;
}

describe.each(builds)('snapshots that the kernels record at once: $name', (build) => {
  test.each(cases)('are those of the diagnostics: %s', (_, spec, change) => {
    for (const whole of [true, false]) {
      const [packed, plain] = bothOf(spec, change, build, whole);
      expect(packed).toEqual(plain);
    }
  });

  test('count dead units and saturated activations as a plain forward pass does', () => {
    const [{ layers: relus }] = bothOf(network(5, [13, 6], 1), pushed, build, false);
    // Biases of ∓10 000 against inputs and weights of N(0, 1): units 0, 3, 5, 8 and 10 never answer.
    expect([relus[0].dead, relus[0].saturated]).toEqual([5, undefined]);
    expect([relus[2].dead, relus[2].saturated]).toEqual([undefined, undefined]);
    const [{ layers: sigmoids }] = bothOf(network(5, [13, 6], 1, true, 'sigmoid'), pushed, build, false);
    const away = plainSigmoids(network(5, [13, 6], 1, true, 'sigmoid'));
    expect(sigmoids[0].saturated).toBe(away);
    expect(away).toBeGreaterThan(8 * rows);
    expect(sigmoids.map(({ dead }) => dead)).toEqual([undefined, undefined, undefined]);
    const [{ layers: leaky }] = bothOf(network(5, [13, 6], 1, true, 'leakyRelu'), pushed, build, false);
    expect(leaky[0].dead).toBe(0);
  });

  test('tell equal neurons from nearly equal ones', () => {
    const [{ layers }] = bothOf(network(6, [9], 1), equalNeurons, build, false);
    expect(layers[0].symmetry).toEqual({ units: 9, distinct: 7, rank: 5 });
  });
});
