import { describe, expect, test } from 'vitest';
import { planBytes } from '../../src/engine/arena';
import type { Split } from '../../src/engine/datasets/spec';
import { createSynthetic } from '../../src/engine/datasets/synthetic';
import type { KernelModule } from '../../src/engine/kernels/wasm/kernelModule';
import { Network } from '../../src/engine/network/network';
import { planNetwork } from '../../src/engine/network/plan';
import { resolveNetwork } from '../../src/engine/network/resolveNetwork';
import type { Activation, Loss, NetworkSpec, OptimizerSpec, Output } from '../../src/engine/network/spec';
import { gatherRows, TrainingLoop } from '../../src/engine/network/trainingLoop';
import { NumpyRandom } from '../../src/engine/random/numpy';
import golden from '../golden/traces.json';
import { builds, denseOnly, kernelsIn, put } from './kernelsWasmSupport';

interface Trace {
  target: string;
  loss: Loss;
  output: Output;
  outputs: number;
  hidden: Activation[];
  bias: boolean;
  optimizer: OptimizerSpec;
  batchSize: number | 'full';
  shuffle: boolean;
  seed: number;
  initial: number[][][];
  costs: number[];
  final: number[][][];
  float32Error: number;
}

interface Training {
  spec: NetworkSpec;
  optimizer: OptimizerSpec;
  train: Split;
  batchSize: number | 'full';
  shuffle: boolean;
  seed: number;
}

/** A network with its data in one arena, on a build of the kernels, and a loop over it. */
function build(name: string, module: KernelModule, { spec, optimizer, train, batchSize, shuffle, seed }: Training) {
  const rows = batchSize === 'full' ? train.count : batchSize;
  const plan = planNetwork(spec, rows, optimizer, gatherRows(train.count, batchSize, shuffle));
  const { arena, kernels } = kernelsIn(name, module, plan.bytes + planBytes([train.inputs.length, train.count]));
  const split: Split = { count: train.count, inputs: put(arena, train.inputs) };
  if (train.labels) (split.labels = arena.int32(train.count)).set(train.labels);
  if (train.targets) split.targets = put(arena, train.targets);
  const network = new Network(plan, arena, denseOnly(kernels));
  return { network, split, start: () => new TrainingLoop({ network, optimizer, train: split, batchSize, shuffle, seed }) };
}

const { inputs, two, three, quantity } = golden.traces;
const splits: Record<string, Split> = {
  two: { count: 23, inputs: Float32Array.from(inputs), labels: Int32Array.from(two) },
  three: { count: 23, inputs: Float32Array.from(inputs), labels: Int32Array.from(three) },
  quantity: { count: 23, inputs: Float32Array.from(inputs), targets: Float32Array.from(quantity) },
};
const sgd: OptimizerSpec = { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 };

