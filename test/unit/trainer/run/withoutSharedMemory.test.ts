import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runOf } from '../trainerSupport';

const experiment = {
  version: 1,
  dataset: { kind: 'circles' },
  network: { hidden: [6], activation: 'relu' },
  loss: 'binaryCrossEntropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  training: { steps: 40 },
  random: { seeds: [1] },
  initializers: [{ kind: 'heNormal' }, { kind: 'zeros' }],
};

/** `initlab run` in a process that lacks some of its globals: what it says, and the run that it writes. */
async function runWithout(names: readonly string[]): Promise<{ said: string; statuses: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-without-'));
  const [file, out, start] = ['e.initlab.json', 'r.json', 'start.cjs'].map((name) => join(folder, name));
  writeFileSync(file, JSON.stringify(experiment));
  writeFileSync(
    start,
    `${names.map((name) => `delete globalThis.${name};`).join('')} require(${JSON.stringify(resolve('out/test/cli.js'))});`,
  );
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    start,
    'run',
    file,
    '--out',
    out,
    '--workers',
    '2',
  ]);
  return {
    said: stdout + stderr,
    statuses: (JSON.parse(readFileSync(out, 'utf8')) as { trials: { status: string }[] }).trials.map(
      ({ status }) => status,
    ),
  };
}

describe('a machine without', () => {
  it.each([
    [['WebAssembly'], 'on 2 workers, reference kernels'],
    [['SharedArrayBuffer'], 'on 1 worker, reference kernels'],
    [['SharedArrayBuffer', 'WebAssembly'], 'on 1 worker, reference kernels'],
  ] as const)('%j trains with the reference kernels', async (names, used) => {
    const { said, statuses } = await runWithout(names);
    expect(said).toContain(used);
    expect(statuses).toEqual(['finished', 'finished']);
  });
});

describe('epochs', () => {
  it('that come to more steps than a trial may have are refused', async () => {
    await expect(
      runOf({ training: { epochs: 1_000_000, batchSize: 1 }, dataset: { kind: 'circles', train: 3000 } }),
    ).rejects.toThrow(
      'training.epochs: expected at most 1000000000 training steps, got 3000000000 (1000000 epochs of 3000 steps).',
    );
  });
});
