import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countDead, deadLimit } from '../../../../src/engine/diagnostics/deadUnits';
import { guessingOf } from '../../../../src/engine/diagnostics/guessing';
import { activationDerivatives } from '../../../../src/engine/numerics/activations';
import { parseExperiment } from '../../../../src/experiment/format/parse';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { runFile } from '../../../../src/experiment/runFile/runFile';
import { verdictOf } from '../../../../src/experiment/verdict/verdict';
import { trained } from '../../trainer/trainerSupport';

async function runOf(
  experiment: object,
  directory?: string,
  backend: 'auto' | 'reference' = 'auto',
): Promise<RunRecord> {
  const parsed = parseExperiment(JSON.stringify({ version: 1, ...experiment }));
  expect(parsed.issues).toEqual([]);
  return (await trained({ experiment: parsed.experiment!, backend, directory, workers: 1 })).run;
}

const texts = (run: RunRecord): string[] => run.trials.map((trial) => verdictOf(trial, run).text);
const deadOf = (run: RunRecord, trial: number, snapshot: number): (number | undefined)[] =>
  run.trials[trial].snapshots.at(snapshot)!.layers.map(({ dead }) => dead);

const dying = {
  dataset: { kind: 'circles', train: 100, test: 0 },
  network: { hidden: [10, 10], activation: 'relu' },
  loss: 'binaryCrossEntropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  training: { steps: 200 },
  initializers: [
    { kind: 'heNormal', bias: { kind: 'constant', value: -10 } },
    { kind: 'heNormal' },
    { kind: 'constant', value: 0.1 },
    { kind: 'randomNormal', stddev: 1, scale: 1000 },
    { kind: 'zeros' },
  ],
};

describe('a network of dead ReLUs', () => {
  it.each(['auto', 'reference'] as const)(
    'is not called learning, however far its output bias has come (%s)',
    async (backend) => {
      const run = await runOf(dying, undefined, backend);
      // Biases of −10 from the first step on; weights of 1 000 after the first update; all of it at 0.
      expect([0, 3, 4].map((trial) => [deadOf(run, trial, 0), deadOf(run, trial, -1)])).toEqual([
        [
          [10, 10, undefined],
          [10, 10, undefined],
        ],
        [
          [expect.any(Number), expect.any(Number), undefined],
          [10, 10, undefined],
        ],
        [
          [10, 10, undefined],
          [10, 10, undefined],
        ],
      ]);
      expect(deadOf(run, 3, 0)[0]).toBeLessThan(10);
      const [bias, he, constant, huge, zeros] = texts(run);
      expect(bias).toBe('not learning: all hidden units are dead');
      expect(huge).toBe('saturated at the start: naive loss infinite; not learning: all hidden units are dead');
      expect(zeros).toBe('symmetry never broken: rank 0, 1 distinct neuron; all hidden units are dead');
      expect(he).toMatch(/^learning/);
      expect(constant).not.toMatch(/dead/);
      const signals = runFile(run).trials[0].signals as {
        units: number;
        initial: { dead?: number };
        final: { dead?: number };
      }[];
      expect(signals.map(({ units, initial, final }) => [units, initial.dead, final.dead])).toEqual([
        [10, 10, 10],
        [10, 10, 10],
        [1, undefined, undefined],
      ]);
      // The best answer to 50 rows of either class.
      expect(run.header!.data.guessing!.cost).toBeCloseTo(Math.LN2, 12);
      expect(run.header!.data.guessing!.accuracy).toBe(0.5);
    },
  );

  it('is told from one in which some units are dead, and from a cost at chance without dead units', async () => {
    const one = {
      ...dying,
      network: {
        hidden: [
          { units: 8, activation: 'relu' },
          { units: 4, activation: 'tanh' },
        ],
      },
      training: { steps: 50 },
    };
    const dead = await runOf({ ...one, initializers: [{ kind: 'heNormal', layers: { 0: { kind: 'zeros' } } }] });
    expect(texts(dead)[0]).toMatch(/^not learning: all units of hidden 0 are dead$/);
    // A hundredfold start that falls to ln 2 and stays: leaky units cannot die.
    const chance = await runOf({
      ...dying,
      network: { hidden: [4], activation: 'leakyRelu' },
      training: { steps: 300 },
      optimizer: { kind: 'sgd', learningRate: 0.5 },
      initializers: [
        { kind: 'randomNormal', stddev: 1e-4, bias: { kind: 'constant', value: 0 } },
        { kind: 'heNormal' },
      ],
    });
    expect(deadOf(chance, 0, -1)).toEqual([0, undefined]);
    expect(texts(chance)[0]).not.toMatch(/^learning/);
  });
});

