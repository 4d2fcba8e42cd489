import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../src/cli/runOutcome';
import type { RunRecord, RunStatus, TrialRecord } from '../../../src/experiment/record/record';

const cli = resolve('out/test/cli.js');
const fresh = (): string => mkdtempSync(join(tmpdir(), 'initlab-output-'));
const initlab = (folder: string, ...args: string[]) =>
  spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', cwd: folder });
/** Names that a half written file would have. */
const halfWritten = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.part'));

function experiment(folder: string, steps = 5): string {
  const file = join(folder, 'e.initlab.json');
  writeFileSync(
    file,
    JSON.stringify({
      version: 1,
      name: 'small',
      dataset: { kind: 'circles', train: 20, test: 10 },
      network: { hidden: [3] },
      loss: 'binaryCrossEntropy',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      training: { steps, recordEvery: Math.max(1, steps / 5) },
      initializers: [{ kind: 'heNormal' }],
    }),
  );
  return file;
}

/** A module that goes before the command line and does `what` when a worker thread sends its first message. */
function preload(folder: string, what: string): string {
  const file = join(folder, 'preload.cjs');
  writeFileSync(
    file,
    `const threads = require('node:worker_threads');
const Plain = threads.Worker;
if (threads.isMainThread) threads.Worker = class extends Plain {
  constructor(...args) {
    super(...args);
    this.once('message', () => { ${what} });
  }
};`,
  );
  return file;
}

