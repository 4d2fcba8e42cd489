import { describe, expect, it, test } from 'vitest';
import { alignedBytes, Arena } from '../../../../src/engine/arena';
import { float32, float64 } from '../../../../src/engine/elementType';
import { numbersOf, type Inputs } from '../../../../src/engine/datasets/inputs';
import type { Dataset, Split } from '../../../../src/engine/datasets/spec';
import { referenceKernels } from '../../../../src/engine/kernels/reference/reference';
import { compressedScratchBytes, compressRows, densityOf } from '../../../../src/engine/kernels/wasm/compressedRows';
import type { KernelModule } from '../../../../src/engine/kernels/wasm/kernelModule';
import { createWasmKernels, scratchBytes } from '../../../../src/engine/kernels/wasm/wasmKernels';
import { Network } from '../../../../src/engine/network/network';
import { NetworkError } from '../../../../src/engine/network/networkError';
import { planNetwork } from '../../../../src/engine/network/plan';
import type { NetworkSpec, OptimizerSpec } from '../../../../src/engine/spec/networkSpec';
import { TrainingLoop } from '../../../../src/engine/network/trainingLoop';
import { NumpyRandom, numpy } from '../../../../src/engine/random/numpy';
import { planArena } from '../../../../src/trainer/prepare/arenaPlan';
import { loadedBytes } from '../../../../src/data/memory';
import { builds } from '../kernels/kernelsWasmSupport';

const sgd: OptimizerSpec = { kind: 'sgd', learningRate: 0.5, momentum: 0, nesterov: false, weightDecay: 0 };
const spec: NetworkSpec = {
  inputs: 301,
  hidden: [{ units: 40, activation: 'relu' }],
  outputs: 3,
  output: 'softmax',
  loss: 'categoricalCrossEntropy',
  bias: true,
};
const rows = 90;
const batch = 32;

function bytesIn(arena: Arena, length: number): Uint8Array {
  const { buffer, offset } = arena.reserve(length);
  return new Uint8Array(buffer, offset, length);
}

/** Pixels of which `density` are not 0. */
function pixels(density: number): Uint8Array {
  const random = new NumpyRandom(5);
  return Uint8Array.from({ length: rows * spec.inputs }, () =>
    random.randomSample() < density ? 1 + Math.floor(255 * random.randomSample()) : 0,
  );
}

/**
 * Costs of 9 steps, what is seen of the whole split after them, and the weights; on bytes, or on the numbers that they
 * stand for.
 */
function trained(make: 'reference' | { name: string; module: KernelModule }, given: Inputs, compress: boolean) {
  const plan = planNetwork(spec, 50, sgd, 50, rows);
  const scratch = scratchBytes + compressedScratchBytes(batch, spec.inputs, true);
  const arena = Arena.create(plan.bytes + scratch + 2_000_000);
  const inputs = given instanceof Uint8Array ? bytesIn(arena, given.length) : arena.float32(given.length);
  inputs.set(given);
  const labels = arena.int32(rows).map((_, row) => row % 3);
  const split: Split = { count: rows, inputs, labels: arena.int32(rows) };
  split.labels!.set(labels);
  const compressed =
    compress && make !== 'reference'
      ? compressRows(make.module, arena, inputs, rows, densityOf(inputs, rows))
      : undefined;
  expect(compressed !== undefined).toBe(compress);
  const kernels =
    make === 'reference'
      ? referenceKernels
      : createWasmKernels(make.module, arena.memory!, arena.reserve(scratch), make.name, compressed);
  const network = new Network(plan, arena, kernels);
  const random = new NumpyRandom(1);
  network.layers.forEach(({ kernel }) => kernel.forEach((_, i) => (kernel[i] = 0.1 * random.gauss())));
  const loop = new TrainingLoop({
    network,
    optimizer: sgd,
    train: split,
    batchSize: batch,
    shuffle: true,
    seed: 2,
    stream: numpy.train,
  });
  const costs: number[] = [];
  for (let step = 0; step < 9; step++) {
    costs.push(loop.step());
    // A look between two steps, at other rows than those of the batch, changes nothing of the training.
    if (step % 4 === 1) costs.push(network.probe(split.inputs, split.labels!, 50).cost, network.evaluate(split).cost);
  }
  return {
    costs,
    evaluation: network.evaluate(split),
    naive: network.naiveInfinite(split),
    answers: network.predict(split.inputs, rows),
    weights: network.parameters.slice(),
  };
}

