import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogOutputChannel, Uri } from 'vscode';
import { readSummary } from '../../../src/experiment/runFile/savedRun';
import { RunSaver } from '../../../src/host/runs/runSaver';
import { FakeFiles } from './fakeRunFiles';
import { tiny, train } from './savedRunSupport';

/** What the keeper needs of VS Code: one workspace folder, its settings, and what is said in the status bar. */
const shown = vi.hoisted(() => ({ messages: [] as string[], settings: {} as Record<string, unknown> }));

vi.mock('vscode', () => {
  const uri = (path: string) => ({ scheme: 'memory', path, fsPath: path, toString: () => `memory:${path}` });
  const folder = { uri: uri('/project'), name: 'project', index: 0 };
  return {
    FilePermission: { Readonly: 1 },
    FileType: { SymbolicLink: 64 },
    FileSystemError: class extends Error {},
    Uri: { joinPath: ({ path }: { path: string }, ...parts: string[]) => uri([path, ...parts].join('/')) },
    window: { setStatusBarMessage: (text: string) => shown.messages.push(text) },
    workspace: {
      isTrusted: true,
      workspaceFolders: [folder],
      getWorkspaceFolder: () => folder,
      getConfiguration: () => ({ get: (key: string) => shown.settings[key] }),
      fs: { isWritableFileSystem: () => true, stat: () => Promise.reject(new Error('no such file')) },
    },
  };
});

const ended = await train(tiny);
const experiment = {
  scheme: 'memory',
  path: '/project/tiny.initlab.json',
  toString: () => 'memory:/project/tiny.initlab.json',
} as Uri;

/** A keeper over files in memory, and what it logs. */
function keeperOf(files: FakeFiles) {
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (text: string) => warnings.push(text) } as unknown as LogOutputChannel;
  const kept: string[] = [];
  const keeper = new RunSaver(
    log,
    () => false,
    (file) => kept.push(file.path),
    () => files,
  );
  const keepAt = (startedAt: Date) =>
    keeper.keep(experiment, { run: ended.run, startedAt, weights: () => Promise.resolve(ended.weights) });
  const keep = (second: number) => keepAt(new Date(2026, 10, 22, 10, 31, second));
  return { keep, keepAt, kept, warnings };
}

const folder = (second: number) => `tiny-2026-11-22T10-31-0${second}`;

beforeEach(() => {
  shown.messages.length = 0;
  shown.settings = {};
});

describe('the keeper of runs', () => {
  it.each([
    ['ENOSPC: no space left on device, write', 'final.safetensors', 'the disk is full.'],
    [
      "EACCES: permission denied, mkdir '/project/.initlab'",
      'makeFolder',
      'permission was denied, or the location is read-only.',
    ],
    ["EROFS: read-only file system, mkdir '/project/.initlab'", 'makeFolder', 'the file system is read-only.'],
  ])(
    'says once why nothing can be written (%s), leaves the run as it is and nothing behind',
    async (reason, fail, words) => {
      const files = new FakeFiles();
      Object.assign(files, { fail, reason });
      const { keep, kept, warnings } = keeperOf(files);
      const before = structuredClone(ended.run);
      await keep(1);
      await keep(2);
      expect(shown.messages).toEqual([`$(warning) The run couldn't be saved: ${words}`]);
      expect(warnings).toHaveLength(2);
      expect(kept).toEqual([]);
      expect([...files.folders.keys(), ...files.files.keys()]).toEqual([]);
      expect(ended.run).toEqual(before);
      files.fail = undefined;
      await keep(3);
      expect(await files.list()).toEqual([folder(3)]);
    },
  );

  it('keeps a run though an old one, or what a crash left, cannot be removed', async () => {
    const files = new FakeFiles();
    shown.settings.keep = 1;
    files.folders.set('.tmp-crashed', -1e6);
    Object.assign(files, { fail: 'remove', reason: 'EPERM: operation not permitted, rm' });
    const { keep, kept, warnings } = keeperOf(files);
    await keep(1);
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 700_000);
    await keep(2);
    vi.restoreAllMocks();
    expect(kept).toEqual([folder(1), folder(2)].map((name) => `/project/.initlab/runs/${name}/run.json`));
    expect(await files.list()).toEqual(['.tmp-crashed', folder(1), folder(2)]);
    expect(shown.messages).toEqual([]);
    expect(warnings).toHaveLength(2);
  });

  it.each([
    [2, 2],
    [0, 1],
    ['all', 4],
    [null, 4],
    [undefined, 4],
  ])('with "keep" set to %s leaves %i of four runs', async (keep, left) => {
    const files = new FakeFiles();
    shown.settings.keep = keep;
    const keeper = keeperOf(files);
    for (const second of [1, 2, 3, 4]) await keeper.keep(second);
    expect(await files.list()).toEqual([1, 2, 3, 4].slice(4 - left).map(folder));
  });

  it('keeps the new run where others are dated in the future, and lets go of the one that was saved first', async () => {
    const files = new FakeFiles();
    shown.settings.keep = 2;
    const { keepAt } = keeperOf(files);
    // The clock is set back before each run.
    for (const year of [2040, 2035, 2030, 2026]) await keepAt(new Date(year, 10, 22, 10, 31, 1));
    expect(await files.list()).toEqual(['tiny-2030-11-22T10-31-01', 'tiny-2026-11-22T10-31-01']);
    const orders = await Promise.all(
      (await files.list()).map(async (name) => readSummary(await files.head(`${name}/run.json`))!.order),
    );
    expect(orders).toEqual([3, 4]);
  });

  it('keeps nothing where the settings say so', async () => {
    const files = new FakeFiles();
    shown.settings.save = false;
    await keeperOf(files).keep(1);
    expect(await files.list()).toEqual([]);
  });
});
