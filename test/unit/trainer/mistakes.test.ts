import { expect, test } from 'vitest';
import { Arena } from '../../../src/engine/arena';
import { referenceKernels } from '../../../src/engine/kernels/reference/reference';
import { Network } from '../../../src/engine/network/network';
import { planNetwork } from '../../../src/engine/network/plan';
import type { Dataset } from '../../../src/engine/datasets/spec';
import { mistakesOf } from '../../../src/trainer/worker/mistakes';

/** A network whose answer is the brightest of its three pixels. */
function brightest(): Network {
  const plan = planNetwork(
    { inputs: 3, hidden: [], outputs: 3, output: 'softmax', loss: 'categoricalCrossEntropy', bias: false },
    2,
    { kind: 'sgd', learningRate: 1, momentum: 0, nesterov: false, weightDecay: 0 },
  );
  const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
  network.setKernel(0, Float64Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]), 'out-in');
  return network;
}

const rows = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0.2, 1],
  [0.4, 0, 0.2],
  [0, 0, 1],
];
const labels = Int32Array.from([0, 1, 2, 2, 0]);
const split = { count: 5, inputs: Float32Array.from(rows.flat()), labels };
const dataset: Dataset = {
  features: 3,
  classes: 3,
  train: split,
  test: split,
  image: { width: 3, height: 1, channels: 1 },
};

test('the confusion matrix counts answers by true class, and wrong images are kept as bytes', () => {
  const { confusion, images } = mistakesOf(brightest(), dataset)!;
  expect([...confusion]).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1]);
  expect(images).toEqual({
    width: 3,
    height: 1,
    channels: 1,
    truth: Uint8Array.from([2, 0]),
    answer: Uint8Array.from([0, 2]),
    pixels: Uint8Array.from([102, 0, 51, 0, 0, 255]),
  });
});

test('there are none without images, without test rows and without classes', () => {
  expect(mistakesOf(brightest(), { ...dataset, image: undefined })!.images).toBeUndefined();
  expect(mistakesOf(brightest(), { ...dataset, test: undefined })).toBeUndefined();
  expect(mistakesOf(brightest(), { ...dataset, classes: 0 })).toBeUndefined();
});