describe('bytes', () => {
  it('stand for byte / 255 as NumPy makes it in float32, and in double', () => {
    const bytes = Uint8Array.of(1, 85, 254, 255);
    expect([...numbersOf(bytes, float64)]).toEqual([1 / 255, 85 / 255, 254 / 255, 1]);
    // (np.arange(256).astype('float32') / 255)[[1, 85, 254, 255]]
    expect([...numbersOf(bytes)]).toEqual([0.003921568859368563, 0.3333333432674408, 0.9960784316062927, 1]);
  });

  it('train to the same bits as the numbers that they stand for (reference kernels)', () => {
    const bytes = pixels(0.3);
    expect(trained('reference', bytes, false)).toEqual(trained('reference', numbersOf(bytes), false));
  });

  it('need room for the numbers of a batch', () => {
    const plan = planNetwork(spec, 50, sgd, 20, rows);
    const network = new Network(plan, Arena.create(plan.bytes), referenceKernels);
    expect(() => network.forward(pixels(0.3), 21)).toThrow(NetworkError);
  });

  it('take a quarter of the memory, and as much as numbers where they have to become numbers', () => {
    const split: Split = { count: rows, inputs: pixels(0.3), labels: new Int32Array(rows) };
    const dataset: Dataset = { features: spec.inputs, classes: 3, train: split };
    const bytesOf = (keepBytes: boolean) =>
      planArena({
        dataset,
        type: float32,
        keepBytes,
        compressed: 0,
        grid: 0,
        boundaryRoom: 0,
        workers: 1,
        scratch: 0,
        trials: 1,
        network: 0,
      }).bytes;
    expect(bytesOf(true)).toBe(alignedBytes(rows * spec.inputs) + alignedBytes(4 * rows));
    expect(bytesOf(false)).toBe(alignedBytes(4 * rows * spec.inputs) + alignedBytes(4 * rows));
    expect(loadedBytes(dataset)).toBe(rows * spec.inputs + 4 * rows);
  });
});

for (const { name, module } of builds) {
  describe.skipIf(module === undefined)(`${name} kernels${module ? '' : ' (this Node lacks the instructions)'}`, () => {
    test.each([1, 3, 15, 16, 17, 100])('turn bytes into numbers, %i in a row', (width) => {
      const arena = Arena.create(scratchBytes + 1_000_000);
      const kernels = createWasmKernels(module!, arena.memory!, arena.reserve(scratchBytes), name);
      const source = bytesIn(arena, 256 * width).map((_, i) => (i * 7) % 256);
      const placed = bytesIn(arena, source.length);
      placed.set(source);
      const indices = Uint32Array.from({ length: 60 }, (_, i) => (i * 37) % 256);
      const [out, expected] = [arena.float32(60 * width + 1).fill(9), new Float32Array(60 * width + 1).fill(9)];
      kernels.gather(placed, indices, out, 60, width);
      referenceKernels.gather(source, indices, expected, 60, width);
      expect(out).toEqual(expected);
      kernels.unpack(placed.subarray(5, 5 + 50 * width), out);
      expect(out.slice(0, 50 * width)).toEqual(numbersOf(source.slice(5, 5 + 50 * width)));
      expect(out[60 * width]).toBe(9);
    });

    test.each([
      [false, 0.6],
      [true, 0.2],
    ])('train to the same bits on bytes as on numbers (compressed rows: %s)', (compress, density) => {
      const bytes = pixels(density);
      const make = { name, module: module! };
      const onBytes = trained(make, bytes, compress);
      expect(onBytes).toEqual(trained(make, numbersOf(bytes), compress));
      expect(onBytes.costs.at(-1)).toBeLessThan(onBytes.costs[0]);
    });
  });
}
