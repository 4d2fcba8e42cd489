import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const cli = resolve('out/test/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'initlab-experiment-'));
const initlab = (file: string) => spawnSync(process.execPath, [cli, 'run', file], { encoding: 'utf8', cwd: folder });

it('an experiment that is a folder, longer than any, or without end is refused in one line, and no more is read than tells so', () => {
  const huge = join(folder, 'huge.initlab.json');
  writeFileSync(huge, '');
  // A hole: it has a size, and takes no room. Longer than any text of Node.
  truncateSync(huge, 5e9);
  const endless = process.platform === 'win32' ? [] : ['/dev/zero'];
  for (const file of [folder, huge, ...endless]) {
    const { status, stdout, stderr } = initlab(file);
    expect({ status, stdout, lines: stderr.trimEnd().split('\n').length }, stderr).toEqual({
      status: 2,
      stdout: '',
      lines: 1,
    });
    expect(stderr).toMatch(file === folder ? /it is a folder/ : /at most 3000000 bytes, got more/);
  }
});

it.skipIf(process.platform === 'win32')('an experiment may come through a pipe', () => {
  const file = join(folder, 'short.json');
  writeFileSync(file, readFileSync('examples/circles.initlab.json', 'utf8').replace(/"steps": \d+/, '"steps": 3'));
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', 'cat "$1" | "$2" "$3" run /dev/stdin --quiet', 'sh', file, process.execPath, cli],
    { encoding: 'utf8', cwd: folder },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