describe('the place of a result', () => {
  it.each([
    ['no name', ['--out', ''], /--out: .* got ""/],
    ['a folder', ['--out', 'sub'], /Cannot write sub \(--out\): it is a folder/],
    ['a name that ends like a folder', ['--out', 'sub/'], /it is a folder/],
    [
      'a folder that is not there',
      ['--out', 'none/run.json'],
      /Cannot write none\/run.json \(--out\): its folder doesn't exist/,
    ],
    ['a file in place of a folder', ['--out', 'e.initlab.json/run.json'], /its parent is not a folder/],
    ['the experiment itself', ['--out', 'e.initlab.json'], /it is the input file/],
    ['a circle of links', ['--out', 'circle'], /links form a cycle/],
    ['weights without a name', ['--weights', ''], /--weights: .* got ""/],
    ['weights in a file', ['--weights', 'e.initlab.json'], /Cannot write to e.initlab.json \(--weights\)/],
    ['weights below a file', ['--weights', 'e.initlab.json/w'], /\(--weights\)/],
  ])('is refused before training: %s', (_, args, message) => {
    const folder = fresh();
    const file = experiment(folder);
    const before = readFileSync(file, 'utf8');
    mkdirSync(join(folder, 'sub'));
    symlinkSync('circle', join(folder, 'circle'));
    const { status, stdout, stderr } = initlab(folder, 'run', 'e.initlab.json', ...args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([status, stdout]).toEqual([2, '']);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['circle', 'e.initlab.json', 'sub']);
  });

  it('that goes away while it trains costs its own file alone', () => {
    const folder = fresh();
    experiment(folder);
    mkdirSync(join(folder, 'sub'));
    const gone = preload(
      folder,
      `require('node:fs').rmSync(${JSON.stringify(join(folder, 'sub'))}, { recursive: true, force: true });`,
    );
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--require', gone, cli, 'run', 'e.initlab.json', '--out', 'sub/run.json', '--weights', 'w'],
      { encoding: 'utf8', cwd: folder },
    );
    expect(status).toBe(1);
    expect(stderr).toBe("initlab: Cannot write sub/run.json (--out): its folder doesn't exist (ENOENT).\n");
    expect(stdout).toMatch(/He normal/);
    expect(readdirSync(join(folder, 'w'))).toHaveLength(2);
  });

  it.runIf(existsSync('/dev/full'))('that is full costs its own file alone, and a full standard output is told', () => {
    const folder = fresh();
    experiment(folder);
    const { status, stdout, stderr } = initlab(folder, 'run', 'e.initlab.json', '--out', '/dev/full', '--weights', 'w');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^initlab: Cannot write \/dev\/full \(--out\): no space is left on the device \(ENOSPC\)\.\n$/,
    );
    expect(stdout).toMatch(/He normal/);
    expect(readdirSync(join(folder, 'w'))).toHaveLength(2);
    const full = spawnSync(
      'sh',
      ['-c', `"$0" "$1" run e.initlab.json --out run.json > /dev/full`, process.execPath, cli],
      { encoding: 'utf8', cwd: folder },
    );
    expect([full.status, full.stderr]).toEqual([
      1,
      'initlab: Cannot write the standard output: no space is left on the device (ENOSPC).\n',
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).version).toBe(1);
  });

  it.runIf(process.platform === 'linux')('with no room for the new file keeps the old one', () => {
    const folder = fresh();
    const out = join(folder, 'w.npy');
    writeFileSync(out, 'old');
    // Blocks of 512 bytes: room for the trial, not for 80 kB.
    const limited = spawnSync(
      'sh',
      ['-c', 'ulimit -f 64; exec "$0" "$1" draw heNormal --shape 100x100 --out w.npy', process.execPath, cli],
      { encoding: 'utf8', cwd: folder },
    );
    expect(limited.stderr).toMatch(/Cannot write w.npy \(--out\): the file exceeds the size limit/);
    expect(limited.status).toBe(1);
    expect(readFileSync(out, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['w.npy']);
  });

  it('keeps a link, the permissions, and nothing half written', () => {
    const folder = fresh();
    experiment(folder);
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub', 'real.json'), 'old');
    chmodSync(join(folder, 'sub', 'real.json'), 0o640);
    symlinkSync('sub/real.json', join(folder, 'link.json'));
    symlinkSync('sub/new.npy', join(folder, 'dangling.npy'));
    expect(initlab(folder, 'run', 'e.initlab.json', '--quiet', '--out', 'link.json').status).toBe(0);
    expect(initlab(folder, 'draw', 'ones', '--shape', '2x2', '--out', 'dangling.npy').status).toBe(0);
    expect([readlinkSync(join(folder, 'link.json')), readlinkSync(join(folder, 'dangling.npy'))]).toEqual([
      'sub/real.json',
      'sub/new.npy',
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'sub', 'real.json'), 'utf8')).trials).toHaveLength(1);
    expect(statSync(join(folder, 'sub', 'real.json')).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(folder, 'sub', 'new.npy')).isFile()).toBe(true);
    expect([...halfWritten(folder), ...halfWritten(join(folder, 'sub'))]).toEqual([]);
  });

  it('may be the same of two processes', async () => {
    const folder = fresh();
    experiment(folder);
    const codes = await Promise.all(
      [0, 1, 2].map(
        () =>
          new Promise((done) =>
            spawn(process.execPath, [cli, 'run', 'e.initlab.json', '--quiet', '--out', 'run.json'], { cwd: folder }).on(
              'exit',
              done,
            ),
          ),
      ),
    );
    expect(codes).toEqual([0, 0, 0]);
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).trials).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(['e.initlab.json', 'run.json']);
  });

  it('may be the standard output, with the table elsewhere', () => {
    const folder = fresh();
    experiment(folder);
    for (const out of ['-', '/dev/stdout']) {
      const { status, stdout, stderr } = initlab(folder, 'run', 'e.initlab.json', '--out', out);
      expect(status).toBe(0);
      expect(JSON.parse(stdout).trials).toHaveLength(1);
      expect(stderr).toMatch(/He normal/);
    }
    expect(readdirSync(folder)).toEqual(['e.initlab.json']);
    const drawn = spawnSync(process.execPath, [cli, 'draw', 'ones', '--shape', '2x2', '--out', '-'], { cwd: folder });
    expect(drawn.stdout.subarray(0, 6).toString('latin1')).toBe('\x93NUMPY');
  });

  it.runIf(process.platform === 'linux')('may be a named pipe', () => {
    const folder = fresh();
    experiment(folder);
    const read = spawnSync(
      'sh',
      [
        '-c',
        'mkfifo pipe; cat pipe & "$0" "$1" run e.initlab.json --quiet --out pipe; code=$?; wait; exit $code',
        process.execPath,
        cli,
      ],
      { encoding: 'utf8', cwd: folder },
    );
    expect([read.status, read.stderr]).toEqual([0, '']);
    expect(JSON.parse(read.stdout).version).toBe(1);
  });
});

