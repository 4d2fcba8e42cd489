import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { GatheredWeights } from '../../../src/data/gatheredWeights';
import { readSafetensors, writeSafetensors } from '../../../src/engine/formats/safetensors';
import { NumpyRandom } from '../../../src/engine/random/numpy';
import { networkExperimentSchema, type ExperimentInput } from '../../../src/experiment/format/schema';
import { weightFile } from '../../../src/experiment/runFile/weightFile';
import type { NamedTensor } from '../../../src/protocol/trainer';
import { explainRun } from '../../../src/trainer/prepare/prepareRun';
import { WeightsLog } from '../../../src/trainer/run/weightsLog';
import { trained } from './trainerSupport';

const experiment: ExperimentInput = {
  version: 1,
  dataset: { kind: 'circles', train: 60, test: 30 },
  network: { hidden: [7, { kind: 'batchNorm' }, 5], activation: 'gelu' },
  loss: 'binaryCrossEntropy',
  optimizer: { kind: 'adam', learningRate: 0.01 },
  training: { steps: 25, batchSize: 20, shuffle: true, recordEvery: 1 },
  precision: 'float64',
  random: { seeds: [3] },
  initializers: [{ kind: 'randomNormal', stddev: 0.5 }],
};
const run = (changes: Partial<ExperimentInput> = {}, workers?: number, directory?: string) =>
  trained({ experiment: networkExperimentSchema.parse({ ...experiment, ...changes }), workers, directory });

async function weightsOf({ handle }: Awaited<ReturnType<typeof run>>): Promise<NamedTensor[][]> {
  const log = new WeightsLog();
  for (const { trial, initial, final } of await handle.weights()) {
    log.add(trial, 'initial', initial);
    log.add(trial, 'final', final!);
  }
  // As they come from another process.
  const gathered = new GatheredWeights();
  for (let piece = log.from(0); piece; piece = log.from(piece.next)) gathered.add(piece);
  const [{ initial, final }] = gathered.weights;
  return [initial, final!];
}

test('weights start from the doubles of NumPy and stay doubles', async () => {
  const [initial, final] = await weightsOf(await run());
  const expected = new Float64Array(14);
  new NumpyRandom(3).normal(expected, 0, 0.5);
  expect(initial[0].values).toEqual(expected);
  for (const { name, values } of final) {
    expect(values, name).toBeInstanceOf(Float64Array);
    expect(
      values.some((value) => value !== Math.fround(value)),
      name,
    ).toBe(true);
  }
});

test('weights in double go into files and come back bit for bit, also as an initializer', async () => {
  const first = await run();
  const [, final] = await weightsOf(first);
  const bytes = writeSafetensors(final);
  expect(readSafetensors(bytes).tensors).toEqual(final);
  expect(new TextDecoder('latin1').decode(weightFile('npy', [final[0]], {}))).toContain("'<f8'");
  const directory = mkdtempSync(join(tmpdir(), 'initlab-precision-'));
  writeFileSync(join(directory, 'final.safetensors'), bytes);
  const kernels = { hidden: [7, 5], activation: 'gelu' } satisfies ExperimentInput['network'];
  const plain = await run({ network: kernels });
  const [, trainedTensors] = await weightsOf(plain);
  writeFileSync(join(directory, 'plain.safetensors'), writeSafetensors(trainedTensors));
  const again = await run(
    { network: kernels, initializers: [{ kind: 'fromFile', path: 'plain.safetensors' }] },
    1,
    directory,
  );
  expect((await weightsOf(again))[0]).toEqual(trainedTensors);
});

test('a run is the same with any number of workers, and not that of float32', async () => {
  const [one, two, single] = [await run({}, 1), await run({}, 2), await run({ precision: 'float32' }, 1)];
  const costs = (of: typeof one) => of.run.trials[0].curve.train;
  expect(costs(one)).toEqual(costs(two));
  const gaps = costs(one).map((cost, step) => Math.abs(cost - costs(single)[step]));
  expect(Math.max(...gaps)).toBeGreaterThan(1e-9);
  expect(Math.max(...gaps)).toBeLessThan(1e-4);
  expect(one.run.header!.environment).toMatchObject({ precision: 'float64' });
  expect(single.run.header!.environment).toMatchObject({ precision: 'float32' });
});

test('the explanation of a run says its precision and counts its memory', async () => {
  const explained = async (precision: 'float32' | 'float64'): Promise<string> => {
    const wide = networkExperimentSchema.parse({ ...experiment, network: { hidden: [3000, 500] }, precision });
    const request = { id: 1, experiment: wide, backend: 'auto', maxMemoryMB: 2048, paused: false } as const;
    return (await explainRun(request, resolve('out/test/kernels'))).join('\n');
  };
  const [single, double] = [await explained('float32'), await explained('float64')];
  expect(single).toMatch(/precision +float32/);
  expect(double).toMatch(/precision +float64/);
  const arena = (text: string): number => Number(/memory +([\d ]+) MB/.exec(text)![1].replace(/\D/g, ''));
  // Parameters, gradients and Adam's moments are most of it; kernels of float32 have working memory besides.
  expect(arena(double)).toBeGreaterThan(4 * 8 * 1.5);
  expect(arena(double)).toBeGreaterThan(1.6 * arena(single));
});

test('a sweep over the precision trains a cell in each', async () => {
  const { run: swept } = await run({ sweep: [{ path: '/precision', values: ['float32', 'float64'] }] });
  expect(swept.sweep!.cells.map((cell) => cell.run.header!.environment.precision)).toEqual(['float32', 'float64']);
  const [single, double] = swept.sweep!.cells.map((cell) => cell.run.trials[0].curve.train);
  expect(double).not.toEqual(single);
  expect(double).toEqual((await run()).run.trials[0].curve.train);
});
