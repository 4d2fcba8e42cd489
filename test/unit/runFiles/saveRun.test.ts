import { describe, expect, it } from 'vitest';
import { SavedRunError } from '../../../src/experiment/runFile/savedRun';
import { latestFirst, nextOrder } from '../../../src/experiment/runFile/savedSummary';
import { cleanLeftovers, findRuns, folderName, runsToPrune, writeFolder } from '../../../src/host/runs/saveRun';
import type { RunFiles } from '../../../src/host/runs/runFiles';
import { FakeFiles } from './fakeRunFiles';

const at = new Date(2026, 10, 22, 10, 31, 5);
const runText = (startedAt: string, version = 1, more = {}) =>
  `{\n"summary": ${JSON.stringify({ recording: 1, name: 'Circles', status: 'finished', startedAt, ...more })},\n"version": ${version},\n"rest": 0}`;
const file = (text: string) => [{ name: 'run.json', bytes: new TextEncoder().encode(text) }];

const put = (files: RunFiles, name: string, contents: Parameters<typeof writeFolder>[2]) =>
  writeFolder(files, () => Promise.resolve(name), contents);

async function withRuns(times: readonly string[]) {
  const files = new FakeFiles();
  for (const time of times) await put(files, `circles-${time}`, file(runText(`2026-11-${time}T00:00:00.000Z`)));
  return files;
}

describe('the folder of a saved run', () => {
  it('has the name and the local time, and a number when it is taken', async () => {
    const files = new FakeFiles();
    expect(await folderName(files, 'circles', at)).toBe('circles-2026-11-22T10-31-05');
    await put(files, 'circles-2026-11-22T10-31-05', file('{}'));
    expect(await folderName(files, 'circles', at)).toBe('circles-2026-11-22T10-31-05-2');
    await put(files, 'circles-2026-11-22T10-31-05-2', file('{}'));
    expect(await folderName(files, 'circles', at)).toBe('circles-2026-11-22T10-31-05-3');
    expect((await folderName(files, `${'long-'.repeat(40)}`, at)).length).toBeLessThan(90);
  });

  it('appears whole or not at all', async () => {
    for (const fail of ['makeFolder', 'final.safetensors', 'rename']) {
      const files = new FakeFiles();
      files.fail = fail;
      await expect(
        put(files, 'a', [...file('{}'), { name: 'final.safetensors', bytes: new Uint8Array(3) }]),
      ).rejects.toThrow();
      expect([...files.folders.keys(), ...files.files.keys()]).toEqual([]);
    }
    const files = new FakeFiles();
    await put(files, 'a', [...file('{}'), { name: 'final.safetensors', bytes: new Uint8Array(3) }]);
    expect([...files.files.keys()]).toEqual(['a/run.json', 'a/final.safetensors']);
  });

  it('is not shared by two windows that keep a run of the same second', async () => {
    const files = new FakeFiles();
    const choose = () => folderName(files, 'circles', at);
    const names = await Promise.all(
      [1, 2, 3].map((run) =>
        writeFolder(files, choose, [
          ...file(`{"run": ${run}}`),
          { name: 'final.safetensors', bytes: Uint8Array.of(run) },
        ]),
      ),
    );
    expect([...names].sort()).toEqual([
      'circles-2026-11-22T10-31-05',
      'circles-2026-11-22T10-31-05-2',
      'circles-2026-11-22T10-31-05-3',
    ]);
    for (const [index, name] of names.entries()) {
      expect(JSON.parse(await files.text(`${name}/run.json`))).toEqual({ run: index + 1 });
      expect([...files.files.get(`${name}/final.safetensors`)!.bytes]).toEqual([index + 1]);
    }
  });

  it('that a crash left half is removed at the next write, but not one that another window is at', async () => {
    const files = await withRuns(['01']);
    // What the times of the files say is nothing to go by: a clock may have been set meanwhile.
    files.folders.set('.tmp-crashed', 0);
    files.folders.set('.tmp-written', 0);
    await cleanLeftovers(files, 1000);
    expect(await files.list()).toHaveLength(3);
    files.folders.set('.tmp-written', 5e12);
    await cleanLeftovers(files, 601_000);
    expect(await files.list()).toEqual(['circles-01', '.tmp-written']);
    await cleanLeftovers(files, 1_200_000);
    expect(await files.list()).toEqual(['circles-01', '.tmp-written']);
    await cleanLeftovers(files, 1_201_000);
    expect(await files.list()).toEqual(['circles-01']);
  });
});

