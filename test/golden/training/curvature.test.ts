import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { Arena } from '../../../src/engine/arena';
import { curvatureOf } from '../../../src/engine/diagnostics/curvature';
import type { Split } from '../../../src/engine/datasets/spec';
import { largestEigenpair } from '../../../src/engine/diagnostics/lanczos';
import type { Kernels } from '../../../src/engine/kernels/kernels';
import { referenceKernels } from '../../../src/engine/kernels/reference/reference';
import { compileKernels } from '../../../src/engine/kernels/wasm/kernelModule';
import { createWasmKernels, scratchBytes } from '../../../src/engine/kernels/wasm/wasmKernels';
import { Network, splitTarget } from '../../../src/engine/network/network';
import { planNetwork } from '../../../src/engine/network/plan';
import type { Activation, Loss, NetworkSpec, OptimizerSpec, Output } from '../../../src/engine/spec/networkSpec';
import { TrainingLoop } from '../../../src/engine/network/trainingLoop';
import { NumpyRandom, numpy } from '../../../src/engine/random/numpy';

interface Case {
  data: string;
  loss: Loss;
  output: Output;
  widths: number[];
  hidden: Activation[];
  bias: boolean;
  steps: number;
  gain: number;
  parameters: number[];
  largest: number;
}
const { data, cases } = JSON.parse(readFileSync('test/golden/training/curvature.json', 'utf8')) as {
  data: Record<string, { inputs: number[]; target: number[] }>;
  cases: Case[];
};
const sgd: OptimizerSpec = { kind: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 };
const module = compileKernels(readFileSync('out/test/kernels/simd.wasm'))!;
const makes = { reference: undefined, simd: module };

/** A network and its data in one arena. */
function networkOf(spec: NetworkSpec, count: number, make: keyof typeof makes, optimizer = sgd) {
  const plan = planNetwork(spec, count, optimizer);
  const arena = Arena.create(plan.bytes + scratchBytes + 8 * count * (spec.inputs + 1) + 4096);
  const kernels: Kernels = makes[make]
    ? createWasmKernels(makes[make], arena.memory!, arena.reserve(scratchBytes), make)
    : referenceKernels;
  const train: Split = { count, inputs: arena.float32(count * spec.inputs) };
  return { network: new Network(plan, arena, kernels), train, arena };
}

function prepared(one: Case, make: keyof typeof makes) {
  const { inputs, target } = data[one.data];
  const [width, outputs] = [one.widths[0], one.widths.at(-1)!];
  const spec: NetworkSpec = {
    inputs: width,
    hidden: one.hidden.map((activation, layer) => ({ units: one.widths[layer + 1], activation })),
    outputs,
    output: one.output,
    loss: one.loss,
    bias: one.bias,
  };
  const { network, train, arena } = networkOf(spec, target.length, make);
  train.inputs.set(inputs);
  if (one.data === 'quantity') (train.targets = arena.float32(target.length)).set(target);
  else (train.labels = arena.int32(target.length)).set(target);
  let at = 0;
  for (const { kernel, bias } of network.layers)
    for (const tensor of bias ? [kernel, bias] : [kernel]) tensor.set(one.parameters.slice(at, (at += tensor.length)));
  return { network, train };
}

describe.each(['reference', 'simd'] as const)('the largest curvature with the kernels %s', (make) => {
  test.each(
    cases.map(
      (one) =>
        [`${one.data}, ${one.loss}, ${one.hidden.join(' ')}, gain ${one.gain}, after ${one.steps} steps`, one] as const,
    ),
  )('is that of the Hessian by autograd in float64, or not told: %s', (_, one) => {
    const { network, train } = prepared(one, make);
    const before = network.parameters.slice();
    const found = curvatureOf(network, train.inputs, splitTarget(train), train.count);
    if (found !== undefined) expect(Math.abs(found / one.largest - 1)).toBeLessThan(0.03);
    expect(new Uint32Array(network.parameters.slice().buffer)).toEqual(new Uint32Array(before.buffer));
  });

  it('is measured between two steps without a trace in the training: all bits are those of one that is not looked at', () => {
    const one = cases[0];
    const bits = [false, true].map((measured) => {
      const { network, train } = prepared(one, make);
      const loop = new TrainingLoop({
        network,
        optimizer: sgd,
        train,
        batchSize: 'full',
        shuffle: false,
        seed: 1,
        stream: numpy.train,
      });
      for (let round = 0; round < 20; round++) {
        if (measured) expect(curvatureOf(network, train.inputs, splitTarget(train), train.count)).not.toBe(0);
        loop.run(5);
      }
      return new Uint32Array(network.parameters.slice().buffer);
    });
    expect(bits[1]).toEqual(bits[0]);
    expect(bits[0]).not.toEqual(new Uint32Array(prepared(one, make).network.parameters.slice().buffer));
  });

  it('is told of nearly all of them', () => {
    const told = cases.filter((one) => {
      const { network, train } = prepared(one, make);
      return curvatureOf(network, train.inputs, splitTarget(train), train.count) !== undefined;
    });
    expect(told.length).toBeGreaterThanOrEqual(cases.length - 3);
  });
});

