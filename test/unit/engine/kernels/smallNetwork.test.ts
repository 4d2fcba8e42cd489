import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import { singlesOf } from '../../../../src/engine/datasets/inputs';
import type { Split } from '../../../../src/engine/datasets/spec';
import type { Kernels } from '../../../../src/engine/kernels/kernels';
import { histogramOf } from '../../../../src/engine/numerics/histogram';
import { statisticsOf } from '../../../../src/engine/diagnostics/statistics';
import { distributionOf } from '../../../../src/engine/diagnostics/distribution';
import { referenceKernels } from '../../../../src/engine/kernels/reference/reference';
import { compileKernels } from '../../../../src/engine/kernels/wasm/kernelModule';
import { createWasmKernels, scratchBytes } from '../../../../src/engine/kernels/wasm/wasmKernels';
import { Network } from '../../../../src/engine/network/network';
import { planNetwork } from '../../../../src/engine/network/plan';
import {
  activations,
  type Loss,
  type NetworkSpec,
  type OptimizerSpec,
  type Output,
} from '../../../../src/engine/spec/networkSpec';
import { batchRows, gatherRows, TrainingLoop } from '../../../../src/engine/network/trainingLoop';
import { NumpyRandom, numpy } from '../../../../src/engine/random/numpy';
import { compileJoined } from '../../../../src/trainer/backend/joinedVectors';

const builds = ['relaxed-simd', 'simd', 'relaxed-simd-wide'].flatMap((name) => {
  const module = (name.endsWith('wide') ? compileJoined : compileKernels)(
    readFileSync(`out/test/kernels/${name}.wasm`),
  );
  return module ? [{ name, module }] : [];
});

const sgd: OptimizerSpec = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 };
const optimizers: OptimizerSpec[] = [
  { ...sgd, weightDecay: 0.01 },
  { ...sgd, momentum: 0.9, learningRate: 0.02 },
  { ...sgd, momentum: 0.8, nesterov: true, weightDecay: 0.01, learningRate: 0.02 },
  { kind: 'rmsprop', learningRate: 0.01, alpha: 0.9, epsilon: 1e-4, momentum: 0, weightDecay: 0.01 },
  { kind: 'rmsprop', learningRate: 0.005, alpha: 0.9, epsilon: 1e-4, momentum: 0.5, weightDecay: 0 },
  { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-4, weightDecay: 0.01 },
  { kind: 'adamw', learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-4, weightDecay: 0.1 },
];

interface Case {
  spec: NetworkSpec;
  rows: number;
  batchSize: number | 'full';
  shuffle?: boolean;
  optimizer?: OptimizerSpec;
  /** Class indices when absent. */
  quantities?: boolean;
}

const network = (
  inputs: number,
  hidden: NetworkSpec['hidden'],
  outputs: number,
  output: Output,
  loss: Loss,
  bias = true,
): NetworkSpec => ({ inputs, hidden, outputs, output, loss, bias });
const relu = (...widths: number[]) => widths.map((units) => ({ units, activation: 'relu' as const }));

/** A training of one case: the same data and weights whatever the kernels, all in one arena. */
function training(
  { spec, rows, batchSize, shuffle = false, optimizer = sgd, quantities = false }: Case,
  module?: (typeof builds)[number],
  weightScale = 1,
) {
  const gathered = gatherRows(rows, batchSize, shuffle);
  const plan = planNetwork(spec, batchRows(rows, batchSize), optimizer, gathered, rows);
  const arena = Arena.create(plan.bytes + scratchBytes + 8 * rows * (spec.inputs + 4) + 4096);
  const kernels: Kernels = module
    ? createWasmKernels(module.module, arena.memory!, arena.reserve(scratchBytes), module.name)
    : referenceKernels;
  const random = new NumpyRandom(7);
  const train: Split = { count: rows, inputs: arena.float32(rows * spec.inputs) };
  train.inputs.forEach((_, i, all) => (all[i] = random.gauss()));
  if (quantities) (train.targets = arena.float32(rows)).forEach((_, i, all) => (all[i] = random.gauss()));
  else
    (train.labels = arena.int32(rows)).forEach((_, i, all) => (all[i] = random.next32() % Math.max(2, spec.outputs)));
  const region = arena.reserve(plan.bytes);
  const made = new Network(plan, Arena.attach(region), kernels);
  made.layers.forEach((layer, index) => {
    const kernel = new Float64Array(layer.kernel.length);
    random.normal(kernel, 0, weightScale / Math.sqrt(Math.max(1, layer.inputs)));
    made.setKernel(index, kernel, 'out-in');
    if (layer.bias) random.normal(kernel.subarray(0, Math.min(layer.units, kernel.length)), 0, 0.1);
    layer.bias?.set(kernel.subarray(0, layer.units));
  });
  const options = { network: made, optimizer, train, batchSize, shuffle, seed: 5, stream: numpy.train };
  return { network: made, loop: new TrainingLoop(options), train, arena, plan, region, kernels, options };
}