describe('the list of saved runs', () => {
  it('is newest first, and says what cannot be read', async () => {
    const files = await withRuns(['03', '21', '11']);
    await put(files, 'newer', file(runText('2026-11-22T00:00:00.000Z', 2)));
    await put(files, 'broken', file('{"summary": '));
    await put(files, 'other-things', [{ name: 'notes.txt', bytes: new Uint8Array(1) }]);
    files.folders.set('.tmp-half', 0);
    const found = await findRuns(files);
    expect(found.map(({ folder }) => folder)).toEqual(['circles-21', 'circles-11', 'circles-03', 'newer', 'broken']);
    expect(found.slice(3).map(({ problem }) => problem)).toEqual([
      expect.any(SavedRunError),
      expect.any(SavedRunError),
    ]);
    expect(found.slice(3).map(({ problem }) => problem!.kind)).toEqual(['version', 'damaged']);
  });

  it('does not read a huge file whole that does not begin as a run does', async () => {
    const files = new FakeFiles();
    await put(files, 'huge', file('x'.repeat(9000)));
    files.sizes.set('huge/run.json', 3e9);
    files.text = () => Promise.reject(new Error('read whole'));
    expect((await findRuns(files))[0].problem).toMatchObject({
      kind: 'damaged',
      message: expect.not.stringContaining('read whole') as string,
    });
  });

  it('reads a file that somebody has formatted', async () => {
    const files = new FakeFiles();
    await put(
      files,
      'a',
      file(
        JSON.stringify({
          version: 1,
          recording: { format: 1, encoding: 'gzip+base64', data: '' },
          summary: { recording: 1, name: 'A', status: 'stopped', startedAt: '2026-11-22T00:00:00.000Z' },
        }),
      ),
    );
    expect((await findRuns(files))[0].summary).toMatchObject({ name: 'A', status: 'stopped' });
  });
});

describe('the order of saved runs', () => {
  const summary = (order: number | undefined, startedAt: string) => ({ order, startedAt });

  it('is that in which they were saved, whatever their times say; those without an order are older', async () => {
    const files = new FakeFiles();
    await put(files, 'third', file(runText('2026-01-01T00:00:00.000Z', 1, { order: 3 })));
    await put(files, 'first', file(runText('2099-01-01T00:00:00.000Z', 1, { order: 1 })));
    await put(files, 'second', file(runText('1990-01-01T00:00:00.000Z', 1, { order: 2 })));
    await put(files, 'old', file(runText('2150-01-01T00:00:00.000Z')));
    await put(files, 'older', file(runText('2100-01-01T00:00:00.000Z')));
    await put(files, 'odd', file(runText('2026-05-05T00:00:00.000Z', 1, { order: 1e300 })));
    const found = await findRuns(files);
    expect(found.map(({ folder }) => folder)).toEqual(['third', 'second', 'first', 'old', 'older', 'odd']);
    expect(runsToPrune(found, 4, () => false)).toEqual(['older', 'odd']);
    expect(nextOrder(found.map((run) => run.summary))).toBe(4);
  });

  it('of two that windows saved at once is told by their times', () => {
    const runs = [
      summary(5, '2026-01-02T00:00:00.000Z'),
      summary(undefined, '2027-01-01T00:00:00.000Z'),
      summary(5, '2026-01-03T00:00:00.000Z'),
      summary(6, '2026-01-01T00:00:00.000Z'),
    ];
    expect([...runs].sort(latestFirst)).toEqual([runs[3], runs[2], runs[0], runs[1]]);
    expect(nextOrder([undefined, ...runs])).toBe(7);
    expect(nextOrder([])).toBe(1);
  });
});

describe('a summary that is not as it was written', () => {
  it.each([
    ['best', 5],
    ['best', { label: 'x' }],
    ['seeds', 3],
    ['seconds', 'long'],
    ['cells', -1],
    ['status', 'done'],
    ['startedAt', 'soon'],
    ['name', { toString: 1 }],
    ['steps', 1.5],
  ])('in %s (%j) is told of, and hides no other', async (key, value) => {
    const files = await withRuns(['03', '21']);
    await put(files, 'bad', file(runText('2026-11-22T00:00:00.000Z', 1, { [key]: value })));
    const found = await findRuns(files);
    expect(found.map(({ folder }) => folder)).toEqual(['circles-21', 'circles-03', 'bad']);
    expect(found[2]).toMatchObject({ problem: { kind: 'damaged' } });
    expect(found[2].summary).toBeUndefined();
  });
});

describe('pruning', () => {
  it('removes the oldest, but none that is open and none that cannot be read', async () => {
    const files = await withRuns(['01', '02', '03', '04', '05']);
    await put(files, 'newer', file(runText('2026-01-01T00:00:00.000Z', 2)));
    const found = await findRuns(files);
    expect(runsToPrune(found, 2, () => false)).toEqual(['circles-03', 'circles-02', 'circles-01']);
    expect(runsToPrune(found, 2, (folder) => folder === 'circles-02')).toEqual(['circles-03', 'circles-01']);
    expect(runsToPrune(found, 5, () => false)).toEqual([]);
  });
});
