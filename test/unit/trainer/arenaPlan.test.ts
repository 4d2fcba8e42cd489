import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { alignedBytes, Arena, reservedBytes } from '../../../src/engine/arena';
import type { Dataset, Split } from '../../../src/engine/datasets/spec';
import { Network } from '../../../src/engine/network/network';
import { planNetwork } from '../../../src/engine/network/plan';
import { TrainingLoop } from '../../../src/engine/network/trainingLoop';
import { NumpyRandom, numpy } from '../../../src/engine/random/numpy';
import { networkExperimentSchema } from '../../../src/experiment/format/schema';
import { kernelsOf } from '../../../src/trainer/backend/backend';
import { prepareRun, type PreparedRun } from '../../../src/trainer/prepare/prepareRun';

const kernels = resolve('out/test/kernels');

/** Chooses at random, seeded. */
class Dice {
  private readonly random: NumpyRandom;
  constructor(seed: number) {
    this.random = new NumpyRandom(seed);
  }

  below(n: number): number {
    return Math.floor(n * this.random.randomSample());
  }

  of<T>(...choices: readonly T[]): T {
    return choices[this.below(choices.length)];
  }
}

function randomSplit(dice: Dice, features: number, classes: number, ofBytes: boolean, share: number): Split {
  const count = 1 + dice.below(dice.of(3, 60, 300));
  const inputs = ofBytes ? new Uint8Array(count * features) : new Float32Array(count * features);
  for (let i = 0; i < inputs.length; i++) if (dice.below(100) < share) inputs[i] = 1 + dice.below(200);
  return classes === 0
    ? { count, inputs, targets: new Float32Array(count) }
    : { count, inputs, labels: Int32Array.from({ length: count }, () => dice.below(classes)) };
}

/** A run of random shapes, made ready as the trainer makes it. */
async function randomRun(seed: number): Promise<{ run: PreparedRun; dataset: Dataset }> {
  const dice = new Dice(seed);
  const features = dice.of(1, 2, 2, 3, 17, 64, 65, 196, 256, 257, 400);
  const quantity = dice.below(5) === 0;
  const classes = quantity ? 0 : 2 + dice.below(9);
  const [ofBytes, share] = [dice.below(2) === 0, dice.of(0, 10, 20, 39, 41, 100)];
  const train = randomSplit(dice, features, classes, ofBytes, share);
  const dataset: Dataset = {
    features,
    classes,
    train,
    ...(dice.below(2) ? { test: randomSplit(dice, features, classes, ofBytes, share) } : {}),
  };
  const experiment = networkExperimentSchema.parse({
    version: 1,
    dataset: { kind: 'circles' },
    network: {
      hidden: Array.from(
        { length: dice.below(4) },
        () => 1 + dice.of(dice.below(8), 23 + dice.below(4), dice.below(140)),
      ),
      bias: dice.below(4) > 0,
    },
    loss: quantity ? 'meanSquaredError' : 'categoricalCrossEntropy',
    optimizer: dice.of<object>(
      { kind: 'sgd', learningRate: 0.1 },
      { kind: 'sgd', learningRate: 0.1, momentum: 0.9 },
      { kind: 'rmsprop', learningRate: 0.1 },
      { kind: 'adam', learningRate: 0.1 },
    ),
    training: {
      steps: 1 + dice.below(30),
      batchSize: dice.of<number | 'full'>('full', 1, 7, 32, 64, 1000),
      shuffle: dice.below(2) === 0,
    },
    random: { seeds: dice.of([1], [1, 2], [1, 2, 3]) },
    initializers: [{ kind: 'heNormal' }],
  });
  const request = {
    id: 1,
    experiment,
    backend: dice.of('auto', 'simd', 'reference'),
    maxMemoryMB: 4096,
    paused: false,
    workers: 1 + dice.below(4),
  } as const;
  return {
    run: await prepareRun(request, kernels, {
      loadDataset: () => Promise.resolve(dataset),
      trials: 1,
      trialsWithSnapshots: 1,
    }),
    dataset,
  };
}

interface Used {
  offset: number;
  bytes: number;
}

const spanOf = ({ byteOffset, byteLength }: { byteOffset: number; byteLength: number }): Used => ({
  offset: byteOffset,
  bytes: byteLength,
});

