// The comparisons that the bench times, as experiments, and the data of those that need files: the same for every side.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const random = (layout = 'out-in') => ({ generator: 'numpy', layout, seeds: [3] });
const npy = (name) => ({ kind: 'npy', x: `${name}-x.npy`, y: `${name}-y.npy`, testFraction: 0 });

/** `sides`: which scripts do the same work; `goals`: how many times faster the product is to be. */
const singles = [
  {
    name: 'circles',
    work: '2-10-5-1, 3 initializers × 15 000 full-batch steps of 300',
    sides: ['numpy', 'torch', 'jax'],
    goals: { numpy: 25, torch: 80, jax: 15 },
    experiment: {
      version: 1,
      dataset: { kind: 'circles', train: 300, test: 100, noise: 0.05, trainSeed: 1, testSeed: 2 },
      network: { hidden: [10, 5], activation: 'relu', bias: true },
      loss: 'binaryCrossEntropy',
      optimizer: { kind: 'sgd', learningRate: 0.01 },
      training: { steps: 15000, batchSize: 'full' },
      random: random(),
      initializers: [
        { kind: 'randomNormal', stddev: 1, scale: 10 },
        { kind: 'heNormal', u: 2 },
        { kind: 'glorotUniform' },
      ],
    },
  },
  {
    name: 'glorot',
    work: '100-100-100-10, 3 initializers × 20 epochs of 2 000, batch 100',
    sides: ['torch', 'jax'],
    goals: { torch: 3, jax: 1.4 },
    data: { rows: 2000, features: 100, classes: 10 },
    experiment: {
      version: 1,
      dataset: npy('glorot'),
      network: { hidden: [100, 100], activation: 'relu', bias: true },
      loss: 'categoricalCrossEntropy',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      training: { epochs: 20, batchSize: 100, shuffle: true },
      random: random(),
      initializers: [{ kind: 'glorotUniform' }, { kind: 'randomUniform', min: -0.05, max: 0.05 }, { kind: 'heNormal' }],
    },
  },
  {
    name: 'mnist',
    work: '784-64-10, 3 initializers × 1 epoch of 60 000, batch 128, 81 % of the pixels 0',
    sides: ['torch', 'jax'],
    goals: { torch: 4, jax: 2 },
    data: { rows: 60000, features: 784, classes: 10, pixels: true, zeros: 0.81 },
    experiment: {
      version: 1,
      dataset: npy('mnist'),
      network: { hidden: [64], activation: 'sigmoid', bias: true, output: 'softmax' },
      loss: 'meanSquaredError',
      optimizer: { kind: 'sgd', learningRate: 0.01 },
      training: { epochs: 1, batchSize: 128, shuffle: true },
      random: random('in-out'),
      initializers: [
        { kind: 'randomNormal', stddev: 0.05 },
        { kind: 'glorotUniform' },
        { kind: 'randomNormal', stddev: 1 },
      ],
    },
  },
  {
    name: 'cifar',
    work: '3072-400-200-10, Adam, 3 initializers × 2 epochs of 5 000, batch 200',
    sides: ['torch', 'jax'],
    goals: { torch: 1.2, jax: 1 },
    data: { rows: 5000, features: 3072, classes: 10, pixels: true, zeros: 0 },
    experiment: {
      version: 1,
      dataset: npy('cifar'),
      network: { hidden: [400, 200], activation: 'relu', bias: true },
      loss: 'categoricalCrossEntropy',
      optimizer: { kind: 'adam', learningRate: 0.001 },
      training: { epochs: 2, batchSize: 200, shuffle: true },
      random: random('in-out'),
      initializers: [{ kind: 'randomNormal', stddev: 0.01 }, { kind: 'lecunNormal' }, { kind: 'heNormal' }],
    },
  },
];

/** A comparison in double precision, on the same data. */
function inDouble(like, sides, goals) {
  const single = singles.find(({ name }) => name === like);
  return {
    ...single,
    name: `${like}-float64`,
    like,
    work: `${single.work}, in float64`,
    sides,
    goals,
    experiment: { ...single.experiment, precision: 'float64' },
  };
}

export const comparisons = [
  ...singles,
  inDouble('circles', ['numpy'], { numpy: 20 }),
  inDouble('mnist', ['torch'], { torch: 2 }),
];

/** xorshift32: the data only has to be the same for every side. */
function generator(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

function npyBytes(array, shape) {
  const type = array instanceof Uint8Array ? '|u1' : '<f4';
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = Buffer.from(text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n', 'latin1');
  return Buffer.concat([
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]),
    header,
    Buffer.from(array.buffer),
  ]);
}

/**
 * Rows around one centre for each class: normal-like features, or pixels of which a share is 0, in patches as in a
 * drawing.
 */
function makeRows({ rows, features, classes, pixels, zeros }) {
  const next = generator(2463534242);
  const x = pixels ? new Uint8Array(rows * features) : new Float32Array(rows * features);
  const y = new Uint8Array(rows);
  const centres = Float32Array.from({ length: classes * features }, () => next() - 0.5);
  for (let r = 0; r < rows; r++) {
    const label = Math.floor(next() * classes);
    y[r] = label;
    let dark = next() < zeros;
    for (let f = 0; f < features; f++) {
      // A run of drawn pixels is 5 long on average.
      if (pixels && zeros > 0) dark = dark ? next() >= (1 - zeros) / zeros / 5 : next() < 1 / 5;
      const value = centres[label * features + f] + next() + next() + next() - 1.5;
      x[r * features + f] = !pixels ? value : dark ? 0 : Math.max(1, Math.min(255, 128 + 80 * value));
    }
  }
  return { x, y };
}

/** Writes the data files that are not there yet; the share of zeros of each. */
export async function writeData(folder) {
  await mkdir(folder, { recursive: true });
  for (const { name, data } of singles) {
    if (!data || existsSync(join(folder, `${name}-y.npy`))) continue;
    const { x, y } = makeRows(data);
    await writeFile(join(folder, `${name}-x.npy`), npyBytes(x, [data.rows, data.features]));
    await writeFile(join(folder, `${name}-y.npy`), npyBytes(y, [data.rows]));
  }
}
