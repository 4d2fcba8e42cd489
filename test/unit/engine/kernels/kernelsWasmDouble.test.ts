import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import type { Split } from '../../../../src/engine/datasets/spec';
import { float64 } from '../../../../src/engine/elementType';
import { distributionOf } from '../../../../src/engine/diagnostics/distribution';
import { statisticsOf } from '../../../../src/engine/diagnostics/statistics';
import { distributionBins, distributionRoom } from '../../../../src/engine/kernels/layouts/survey';
import { referenceKernels } from '../../../../src/engine/kernels/reference/reference';
import { compressedScratchBytes, compressRows } from '../../../../src/engine/kernels/wasm/compressedRows';
import { createWasmKernels, scratchBytes } from '../../../../src/engine/kernels/wasm/wasmKernels';
import { Network } from '../../../../src/engine/network/network';
import { planNetwork } from '../../../../src/engine/network/plan';
import { batchRows, gatherRows, TrainingLoop } from '../../../../src/engine/network/trainingLoop';
import { activationDerivatives, activationFunctions } from '../../../../src/engine/numerics/activations';
import { histogramOf } from '../../../../src/engine/numerics/histogram';
import { NumpyRandom, numpy } from '../../../../src/engine/random/numpy';
import { activations, type NetworkSpec, type OptimizerSpec } from '../../../../src/engine/spec/networkSpec';
import { expectTrace, setInitial, specOf, splitOf, titleOf, traces } from '../../../golden/training/traceCases';
import { denseOnly, doubleBuilds, kernelsIn, putDoubles } from './kernelsWasmSupport';

const normals = (count: number, seed: number, scale = 1): Float64Array => {
  const out = new Float64Array(count);
  new NumpyRandom(seed).normal(out, 0, scale);
  return out;
};

/** A network over doubles on a build, and a loop over a split that lies in the arena. */
function build(
  { name, module }: (typeof doubleBuilds)[number],
  whole: boolean,
  spec: NetworkSpec,
  optimizer: OptimizerSpec,
  split: Split,
  batchSize: number | 'full',
  shuffle: boolean,
  seed: number,
) {
  const { count } = split;
  const rows = batchRows(count, batchSize);
  const plan = planNetwork(spec, rows, optimizer, gatherRows(count, batchSize, shuffle), count, float64);
  const { arena, kernels } = kernelsIn(name, module!, plan.bytes + 8 * (split.inputs.length + 4 * count) + 65_536);
  const train: Split = {
    count,
    inputs: putDoubles(arena, split.inputs),
    ...(split.labels && { labels: arena.int32(count) }),
    ...(split.targets && { targets: putDoubles(arena, split.targets) }),
  };
  train.labels?.set(split.labels!);
  const network = new Network(plan, arena, whole ? kernels : denseOnly(kernels));
  expect(network.smallFor(train.inputs) !== undefined).toBe(whole);
  return {
    arena,
    network,
    train,
    loop: new TrainingLoop({ network, optimizer, train, batchSize, shuffle, seed, stream: numpy.train }),
  };
}

/** Largest difference in units of the last place of doubles near 1, or of the larger one of the two. */
function far(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i]) || (Number.isNaN(actual[i]) && Number.isNaN(expected[i]))) continue;
    most = Math.max(most, Math.abs(actual[i] - expected[i]) / Math.max(Math.abs(expected[i]), 1e-300) / 2 ** -52);
  }
  return most;
}

