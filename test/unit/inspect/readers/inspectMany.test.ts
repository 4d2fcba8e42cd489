import { mkdtempSync, readSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Group, File, ready } from 'h5wasm/node';
import { describe, expect, it, vi } from 'vitest';
import { deepest, pathsOf } from '../../../../src/inspect/keras/h5Walk';
import { Inspection } from '../../../../src/inspect/report/inspection';
import { alwaysJudged, mostJudged } from '../../../../src/inspect/tensors/judged';
import { placeTensors } from '../../../../src/inspect/tensors/layout';
import { openTensorFile } from '../../../../src/inspect/open/openTensorFile';
import { memorySource } from '../../../../src/inspect/files/sources';
import type { TensorEntry } from '../../../../src/inspect/files/tensorFile';
import { safetensorsFile } from '../../../fuzz/targets/safetensors';
import { openPath } from '../inspectSupport';

vi.mock('node:fs', { spy: true });

const folder = mkdtempSync(join(tmpdir(), 'initlab-many-'));

/** A file of tensors of `side` × `side` numbers. */
function fileOf(tensors: number, side: number): Uint8Array {
  const bytes = 4 * side * side;
  const header = Object.fromEntries(
    Array.from({ length: tensors }, (_, i) => [
      `layers.${i}.weight`,
      { dtype: 'F32', shape: [side, side], data_offsets: [bytes * i, bytes * (i + 1)] },
    ]),
  );
  return safetensorsFile(JSON.stringify(header), bytes * tensors);
}

describe('a file of very many small tensors', () => {
  it('is read in stretches, and looked at as often, not once for each of them', async () => {
    const path = join(folder, 'small.safetensors');
    writeFileSync(path, fileOf(3000, 2));
    const file = await openPath(path);
    const inspection = new Inspection(file);
    for (const { index } of inspection.placed) await inspection.report(index);
    file.close();
    for (const { mock } of [vi.mocked(readSync), vi.mocked(statSync)]) {
      expect(mock.calls.length).toBeGreaterThan(0);
      // A pause, and with it a look, for every 64 tensors.
      expect(mock.calls.length).toBeLessThan(100);
    }
  });

  it('has its laws looked for in the largest, whatever is asked first', async () => {
    const few = 3;
    const inspection = new Inspection(await openTensorFile(memorySource(fileOf(mostJudged + few, 6)), 'a.safetensors'));
    // All numbers are 0 but here: the laws of a constant take no time.
    expect((await inspection.report(mostJudged + few - 1)).recognition).toMatchObject({
      laws: [{ law: { kind: 'zeros' } }],
    });
    const ramp = {
      ...inspection.file,
      read: async function* () {
        yield { from: 0, values: Float32Array.from({ length: 36 }, (_, i) => Math.sin(i)) };
      },
    };
    const other = new Inspection(ramp);
    expect((await other.report(mostJudged)).recognition).toMatchObject({ laws: [], refused: 'tooMany' });
    expect((await other.report(mostJudged - 1)).recognition.refused).toBeUndefined();
    expect((await other.report(mostJudged - 1)).recognition.shapes).not.toEqual([]);
  });

  it('judges its largest, and all that take longer to read', () => {
    const entry = (count: number, i: number): TensorEntry => ({
      name: `layers.${i}.weight`,
      shape: [count / 2, 2],
      dtype: 'f32',
      count,
      bytes: 4 * count,
    });
    const counts = [...Array.from({ length: mostJudged }, () => 64), 66, 62, 64];
    const passed = placeTensors(counts.map(entry), 'safetensors', {}).flatMap(({ passedOver, index }) =>
      passedOver ? [index] : [],
    );
    expect(passed).toEqual([mostJudged - 1, mostJudged + 1, mostJudged + 2]);
    const large = placeTensors(
      Array.from({ length: mostJudged + 5 }, (_, i) => entry(alwaysJudged, i)),
      'safetensors',
      {},
    );
    expect(large.filter(({ passedOver }) => passedOver)).toEqual([]);
  });
});

describe('groups of HDF5', () => {
  /** Writes a file with the library and opens it with ours. */
  async function written(name: string, fill: (file: File) => void): Promise<Awaited<ReturnType<typeof openPath>>> {
    await ready;
    const path = join(folder, name);
    const file = new File(path, 'w');
    fill(file);
    file.close();
    return openPath(path);
  }
  const numbers = { name: 'w', data: new Float32Array([1, 2]) };

  it('that nest deeper than any model are named with the limit, and the rest is shown', async () => {
    const file = await written('deep.h5', (root) => {
      root.create_dataset(numbers);
      let group: Group = root;
      for (let i = 0; i < deepest + 40; i++) group = group.create_group('g');
      group.create_dataset(numbers);
    });
    expect(file.tensors.map(({ name }) => name)).toEqual(['w']);
    expect(file.skipped).toMatchObject([
      { name: expect.stringMatching(/^g\.g\./), reason: `more than ${deepest} nested groups` },
    ]);
    file.close();
  });

  it('in a circle are looked into once', async () => {
    const module = await ready;
    const file = await written('circle.h5', (root) => {
      root.create_group('a').create_group('b').create_dataset(numbers);
      module.create_hard_link(root.file_id, '/', '/a/b/up');
      module.create_hard_link(root.file_id, '/a', '/a/again');
      module.create_soft_link(root.file_id, '/a', '/soft');
    });
    expect(file.tensors.map(({ name }) => name)).toEqual(['a.b.w']);
    expect(file.skipped).toEqual([]);
    file.close();
  });

  it('are asked for their names once each, and no deeper than the limit', () => {
    let asked = 0;
    const tree = { names: () => (asked++, ['g']), groupAt: (path: string) => path };
    const { paths, tooDeep } = pathsOf(tree);
    expect(paths).toHaveLength(deepest);
    expect(tooDeep).toEqual([paths[deepest - 1]]);
    expect(asked).toBe(deepest + 1);
  });

  it('that are too many for the ways to them are refused with the place', () => {
    const tree = {
      names: (group: string) => (group === '' ? ['a', 'b'] : [`${group.slice(-1)}0`, `${group.slice(-1)}1`]),
      groupAt: (path: string) => path,
    };
    expect(() => pathsOf(tree)).toThrow(
      /^more than (1000000 steps on the ways to its objects, \d+ deep at a\/|100000 objects)/,
    );
  });
});