describe.runIf(process.platform !== 'win32')('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s writes what there is and ends with %i', (signal, code) => {
    const folder = fresh();
    experiment(folder, 500_000_000);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--require',
        preload(folder, `process.kill(process.pid, '${signal}');`),
        cli,
        'run',
        'e.initlab.json',
        '--out',
        'run.json',
        '--weights',
        'w',
      ],
      { encoding: 'utf8', cwd: folder },
    );
    expect([status, stderr]).toEqual([code, '']);
    expect(stdout).toMatch(/He normal/);
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).trials[0].status).toBe('stopped');
    expect(readdirSync(join(folder, 'w')).length).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
  });

  it('that comes twice ends at once, with nothing half written', () => {
    const folder = fresh();
    experiment(folder, 500_000_000);
    // The second one comes when the first has been heard.
    const twice = preload(
      folder,
      `process.once('SIGTERM', () => process.kill(process.pid, 'SIGINT')); process.kill(process.pid, 'SIGTERM');`,
    );
    const { signal, status } = spawnSync(
      process.execPath,
      ['--require', twice, cli, 'run', 'e.initlab.json', '--out', 'run.json'],
      { encoding: 'utf8', cwd: folder },
    );
    expect([signal, status]).toEqual(['SIGINT', null]);
    expect(readdirSync(folder).sort()).toEqual(['e.initlab.json', 'preload.cjs']);
  });
});

describe('a reader that goes away', () => {
  it.each([['--help'], ['run e.initlab.json --out run.json']])('is no failure: %s', async (args) => {
    const folder = fresh();
    experiment(folder);
    const child = spawn(process.execPath, [cli, ...args.split(' ')], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    const code = await new Promise((done) => child.on('close', done));
    expect([code, stderr]).toEqual([0, '']);
    if (args.startsWith('run')) expect(existsSync(join(folder, 'run.json'))).toBe(true);
  });
});

describe.runIf(process.platform === 'linux')('a process that may open few files', () => {
  it.each([22, 24, 26, 30])('trains, or says why it could not: %i', (files) => {
    const folder = fresh();
    experiment(folder);
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `ulimit -n ${files}; exec "$0" "$1" run e.initlab.json --out run.json --workers 2`, process.execPath, cli],
      { encoding: 'utf8', cwd: folder },
    );
    const run = existsSync(join(folder, 'run.json'))
      ? (JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { trials: { status: string }[] })
      : undefined;
    if (status === 0) expect(run?.trials.map((trial) => trial.status)).toEqual(['finished']);
    else expect(stderr).toMatch(/\w/);
    expect([0, 1, 2]).toContain(status);
  });
});

describe('the failure of a run', () => {
  const header = { experiment: { initializers: [] } } as unknown as RunRecord['header'];
  const trial = (status: TrialRecord['status'], message?: string): TrialRecord => ({
    initializer: 0,
    seed: 3,
    status,
    message,
    step: 0,
    seconds: 0,
    curve: { step: [], train: [], test: [], trainAccuracy: [], testAccuracy: [] },
    snapshots: [],
  });
  const run = (status: RunStatus, ...trials: TrialRecord[]): RunRecord => ({
    id: 1,
    status,
    header,
    trials,
    seconds: 0,
  });

  it('is that of any trial that failed or did not end', () => {
    expect(failureOf(run('finished', trial('finished'), trial('diverged')))).toBeUndefined();
    expect(failureOf(run('stopped', trial('stopped')))).toBeUndefined();
    expect(failureOf(run('finished', trial('finished'), trial('failed', 'No.'), trial('failed', 'Neither.')))).toBe(
      'No. (and 1 more)',
    );
    for (const status of ['running', 'waiting'] as const)
      expect(failureOf(run('finished', trial(status)))).toMatch(`The trial with seed 3 did not end: it is ${status}.`);
    expect(failureOf({ ...run('failed'), message: 'A worker died.' })).toBe('A worker died.');
    expect(failureOf({ ...run('finished'), header: undefined })).toBe('The run did not start.');
  });

  it('is that of any cell of a sweep, though the sweep says finished', () => {
    const cells = (...runs: RunRecord[]): RunRecord => ({
      ...run('finished'),
      sweep: { axes: [], cells: runs.map((cell) => ({ setting: {}, run: cell })) },
    });
    expect(failureOf(cells(run('finished', trial('finished'))))).toBeUndefined();
    expect(
      failureOf(
        cells(
          { ...run('failed'), header: undefined, message: 'Too large.' },
          { ...run('failed'), header: undefined, message: 'Too large.' },
        ),
      ),
    ).toMatch(/Too large\. \(and 1 more\)$/);
    expect(failureOf(cells(run('finished', trial('finished')), run('failed', trial('failed', 'No law.'))))).toBe(
      'No law.',
    );
  });
});
