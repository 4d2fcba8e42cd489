import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import type { Split } from '../../../../src/engine/datasets/spec';
import { createSynthetic } from '../../../../src/engine/datasets/synthetic/synthetic';
import { referenceKernels } from '../../../../src/engine/kernels/reference/reference';
import { Network } from '../../../../src/engine/network/network';
import { NetworkError } from '../../../../src/engine/network/networkError';
import { planNetwork } from '../../../../src/engine/network/plan';
import { resolveNetwork } from '../../../../src/engine/network/resolveNetwork';
import type { NetworkSpec, OptimizerSpec } from '../../../../src/engine/spec/networkSpec';
import { gatherRows, TrainingLoop } from '../../../../src/engine/network/trainingLoop';
import { NumpyRandom, numpy } from '../../../../src/engine/random/numpy';

const sgd: OptimizerSpec = { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 };
const adam: OptimizerSpec = {
  kind: 'adam',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};
const circles = createSynthetic({
  kind: 'circles',
  train: 300,
  test: 100,
  noise: 0.05,
  factor: 0.8,
  trainSeed: 1,
  testSeed: 2,
});
const spec = resolveNetwork({ hidden: [10, 5], activation: 'relu', bias: true }, 'binaryCrossEntropy', circles);

interface Setting {
  spec?: NetworkSpec;
  optimizer?: OptimizerSpec;
  train?: Split;
  batchSize?: number | 'full';
  shuffle?: boolean;
  std?: (fanIn: number) => number;
  capacity?: number;
}

/** A network of He normal kernels from RandomState(3), as the course draws them, and its training. */
function start(setting: Setting = {}): { network: Network; loop: TrainingLoop } {
  const {
    optimizer = sgd,
    train = circles.train,
    batchSize = 'full',
    shuffle = false,
    std = (fanIn) => Math.sqrt(2 / fanIn),
  } = setting;
  const rows = batchSize === 'full' ? train.count : batchSize;
  const plan = planNetwork(
    setting.spec ?? spec,
    setting.capacity ?? rows,
    optimizer,
    gatherRows(train.count, batchSize, shuffle),
  );
  const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
  const random = new NumpyRandom(3);
  network.layers.forEach((layer, index) => {
    const values = new Float64Array(layer.kernel.length);
    random.normal(values, 0, std(layer.inputs));
    network.setKernel(index, values, 'out-in');
  });
  return {
    network,
    loop: new TrainingLoop({ network, optimizer, train, batchSize, shuffle, seed: 9, stream: numpy.train }),
  };
}

describe('the circles experiment, its first 1 001 steps', () => {
  test('He normal: 0.883054 at step 0, 0.687983 at step 1 000', () => {
    const { loop } = start();
    const costs = Array.from({ length: 1001 }, () => loop.step());
    expect(Math.abs(costs[0] - 0.883054)).toBeLessThan(1e-5);
    expect(Math.abs(costs[1000] - 0.687983)).toBeLessThan(1e-4);
  });

  test('zeros: ln 2 at every step, half of the samples right', () => {
    const { network, loop } = start({ std: () => 0 });
    for (let step = 0; step < 200; step++) expect(Math.abs(loop.step() - Math.LN2)).toBeLessThan(1e-7);
    expect(loop.batchAccuracy).toBe(0.5);
    expect(network.evaluate(circles.test!).accuracy).toBe(0.5);
  });

  test('a single logistic neuron learns from zeros', () => {
    const x = Float32Array.of(-2, -1, 1, 2);
    const train = { count: 4, inputs: x, labels: Int32Array.of(0, 0, 1, 1) };
    const single = resolveNetwork({ hidden: [], activation: 'relu', bias: true }, 'binaryCrossEntropy', {
      features: 1,
      classes: 2,
    });
    const { loop } = start({ spec: single, train, std: () => 0, optimizer: { ...sgd, learningRate: 1 } });
    const first = loop.step();
    for (let step = 0; step < 20; step++) loop.step();
    expect(first).toBeCloseTo(Math.LN2, 12);
    expect(loop.step()).toBeLessThan(0.1);
    expect(loop.batchAccuracy).toBe(1);
  });

  test('randn × 10 saturates the output: the naive cost of every sample is infinite or NaN', () => {
    expect(start({ std: () => 10 }).network.naiveInfinite(circles.train)).toBe(300);
    expect(start().network.naiveInfinite(circles.train)).toBe(0);
  });
});

