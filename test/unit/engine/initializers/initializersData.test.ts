import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../../../src/engine/formats/safetensors';
import { InitializerError } from '../../../../src/engine/initializers/check';
import { scaleToUnitOutput } from '../../../../src/engine/initializers/matrices/lsuv';
import { parseExperiment } from '../../../../src/experiment/format/parse';
import { presets } from '../../../../src/experiment/presets/presets';
import { runFile } from '../../../../src/experiment/runFile/runFile';
import type { ExperimentInput } from '../../../../src/experiment/format/schema';
import type { DataPlaces } from '../../../../src/protocol/trainer';
import { RunRefused } from '../../../../src/data/refused';
import { requestRun } from '../../trainer/trainerSupport';

const folder = mkdtempSync(join(tmpdir(), 'initlab-files-'));

function start(change: Partial<ExperimentInput>, places?: DataPlaces) {
  const { experiment, issues } = parseExperiment(
    JSON.stringify({ ...presets[0].experiment, training: { steps: 2 }, ...change }),
  );
  expect(issues).toEqual([]);
  const { run, handle } = requestRun({ experiment: experiment!, directory: folder, places, workers: 1 });
  return { run, handle, started: handle.started, ended: () => handle.started.then(() => handle.ended) };
}

describe('LSUV', () => {
  it('divides until the outputs have standard deviation 1, as often as it may', () => {
    const kernel = Float64Array.of(8, -4);
    // Outputs grow with the square of the kernel: a division overshoots, and the tries converge by halves.
    const tries = scaleToUnitOutput(kernel, (drawn) => Math.sqrt(Math.abs(drawn[0])), 0.01, 100);
    expect(tries).toBeGreaterThan(2);
    expect(Math.abs(Math.sqrt(kernel[0]) - 1)).toBeLessThanOrEqual(0.01);
    expect(kernel[1] / kernel[0]).toBeCloseTo(-0.5, 12);
    const few = Float64Array.of(8);
    expect(scaleToUnitOutput(few, (drawn) => Math.sqrt(drawn[0]), 1e-9, 2)).toBe(2);
    expect(scaleToUnitOutput(Float64Array.of(1.05), (drawn) => drawn[0], 0.1, 10)).toBe(0);
    for (const std of [0, NaN, Infinity])
      expect(() => scaleToUnitOutput(Float64Array.of(1), () => std, 0.1, 10)).toThrow(InitializerError);
  });

  it.each(['numpy', 'torch'] as const)(
    'starts every linear layer at standard deviation 1 on the first batch (%s)',
    async (generator) => {
      // Linear activations: what a layer puts out before its activation is what the record holds.
      const { run, handle, ended } = start({
        network: { hidden: [32, { units: 16 }], activation: 'linear' },
        random: { generator, layout: 'in-out', seeds: [3] },
        initializers: [
          { kind: 'lsuv', tolerance: 0.001 },
          { kind: 'randomNormal', stddev: 3, layers: { '1': { kind: 'lsuv' } } },
        ],
      });
      await ended();
      expect(run.trials.map(({ status, message }) => [status, message])).toEqual([
        ['finished', undefined],
        ['finished', undefined],
      ]);
      const [all, one] = run.trials.map(({ snapshots }) =>
        snapshots[0].layers.map(({ activations }) => activations.statistics.std),
      );
      for (const std of all.slice(0, 2)) expect(Math.abs(std - 1)).toBeLessThan(0.001);
      expect(one[0]).toBeGreaterThan(1.5);
      expect(Math.abs(one[1] - 1)).toBeLessThan(0.1);
      // Scaled orthogonal: the columns of the second kernel, 32 × 16, have one length.
      const [{ initial }] = await handle.weights();
      const { values } = initial.find(({ name }) => name === 'hidden.1.kernel')!;
      const lengths = Array.from({ length: 16 }, (_, column) =>
        Math.hypot(...values.filter((__, i) => i % 16 === column)),
      );
      for (const length of lengths) expect(length / lengths[0]).toBeCloseTo(1, 5);
    },
  );

  it('fails its own trial when a layer before it is dead', async () => {
    const { run, ended } = start({
      initializers: [{ kind: 'lsuv', layers: { '0': { kind: 'zeros' } } }, { kind: 'heNormal' }],
    });
    await ended();
    expect(run.trials.map(({ status }) => status)).toEqual(['failed', 'finished']);
  });
});

describe('weights from a file', () => {
  it('are those that the trial starts from, in the layout of the experiment', async () => {
    const first = start({ initializers: [{ kind: 'heNormal' }] });
    await first.ended();
    const [{ initial }] = await first.handle.weights();
    writeFileSync(join(folder, 'he.safetensors'), writeSafetensors(initial));
    const second = start({
      initializers: [
        { kind: 'fromFile', path: 'he.safetensors' },
        { kind: 'zeros', layers: { output: { kind: 'fromFile', path: 'he.safetensors' } } },
      ],
    });
    await second.ended();
    const weights = (await second.handle.weights()).sort((a, b) => a.trial - b.trial);
    expect(weights[0].initial).toEqual(initial);
    expect(weights[1].initial.find(({ name }) => name === 'output.kernel')).toEqual(
      initial.find(({ name }) => name === 'output.kernel'),
    );
    expect(second.run.trials[0].curve.train[0]).toBe(first.run.trials[0].curve.train[0]);
    expect(runFile(second.run).trials[0].layers[0].initial).not.toHaveProperty('expectedStd');
  });

  it.each([
    ['is not there', 'missing.npz', undefined],
    ['is empty', 'empty.npz', new Uint8Array(0)],
    [
      'has another shape',
      'wrong.safetensors',
      writeSafetensors([{ name: 'hidden.0.kernel', shape: [2, 10], values: new Float32Array(20) }]),
    ],
  ])('refuse the run when the file %s', async (_, path, bytes) => {
    if (bytes) writeFileSync(join(folder, path), bytes);
    const error: unknown = await start({
      initializers: [{ kind: 'heNormal' }, { kind: 'fromFile', path }],
    }).started.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RunRefused);
    expect((error as RunRefused).message).toMatch(new RegExp(`${path}.*initializers\\[1\\]`));
  });

  it('are refused outside the folders of a workspace that is not trusted, as other files are', async () => {
    writeFileSync(join(folder, 'out.npy'), new Uint8Array(0));
    const error: unknown = await start(
      { initializers: [{ kind: 'zeros', layers: { output: { kind: 'fromFile', path: 'out.npy' } } }] },
      { folders: [], within: [join(folder, 'workspace')] },
    ).started.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RunRefused);
    expect((error as RunRefused).message).toMatch(/initializers\[0\]\.layers\.output\.path.*not trusted/);
  });

  it('are not read by an entry that is off', async () => {
    const { run, ended } = start({
      initializers: [{ kind: 'heNormal' }, { kind: 'fromFile', path: 'missing.npz', enabled: false }],
    });
    await ended();
    expect(run.status).toBe('finished');
  });
});