const far = (left: ArrayLike<number>, right: ArrayLike<number>) =>
  Array.from(left).reduce((most, x, i) => Math.max(most, Math.abs(x - right[i])), 0);

/** Costs, accuracies and parameters of some steps agree with the reference; the small path is really taken. */
function agree(one: Case, steps = 12, tolerance = 2e-5) {
  for (const build of builds) {
    const small = training(one, build);
    const reference = training(one);
    expect(small.network.small).toBeDefined();
    for (let step = 0; step < steps; step++) {
      const [cost, expected] = [small.loop.step(), reference.loop.step()];
      expect(
        Math.abs(cost - expected),
        `${build.name}: cost ${cost} of step ${step}, ${expected} expected`,
      ).toBeLessThan(tolerance * (1 + Math.abs(expected)));
      expect(small.loop.batchCount).toBe(reference.loop.batchCount);
      if (step === 0) expect(small.loop.batchAccuracy).toBe(reference.loop.batchAccuracy);
    }
    expect(far(small.network.parameters, reference.network.parameters), `${build.name}: parameters`).toBeLessThan(
      10 * tolerance,
    );
    const [evaluated, expected] = [small.network.evaluate(small.train), reference.network.evaluate(reference.train)];
    expect(evaluated.cost).toBeCloseTo(expected.cost, 4);
    if (one.quantities) expect(evaluated.accuracy).toBeNaN();
    else expect(Math.abs(evaluated.accuracy - expected.accuracy)).toBeLessThanOrEqual(1 / one.rows + 1e-12);
  }
}