/** Every array of the arena that a run hands out. */
function usedBy({ jobs }: PreparedRun): Used[] {
  const { dataset, compressed, grid, trials } = jobs[0];
  const splits = [dataset.train, ...(dataset.test ? [dataset.test] : [])];
  const arrays = splits
    .flatMap(({ inputs, labels, targets }) => [inputs, ...(labels ? [labels] : []), ...(targets ? [targets] : [])])
    .map(spanOf);
  const rows = compressed
    ? [
        spanOf(compressed.starts),
        { offset: compressed.starts[0], bytes: compressed.starts.at(-1)! - compressed.starts[0] },
      ]
    : [];
  const rooms = jobs.flatMap(({ scratch, boundaryRoom }) => [scratch, ...(boundaryRoom ? [spanOf(boundaryRoom)] : [])]);
  return [...arrays, ...rows, ...(grid ? [spanOf(grid)] : []), ...rooms, ...trials.map(({ region }) => region)].filter(
    ({ bytes }) => bytes > 0,
  );
}

/** Trains two steps of the first trial in the memory that was planned for it. */
function trainIn({ jobs: [job] }: PreparedRun): void {
  const { experiment, network: spec, batchCapacity, copiedRows, dataset, trials, backend, scratch, compressed } = job;
  const plan = planNetwork(spec, batchCapacity, experiment.optimizer, copiedRows, dataset.train.count);
  const network = new Network(
    plan,
    Arena.attach(trials[0].region),
    kernelsOf(backend, scratch.memory, scratch, compressed),
  );
  const { batchSize, shuffle } = experiment.training;
  const loop = new TrainingLoop({
    network,
    optimizer: experiment.optimizer,
    train: dataset.train,
    batchSize,
    shuffle,
    seed: 1,
    stream: numpy.train,
  });
  expect([loop.step(), loop.step()].map(Number.isFinite)).toEqual([true, true]);
}

describe('memory of a run', () => {
  const runs = 2000;
  const parts = 8;
  test.each(Array.from({ length: parts }, (_, part) => part))(
    'is planned as it is used, to 1.3 times at most, and nothing lies in two places (part %i of 2 000 runs)',
    async (part) => {
      for (let seed = part; seed < runs; seed += parts) {
        const { run } = await randomRun(seed);
        const used = usedBy(run).sort((left, right) => left.offset - right.offset);
        const what = `seed ${seed}`;
        expect(used[0].offset, what).toBeGreaterThanOrEqual(reservedBytes);
        used.forEach(({ offset, bytes }, index) => {
          const end = index + 1 < used.length ? used[index + 1].offset : reservedBytes + run.memory.arena;
          expect(offset + bytes, what).toBeLessThanOrEqual(end);
        });
        const taken = used.reduce((sum, { bytes }) => sum + alignedBytes(bytes), 0);
        expect(run.memory.arena, what).toBeGreaterThanOrEqual(taken - alignedBytes(1));
        // Half a kilobyte is nothing, and much of a run of three samples.
        expect(run.memory.arena, what).toBeLessThanOrEqual(1.3 * taken + 512);
        expect(run.memory.estimate, what).toBeGreaterThan(run.memory.arena);
        if (seed % 5 === 0) trainIn(run);
      }
    },
  );

  test('counts the bytes of images that become numbers in a small network as numbers, compressed or not', async () => {
    const random = new NumpyRandom(3);
    const count = 1000;
    const inputs = Uint8Array.from({ length: count * 196 }, () => (random.randomSample() < 0.8 ? 0 : 200));
    const dataset: Dataset = {
      features: 196,
      classes: 10,
      train: { count, inputs, labels: Int32Array.from({ length: count }, (_, row) => row % 10) },
    };
    for (const width of [64, 100, 101]) {
      const experiment = networkExperimentSchema.parse({
        version: 1,
        dataset: { kind: 'circles' },
        network: { hidden: [width] },
        loss: 'categoricalCrossEntropy',
        optimizer: { kind: 'sgd', learningRate: 0.1 },
        training: { steps: 3, batchSize: 32, shuffle: true },
        initializers: [{ kind: 'heNormal' }],
      });
      const run = await prepareRun({ id: 1, experiment, backend: 'simd', maxMemoryMB: 2048, paused: false }, kernels, {
        loadDataset: () => Promise.resolve(dataset),
        trials: 1,
        trialsWithSnapshots: 1,
      });
      expect(run.jobs[0].dataset.train.inputs.BYTES_PER_ELEMENT).toBe(width > 100 ? 1 : 4);
      trainIn(run);
    }
  });
});