describe('a linear regression', () => {
  const count = 64;
  const width = 3;
  const spec: NetworkSpec = {
    inputs: width,
    hidden: [],
    outputs: 1,
    output: 'linear',
    loss: 'meanSquaredError',
    bias: false,
  };
  const random = new NumpyRandom(5);
  const inputs = Float32Array.from({ length: count * width }, () => random.gauss());
  const gram = Array.from({ length: width }, (_, i) =>
    Array.from(
      { length: width },
      (__, j) =>
        (2 / count) *
        Array.from({ length: count }, (___, row) => inputs[row * width + i] * inputs[row * width + j]).reduce(
          (a, b) => a + b,
          0,
        ),
    ),
  );
  // The power method in doubles.
  let vector = [1, 0.7, -0.4];
  let largest = 0;
  for (let round = 0; round < 2000; round++) {
    const next = gram.map((row) => row.reduce((sum, x, j) => sum + x * vector[j], 0));
    largest = Math.hypot(...next);
    vector = next.map((x) => x / largest);
  }

  function trained(rate: number) {
    const optimizer: OptimizerSpec = { ...sgd, learningRate: rate };
    const { network, train, arena } = networkOf(spec, count, 'reference', optimizer);
    train.inputs.set(inputs);
    train.targets = arena.float32(count);
    network.layers[0].kernel.set([1, -2, 0.5]);
    return {
      network,
      train,
      loop: new TrainingLoop({
        network,
        optimizer,
        train,
        batchSize: 'full',
        shuffle: false,
        seed: 1,
        stream: numpy.train,
      }),
    };
  }

  it('has the curvature 2 / n · XᵀX, and diverges just above 2 over it', () => {
    const { network, train } = trained(0.1);
    const found = curvatureOf(network, train.inputs, splitTarget(train), count)!;
    expect(Math.abs(found / largest - 1)).toBeLessThan(1e-3);
    const [below, above] = [0.98, 1.02].map((share) => {
      const { loop } = trained((share * 2) / found);
      const first = loop.step();
      loop.run(400);
      return loop.step() / first;
    });
    expect(below).toBeLessThan(1e-3);
    expect(above).toBeGreaterThan(1e3);
  });
});

describe('Lanczos', () => {
  it('finds the largest eigenvalue, not the one of the largest size', () => {
    const diagonal = [-50, 1, 2, 7, -3, 4, 0.5, 6.5];
    const found = largestEigenpair(
      (v, out) => (v.forEach((x, i) => (out[i] = diagonal[i] * x)), true),
      Float64Array.from(diagonal, (_, i) => 1 + (i % 3)),
      20,
      1e-6,
    )!;
    expect(found.value).toBeCloseTo(7, 6);
    expect(Math.abs(found.vector[3])).toBeCloseTo(1, 4);
  });

  it('tells nothing where a product fails or it has not converged', () => {
    expect(largestEigenpair(() => false, new Float64Array([1, 1]), 5, 0.01)).toBeUndefined();
    const size = 200;
    expect(
      largestEigenpair(
        (v, out) => (v.forEach((x, i) => (out[i] = (1 - 1e-4 * i) * x)), true),
        new Float64Array(size).fill(1),
        6,
        1e-9,
      ),
    ).toBeUndefined();
  });
});