describe('a small network inside WebAssembly trains as the reference', () => {
  test('both builds are there', () => expect(builds.map(({ name }) => name)).toContain('simd'));

  test.each([
    [1, [1], 1, 1],
    [2, [10, 5], 300, 'full'],
    [3, [4, 7], 61, 'full'],
    [5, [6, 11, 9], 64, 'full'],
    [7, [13], 65, 'full'],
    [2, [], 130, 'full'],
    [4, [2, 3], 129, 'full'],
    [17, [33, 21], 50, 'full'],
    [9, [5, 5], 100, 7],
    [6, [8, 12], 200, 66],
    [31, [16], 90, 89],
  ] as const)('%i inputs, hidden %j, %i rows, batch %s', (inputs, hidden, rows, batchSize) => {
    agree({ spec: network(inputs, relu(...hidden), 1, 'sigmoid', 'binaryCrossEntropy'), rows, batchSize });
    agree({ spec: network(inputs, relu(...hidden), 3, 'softmax', 'categoricalCrossEntropy', false), rows, batchSize });
  });

  describe.each(activations)('%s', (activation) => {
    const hidden = [
      { units: 7, activation },
      { units: 5, activation },
    ];
    test('binary cross-entropy', () =>
      agree({ spec: network(3, hidden, 1, 'sigmoid', 'binaryCrossEntropy'), rows: 71, batchSize: 'full' }));
    test('categorical cross-entropy', () =>
      agree({ spec: network(3, hidden, 4, 'softmax', 'categoricalCrossEntropy'), rows: 71, batchSize: 30 }));
    test.each(['linear', 'sigmoid', 'softmax'] as const)('mean squared error, %s', (output) =>
      agree({ spec: network(3, hidden, 4, output, 'meanSquaredError'), rows: 71, batchSize: 30, shuffle: true }),
    );
    test('mean squared error of a quantity', () =>
      agree({
        spec: network(3, hidden, 1, 'linear', 'meanSquaredError'),
        rows: 71,
        batchSize: 'full',
        quantities: true,
      }));
    test.each(['linear', 'sigmoid'] as const)('mean squared error, one %s output', (output) =>
      agree({ spec: network(3, hidden, 1, output, 'meanSquaredError'), rows: 71, batchSize: 'full' }),
    );
  });

  test.each(optimizers)('optimizer %j', (optimizer) => {
    agree(
      {
        spec: network(4, relu(9, 6), 3, 'softmax', 'categoricalCrossEntropy'),
        rows: 50,
        batchSize: 16,
        shuffle: true,
        optimizer,
      },
      20,
      1e-4,
    );
    agree(
      {
        spec: network(2, [{ units: 10, activation: 'tanh' }], 1, 'sigmoid', 'binaryCrossEntropy'),
        rows: 50,
        batchSize: 'full',
        optimizer,
      },
      20,
      1e-4,
    );
  });

  test('many steps in one call are the same bits as one by one, over shuffled epochs too', () => {
    for (const build of builds) {
      const one: Case = {
        spec: network(3, relu(8, 4), 2, 'softmax', 'categoricalCrossEntropy'),
        rows: 53,
        batchSize: 10,
        shuffle: true,
      };
      const [single, together] = [training(one, build), training(one, build)];
      for (let step = 0; step < 40; step++) single.loop.step();
      expect(together.loop.run(40)).toBe(40);
      expect(together.loop.stepsDone).toBe(40);
      expect(far(together.network.parameters, single.network.parameters)).toBe(0);
    }
  });

  test('another loop goes on where the first has saved, with the same bits', () => {
    for (const module of [...builds, undefined]) {
      const one: Case = {
        spec: network(3, relu(8), 2, 'softmax', 'categoricalCrossEntropy'),
        rows: 53,
        batchSize: 10,
        shuffle: true,
        optimizer: optimizers[5],
      };
      const [whole, first] = [training(one, module), training(one, module)];
      whole.loop.run(31);
      first.loop.run(8);
      first.loop.save();
      const other = new Network(first.plan, Arena.attach(first.region), first.kernels, true);
      const second = new TrainingLoop({ ...first.options, network: other, attach: true });
      expect(second.run(15)).toBe(15);
      second.save();
      first.loop.load();
      first.loop.run(8);
      expect(first.loop.stepsDone).toBe(31);
      expect(far(first.network.parameters, whole.network.parameters)).toBe(0);
    }
  });

  test('a cost that is not finite ends training before its update', () => {
    for (const build of builds) {
      for (const spec of [
        network(2, relu(6), 1, 'sigmoid', 'binaryCrossEntropy'),
        network(2, relu(6), 3, 'softmax', 'categoricalCrossEntropy'),
        network(2, relu(6), 1, 'linear', 'meanSquaredError'),
      ]) {
        const one: Case = {
          spec,
          rows: 30,
          batchSize: 'full',
          optimizer: { ...sgd, learningRate: 1e25 },
          quantities: spec.output === 'linear',
        };
        const [small, reference] = [training(one, build), training(one)];
        for (let step = 0; step < 50 && reference.loop.divergedAt === undefined; step++) reference.loop.step();
        const done = small.loop.run(50);
        expect(reference.loop.divergedAt).toBeDefined();
        expect(small.loop.divergedAt).toBe(reference.loop.divergedAt);
        expect(done).toBe(reference.loop.divergedAt);
        const before = small.network.parameters.slice();
        expect(small.loop.step()).not.toSatisfy(Number.isFinite);
        expect(small.network.parameters).toEqual(before);
      }
    }
  });
});

