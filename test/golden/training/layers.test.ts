import { describe, expect, test } from 'vitest';
import { numpy } from '../../../src/engine/random/numpy';
import { Arena } from '../../../src/engine/arena';
import { float32, float64, type ElementType, type Floats } from '../../../src/engine/elementType';
import type { Split } from '../../../src/engine/datasets/spec';
import { referenceKernels } from '../../../src/engine/kernels/reference/reference';
import { runningStatistics } from '../../../src/engine/network/layers/batchNorm';
import { Network } from '../../../src/engine/network/network';
import { planNetwork, type NetworkPlan } from '../../../src/engine/network/plan';
import { resolveNetwork, type HiddenRequest } from '../../../src/engine/network/resolveNetwork';
import { gatherRows, TrainingLoop } from '../../../src/engine/network/trainingLoop';
import type { OptimizerSpec } from '../../../src/engine/spec/networkSpec';
import golden from './layers.json';

/** One training of 40 steps by PyTorch in float64, and how far the costs of its own float32 are from it. */
interface Case {
  name: string;
  hidden: HiddenRequest[];
  optimizer: OptimizerSpec;
  batchSize: number | 'full';
  seed: number;
  initial: Record<string, number[]>;
  gradients: Record<string, number[]>;
  costs: number[];
  final: Record<string, number[]>;
  evaluated: number;
  float32Error: number;
}

const cases = golden.cases as unknown as Case[];
const train: Split = {
  count: 22,
  inputs: Float32Array.from(golden.inputs),
  labels: Int32Array.from(golden.labels),
};

function planOf<A extends Floats>({ hidden, optimizer, batchSize }: Case, elementType: ElementType<A>): NetworkPlan<A> {
  const spec = resolveNetwork({ hidden, activation: 'relu', bias: true }, 'categoricalCrossEntropy', {
    features: 4,
    classes: 3,
  });
  return planNetwork(spec, 22, optimizer, gatherRows(22, batchSize, false), 22, elementType);
}

/** The parameters of a network by the names of weight files, or their gradients. */
function tensorsOf<A extends Floats>(
  network: Network<A>,
  what: 'values' | 'gradient' = 'values',
): Record<string, Floats> {
  return Object.fromEntries(
    network.layers.flatMap((layer, index) => {
      const name = index < network.layers.length - 1 ? `hidden.${index}` : 'output';
      return layer.parameters.map((parameter) => [`${name}.${parameter.name}`, parameter[what]] as const);
    }),
  );
}

function start<A extends Floats>(network: Network<A>, { initial }: Case): void {
  for (const [name, values] of Object.entries(tensorsOf(network))) values.set(initial[name]);
}

function begin<A extends Floats>(
  one: Case,
  elementType: ElementType<A>,
): { network: Network<A>; loop: TrainingLoop<A> } {
  const plan = planOf(one, elementType);
  const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
  start(network, one);
  const { optimizer, batchSize, seed } = one;
  return {
    network,
    loop: new TrainingLoop({ network, optimizer, train, batchSize, shuffle: false, seed, stream: numpy.train }),
  };
}

/** Largest distance, in parts of the largest number where that is over 1. */
function distance(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(found[i] - value) / scale), 0);
}

describe('networks with layers that are not dense train as in PyTorch', () => {
  test.each(
    cases.flatMap((one) => [
      ['float32', one.name, one, float32, 2e-6 + 5 * one.float32Error, 1e-6] as const,
      ['float64', one.name, one, float64, 5e-14, 1e-13] as const,
    ]),
  )('%s: %s', (_, __, one, elementType, tolerance, ofGradient) => {
    const { network, loop } = begin<Floats>(one, elementType);
    const gates = Object.entries(tensorsOf(network)).filter(([name]) => name.endsWith('.gate'));
    const costs = one.costs.map((_, step) => {
      const cost = loop.step();
      if (step === 0)
        for (const [name, gradient] of Object.entries(tensorsOf(network, 'gradient')))
          expect(distance(gradient, one.gradients[name]), `gradient of ${name}`).toBeLessThan(ofGradient);
      return cost;
    });
    expect(distance(costs, one.costs)).toBeLessThan(tolerance);
    for (const [name, values] of Object.entries(tensorsOf(network)))
      expect(distance(values, one.final[name]), name).toBeLessThan(20 * tolerance);
    for (const [, values] of gates) expect(values[0]).not.toBe(0);
    network.layers.forEach((layer, index) => {
      if (layer.spec.kind !== 'batchNorm') return;
      const { mean, variance } = runningStatistics(layer);
      expect(distance(mean, one.final[`hidden.${index}.runningMean`])).toBeLessThan(20 * tolerance);
      expect(distance(variance, one.final[`hidden.${index}.runningVariance`])).toBeLessThan(20 * tolerance);
    });
    expect(Math.abs(network.evaluate(train).cost - one.evaluated)).toBeLessThan(20 * tolerance);
  });

  test.each(cases.map((one) => [one.name, one] as const))('%s: another thread goes on', (_, one) => {
    const whole = begin(one, float32);
    const expected = one.costs.map(() => whole.loop.step());
    const plan = planOf(one, float32);
    const arena = Arena.create(plan.bytes);
    const region = { buffer: arena.buffer, offset: 0, bytes: plan.bytes };
    const first = new Network(plan, Arena.attach(region), referenceKernels);
    start(first, one);
    const { optimizer, batchSize, seed } = one;
    const options = { optimizer, train, batchSize, shuffle: false, seed, stream: numpy.train };
    let loop = new TrainingLoop({ ...options, network: first });
    loop.save();
    const found = one.costs.map((_, step) => {
      if (step % 7 === 3) {
        loop.save();
        const next = new Network(plan, Arena.attach(region), referenceKernels, true);
        loop = new TrainingLoop({ ...options, network: next, attach: true });
      }
      return loop.step();
    });
    expect(found).toEqual(expected);
  });

  test('looking at a batch changes no parameter, statistic or stream', () => {
    const one = cases.find(({ name }) => name === 'all kinds')!;
    const [plain, looked] = [begin(one, float32), begin(one, float32)];
    const costs = one.costs.map(() => {
      looked.network.probe(train.inputs, train.labels!, 10);
      looked.network.evaluate(train);
      return [plain.loop.step(), looked.loop.step()];
    });
    for (const [a, b] of costs) expect(b).toBe(a);
    for (const [name, values] of Object.entries(tensorsOf(plain.network)))
      expect(tensorsOf(looked.network)[name]).toEqual(values);
  });
});