describe('batches', () => {
  /**
   * Input i is i, so a linear neuron of kernel 0 and target i reveals which samples a batch holds: its bias gradient.
   */
  function costsOfEpochs(
    batchSize: number | 'full',
    shuffle: boolean,
    steps: number,
  ): { costs: number[]; counts: number[] } {
    const values = Float32Array.from({ length: 10 }, (_, i) => 2 ** i);
    const train = { count: 10, inputs: new Float32Array(10), targets: values };
    const linear: NetworkSpec = {
      inputs: 1,
      hidden: [],
      outputs: 1,
      output: 'linear',
      loss: 'meanSquaredError',
      bias: false,
    };
    const { loop } = start({ spec: linear, train, batchSize, shuffle, std: () => 0 });
    const costs: number[] = [];
    const counts: number[] = [];
    for (let step = 0; step < steps; step++) {
      // With all inputs 0 nothing is learnt, and the cost is the mean of the batch's squared targets.
      const mean = loop.step();
      costs.push(mean * loop.batchCount);
      counts.push(loop.batchCount);
    }
    return { costs, counts };
  }
  const sumOf = (rows: Iterable<number>) => [...rows].reduce((sum, row) => sum + 4 ** row, 0);

  test('go in file order, the last one smaller', () => {
    const { costs, counts } = costsOfEpochs(4, false, 6);
    expect(counts).toEqual([4, 4, 2, 4, 4, 2]);
    const epoch = [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ].map(sumOf);
    costs.forEach((cost, step) => expect(cost).toBeCloseTo(epoch[step % 3], 6));
  });

  test('are shuffled by the next permutation of one stream each epoch', () => {
    const { costs } = costsOfEpochs(3, true, 8);
    const random = new NumpyRandom(9);
    const expected = [random.permutation(10), random.permutation(10)].flatMap((order) =>
      [0, 3, 6, 9].map((from) => sumOf(order.subarray(from, from + 3))),
    );
    costs.forEach((cost, step) => expect(cost).toBeCloseTo(expected[step], 6));
  });

  test('a batch size over the count takes all', () => {
    expect(costsOfEpochs(64, false, 2).counts).toEqual([10, 10]);
  });

  test('one that does not fit in the plan is refused', () => {
    const plan = planNetwork(spec, 10, sgd);
    const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
    expect(
      () =>
        new TrainingLoop({
          network,
          optimizer: sgd,
          train: circles.train,
          batchSize: 11,
          shuffle: false,
          seed: 0,
          stream: numpy.train,
        }),
    ).toThrow(NetworkError);
    expect(() => network.forward(circles.train.inputs, 11)).toThrow(NetworkError);
    const empty = { count: 0, inputs: new Float32Array(0), labels: new Int32Array(0) };
    expect(
      () =>
        new TrainingLoop({
          network,
          optimizer: sgd,
          train: empty,
          batchSize: 'full',
          shuffle: false,
          seed: 0,
          stream: numpy.train,
        }),
    ).toThrow(NetworkError);
  });
});

describe('divergence', () => {
  test('a huge learning rate diverges after one step, and the parameters stay as they were then', () => {
    const { network, loop } = start({ optimizer: { ...sgd, learningRate: 1e30 } });
    expect(Number.isFinite(loop.step())).toBe(true);
    const kept = network.parameters.slice();
    expect(Number.isFinite(loop.step())).toBe(false);
    expect([loop.divergedAt, loop.stepsDone]).toEqual([1, 1]);
    expect(Number.isFinite(loop.step())).toBe(false);
    expect(loop.stepsDone).toBe(1);
    expect(network.parameters).toEqual(kept);
  });
});