describe('what is looked at of a small network', () => {
  const hidden = [
    { units: 9, activation: 'relu' as const },
    { units: 6, activation: 'tanh' as const },
    { units: 5, activation: 'linear' as const },
  ];
  const one: Case = { spec: network(2, hidden, 3, 'softmax', 'categoricalCrossEntropy'), rows: 71, batchSize: 'full' };

  test.each(builds)(
    'a probe has the activations and gradients of the reference, and training goes on as without it: $name',
    (build) => {
      const [small, reference, unseen] = [training(one, build), training(one), training(one, build)];
      for (const { loop } of [small, reference, unseen]) loop.run(5);
      const [seen, expected] = [small, reference].map(({ network: net, train }) => ({
        ...net.probe(train.inputs, train.labels!, 67),
      }));
      expect(seen.cost).toBeCloseTo(expected.cost, 5);
      expect(seen.correct).toBe(expected.correct);
      small.network.layers.forEach((layer, index) => {
        const other = reference.network.layers[index];
        for (const key of ['preActivations', 'activations', 'gradients', 'kernelGradient', 'biasGradient'] as const) {
          const count = key === 'kernelGradient' || key === 'biasGradient' ? layer[key]!.length : 67 * layer.units;
          expect(far(layer[key]!.subarray(0, count), other[key]!), `${key} of layer ${index}`).toBeLessThan(2e-5);
        }
      });
      small.loop.run(5);
      unseen.loop.run(10 - 5);
      expect(far(small.network.parameters, unseen.network.parameters)).toBe(0);
    },
  );

  test.each(builds)('predictions and boundaries are those of the reference: $name', (build) => {
    const range = [-0.5, 1.5] as const;
    for (const [spec, quantities] of [
      [one.spec, false],
      [network(2, hidden, 1, 'sigmoid', 'binaryCrossEntropy'), false],
      [network(2, hidden, 1, 'linear', 'meanSquaredError'), true],
    ] as const) {
      const cells = 99;
      const small = training({ ...one, spec, quantities }, build);
      const grid = singlesOf(small.train.inputs).subarray(0, 2 * 71);
      const values = training({ ...one, spec, quantities }).network.predict(grid, 71);
      const out = new Float32Array(
        small.arena.buffer,
        small.arena.reserve(4 * 71 * spec.outputs).offset,
        71 * spec.outputs,
      );
      small.network.small!.predict(grid, 71, out);
      expect(far(out, values)).toBeLessThan(1e-5);
      const room = new Uint8Array(small.arena.buffer, small.arena.reserve(2 * cells).offset, 2 * cells);
      room.fill(77);
      small.network.small!.boundary(
        grid,
        71,
        quantities ? range : undefined,
        room.subarray(0, 71),
        room.subarray(cells, cells + 71),
      );
      for (let cell = 0; cell < 71; cell++) {
        const own = Array.from(values.subarray(cell * spec.outputs, (cell + 1) * spec.outputs));
        const best = quantities ? 0 : spec.outputs === 1 ? Number(own[0] > 0.5) : own.indexOf(Math.max(...own));
        const share = quantities
          ? (own[0] - range[0]) / 2
          : spec.outputs === 1
            ? Math.max(own[0], 1 - own[0])
            : own[best];
        expect(room[cell]).toBe(best);
        expect(Math.abs(room[cells + cell] - 255 * Math.min(1, Math.max(0, share)))).toBeLessThan(0.51);
      }
      expect(room[71]).toBe(77);
      expect(room[cells + 71]).toBe(77);
    }
  });

  test.each(builds)('distributions are those of the diagnostics: $name', (build) => {
    const { network: net, arena } = training(one, build);
    const random = new NumpyRandom(1);
    const special = [NaN, Infinity, -Infinity, 0, -0, 3, 3, 1e38, -1e38, 1e-40];
    for (const values of [
      [],
      [2.5],
      [0, 0, 0],
      [NaN, Infinity],
      special,
      Array.from({ length: 1001 }, () => random.gauss()),
      Array.from({ length: 777 }, (_, i) => (i % 256) / 8),
    ]) {
      const array = arena.float32(Math.max(1, values.length)).subarray(0, values.length);
      array.set(values);
      const { statistics, histogram } = distributionOf(net.kernels, array, net.figures, new Uint32Array(256));
      const expected = statisticsOf(array);
      expect(histogram).toEqual(histogramOf(array));
      for (const key of ['count', 'min', 'max', 'zeros', 'nan', 'infinite'] as const)
        expect(statistics[key], key).toEqual(expected[key]);
      for (const key of ['mean', 'std'] as const) {
        if (Number.isNaN(expected[key])) expect(statistics[key]).toBeNaN();
        else
          expect(Math.abs(statistics[key] - expected[key])).toBeLessThanOrEqual(
            1e-13 * Math.max(Math.abs(expected[key]), expected.std),
          );
      }
    }
  });
});
