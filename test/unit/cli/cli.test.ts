import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../src/engine/formats/safetensors';
import { cifar10 } from '../../../src/experiment/presets/imagePresets';
import { presets } from '../../../src/experiment/presets/presets';
import { batch } from '../data/imageFileSupport';

const folder = mkdtempSync(join(tmpdir(), 'initlab-'));
const initlab = (...args: string[]) => spawnSync(process.execPath, ['out/test/cli.js', ...args], { encoding: 'utf8' });

function experimentFile(name: string, change: object): string {
  const file = join(folder, `${name}.initlab.json`);
  writeFileSync(
    file,
    JSON.stringify({ ...presets[0].experiment, training: { steps: 20, recordEvery: 10 }, ...change }),
  );
  return file;
}

describe('initlab run', () => {
  it('writes the run file and the weights', () => {
    const out = join(folder, 'run.json');
    const weights = join(folder, 'weights');
    const { status, stdout } = initlab(
      'run',
      experimentFile('good', {}),
      '--out',
      out,
      '--weights',
      weights,
      '--workers',
      '1',
    );
    expect(status).toBe(0);
    expect(stdout.split('\n').length).toBeGreaterThan(6);
    const run = JSON.parse(readFileSync(out, 'utf8'));
    expect(run).toMatchObject({ version: 1, environment: { backend: expect.any(String), workers: 1 } });
    expect(run.trials.map((trial: { initializer: string; label: string }) => [trial.initializer, trial.label])).toEqual(
      [
        ['zeros', 'Zeros'],
        ['randomNormal', 'randn × 10'],
        ['heNormal', 'He normal'],
        ['glorotUniform', 'Xavier uniform'],
      ],
    );
    const he = run.trials[2];
    expect(he).toMatchObject({ seed: 3, status: 'finished', cost: { step: [0, 10] } });
    expect(he.cost.train[0]).toBeCloseTo(0.883054, 6);
    expect(he.layers.map((layer: { name: string }) => layer.name)).toEqual([
      'hidden.0.kernel',
      'hidden.0.bias',
      'hidden.1.kernel',
      'hidden.1.bias',
      'output.kernel',
      'output.bias',
    ]);
    expect(he.layers[0]).toMatchObject({ shape: [10, 2], initial: { expectedStd: 1 } });
    expect(he.layers[0].initial.histogram.edges).toHaveLength(257);
    expect(he.layers[0].initial.histogram.counts.reduce((a: number, b: number) => a + b)).toBe(20);
    expect(readdirSync(weights)).toHaveLength(8);
    const { tensors } = readSafetensors(readFileSync(join(weights, '2-heNormal-seed3-initial.safetensors')));
    expect(tensors[0].values[0]).toBeCloseTo(1.78862847, 6);
  });

  it('trains the CIFAR-10 preset on files of its form', () => {
    const data = join(folder, 'data', 'cifar10');
    mkdirSync(data, { recursive: true });
    const labels = Array.from({ length: 40 }, (_, row) => row % 10);
    writeFileSync(join(data, 'data_batch_1.bin'), batch(labels));
    writeFileSync(join(data, 'test_batch.bin'), batch(labels.slice(0, 10)));
    const file = join(folder, 'cifar10.initlab.json');
    const out = join(folder, 'cifar10.json');
    writeFileSync(
      file,
      JSON.stringify({
        ...cifar10.experiment,
        dataset: { kind: 'cifar10', train: 40, test: 10 },
        training: { steps: 30, batchSize: 20, shuffle: true, recordEvery: 10 },
      }),
    );
    expect(initlab('run', file, '--data', join(folder, 'data'), '--out', out, '--quiet').stderr).toBe('');
    const trials = JSON.parse(readFileSync(out, 'utf8')).trials as {
      cost: { train: number[] };
      final: { trainCost: number };
    }[];
    // Weights of 0.01 / √n and 0.01 · √(2/n) leave the outputs at guessing among ten classes; full-size ones do not.
    for (const trial of trials.slice(1, 3)) expect(trial.cost.train[0]).toBeCloseTo(Math.log(10), 4);
    expect(Math.abs(trials[3].cost.train[0] - Math.log(10))).toBeGreaterThan(0.01);
    // Ten images, one of each class, are soon learnt from a good start.
    expect(trials[3].final.trainCost).toBeLessThan(0.5 * trials[3].cost.train[0]);
  });

  it('writes NaN and infinities as strings', () => {
    const out = join(folder, 'diverged.json');
    expect(
      initlab(
        'run',
        experimentFile('diverged', { optimizer: { kind: 'sgd', learningRate: 1e30 } }),
        '--out',
        out,
        '--quiet',
      ).stdout,
    ).toBe('');
    const [, , he] = JSON.parse(readFileSync(out, 'utf8')).trials;
    expect(he).toMatchObject({ status: 'diverged', divergedAt: 1 });
    expect(['NaN', 'Infinity']).toContain(he.cost.train.at(-1));
  });

  it.each([
    ['a bad value', () => experimentFile('bad', { loss: 'x' })],
    ['no such file', () => join(folder, 'missing.json')],
    ['a folder', () => folder],
    [
      'images that are not there',
      () => experimentFile('images', { dataset: { kind: 'cifar10' }, loss: 'categoricalCrossEntropy' }),
    ],
    [
      'a table that is not there',
      () => experimentFile('table', { dataset: { kind: 'csv', path: 'missing.csv', target: 'y' } }),
    ],
  ])('ends with 2 and one line, and writes nothing, on %s', (_, file) => {
    const out = join(folder, 'nothing.json');
    const { status, stderr, stdout } = initlab('run', file(), '--out', out);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  });
});

