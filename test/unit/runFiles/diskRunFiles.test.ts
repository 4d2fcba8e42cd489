import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiskRunFiles } from '../../../src/host/runs/diskRunFiles';
import { findRuns } from '../../../src/host/runs/saveRun';

const folder = mkdtempSync(join(tmpdir(), 'initlab-runs-'));
const put = (name: string): string => {
  mkdirSync(join(folder, name));
  return join(folder, name, 'run.json');
};

beforeAll(() => {
  writeFileSync(
    put('good'),
    `{\n"summary": ${JSON.stringify({ recording: 1, name: 'Circles', status: 'finished', startedAt: '2026-11-22T10:31:05.000Z' })},\n"version": 1,\n"rest": 0}`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(process.platform === 'win32')('saved runs on a disk', () => {
  it('are listed though one is a pipe that nobody writes to, a device that never ends, or a folder', async () => {
    execFileSync('mkfifo', [put('pipe')]);
    symlinkSync('/dev/zero', put('device'));
    mkdirSync(put('inner'));
    symlinkSync('nowhere', put('dangling'));
    const found = await findRuns(new DiskRunFiles(folder));
    expect(found.map(({ folder: name, problem }) => [name, problem?.message])).toEqual([
      ['good', undefined],
      ...['pipe', 'inner', 'device'].map((name) => [name, `${name}/run.json is not a file.`]),
    ]);
  });
});
