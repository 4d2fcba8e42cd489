import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../../src/engine/arena';
import type { Kernels } from '../../../src/engine/kernels/kernels';
import { referenceKernels } from '../../../src/engine/kernels/reference/reference';
import { compileKernels } from '../../../src/engine/kernels/wasm/kernelModule';
import { createWasmKernels, scratchBytes } from '../../../src/engine/kernels/wasm/wasmKernels';
import { Network } from '../../../src/engine/network/network';
import { planNetwork } from '../../../src/engine/network/plan';
import type { NetworkSpec } from '../../../src/engine/spec/networkSpec';
import type { Dataset } from '../../../src/engine/datasets/spec';
import { boundaryOf } from '../../../src/trainer/worker/boundary';
import { mistakesOf } from '../../../src/trainer/worker/mistakes';

const sgd = { kind: 'sgd', learningRate: 1, momentum: 0, nesterov: false, weightDecay: 0 } as const;
const single = (output: 'sigmoid' | 'linear', wide = false): NetworkSpec => ({
  inputs: wide ? 300 : 2,
  hidden: [],
  outputs: 1,
  output,
  loss: output === 'linear' ? 'meanSquaredError' : 'binaryCrossEntropy',
  bias: false,
});
const several = (wide = false): NetworkSpec => ({
  inputs: wide ? 300 : 2,
  hidden: [],
  outputs: 3,
  output: 'softmax',
  loss: 'categoricalCrossEntropy',
  bias: true,
});

/**
 * Every make of the kernels over an arena of their own; networks of 300 inputs go by single calls, those of 2 in whole
 * steps.
 */
const makes: [string, (arena: Arena) => Kernels][] = [
  ['reference', () => referenceKernels],
  ...['relaxed-simd', 'simd'].flatMap((name): [string, (arena: Arena) => Kernels][] => {
    const module = compileKernels(readFileSync(`out/test/kernels/${name}.wasm`));
    return module
      ? [[name, (arena) => createWasmKernels(module, arena.memory!, arena.reserve(scratchBytes), name)]]
      : [];
  }),
];

/**
 * What a network says of rows whose first input is given, in four ways: of how many it is right, the matrix, and the
 * classes of both boundaries.
 */
function answersOf(
  make: (arena: Arena) => Kernels,
  spec: NetworkSpec,
  first: number[],
  kernel: number[],
  biases: number[] | undefined,
  labels: number[],
) {
  const plan = planNetwork(spec, 4, sgd);
  const cells = first.length;
  const arena = Arena.create(plan.bytes + scratchBytes + 8 * cells * (spec.inputs + 2) + 4096);
  const network = new Network(plan, Arena.attach(arena.reserve(plan.bytes)), make(arena));
  network.setKernel(
    0,
    Float64Array.from({ length: spec.inputs * spec.outputs }, (_, i) =>
      i % spec.inputs === 0 ? kernel[i / spec.inputs] : 0,
    ),
    'out-in',
  );
  if (biases) network.setBias(0, Float64Array.from(biases));
  const inputs = arena.float32(cells * spec.inputs);
  first.forEach((value, row) => (inputs[row * spec.inputs] = value));
  const own = arena.int32(cells);
  own.set(labels);
  const split = { count: cells, inputs, labels: own };
  const classes = Math.max(2, spec.outputs);
  const dataset: Dataset = { features: spec.inputs, classes, train: split, test: split };
  const { confusion } = mistakesOf(network, dataset)!;
  const right = Array.from({ length: classes }, (_, k) => confusion[k * classes + k]).reduce((a, b) => a + b);
  const reserved = arena.reserve(2 * cells);
  const boundaries =
    spec.inputs === 2
      ? [undefined, new Uint8Array(reserved.buffer, reserved.offset, 2 * cells)].map((room) => [
          ...boundaryOf(network, inputs, classes, [0, 1], room).winner,
        ])
      : [];
  const answers = new Uint8Array(cells);
  network.classify(inputs, cells, answers);
  return {
    answers: [...answers],
    right: right / cells,
    accuracy: network.evaluate(split).accuracy,
    probe: network.probe(inputs, own, 4).correct,
    boundaries,
  };
}

// From scikit-learn 1.9: LogisticRegression with coef_ 1 and intercept_ 0 on 1e-9, 0, -0.0, 1e-30, ... predicts
// decision_function(x) > 0; NaN it refuses.
const logits = [1e-9, -1e-9, 0, -0, 1e-30, -1e-30, 3, -3, 200, -200, NaN, 2 ** -149];
const classesOfLogits = [1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1];

describe.each(makes)('one rule for accuracy, matrix and boundary: %s', (_, make) => {
  test.each([
    ['whole steps', false],
    ['single calls', true],
  ])('a logit over 0 is class 1, however small (%s)', (_, wide) => {
    const ones = logits.map(() => 1);
    const found = answersOf(make, single('sigmoid', wide), logits, [1], undefined, ones);
    expect(found.answers).toEqual(classesOfLogits);
    const share = classesOfLogits.reduce((a, b) => a + b) / logits.length;
    expect(found).toMatchObject({ right: share, accuracy: share, probe: 1 });
    for (const winner of found.boundaries) expect(winner).toEqual(classesOfLogits);
  });

  test('a linear output over one half is class 1', () => {
    const half = 0.5 + 2 ** -24;
    const found = answersOf(
      make,
      single('linear'),
      [0.5, half, 0.4, 0, 1, NaN, -1],
      [1],
      undefined,
      [1, 1, 1, 1, 1, 1, 1],
    );
    expect(found.answers).toEqual([0, 1, 0, 0, 1, 0, 0]);
    expect(found).toMatchObject({ right: 2 / 7, accuracy: 2 / 7 });
    for (const winner of found.boundaries) expect(winner).toEqual(found.answers);
  });

  // np.argmax and torch.argmax of [b0 + k0·x, b1 + k1·x, b2 + k2·x] in float32.
  test.each([
    ['logits that a softmax rounds to one number', [1, 2, 0], [0, 0, 0], [1e-9, -1e-9, 0, -0], [1, 2, 0, 0]],
    ['ties, the first', [0, 0, 0], [1, 2, 2], [5, 1, 0, 3], [1, 1, 1, 1]],
    ['logits whose softmax is 0', [1, 1, 1], [0, 100, -300], [1, 2, -1, 0], [1, 1, 1, 1]],
    ['a NaN in the middle', [0, NaN, 0], [1, 0, 5], [1, 2, 3, 4], [1, 1, 1, 1]],
    ['a NaN at the end', [0, 0, NaN], [1, 3, 0], [1, 2, 3, 4], [2, 2, 2, 2]],
    ['a NaN first', [NaN, 0, 0], [0, 3, 4], [1, 2, 3, 4], [0, 0, 0, 0]],
    ['two NaN', [0, NaN, NaN], [7, 0, 0], [1, 2, 3, 4], [1, 1, 1, 1]],
    ['infinities', [0, 0, 0], [-Infinity, 1, Infinity], [1, 2, 3, 4], [2, 2, 2, 2]],
  ] as const)('the first largest logit: %s', (_, kernel, biases, first, classes) => {
    for (const wide of [false, true]) {
      const found = answersOf(make, several(wide), [...first], [...kernel], [...biases], [...classes]);
      expect(found.answers).toEqual([...classes]);
      expect(found).toMatchObject({ right: 1, accuracy: 1, probe: 4 });
      for (const winner of found.boundaries) expect(winner).toEqual([...classes]);
    }
  });
});