describe('looking at a network', () => {
  test('probes and evaluations in between change no bit of the training', () => {
    const setting: Setting = { optimizer: adam, batchSize: 64, shuffle: true, capacity: 100 };
    const alone = start(setting);
    const watched = start(setting);
    for (let step = 0; step < 30; step++) {
      watched.network.probe(circles.train.inputs, circles.train.labels!, 77);
      watched.network.evaluate(circles.test!);
      watched.network.predict(circles.test!.inputs, 100);
      expect(watched.loop.step()).toBe(alone.loop.step());
    }
    expect(watched.network.parameters).toEqual(alone.network.parameters);
  });

  test('chunks of any size give the same figures', () => {
    const whole = start({ capacity: 300 }).network;
    const chunked = start({ batchSize: 7, capacity: 7 }).network;
    const a = whole.evaluate(circles.train);
    const b = chunked.evaluate(circles.train);
    expect(b.cost).toBeCloseTo(a.cost, 12);
    expect(b.accuracy).toBe(a.accuracy);
    expect(chunked.predict(circles.test!.inputs, 100)).toEqual(whole.predict(circles.test!.inputs, 100));
    expect(chunked.naiveInfinite(circles.train)).toBe(0);
  });

  test('the accuracy of a regression is NaN', () => {
    const train = { count: 2, inputs: Float32Array.of(1, 2), targets: Float32Array.of(3, 4) };
    const linear = resolveNetwork({ hidden: [], activation: 'relu', bias: true }, 'meanSquaredError', {
      features: 1,
      classes: 0,
    });
    const { network, loop } = start({ spec: linear, train, std: () => 0 });
    expect(loop.step()).toBe(12.5);
    expect(loop.batchAccuracy).toBeNaN();
    expect(network.evaluate(train).accuracy).toBeNaN();
  });

  test('accuracies: a linear output is cut at one half, a softmax by its largest', () => {
    const train = { count: 3, inputs: Float32Array.of(0.4, 0.6, -1), labels: Int32Array.of(0, 1, 0) };
    const linear: NetworkSpec = {
      inputs: 1,
      hidden: [],
      outputs: 1,
      output: 'linear',
      loss: 'meanSquaredError',
      bias: false,
    };
    const { network } = start({ spec: linear, train, std: () => 0 });
    network.setKernel(0, Float32Array.of(1), 'out-in');
    expect(network.evaluate(train).accuracy).toBe(1);
    const softmax: NetworkSpec = {
      inputs: 1,
      hidden: [],
      outputs: 2,
      output: 'softmax',
      loss: 'categoricalCrossEntropy',
      bias: true,
    };
    const second = start({ spec: softmax, train, std: () => 0 }).network;
    second.setKernel(0, Float32Array.of(0, 1), 'out-in');
    expect(second.evaluate(train).accuracy).toBeCloseTo(2 / 3, 12);
  });

  test('kernels go in and out in both layouts', () => {
    const { network } = start();
    const byOutput = Float32Array.from({ length: 20 }, (_, i) => i);
    network.setKernel(0, byOutput, 'out-in');
    const byInput = network.getKernel(0, 'in-out');
    // (out 10, in 2): number o · 2 + i; transposed it lies at i · 10 + o.
    for (let o = 0; o < 10; o++) for (let i = 0; i < 2; i++) expect(byInput[i * 10 + o]).toBe(o * 2 + i);
    network.setKernel(0, new Float32Array(20), 'out-in');
    network.setKernel(0, byInput, 'in-out');
    expect(network.getKernel(0, 'out-in')).toEqual(byOutput);
    expect(network.layers[0].kernel).toEqual(byOutput);
    expect(() => network.setKernel(0, new Float32Array(19), 'out-in')).toThrow(NetworkError);
    expect(() => network.setBias(1, new Float32Array(4))).toThrow(NetworkError);
  });
});
