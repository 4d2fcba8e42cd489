import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/engine/arena';
import type { Split } from '../../src/engine/datasets/spec';
import { createSynthetic } from '../../src/engine/datasets/synthetic';
import { referenceKernels } from '../../src/engine/kernels/reference/reference';
import { activationDerivatives, activationFunctions } from '../../src/engine/network/activations';
import { Network } from '../../src/engine/network/network';
import { planNetwork } from '../../src/engine/network/plan';
import { resolveNetwork } from '../../src/engine/network/resolveNetwork';
import { activations, type Activation, type Loss, type NetworkSpec, type OptimizerSpec, type Output } from '../../src/engine/network/spec';
import { gatherRows, TrainingLoop } from '../../src/engine/network/trainingLoop';
import { NumpyRandom } from '../../src/engine/random/numpy';
import golden from './traces.json';

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

describe('activations are those of torch.nn.functional', () => {
  test.each(activations)('%s', (name) => {
    const { value, derivative } = golden.activations.functions[name];
    golden.activations.z.forEach((z, i) => {
      const place = `${name}(${z})`;
      expect(Math.abs(activationFunctions[name](z) - value[i]), place).toBeLessThanOrEqual(1e-14 + 1e-13 * Math.abs(value[i]));
      expect(Math.abs(activationDerivatives[name](z) - derivative[i]), `derivative of ${place}`).toBeLessThanOrEqual(1e-14 + 1e-13 * Math.abs(derivative[i]));
    });
  });
});

describe('trainings of 60 steps are those of PyTorch', () => {
  const { inputs, two, three, quantity } = golden.traces;
  const splits: Record<string, Split> = {
    two: { count: 23, inputs: Float32Array.from(inputs), labels: Int32Array.from(two) },
    three: { count: 23, inputs: Float32Array.from(inputs), labels: Int32Array.from(three) },
    quantity: { count: 23, inputs: Float32Array.from(inputs), targets: Float32Array.from(quantity) },
  };
  for (const trace of golden.traces.cases as unknown as Trace[]) {
    const { loss, output, optimizer, batchSize, shuffle } = trace;
    test(`${loss} ${output} ${trace.outputs} batch ${batchSize} ${shuffle ? 'shuffled' : 'in order'} ${JSON.stringify(optimizer)}`, () => {
      const train = splits[trace.target];
      const [first, second] = trace.hidden;
      const spec: NetworkSpec = {
        inputs: 4, hidden: [{ units: 6, activation: first }, { units: 5, activation: second }], outputs: trace.outputs, output, loss, bias: trace.bias,
      };
      const rows = batchSize === 'full' ? 23 : batchSize;
      const plan = planNetwork(spec, rows, optimizer, gatherRows(23, batchSize, shuffle));
      const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
      trace.initial.forEach(([kernel, bias], layer) => {
        network.setKernel(layer, Float64Array.from(kernel), 'out-in');
        if (trace.bias) network.setBias(layer, Float64Array.from(bias));
      });
      const loop = new TrainingLoop({ network, optimizer, train, batchSize, shuffle, seed: trace.seed });
      // As near to PyTorch's float64 as a few times what PyTorch's own float32 is.
      const tolerance = 5 * Math.max(trace.float32Error, 5e-7);
      expect(tolerance).toBeLessThan(1e-4);
      trace.costs.forEach((cost, step) => expect(Math.abs(loop.step() - cost) / cost, `cost of step ${step}`).toBeLessThan(tolerance));
      trace.final.forEach(([kernel, bias], layer) => {
        const far = (actual: Float32Array, expected: number[]) => Math.max(...expected.map((value, i) => Math.abs(actual[i] - value)));
        expect(far(network.getKernel(layer, 'out-in'), kernel), `kernel ${layer}`).toBeLessThan(20 * tolerance);
        if (trace.bias) expect(far(network.layers[layer].bias!, bias), `bias ${layer}`).toBeLessThan(20 * tolerance);
      });
    });
  }
});

describe('the circles experiment, 15 000 steps', () => {
  const optimizer: OptimizerSpec = { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 };
  const dataset = createSynthetic({ kind: 'circles', train: 300, test: 100, noise: 0.05, factor: 0.8, trainSeed: 1, testSeed: 2 });
  const spec = resolveNetwork({ hidden: [10, 5], activation: 'relu', bias: true }, 'binaryCrossEntropy', dataset);
  const draws: Record<keyof typeof golden.circles, (out: Float64Array, random: NumpyRandom, fanIn: number, fanOut: number) => void> = {
    zeros: () => undefined,
    randn10: (out, random) => random.normal(out, 0, 10),
    he: (out, random, fanIn) => random.normal(out, 0, Math.sqrt(2 / fanIn)),
    xavier: (out, random, fanIn, fanOut) => random.uniform(out, -Math.sqrt(6 / (fanIn + fanOut)), Math.sqrt(6 / (fanIn + fanOut))),
  };
  for (const name of ['zeros', 'randn10', 'he', 'xavier'] as const) {
    test(name, () => {
      const expected = golden.circles[name];
      const plan = planNetwork(spec, 300, optimizer, gatherRows(300, 'full', false));
      const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
      const random = new NumpyRandom(3);
      network.layers.forEach((layer, index) => {
        const values = new Float64Array(layer.kernel.length);
        draws[name](values, random, layer.inputs, layer.units);
        network.setKernel(index, values, 'out-in');
      });
      expect(network.naiveInfinite(dataset.train)).toBe(expected.naiveInfinite);
      const loop = new TrainingLoop({ network, optimizer, train: dataset.train, batchSize: 'full', shuffle: false, seed: 3 });
      const costs: number[] = [];
      for (let step = 0; step < 15_000; step++) {
        const cost = loop.step();
        if (step % 1000 === 0) costs.push(cost);
      }
      // randn × 10 is chaotic at first: its first cost is in the thousands.
      const tolerance = name === 'randn10' ? 2e-2 : 1e-4;
      costs.forEach((cost, i) => expect(Math.abs(cost - expected.costs[i]), `cost of step ${1000 * i}: ${cost}`).toBeLessThan(tolerance * (i === 0 ? Math.max(1, expected.costs[0]) : 1)));
      expect(network.evaluate(dataset.train).accuracy).toBeCloseTo(expected.trainAccuracy, 12);
      expect(network.evaluate(dataset.test!).accuracy).toBeCloseTo(expected.testAccuracy, 12);
    });
  }
});
