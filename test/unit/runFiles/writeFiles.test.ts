import * as promises from 'node:fs/promises';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Uri } from 'vscode';
import { ExportError, writeTogether, writeWhole } from '../../../src/host/export/writeFiles';

/**
 * A disk that is full after so many bytes: what is written to a file stops there, whoever writes it and in whichever
 * way.
 */
const disk = vi.hoisted(() => ({ room: Infinity }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof promises>();
  const full = (): Error => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const writeFile = async (path: string, bytes: Uint8Array): Promise<void> => {
    await real.writeFile(path, bytes.subarray(0, disk.room));
    if (bytes.length > disk.room) throw full();
  };
  const open = async (path: string, flags: string): Promise<promises.FileHandle> => {
    const file = await real.open(path, flags);
    const whole = file.writeFile.bind(file);
    file.writeFile = async (bytes) => {
      await whole((bytes as Uint8Array).subarray(0, disk.room));
      if ((bytes as Uint8Array).length > disk.room) throw full();
    };
    return file;
  };
  return { ...real, writeFile, open };
});

vi.mock('vscode', () => ({
  FileSystemError: class extends Error {},
  workspace: {
    fs: {
      isWritableFileSystem: () => true,
      stat: ({ fsPath }: { fsPath: string }) => promises.stat(fsPath),
      writeFile: async ({ fsPath }: { fsPath: string }, bytes: Uint8Array) => {
        await promises.mkdir(dirname(fsPath), { recursive: true });
        await promises.writeFile(fsPath, bytes);
      },
      delete: ({ fsPath }: { fsPath: string }) => promises.rm(fsPath, { recursive: true }),
    },
  },
}));

const folder = mkdtempSync(join(tmpdir(), 'initlab-export-'));
afterAll(() => rmSync(folder, { recursive: true }));
const uri = (name: string): Uri => ({ scheme: 'file', path: join(folder, name), fsPath: join(folder, name) }) as Uri;
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');

beforeEach(() => {
  disk.room = Infinity;
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});

describe('a file that is exported', () => {
  it('to a full disk leaves the old one, and nothing half written', async () => {
    writeFileSync(join(folder, 'chart.svg'), 'old');
    disk.room = 2;
    await expect(writeWhole(uri('chart.svg'), 'a new picture')).rejects.toThrow(
      /chart\.svg couldn't be written: the disk is full\./,
    );
    await expect(writeWhole(uri('new.svg'), 'a new picture')).rejects.toBeInstanceOf(ExportError);
    expect([readdirSync(folder), text('chart.svg')]).toEqual([['chart.svg'], 'old']);
  });

  it('replaces the old one through a link and with its permissions, and makes the folders that it needs', async () => {
    mkdirSync(join(folder, 'below'));
    writeFileSync(join(folder, 'below', 'real.csv'), 'old');
    chmodSync(join(folder, 'below', 'real.csv'), 0o640);
    symlinkSync('below/real.csv', join(folder, 'data.csv'));
    await writeWhole(uri('data.csv'), 'new');
    expect([lstatSync(join(folder, 'data.csv')).isSymbolicLink(), text('below/real.csv')]).toEqual([true, 'new']);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'below', 'real.csv')).mode & 0o777).toBe(0o640);
    await writeWhole(uri('not/there/yet.csv'), new Uint8Array([97]));
    expect(text('not/there/yet.csv')).toBe('a');
    expect(readdirSync(join(folder, 'below'))).toEqual(['real.csv']);
  });

  it('does not take the place of a folder', async () => {
    mkdirSync(join(folder, 'report'));
    await expect(writeWhole(uri('report'), 'x')).rejects.toThrow(/a folder with this name already exists/);
    expect(readdirSync(folder)).toEqual(['report']);
  });
});

it('files that belong together and find no room leave those that were there', async () => {
  mkdirSync(join(folder, 'report.files'));
  writeFileSync(join(folder, 'report.files', 'cost.svg'), 'old picture');
  writeFileSync(join(folder, 'report.md'), 'old');
  disk.room = 5;
  const files = [
    { uri: uri('report.files/new.svg'), content: 'short' },
    { uri: uri('report.files/cost.svg'), content: 'too long for it' },
  ];
  await expect(writeTogether(uri('report.files'), files, { uri: uri('report.md'), content: 'new' })).rejects.toThrow(
    /cost\.svg/,
  );
  expect([readdirSync(join(folder, 'report.files')), text('report.files/cost.svg'), text('report.md')]).toEqual([
    ['cost.svg'],
    'old picture',
    'old',
  ]);
  expect(existsSync(join(folder, 'report.files', 'new.svg'))).toBe(false);
});
