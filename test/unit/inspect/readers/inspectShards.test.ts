import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../../../src/engine/formats/safetensors';
import { numbersOf, openPath } from '../inspectSupport';

const shard = (...tensors: [name: string, ...values: number[]][]): Uint8Array =>
  writeSafetensors(
    tensors.map(([name, ...values]) => ({ name, shape: [values.length], values: Float32Array.from(values) })),
  );

/** A folder with an index of these tensors and files. */
function folderOf(
  map: unknown,
  files: Readonly<Record<string, Uint8Array>>,
  name = 'model.safetensors.index.json',
): string {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-shards-'));
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, file), bytes);
  writeFileSync(join(folder, name), JSON.stringify({ metadata: { total_size: 24 }, weight_map: map }));
  return join(folder, name);
}

describe('an index of shards', () => {
  it('opens as one model with the tensors that it names', async () => {
    const path = folderOf(
      { 'a.weight': '1.safetensors', 'b.weight': '2.safetensors', 'c.weight': '1.safetensors' },
      {
        '1.safetensors': shard(['a.weight', 1, 2], ['c.weight', 3], ['other', 9]),
        '2.safetensors': shard(['b.weight', 4, 5]),
      },
    );
    const file = await openPath(path);
    expect(file.tensors.map(({ name }) => name).sort()).toEqual(['a.weight', 'b.weight', 'c.weight']);
    const values = Object.fromEntries(
      await Promise.all(file.tensors.map(async (entry) => [entry.name, await numbersOf(file, entry)] as const)),
    );
    expect(values).toEqual({ 'a.weight': [1, 2], 'b.weight': [4, 5], 'c.weight': [3] });
    expect(file.skipped).toEqual([]);
    file.close();
  });

  it('names shards that are missing, damaged or without a tensor of theirs', async () => {
    const path = folderOf(
      { a: '1.safetensors', b: '2.safetensors', c: '3.safetensors', d: '1.safetensors' },
      { '1.safetensors': shard(['a', 1]), '3.safetensors': new Uint8Array(20) },
    );
    const file = await openPath(path);
    expect(file.tensors.map(({ name }) => name)).toEqual(['a']);
    expect(file.skipped).toEqual([
      { name: 'd', reason: 'it is missing in 1.safetensors' },
      { name: '2.safetensors', reason: "the file doesn't exist; it has 1 of the tensors" },
      { name: '3.safetensors', reason: expect.stringMatching(/header.*; it has 1 of the tensors/) },
    ]);
    file.close();
  });

  it.each([
    ['a folder above', { a: '../x.safetensors' }],
    ['a folder below', { a: 'x/y.safetensors' }],
    ['an absolute path', { a: '/etc/passwd' }],
    ['the folder itself', { a: '..' }],
    ['a backslash', { a: '..\\x' }],
    ['no text', { a: { toString: 1 } }],
    ['a list', ['a']],
    ['nothing', undefined],
  ])('refuses %s in place of a file', async (_, map) => {
    await expect(openPath(folderOf(map, {}))).rejects.toMatchObject({
      name: 'FileProblem',
      place: expect.stringContaining('weight_map'),
    });
  });

  it('without a shard says which are missing', async () => {
    await expect(openPath(folderOf({ w: 'model-00001-of-00002.safetensors' }, {}))).rejects.toMatchObject({
      name: 'FileProblem',
      found: expect.stringContaining("model-00001-of-00002.safetensors (the file doesn't exist"),
    });
  });
});