describe('a saturated share', () => {
  it('of a run is counted: 4 of 64 activations', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'initlab-saturated-'));
    // σ(±4.5) is 0.989 and 0.011, σ(±7) 0.9991 and 0.0009.
    const rows = Array.from({ length: 64 }, (_, row) =>
      row < 60 ? (row % 2 === 0 ? 1 : -1) * (3.5 + row / 60) : row % 2 === 0 ? 7 : -7,
    );
    writeFileSync(join(folder, 'd.csv'), `x,y\n${rows.map((x, row) => `${x},${row % 3 === 0 ? 1 : 0}`).join('\n')}\n`);
    for (const backend of ['auto', 'reference'] as const) {
      const run = await runOf(
        {
          dataset: { kind: 'csv', path: 'd.csv', target: 'y', testFraction: 0, standardize: false },
          network: { hidden: [1], activation: 'sigmoid' },
          loss: 'binaryCrossEntropy',
          optimizer: { kind: 'sgd', learningRate: 0.1 },
          training: { steps: 1 },
          initializers: [{ kind: 'ones' }],
        },
        folder,
        backend,
      );
      expect((runFile(run).trials[0].signals[0] as { initial: { saturated?: number } }).initial.saturated).toBe(0.0625);
    }
  });
});

describe('countDead', () => {
  it('takes a unit that is at 0 or below on every row; one NaN, or one row above, is enough to live', () => {
    const z = Float32Array.from([-1, 0, -0, NaN, 1, -2, -2, 0, 1e-45, -1, 1, -3, -9, -0, -5, -1, 1, -4]);
    expect(countDead(z, 3, 6, 'relu')).toBe(3);
    expect(countDead(z, 3, 6, 'leakyRelu')).toBe(0);
    expect(countDead(z, 0, 6, 'relu')).toBe(0);
    for (const activation of ['tanh', 'sigmoid', 'linear', 'softsign', 'softmax'] as const)
      expect(countDead(z, 3, 6, activation)).toBeUndefined();
  });

  it.each(['elu', 'selu', 'gelu', 'silu', 'softplus'] as const)(
    'goes by where the derivative of %s is 0 as a float32 number',
    (activation) => {
      const limit = deadLimit(activation)!;
      expect(Math.fround(limit)).toBe(limit);
      const derivative = activationDerivatives[activation];
      for (const z of [limit, 2 * limit, 10 * limit, -1e30])
        expect(Math.abs(Math.fround(derivative(z))), `at ${z}`).toBe(0);
      expect(Math.fround(derivative(limit * (1 - 1e-6)))).not.toBe(0);
    },
  );
});

describe('what guessing reaches', () => {
  it('is the entropy of the class frequencies, or a variance', () => {
    const labels = Int32Array.from([0, 0, 0, 1, 2, 2, 2, 2]);
    const split = { count: 8, inputs: new Float32Array(8), labels };
    // scipy.stats.entropy([3, 1, 4])
    expect(guessingOf(split, 'categoricalCrossEntropy', 3)).toEqual({
      cost: expect.closeTo(0.9743147528693494, 12),
      accuracy: 0.5,
    });
    // np.eye(3)[labels].var(axis=0).mean()
    expect(guessingOf(split, 'meanSquaredError', 3)!.cost).toBeCloseTo(0.19791666666666666, 12);
    // np.var([1, 2, 4, 8])
    expect(
      guessingOf(
        { count: 4, inputs: new Float32Array(4), targets: Float32Array.from([1, 2, 4, 8]) },
        'meanSquaredError',
        1,
      ),
    ).toEqual({ cost: 7.1875 });
    expect(
      guessingOf({ count: 0, inputs: new Float32Array(0), labels: new Int32Array(0) }, 'binaryCrossEntropy', 1),
    ).toBeUndefined();
  });
});
