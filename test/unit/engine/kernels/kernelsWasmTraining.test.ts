import { describe, expect, test } from 'vitest';
import { planBytes } from '../../../../src/engine/arena';
import type { Split } from '../../../../src/engine/datasets/spec';
import { createSynthetic } from '../../../../src/engine/datasets/synthetic/synthetic';
import type { KernelModule } from '../../../../src/engine/kernels/wasm/kernelModule';
import { Network } from '../../../../src/engine/network/network';
import { planNetwork } from '../../../../src/engine/network/plan';
import { resolveNetwork } from '../../../../src/engine/network/resolveNetwork';
import type { NetworkSpec, OptimizerSpec } from '../../../../src/engine/spec/networkSpec';
import { gatherRows, TrainingLoop } from '../../../../src/engine/network/trainingLoop';
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
} from '../../../golden/training/traceCases';
import { NumpyRandom, numpy } from '../../../../src/engine/random/numpy';
import golden from '../../../golden/training/traces.json';
import { builds, denseOnly, kernelsIn, put } from './kernelsWasmSupport';

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
  return {
    network,
    split,
    start: () => new TrainingLoop({ network, optimizer, train: split, batchSize, shuffle, seed, stream: numpy.train }),
  };
}

const sgd: OptimizerSpec = { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 };

for (const { name, module } of builds) {
  describe.skipIf(module === undefined)(
    `${name} kernels train${module ? '' : ' (this Node lacks the instructions)'}`,
    () => {
      test.each(traces.map((trace) => [titleOf(trace), trace] as const))('as PyTorch: %s', (_, trace) => {
        const { network, start } = build(name, module!, { ...trace, spec: specOf(trace), train: splitOf(trace) });
        setInitial(network, trace);
        expectTrace(network, start(), trace, float32Tolerance(trace, 5));
      });

      const dataset = createSynthetic({
        kind: 'circles',
        train: 300,
        test: 100,
        noise: 0.05,
        factor: 0.8,
        trainSeed: 1,
        testSeed: 2,
      });
      const circles = resolveNetwork(
        { hidden: [10, 5], activation: 'relu', bias: true },
        'binaryCrossEntropy',
        dataset,
      );
      test.each(circlesLaws)('the circles for 15 000 steps: %s', (law) => {
        const expected = golden.circles[law];
        const { network, split, start } = build(name, module!, {
          spec: circles,
          optimizer: sgd,
          train: dataset.train,
          batchSize: 'full',
          shuffle: false,
          seed: 3,
        });
        drawCircles(network, law);
        expect(network.naiveInfinite(split)).toBe(expected.naiveInfinite);
        const loop = start();
        const costs: number[] = [];
        for (let step = 0; step < 15_000; step++) {
          const cost = loop.step();
          if (step % 1000 === 0) costs.push(cost);
        }
        // In float32, randn × 10 goes its own way between the steps of the course's table, and comes back: its first
        // cost is in the thousands.
        const shown = law === 'randn10' ? [0, 1, 5, 10, 14] : costs.keys();
        const tolerance = law === 'randn10' ? 1e-2 : 1e-5;
        for (const i of shown) {
          expect(Math.abs(costs[i] - expected.costs[i]), `cost of step ${1000 * i}: ${costs[i]}`).toBeLessThan(
            tolerance * (i === 0 ? Math.max(1, expected.costs[0]) : 1),
          );
        }
        expect(network.evaluate(split).accuracy).toBeCloseTo(expected.trainAccuracy, 12);
      });

      test('to the same bits a second time, in an arena of its own', () => {
        const spec = resolveNetwork(
          { hidden: [33, 17], activation: 'gelu', bias: true },
          'binaryCrossEntropy',
          dataset,
        );
        const train = () => {
          const { network, start } = build(name, module!, {
            spec,
            optimizer: { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
            train: dataset.train,
            batchSize: 37,
            shuffle: true,
            seed: 5,
          });
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
    },
  );
}
