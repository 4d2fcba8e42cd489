import { describe, expect, test } from 'vitest';
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cli = resolve('out/test/cli.js');

/** What `initlab run FILE --explain` prints of an experiment. */
async function explained(experiment: object, ...options: string[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'initlab-explain-')), 'e.initlab.json');
  await writeFile(
    file,
    JSON.stringify({
      version: 1,
      dataset: { kind: 'circles' },
      network: { hidden: [10, 5] },
      loss: 'binaryCrossEntropy',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      training: { steps: 100 },
      initializers: [{ kind: 'heNormal' }, { kind: 'zeros' }],
      ...experiment,
    }),
  );
  const { stdout } = await run(process.execPath, [cli, 'run', file, '--explain', '--workers', '2', ...options]);
  return stdout;
}

describe('initlab run --explain', () => {
  test('a small network on full batches', async () => {
    const text = await explained({}, '--backend', 'simd');
    expect(text).toContain('network     2 → 10 → 5 → 1: 91 parameters');
    expect(text).toContain('steps       100, whole ones inside WebAssembly (fused)');
    expect(text).toContain('batches     all rows in place (resident)');
    expect(text).toContain('workers     2');
  });

  test('layers that are not dense, on gathered batches', async () => {
    const text = await explained({
      network: { hidden: [10, { kind: 'batchNorm', activation: 'relu' }, { kind: 'dropout', rate: 0.5 }] },
      training: { steps: 100, batchSize: 32, shuffle: true },
    });
    expect(text).toContain('2 → 10 → 10 (batchNorm) → 10 (dropout) → 1: 61 parameters');
    expect(text).toContain('a call for each layer (layered)');
    expect(text).toContain('rows are copied (gathered), room for 32');
  });

  test('the reference has no fused steps', async () => {
    expect(await explained({}, '--backend', 'reference')).toContain('a call for each layer (layered)');
  });

  test('what cannot be run says why', async () => {
    await expect(
      explained({ network: { hidden: [{ kind: 'batchNorm' }] }, training: { steps: 1, batchSize: 1 } }),
    ).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('training.batchSize: expected batches of at least 2 rows'),
    });
  });
});
