import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBirpc, type BirpcReturn } from 'birpc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../../src/engine/formats/safetensors';
import type { Finding, TensorComparison, TensorReport } from '../../../src/inspect/tensors/report';
import type { InspectorApi, InspectorClient } from '../../../src/protocol/inspect';
import { golden } from './inspectSupport';

const folder = mkdtempSync(join(tmpdir(), 'initlab-inspector-'));

describe('the inspector process', () => {
  let child: ChildProcess;
  let inspector: BirpcReturn<InspectorApi, InspectorClient>;
  const reports: TensorReport[] = [];
  const rows: TensorComparison[] = [];
  let findings: Finding[] | undefined;
  let bytes = 0;
  beforeAll(() => {
    child = fork('out/test/inspector.js', [], { serialization: 'advanced', execArgv: [] });
    inspector = createBirpc<InspectorApi, InspectorClient>(
      {
        reported: (_id, more, progress) => {
          reports.push(...more);
          bytes = progress.bytes;
        },
        found: (_id, found) => void (findings = found),
        compared: (_a, _b, more) => void rows.push(...more),
      },
      { post: (message) => void child.send(message), on: (handle) => void child.on('message', handle), timeout: -1 },
    );
  });
  afterAll(() => child.kill('SIGKILL'));

  it('lists a file, reports all of its tensors, and answers for single ones', async () => {
    const file = await inspector.open(golden('checkpoint.pt'));
    expect(file).toMatchObject({
      format: 'pytorch',
      tensors: expect.arrayContaining([
        expect.objectContaining({ name: 'model.0.weight', role: 'kernel', layout: 'out-in', shape: [5, 7] }),
      ]),
    });
    expect(await inspector.statistics(file.id)).toBe('done');
    expect(reports.map(({ index }) => index)).toEqual(file.tensors.map((_, i) => i));
    expect(bytes).toBe(file.tensors.reduce((sum, tensor) => sum + tensor.bytes, 0));
    expect(findings).toEqual([]);
    const detail = await inspector.detail({ id: file.id, index: 0, options: { bins: 16 } });
    expect(detail.histogram.counts).toBeInstanceOf(Uint32Array);
    expect((await inspector.singularValues(file.id, 0)).values).toHaveLength(5);
    await inspector.close(file.id);
    await expect(inspector.report(file.id, 0)).rejects.toThrow();
  });

  it('compares two files', async () => {
    const [a, b] = [await inspector.open(golden('state.pt')), await inspector.open(golden('checkpoint.pt'))];
    expect(await inspector.compare(a.id, b.id)).toBe('done');
    const first = rows.find(({ name }) => name === '0.weight')!;
    expect(first.status).toBe('both');
    // One step of Adam moves every weight by about its learning rate.
    expect(first.change!.largest).toBeCloseTo(1e-3, 4);
    expect(rows.filter(({ status }) => status === 'both')).toHaveLength(a.tensors.length);
  });

  it('stops where it is told to', async () => {
    const path = join(folder, 'large.safetensors');
    writeFileSync(
      path,
      writeSafetensors(
        [0, 1, 2].map((i) => ({ name: `w${i}`, shape: [3000, 1000], values: new Float32Array(3e6).fill(i) })),
      ),
    );
    const { id } = await inspector.open(path);
    const before = reports.length;
    const all = inspector.statistics(id);
    await inspector.cancel(id);
    expect(await all).toBe('cancelled');
    expect(reports.length - before).toBeLessThan(3);
    expect(await inspector.statistics(id)).toBe('done');
  });

  it('refuses a bad file and a missing one, and goes on', async () => {
    await expect(inspector.open(golden('legacy.pt'))).rejects.toThrow();
    await expect(inspector.open(join(folder, 'missing.pt'))).rejects.toThrow();
    expect((await inspector.open(golden('plain.npy'))).tensors).toHaveLength(1);
  });
});

describe('initlab inspect', () => {
  const initlab = (...args: string[]) =>
    spawnSync(process.execPath, ['out/test/cli.js', 'inspect', ...args], { encoding: 'utf8' });

  it('prints JSON', () => {
    const { status, stdout } = initlab(golden('old.h5'), '--json');
    expect(status).toBe(0);
    const read = JSON.parse(stdout);
    expect(read).toMatchObject({ file: golden('old.h5'), format: 'hdf5', findings: [] });
    expect(read.tensors[0]).toEqual({
      name: 'dense.dense.bias',
      shape: [5],
      dtype: 'f32',
      count: 5,
      mean: 0,
      std: 0,
      min: 0,
      max: 0,
      zeros: 5,
      nan: 0,
      inf: 0,
      laws: ['zeros'],
    });
    expect(read.tensors[1].laws).toContain('lecunUniform');
  });

  it('prints numbers that are none as null, and what is wrong in words', () => {
    const path = join(folder, 'broken.safetensors');
    writeFileSync(path, writeSafetensors([{ name: 'w', shape: [2, 1], values: Float32Array.of(NaN, Infinity) }]));
    const { tensors, findings } = JSON.parse(initlab(path, '--json').stdout);
    expect(tensors).toMatchObject([{ mean: null, std: null, nan: 1, inf: 1, laws: [] }]);
    expect(findings).toHaveLength(1);
  });

  it('lets no name of a file steer the terminal', () => {
    const path = join(folder, 'steer.safetensors');
    writeFileSync(path, writeSafetensors([{ name: '\u001b[2Jw\u009b', shape: [1], values: Float32Array.of(1) }]));
    for (const { stdout, stderr } of [initlab(path), initlab(path, path), initlab(path, '--tensor', 'x')]) {
      expect(stdout + stderr).toContain('[2Jw');
      expect(stdout + stderr).not.toMatch(/(?!\n)\p{Cc}/u);
    }
    expect(JSON.parse(initlab(path, '--json').stdout).tensors[0].name).toBe('\u001b[2Jw\u009b');
  });

  it('prints a table, one tensor, a comparison', () => {
    expect(initlab(golden('state.pt')).stdout.trim().split('\n')).toHaveLength(12);
    const one = JSON.parse(initlab(golden('state.pt'), '--tensor', '3.bias', '--json').stdout);
    expect(one.tensors.map((tensor: { name: string }) => tensor.name)).toEqual(['3.bias']);
    expect(initlab(golden('state.pt'), '--tensor', '0.weight').status).toBe(0);
    const both = JSON.parse(initlab(golden('state.pt'), golden('checkpoint.pt'), '--json').stdout);
    expect(both.tensors[0]).toMatchObject({ name: '0.weight', status: 'both', cosine: expect.any(Number) });
  });

  it.each([
    ['a file that is not there', ['missing.pt']],
    ['a pickle of the form before PyTorch 1.6', [golden('legacy.pt')]],
    ['no weights', ['package.json']],
    ['no file', []],
    ['a folder', ['src']],
    ['a tensor that is not there', [golden('state.pt'), '--tensor', 'x']],
    ['an option that is not there', [golden('state.pt'), '--what']],
  ])('ends with 2 and one line on %s', (_, args) => {
    const { status, stderr, stdout } = initlab(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
