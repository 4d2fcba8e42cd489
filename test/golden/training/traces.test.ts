import { describe, expect, test } from 'vitest';
import { numpy } from '../../../src/engine/random/numpy';
import { Arena } from '../../../src/engine/arena';
import { float32, float64, type ElementType, type Floats } from '../../../src/engine/elementType';
import { createSynthetic } from '../../../src/engine/datasets/synthetic/synthetic';
import { referenceKernels } from '../../../src/engine/kernels/reference/reference';
import { activationDerivatives, activationFunctions } from '../../../src/engine/numerics/activations';
import { Network } from '../../../src/engine/network/network';
import { planNetwork } from '../../../src/engine/network/plan';
import { resolveNetwork } from '../../../src/engine/network/resolveNetwork';
import { activations, type OptimizerSpec } from '../../../src/engine/spec/networkSpec';
import { gatherRows, TrainingLoop } from '../../../src/engine/network/trainingLoop';
import {
  circlesLaws,
  drawCircles,
  expectTrace,
  float32Tolerance,
  setInitial,
  specOf,
  splitOf,
  titleOf,
  traces,
  type Trace,
} from './traceCases';
import golden from './traces.json';

describe('activations are those of torch.nn.functional', () => {
  test.each(activations)('%s', (name) => {
    const { value, derivative } = golden.activations.functions[name];
    golden.activations.z.forEach((z, i) => {
      const place = `${name}(${z})`;
      expect(Math.abs(activationFunctions[name](z) - value[i]), place).toBeLessThanOrEqual(
        1e-14 + 1e-13 * Math.abs(value[i]),
      );
      expect(Math.abs(activationDerivatives[name](z) - derivative[i]), `derivative of ${place}`).toBeLessThanOrEqual(
        1e-14 + 1e-13 * Math.abs(derivative[i]),
      );
    });
  });
});

describe('trainings of 60 steps are those of PyTorch', () => {
  const expectTraining = <A extends Floats>(trace: Trace, elementType: ElementType<A>, tolerance: number) => {
    const { optimizer, batchSize, shuffle, seed } = trace;
    const rows = batchSize === 'full' ? 23 : batchSize;
    const plan = planNetwork(specOf(trace), rows, optimizer, gatherRows(23, batchSize, shuffle), 23, elementType);
    const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
    setInitial(network, trace);
    const train = splitOf(trace);
    const loop = new TrainingLoop({ network, optimizer, train, batchSize, shuffle, seed, stream: numpy.train });
    expectTrace(network, loop, trace, tolerance);
  };

  test.each(traces.map((trace) => [titleOf(trace), trace] as const))('float32: %s', (_, trace) =>
    expectTraining(trace, float32, float32Tolerance(trace, 5)),
  );

  test.each(traces.map((trace) => [titleOf(trace), trace] as const))('float64: %s', (_, trace) =>
    expectTraining(trace, float64, 5e-14),
  );
});

describe('the circles experiment, 15 000 steps', () => {
  const optimizer: OptimizerSpec = { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 };
  const dataset = createSynthetic({
    kind: 'circles',
    train: 300,
    test: 100,
    noise: 0.05,
    factor: 0.8,
    trainSeed: 1,
    testSeed: 2,
  });
  const spec = resolveNetwork({ hidden: [10, 5], activation: 'relu', bias: true }, 'binaryCrossEntropy', dataset);
  for (const name of circlesLaws) {
    test(name, () => {
      const expected = golden.circles[name];
      const plan = planNetwork(spec, 300, optimizer, gatherRows(300, 'full', false));
      const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
      drawCircles(network, name);
      expect(network.naiveInfinite(dataset.train)).toBe(expected.naiveInfinite);
      const loop = new TrainingLoop({
        network,
        optimizer,
        train: dataset.train,
        batchSize: 'full',
        shuffle: false,
        seed: 3,
        stream: numpy.train,
      });
      const costs: number[] = [];
      for (let step = 0; step < 15_000; step++) {
        const cost = loop.step();
        if (step % 1000 === 0) costs.push(cost);
      }
      // randn × 10 is chaotic at first: its first cost is in the thousands.
      const tolerance = name === 'randn10' ? 2e-2 : 1e-4;
      costs.forEach((cost, i) =>
        expect(Math.abs(cost - expected.costs[i]), `cost of step ${1000 * i}: ${cost}`).toBeLessThan(
          tolerance * (i === 0 ? Math.max(1, expected.costs[0]) : 1),
        ),
      );
      expect(network.evaluate(dataset.train).accuracy).toBeCloseTo(expected.trainAccuracy, 12);
      expect(network.evaluate(dataset.test!).accuracy).toBeCloseTo(expected.testAccuracy, 12);
    });
  }
});