describe.each(doubleBuilds.filter(({ module }) => module))('$name kernels', (one) => {
  test.each([true, false])('train 60 steps as PyTorch in float64 (whole steps: %s)', (whole) => {
    for (const trace of traces) {
      const { network, loop } = build(
        one,
        whole,
        specOf(trace),
        trace.optimizer,
        splitOf(trace),
        trace.batchSize,
        trace.shuffle,
        trace.seed,
      );
      setInitial(network, trace);
      expect(() => expectTrace(network, loop, trace, 2e-13), titleOf(trace)).not.toThrow();
    }
  });

  test.each(activations)('compute %s and its derivative to some units in the last place', (activation) => {
    const z = [...normals(4000, 1, 3), ...normals(4000, 2, 30), ...normals(999, 3, 1e-5), 0, -0, 5, 800, -800];
    const { arena, kernels } = kernelsIn(one.name, one.module!, 16 * 8 * z.length);
    const [x, kernel, a, g] = [
      putDoubles(arena, z),
      putDoubles(arena, [1]),
      putDoubles(arena, z),
      putDoubles(arena, z),
    ];
    const [out, sums] = [putDoubles(arena, z), putDoubles(arena, [0])];
    kernels.denseForward(x, kernel, undefined, out, a, z.length, 1, 1, activation);
    expect([...out]).toEqual(z.map((value) => value + 0));
    const expected = z.map(activationFunctions[activation]);
    // Where a value is nearly all cancelled, its units are those of what cancels.
    const scale = (values: ArrayLike<number>): number[] =>
      Array.from(values, (value, i) => value / (1 + Math.abs(z[i])) + 1);
    expect(far(a, expected)).toBeLessThan(activation === 'gelu' || activation === 'softplus' ? 1e4 : 8);
    expect(far(scale(a), scale(expected))).toBeLessThan(4);
    g.fill(1);
    kernels.denseBackward(x, kernel, out, g, sums, undefined, undefined, z.length, 1, 1, activation);
    expect(far(scale(g), scale(z.map(activationDerivatives[activation])))).toBeLessThan(8);
  });

  test('multiply matrices of all shapes of rests', () => {
    for (const [n, inputs, units] of [
      [1, 1, 1],
      [7, 3, 5],
      [13, 9, 6],
      [29, 17, 43],
      [64, 401, 33],
      [40, 31, 530],
    ]) {
      const { arena, kernels } = kernelsIn(one.name, one.module!, 64 * (n + units) * (inputs + units + n) + 100_000);
      const arrays = (make: (values: Float64Array) => Float64Array) => ({
        x: make(normals(n * inputs, 1)),
        kernel: make(normals(units * inputs, 2)),
        bias: make(normals(units, 3)),
        z: make(new Float64Array(n * units)),
        a: make(new Float64Array(n * units)),
        g: make(normals(n * units, 4)),
        kernelGradient: make(new Float64Array(units * inputs)),
        biasGradient: make(new Float64Array(units)),
        inputGradient: make(new Float64Array(n * inputs)),
      });
      const [found, wanted] = [arrays((values) => putDoubles(arena, values)), arrays((values) => values)];
      for (const [by, { x, kernel, bias, z, a, g, kernelGradient, biasGradient, inputGradient }] of [
        [kernels, found],
        [referenceKernels, wanted],
      ] as const) {
        by.denseForward(x, kernel, bias, z, a, n, inputs, units, 'softsign');
        by.denseBackward(x, kernel, z, g, kernelGradient, biasGradient, inputGradient, n, inputs, units, 'softsign');
      }
      for (const key of ['z', 'a', 'g', 'kernelGradient', 'biasGradient', 'inputGradient'] as const) {
        const most = Math.max(...found[key].map((value, i) => Math.abs(value - wanted[key][i])));
        expect(most, `${key} of ${n} × ${inputs} × ${units}`).toBeLessThan(2e-15 * Math.max(n, inputs, units));
      }
    }
  });

  test.each([
    ['none', []],
    ['one', [2.5]],
    ['zeros', [0, -0, 0]],
    ['numbers that are not finite', [NaN, Infinity, -Infinity, 0, -0, 3, 3, 1e200, -1e200, 1e-310, 5]],
    ['normals', normals(1001, 4)],
    ['numbers on the edges of bins', Array.from({ length: 777 }, (_, i) => (i % 256) / 8)],
  ])('count and sum up %s as the diagnostics do', (_, values) => {
    const { arena, kernels } = kernelsIn(one.name, one.module!, 16 * values.length + distributionRoom + 64);
    const [array, room] = [putDoubles(arena, values), arena.array(Uint8Array, distributionRoom)];
    const { statistics, histogram } = distributionOf(kernels, array, room, new Uint32Array(distributionBins));
    const expected = statisticsOf(array);
    expect(histogram).toEqual(histogramOf(array));
    for (const key of ['count', 'min', 'max', 'zeros', 'nan', 'infinite'] as const)
      expect(statistics[key], key).toBe(expected[key]);
    for (const key of ['mean', 'std'] as const)
      expect(far([statistics[key] + expected.std], [expected[key] + expected.std])).toBeLessThan(50);
  });

  test('gather numbers, bytes and classes', () => {
    const { arena, kernels } = kernelsIn(one.name, one.module!, 100_000);
    const indices = Uint32Array.of(3, 0, 3, 2);
    const source = putDoubles(arena, normals(4 * 7, 5));
    const bytes = arena.array(Uint8Array, 4 * 7);
    bytes.forEach((_, i) => (bytes[i] = 9 * i));
    const out = putDoubles(arena, new Float64Array(4 * 7));
    kernels.gather(source, indices, out, 4, 7);
    const rows = (from: ArrayLike<number>) =>
      [...indices].flatMap((row) => Array.from(from).slice(7 * row, 7 * row + 7));
    expect([...out]).toEqual(rows(source));
    kernels.gather(bytes, indices, out, 4, 7);
    expect([...out]).toEqual(rows(bytes).map((byte) => byte / 255));
    kernels.unpack(bytes, out);
    expect([...out]).toEqual([...bytes].map((byte) => byte / 255));
    const [labels, taken] = [arena.int32(5), arena.int32(4)];
    labels.set([4, 5, 6, 7, 8]);
    kernels.gatherLabels(labels, indices, taken, 4);
    expect([...taken]).toEqual([7, 4, 7, 6]);
  });

  test('train on compressed rows of bytes as the reference does', () => {
    const spec: NetworkSpec = {
      inputs: 133,
      hidden: [{ units: 67, activation: 'relu' }],
      outputs: 10,
      output: 'softmax',
      loss: 'categoricalCrossEntropy',
      bias: true,
    };
    const optimizer: OptimizerSpec = { kind: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false, weightDecay: 0 };
    const [count, batchSize, density] = [200, 33, 0.25];
    const random = new NumpyRandom(7);
    const pixels = Uint8Array.from({ length: count * spec.inputs }, () =>
      random.randomSample() < density ? 1 + Math.floor(255 * random.randomSample()) : 0,
    );
    const classes = Int32Array.from({ length: count }, (_, i) => i % 10);
    const trained = (compress: boolean) => {
      const plan = planNetwork(spec, batchSize, optimizer, batchSize, count, float64);
      const scratch = scratchBytes + compressedScratchBytes(batchSize, spec.inputs, true, 'float64');
      const arena = Arena.create(plan.bytes + scratch + 400_000);
      const train = { count, inputs: arena.array(Uint8Array, pixels.length), labels: arena.int32(count) };
      train.inputs.set(pixels);
      train.labels.set(classes);
      const rows = compress ? compressRows(one.module!, arena, train.inputs, count, density) : undefined;
      expect(rows !== undefined).toBe(compress);
      const kernels = compress
        ? createWasmKernels(one.module!, arena.memory!, arena.reserve(scratch), one.name, rows)
        : referenceKernels;
      const network = new Network(plan, arena, kernels);
      network.layers.forEach((layer, i) => network.setKernel(i, normals(layer.kernel.length, i, 0.1), 'out-in'));
      const loop = new TrainingLoop({
        network,
        optimizer,
        train,
        batchSize,
        shuffle: true,
        seed: 1,
        stream: numpy.train,
      });
      return { costs: Array.from({ length: 25 }, () => loop.step()), weights: network.parameters.slice() };
    };
    const [found, wanted] = [trained(true), trained(false)];
    found.costs.forEach((cost, step) => expect(Math.abs(cost / wanted.costs[step] - 1)).toBeLessThan(1e-13));
    found.weights.forEach((weight, i) => expect(Math.abs(weight - wanted.weights[i])).toBeLessThan(1e-13));
  });

  test.each([
    ['binaryCrossEntropy', 'sigmoid', 1],
    ['categoricalCrossEntropy', 'softmax', 5],
    ['meanSquaredError', 'linear', 1],
    ['meanSquaredError', 'softmax', 3],
  ] as const)('look at small networks as the reference does: %s, %s', (loss, output, outputs) => {
    const spec: NetworkSpec = {
      inputs: 3,
      hidden: [{ units: 11, activation: 'tanh' }],
      outputs,
      output,
      loss,
      bias: true,
    };
    const optimizer: OptimizerSpec = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 };
    const count = 99;
    const split: Split = {
      count,
      inputs: normals(3 * count, 6),
      labels: Int32Array.from({ length: count }, (_, i) => i % Math.max(2, outputs)),
    };
    const { arena, network, train } = build(one, true, spec, optimizer, split, 'full', false, 0);
    const plan = planNetwork(spec, count, optimizer, 0, count, float64);
    const plain = new Network(plan, Arena.create(plan.bytes), referenceKernels);
    for (const of of [network, plain])
      of.layers.forEach((layer, index) => of.setKernel(index, normals(layer.kernel.length, index), 'out-in'));
    const found = network.evaluate(train);
    const wanted = plain.evaluate(split);
    expect(found.accuracy).toBe(wanted.accuracy);
    expect(Math.abs(found.cost / wanted.cost - 1)).toBeLessThan(1e-14);
    network.probe(train.inputs, train.labels!, 71);
    plain.probe(split.inputs, split.labels!, 71);
    network.layers.forEach((layer, index) => {
      for (const key of ['preActivations', 'gradients', 'kernelGradient'] as const) {
        const length = key === 'kernelGradient' ? layer.kernel.length : 71 * layer.units;
        const most = Math.max(
          ...Array.from({ length }, (_, i) => Math.abs(layer[key][i] - plain.layers[index][key][i])),
        );
        expect(most, `${key} of layer ${index}`).toBeLessThan(1e-14);
      }
    });
    const room = arena.array(Uint8Array, 2 * count);
    const range = outputs === 1 && output === 'linear' ? ([-1, 1] as const) : undefined;
    network.small!.boundary(train.inputs, count, range, room.subarray(0, count), room.subarray(count));
    const answers = plain.predict(split.inputs, count);
    for (let row = 0; row < count; row++) {
      const own = Array.from(answers.subarray(row * outputs, (row + 1) * outputs));
      const best = outputs === 1 ? Number(own[0] > 0.5) : own.indexOf(Math.max(...own));
      const share = range ? (own[0] + 1) / 2 : outputs > 1 ? own[best] : best === 1 ? own[0] : 1 - own[0];
      if (!range) expect(room[row]).toBe(best);
      expect(room[count + row]).toBe(Math.round(255 * Math.min(1, Math.max(0, share))));
    }
  });
});