describe('initlab draw', () => {
  it('writes float64 as NumPy draws', () => {
    const out = join(folder, 'w.npy');
    expect(
      initlab('draw', 'randomNormal', '--shape', '2x2', '--seed', '3', '--set', 'stddev=1', '--out', out).status,
    ).toBe(0);
    const bytes = readFileSync(out);
    const start = bytes.length - 32;
    // np.random.seed(3); np.random.randn(4)
    [1.78862847, 0.43650985, 0.09649747, -1.8634927].forEach((value, index) =>
      expect(bytes.readDoubleLE(start + 8 * index)).toBeCloseTo(value, 8),
    );
  });

  it('the fan-in is the input side whatever the layout', () => {
    const std = (layout: string) => {
      const out = join(folder, `${layout}.npy`);
      expect(
        initlab('draw', 'heNormal', '--shape', '400x4', '--seed', '1', '--layout', layout, '--out', out).status,
      ).toBe(0);
      const bytes = readFileSync(out);
      const values = Array.from({ length: 1600 }, (_, index) => bytes.readDoubleLE(bytes.length - 12800 + 8 * index));
      return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / 1600);
    };
    expect(std('out-in') / Math.sqrt(2 / 4)).toBeCloseTo(1, 1);
    expect(std('in-out') / Math.sqrt(2 / 400)).toBeCloseTo(1, 1);
  });

  it.each([
    [['heNormal', '--shape', '10x0', '--seed', '3']],
    [['heNormal', '--shape', '65536x65536', '--seed', '3']],
    [['heNormal', '--shape', '10x2', '--seed', 'x']],
    [['heNormal', '--shape', '10x2', '--seed', '3', '--set', 'u=-1']],
    [['nope', '--shape', '10x2', '--seed', '3']],
    [['heNormal', '--shape', '10x2', '--seed', '3', '--generator', 'flax']],
  ])('ends with 2 and one line on %j', (args) => {
    const out = join(folder, 'none.npy');
    const { status, stderr } = initlab('draw', ...args, '--out', out);
    expect(status).toBe(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  });

  it('names a negative value, though it starts like an option', () => {
    const { status, stderr } = initlab(
      'draw',
      'zeros',
      '--shape',
      '2x2',
      '--seed',
      '-1',
      '--out',
      join(folder, 'none.npy'),
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/--seed: .* got "-1"/);
  });
});
