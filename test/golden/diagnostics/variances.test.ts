import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { normalMean } from '../../../src/engine/diagnostics/varianceTheory';
import { writeNpy } from '../../../src/engine/formats/npy';
import { NumpyRandom } from '../../../src/engine/random/numpy';
import { parseExperiment } from '../../../src/experiment/format/parse';
import type { RunRecord } from '../../../src/experiment/record/record';
import type { ExperimentInput } from '../../../src/experiment/format/schema';
import { expectedVariances, measuredVariance } from '../../../src/experiment/record/variances';
import { trained } from '../../unit/trainer/trainerSupport';

interface Case {
  name: string;
  widths: number[];
  activation: 'relu' | 'tanh' | 'sigmoid';
  inputs: number;
  preActivations: number[];
  activations: number[];
  backward: number[];
}

const { rows, cases, means } = JSON.parse(readFileSync('test/golden/diagnostics/variances.json', 'utf8')) as {
  rows: number;
  cases: Case[];
  means: { f: string; q: number; mean: number }[];
};
const kinds = ['preActivations', 'activations', 'backward'] as const;

/** One step of the same network on the same inputs, drawn by our own generator. */
async function runOf({ name, widths, activation }: Case, backend: 'auto' | 'reference'): Promise<RunRecord> {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-variances-'));
  const random = new NumpyRandom(7);
  writeFileSync(
    join(folder, 'x.npy'),
    writeNpy(
      Float32Array.from({ length: rows * widths[0] }, () => random.gauss()),
      [rows, widths[0]],
    ),
  );
  writeFileSync(
    join(folder, 'y.npy'),
    writeNpy(
      Float32Array.from({ length: rows }, (_, row) => row % 10),
      [rows],
    ),
  );
  const input: ExperimentInput = {
    version: 1,
    name,
    dataset: { kind: 'npy', x: 'x.npy', y: 'y.npy', testFraction: 0 },
    network: { hidden: widths.slice(1, -1), activation },
    loss: 'categoricalCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    training: { steps: 1 },
    random: { seeds: [3], layout: 'in-out' },
    initializers: [name === 'plain' ? { kind: 'randomUniform', min: -0.05, max: 0.05 } : { kind: 'glorotUniform' }],
  };
  const { experiment, issues } = parseExperiment(JSON.stringify(input));
  expect(issues).toEqual([]);
  return (await trained({ experiment: experiment!, directory: folder, backend })).run;
}

describe.each(cases)('variances through $name', (golden) => {
  it.each(['auto', 'reference'] as const)('are those of PyTorch at step 0 (%s kernels)', async (backend) => {
    const { trials } = await runOf(golden, backend);
    const [first] = trials[0].snapshots;
    expect(first.inputs!.variance / golden.inputs).toBeCloseTo(1, 6);
    for (const kind of kinds) {
      first.layers.forEach((layer, index) =>
        expect(measuredVariance(layer, kind)! / golden[kind][index], `${kind} of layer ${index}`).toBeCloseTo(1, 4),
      );
    }
  });

  it('lie near what theory expects', async () => {
    const run = await runOf(golden, 'auto');
    const expected = expectedVariances(run.header!, run.trials[0])!;
    // A layer of 40 to 128 units strays by some √(2 / units), more with the depth; the 10 outputs say too little by
    // themselves.
    golden.preActivations.slice(0, -1).forEach((_, index) => {
      for (const kind of ['preActivations', 'backward'] as const)
        expect(
          Math.abs(Math.log(expected[index][kind] / golden[kind][index])),
          `${kind} of layer ${index}`,
        ).toBeLessThan(0.5);
    });
  });
});

describe('the theory', () => {
  const functions: Record<string, (z: number) => number> = {
    'tanh²': (z) => Math.tanh(z) ** 2,
    'tanh′²': (z) => (1 - Math.tanh(z) ** 2) ** 2,
    '|z|': Math.abs,
    step: (z) => (z > 0 ? 1 : z < 0 ? 0 : 0.5),
  };
  it.each(means)('has E[$f] of N(0, $q)', ({ f, q, mean }) => {
    expect(normalMean(functions[f], q) / mean).toBeCloseTo(1, 6);
  });

  it('says nothing of weights whose mean is not 0', async () => {
    const run = await runOf(cases[0], 'auto');
    run.header!.experiment.initializers[0] = { kind: 'randomUniform', min: 0, max: 1 };
    expect(expectedVariances(run.header!, run.trials[0])).toBeUndefined();
  });
});