for (const { name, module } of builds) {
  describe.skipIf(module === undefined)(`${name} kernels train${module ? '' : ' (this Node lacks the instructions)'}`, () => {
    for (const trace of golden.traces.cases as unknown as Trace[]) {
      const { loss, output, outputs, optimizer, batchSize, shuffle, bias, seed } = trace;
      test(`as PyTorch: ${loss} ${output} ${outputs} batch ${batchSize} ${shuffle ? 'shuffled' : 'in order'} ${JSON.stringify(optimizer)}`, () => {
        const [first, second] = trace.hidden;
        const spec: NetworkSpec = { inputs: 4, hidden: [{ units: 6, activation: first }, { units: 5, activation: second }], outputs, output, loss, bias };
        const { network, start } = build(name, module!, { spec, optimizer, train: splits[trace.target], batchSize, shuffle, seed });
        trace.initial.forEach(([kernel, one], layer) => {
          network.setKernel(layer, Float64Array.from(kernel), 'out-in');
          if (bias) network.setBias(layer, Float64Array.from(one));
        });
        const loop = start();
        // As near to PyTorch's float64 as a few times what PyTorch's own float32 is.
        const tolerance = 5 * Math.max(trace.float32Error, 5e-7);
        trace.costs.forEach((cost, step) => expect(Math.abs(loop.step() - cost) / cost, `cost of step ${step}`).toBeLessThan(tolerance));
        trace.final.forEach(([kernel, one], layer) => {
          const far = (actual: Float32Array, expected: number[]) => Math.max(...expected.map((value, i) => Math.abs(actual[i] - value)));
          expect(far(network.getKernel(layer, 'out-in'), kernel), `kernel ${layer}`).toBeLessThan(20 * tolerance);
          if (bias) expect(far(network.layers[layer].bias!, one), `bias ${layer}`).toBeLessThan(20 * tolerance);
        });
      });
    }

    const dataset = createSynthetic({ kind: 'circles', train: 300, test: 100, noise: 0.05, factor: 0.8, trainSeed: 1, testSeed: 2 });
    const circles = resolveNetwork({ hidden: [10, 5], activation: 'relu', bias: true }, 'binaryCrossEntropy', dataset);
    const draws: Record<keyof typeof golden.circles, (out: Float64Array, random: NumpyRandom, fanIn: number, fanOut: number) => void> = {
      zeros: () => undefined,
      randn10: (out, random) => random.normal(out, 0, 10),
      he: (out, random, fanIn) => random.normal(out, 0, Math.sqrt(2 / fanIn)),
      xavier: (out, random, fanIn, fanOut) => random.uniform(out, -Math.sqrt(6 / (fanIn + fanOut)), Math.sqrt(6 / (fanIn + fanOut))),
    };
    test.each(['zeros', 'randn10', 'he', 'xavier'] as const)('the circles for 15 000 steps: %s', (law) => {
      const expected = golden.circles[law];
      const { network, split, start } = build(name, module!, { spec: circles, optimizer: sgd, train: dataset.train, batchSize: 'full', shuffle: false, seed: 3 });
      const random = new NumpyRandom(3);
      network.layers.forEach((layer, index) => {
        const values = new Float64Array(layer.kernel.length);
        draws[law](values, random, layer.inputs, layer.units);
        network.setKernel(index, values, 'out-in');
      });
      expect(network.naiveInfinite(split)).toBe(expected.naiveInfinite);
      const loop = start();
      const costs: number[] = [];
      for (let step = 0; step < 15_000; step++) {
        const cost = loop.step();
        if (step % 1000 === 0) costs.push(cost);
      }
      // In float32, randn × 10 goes its own way between the steps of the course's table, and comes back: its first cost is in the thousands.
      const shown = law === 'randn10' ? [0, 1, 5, 10, 14] : costs.keys();
      const tolerance = law === 'randn10' ? 1e-2 : 1e-5;
      for (const i of shown) {
        expect(Math.abs(costs[i] - expected.costs[i]), `cost of step ${1000 * i}: ${costs[i]}`).toBeLessThan(tolerance * (i === 0 ? Math.max(1, expected.costs[0]) : 1));
      }
      expect(network.evaluate(split).accuracy).toBeCloseTo(expected.trainAccuracy, 12);
    });

    test('to the same bits a second time, in an arena of its own', () => {
      const spec = resolveNetwork({ hidden: [33, 17], activation: 'gelu', bias: true }, 'binaryCrossEntropy', dataset);
      const train = () => {
        const { network, start } = build(name, module!, { spec, optimizer: { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }, train: dataset.train, batchSize: 37, shuffle: true, seed: 5 });
        const random = new NumpyRandom(4);
        network.layers.forEach(({ kernel }, index) => {
          const values = new Float64Array(kernel.length);
          random.normal(values, 0, 0.3);
          network.setKernel(index, values, 'out-in');
        });
        const loop = start();
        const costs = Float64Array.from({ length: 200 }, () => loop.step());
        return { costs, parameters: network.parameters.slice() };
      };
      const [first, second] = [train(), train()];
      expect(second).toEqual(first);
      expect(first.costs[199]).toBeLessThan(first.costs[0]);
    });
  });
}
