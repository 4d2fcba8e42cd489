import { appendFileSync, copyFileSync, existsSync, mkdtempSync, renameSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { FileProblem } from '../../../../src/inspect/files/fileProblem';
import type { TensorFile } from '../../../../src/inspect/files/tensorFile';
import data from '../../../golden/weights/weights.json';
import { golden, numbersOf, openPath } from '../inspectSupport';

interface GoldenTensor {
  dtype: string;
  shape: number[];
  values: (number | string)[];
  count: number;
}
const files = data.files as unknown as Record<string, { tensors: Record<string, GoldenTensor>; skipped: string[] }>;
const open: TensorFile[] = [];
const openGolden = async (name: string): Promise<TensorFile> => {
  const file = await openPath(golden(name));
  open.push(file);
  return file;
};
afterAll(() => open.forEach((file) => file.close()));

describe.each(Object.keys(files))('%s', (name) => {
  it('has the names, shapes, types and numbers that its writer gave it', async () => {
    const file = await openGolden(name);
    const { tensors, skipped } = files[name];
    expect(file.tensors.map((entry) => entry.name).sort()).toEqual(Object.keys(tensors).sort());
    expect(file.skipped.map((entry) => entry.name)).toEqual(skipped);
    for (const entry of file.tensors) {
      const { dtype, shape, values, count } = tensors[entry.name];
      expect({ name: entry.name, dtype: entry.dtype, shape: entry.shape, count: entry.count }).toEqual({
        name: entry.name,
        dtype,
        shape,
        count,
      });
      const numbers = await numbersOf(file, entry);
      expect(numbers).toHaveLength(count);
      // Zeros of either sign: JSON has both.
      expect(numbers.slice(0, 600)).toEqual(
        values.map((value) =>
          value === 'nan' ? NaN : value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value,
        ),
      );
    }
  });

  it('reads a stretch of a tensor as it reads the whole', async () => {
    const file = await openGolden(name);
    for (const entry of file.tensors) {
      const whole = await numbersOf(file, entry);
      const [from, to] = [Math.floor(entry.count / 3), Math.ceil(entry.count * 0.8)];
      expect(await numbersOf(file, entry, from, to)).toEqual(whole.slice(from, to));
    }
  });
});

test('tensors of one memory are marked, and those that only share a store are not', async () => {
  const { tensors } = await openGolden('mixed.pth');
  expect(tensors.filter((entry) => entry.shared !== undefined).map((entry) => entry.name)).toEqual([]);
  const { tensors: tied } = await openGolden('tied.pt');
  expect(tied.filter((entry) => entry.shared === 'embed.weight').map((entry) => entry.name)).toEqual([
    'embed.weight',
    'head.weight',
  ]);
});

test('the order and the byte order of an array are told', async () => {
  expect((await openGolden('fortranBig.npy')).tensors[0]).toMatchObject({ fortran: true, bigEndian: true });
  expect((await openGolden('plain.npy')).tensors[0]).not.toHaveProperty('fortran');
});

test('versions are told', async () => {
  expect((await openGolden('every.safetensors')).metadata).toEqual({ format: 'pt', note: 'every type' });
  expect((await openGolden('net.keras')).metadata).toEqual({ keras_version: '3.0.0' });
  expect((await openGolden('old.h5')).metadata).toEqual({ backend: 'tensorflow' });
});

describe('what PyTorch would execute', () => {
  it('is kept as a record and named beside the tensors', async () => {
    const { tensors, skipped } = await openGolden('evil.pt');
    expect(tensors.map(({ name }) => name)).toEqual(['w']);
    expect(skipped).toEqual([{ name: 'x', reason: 'posix.system' }]);
    expect(existsSync('/tmp/initlab-executed')).toBe(false);
  });

  it('a whole module and a TorchScript program show the tensors of their state dicts', async () => {
    const [module, checkpoint, script] = await Promise.all(['module.pt', 'checkpoint.pt', 'script.pt'].map(openGolden));
    const model = checkpoint.tensors.filter(({ name }) => name.startsWith('model.'));
    expect(module.tensors.map(({ name, shape }) => [`model.${name}`, shape])).toEqual(
      model.map(({ name, shape }) => [name, shape]),
    );
    expect(await numbersOf(module, module.tensors[0])).toEqual(await numbersOf(checkpoint, model[0]));
    expect(module.skipped).toEqual([]);
    expect(script.tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['weight', [2, 2]],
      ['bias', [2]],
    ]);
  });

  it('the form before PyTorch 1.6 is refused', async () => {
    await expect(openPath(golden('legacy.pt'))).rejects.toBeInstanceOf(FileProblem);
  });
});

describe('a file that changes while it is open', () => {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-inspect-'));
  const copy = (source: string) => {
    const path = join(folder, source);
    copyFileSync(golden(source), path);
    return path;
  };
  const changes: [string, (path: string) => void][] = [
    ['grows', (path) => appendFileSync(path, 'x')],
    ['is written again', (path) => utimesSync(path, new Date(), new Date(Date.now() + 5000))],
    [
      'is replaced',
      (path) => {
        copyFileSync(path, `${path}.new`);
        renameSync(`${path}.new`, path);
      },
    ],
    ['is moved', (path) => renameSync(path, `${path}.moved`)],
  ];
  it.each(changes)('is noticed when it %s', async (_, change) => {
    for (const name of ['state.pt', 'net.weights.h5', 'packed.npz']) {
      const path = copy(name);
      const file = await openPath(path);
      change(path);
      await expect(numbersOf(file, file.tensors[0])).rejects.toMatchObject({ name: 'FileProblem', kind: 'changed' });
      file.close();
    }
  });
});
