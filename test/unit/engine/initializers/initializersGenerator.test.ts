import { describe, expect, test, vi } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import { float32 } from '../../../../src/engine/elementType';
import { catalogue } from '../../../../src/engine/initializers/catalogue/catalogue';
import { drawKernel, drawNetwork } from '../../../../src/engine/initializers/draw';
import { lawOf } from '../../../../src/engine/initializers/laws/law';
import { referenceKernels } from '../../../../src/engine/kernels/reference/reference';
import { Network } from '../../../../src/engine/network/network';
import { planNetwork } from '../../../../src/engine/network/plan';
import { resolveNetwork } from '../../../../src/engine/network/resolveNetwork';
import { TrainingLoop } from '../../../../src/engine/network/trainingLoop';
import { generatorKinds, type Generator } from '../../../../src/engine/random/generators';
import { createSource, createStream, sourceKinds } from '../../../../src/engine/random/sources';
import type {
  GeneratorInfo,
  GeneratorKind,
  RandomSource,
  TensorPlace,
  TrainingStream,
} from '../../../../src/engine/random/source';
import type { KernelInitializer, KernelShape } from '../../../../src/engine/spec/initializerSpec';
import { moments } from './initializersMoments';

/** A word of a key and a counter: the finalizer of MurmurHash3 over both. */
function wordOf(key: number, counter: number): number {
  let word = Math.imul(key ^ Math.imul(counter + 1, 0x9e3779b9), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  return (word ^ (word >>> 15)) >>> 0;
}

const share = (key: number, counter: number): number => (wordOf(key, counter) >>> 8) / 2 ** 24;

function permute(order: Uint32Array, key: number): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let i = order.length - 1; i > 0; i--) {
    const j = wordOf(key, i) % (i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
}

/** A generator without a stream: every tensor has a key of its own, and every call the next key split from that. */
class CounterSource implements RandomSource {
  readonly elementType = float32;
  readonly orthogonal = 'tall';
  private calls = 0;

  constructor(private readonly key: number) {}

  forTensor({ index, tensor }: TensorPlace): RandomSource {
    return new CounterSource(wordOf(this.key, 2 * index + Number(tensor === 'bias')));
  }

  uniform(out: Float64Array, low: number, high: number): void {
    const key = this.split();
    for (let i = 0; i < out.length; i++) out[i] = Math.fround(low + (high - low) * share(key, i));
  }

  normal(out: Float64Array, mean: number, stddev: number): void {
    const key = this.split();
    for (let i = 0; i < out.length; i++) out[i] = Math.fround(mean + stddev * this.gauss(key, i));
  }

  truncatedNormal(out: Float64Array, mean: number, stddev: number): void {
    const key = this.split();
    for (let i = 0; i < out.length; i++) {
      let counter = i;
      while (Math.abs(this.gauss(key, counter)) > 2) counter += out.length;
      out[i] = Math.fround(mean + stddev * this.gauss(key, counter));
    }
  }

  permutation(n: number): Uint32Array {
    const order = new Uint32Array(n);
    permute(order, this.split());
    return order;
  }

  private split(): number {
    return wordOf(this.key, 1000 + this.calls++);
  }

  private gauss(key: number, counter: number): number {
    return Math.sqrt(-2 * Math.log(1 - share(key, 2 * counter))) * Math.cos(2 * Math.PI * share(key, 2 * counter + 1));
  }
}

/** The key and the next counter are all of its state. */
class CounterStream implements TrainingStream {
  private counter = 0;
  constructor(private key: number) {}

  permute(order: Uint32Array): void {
    permute(order, wordOf(this.key, this.counter++));
  }

  randomSample(): number {
    return share(this.key, this.counter++);
  }

  save(words: Int32Array): void {
    words.set([this.key, this.counter]);
  }

  load([key, counter]: Int32Array): void {
    this.key = key;
    this.counter = counter;
  }
}

const counterInfo: GeneratorInfo = { title: 'Counter', description: 'A hash of a key and a counter.' };
const counterKind: GeneratorKind = {
  create: (seed) => new CounterSource(seed),
  train: (seed) => new CounterStream(seed),
};
Object.assign(generatorKinds, { counter: counterInfo });
Object.assign(sourceKinds, { counter: counterKind });
const counter = 'counter' as Generator;

const specs: KernelInitializer[] = Object.keys(catalogue).map((kind) =>
  kind === 'fromFile' ? { kind, path: 'w.npy' } : { kind: kind as Exclude<KernelInitializer['kind'], 'fromFile'> },
);
const shape: KernelShape = { fanIn: 60, fanOut: 50, layout: 'out-in' };
const context = {
  tensors: () => [{ name: 'w', shape: [50, 60], values: new Float32Array(3000) }],
  outputStd: (kernel: Float64Array) => Math.sqrt(60 * moments(kernel).variance),
};
const layers = [
  { inputs: 6, units: 20, name: 'hidden.0' },
  { inputs: 20, units: 20, name: 'hidden.1' },
  { inputs: 20, units: 3, name: 'output' },
];

describe('a generator that is registered beside the others', () => {
  test.each(specs.map((spec) => [spec.kind, spec] as const))('draws %s by its law', (kind, spec) => {
    const kernel = drawKernel(spec, shape, createSource(counter, 4), context);
    expect(kernel).toHaveLength(3000);
    expect(kernel.every(Number.isFinite)).toBe(true);
    if (kind === 'fromFile' || kind === 'lsuv') return;
    const { mean, std, lower, upper } = lawOf(spec, shape)!;
    const drawn = moments(kernel);
    expect(Math.abs(drawn.mean - mean)).toBeLessThanOrEqual((5 * std) / Math.sqrt(3000));
    expect(Math.abs(Math.sqrt(drawn.variance) - std)).toBeLessThanOrEqual(0.1 * std);
    expect(drawn.min).toBeGreaterThanOrEqual(lower - 1e-6);
    expect(drawn.max).toBeLessThanOrEqual(upper + 1e-6);
  });

  test('an orthogonal kernel of it is orthogonal, and a scaled normal is rounded as it rounds', () => {
    const q = drawKernel({ kind: 'orthogonal' }, shape, createSource(counter, 4));
    for (let a = 0; a < 50; a++)
      for (let b = 0; b <= a; b++) {
        let dot = 0;
        for (let i = 0; i < 60; i++) dot += q[a * 60 + i] * q[b * 60 + i];
        expect(Math.abs(dot - Number(a === b))).toBeLessThan(1e-12);
      }
    const scaled = drawKernel({ kind: 'randomNormal', scale: 0.1 }, shape, createSource(counter, 4));
    expect([...scaled]).toEqual([...scaled.map(Math.fround)]);
  });

  test('with a key for each tensor, a layer does not depend on what was drawn before it', () => {
    const draw = (generator: Generator, first: KernelInitializer) =>
      drawNetwork(
        { kind: 'heNormal', bias: { kind: 'randomUniform' }, layers: { 0: first } },
        layers,
        'out-in',
        createSource(generator, 7),
        true,
      );
    for (const [generator, same] of [
      [counter, true],
      ['numpy', false],
      ['torch', false],
    ] as const) {
      const [left, right] = [draw(generator, { kind: 'zeros' }), draw(generator, { kind: 'glorotUniform' })];
      expect(left[0].kernel).not.toEqual(right[0].kernel);
      for (const layer of [1, 2])
        for (const tensor of ['kernel', 'bias'] as const) {
          if (same) expect(left[layer][tensor]).toEqual(right[layer][tensor]);
          else expect(left[layer][tensor]).not.toEqual(right[layer][tensor]);
        }
    }
    const drawn = draw(counter, { kind: 'heNormal' });
    expect(drawn[1].kernel.subarray(0, 20)).not.toEqual(drawn[0].kernel.subarray(0, 20));
  });

  test('orders the rows and drops units, and goes on in another thread', () => {
    const spec = resolveNetwork(
      { hidden: [8, { kind: 'dropout', rate: 0.5 }], activation: 'tanh', bias: true },
      'categoricalCrossEntropy',
      { features: 3, classes: 2 },
    );
    const optimizer = { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 } as const;
    const count = 10;
    const source = createSource(counter, 3);
    const numbers = new Float64Array(3 * count);
    source.normal(numbers, 0, 1);
    const train = {
      count,
      inputs: Float32Array.from(numbers),
      labels: Int32Array.from({ length: count }, (_, i) => i % 2),
    };
    const start = () => {
      const plan = planNetwork(spec, 4, optimizer, 4, count);
      const arena = Arena.create(plan.bytes);
      const network = new Network(plan, arena, referenceKernels);
      drawNetwork(
        { kind: 'heNormal' },
        network.layers
          .filter((layer) => layer.spec.kind !== 'dropout')
          .map(({ inputs, units }) => ({ inputs, units, name: 'x' })),
        'out-in',
        createSource(counter, 3),
        false,
      ).forEach(({ kernel }, index) => network.setKernel(2 * index, kernel, 'out-in'));
      const options = {
        network,
        optimizer,
        train,
        batchSize: 4,
        shuffle: true,
        seed: 5,
        stream: (seed: number) => createStream(counter, seed),
      };
      return { network, options, loop: new TrainingLoop(options) };
    };
    const [whole, parted] = [start(), start()];
    const orders = [0, 1].map(() => {
      whole.loop.run(3);
      return [...whole.network.order];
    });
    expect(orders[0]).not.toEqual(orders[1]);
    for (const order of orders)
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    const first = new Uint32Array(count);
    permute(first, wordOf(5, 0));
    expect(orders[0]).toEqual([...first]);
    whole.loop.run(5);
    for (let step = 0; step < 11; step++) {
      const loop = step === 0 ? parted.loop : new TrainingLoop({ ...parted.options, attach: true });
      loop.run(1);
      loop.save();
    }
    expect(parted.network.parameters).toEqual(whole.network.parameters);
    expect(new Set(parted.network.parameters).size).toBeGreaterThan(10);
  });

  test('the experiment format and its completion list take it', async () => {
    vi.doMock('../../../../src/engine/random/generators', async (original) => ({
      ...(await original<object>()),
      generatorKinds,
      generators: Object.keys(generatorKinds),
    }));
    const { networkExperimentSchema } = await import('../../../../src/experiment/format/schema');
    const { choiceTexts } = await import('../../../../src/experiment/editorSchema/schemaTexts');
    const { random } = networkExperimentSchema.shape;
    expect(random.parse({ generator: 'counter' }).generator).toBe('counter');
    expect(random.safeParse({ generator: 'other' }).success).toBe(false);
    expect(choiceTexts.some((texts) => texts.counter === counterInfo.description)).toBe(true);
  });
});
