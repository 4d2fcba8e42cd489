import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/experiment/presets/presets';

const folder = mkdtempSync(join(tmpdir(), 'initlab-'));
const initlab = (...args: string[]) => spawnSync(process.execPath, ['out/test/cli.js', ...args], { encoding: 'utf8' });

function experimentFile(name: string, change: object): string {
  const file = join(folder, `${name}.initlab.json`);
  writeFileSync(
    file,
    JSON.stringify({ ...presets[0].experiment, training: { steps: 20, recordEvery: 10 }, ...change }),
  );
  return file;
}

/** Lines of a table between the rule and the next empty line, cut into cells. */
const cellsOf = (text: string, head: RegExp): string[][] => {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => head.test(line)) + 2;
  return lines
    .slice(
      first,
      lines.findIndex((line, index) => index >= first && !/ {2,}/.test(line)),
    )
    .map((line) => line.trim().split(/ {2,}/));
};

describe('initlab run of several seeds', () => {
  it('prints means with intervals and paired differences', () => {
    const { status, stdout } = initlab('run', experimentFile('seeds', { random: { seeds: [1, 2, 3] } }));
    expect(status).toBe(0);
    const means = cellsOf(stdout, /^initializer +n /);
    expect(means.map(([label, n]) => [label, n])).toEqual([
      ['Zeros', '3'],
      ['randn × 10', '3'],
      ['He normal', '3'],
      ['Xavier uniform', '3'],
    ]);
    expect(means[2][2]).toMatch(/^0\.\d+ ± 0\.\d+$/);
    const differences = cellsOf(stdout, /^final cost minus that of Zeros/);
    expect(differences.map(([label, n]) => [label, n])).toEqual([
      ['randn × 10', '3'],
      ['He normal', '3'],
      ['Xavier uniform', '3'],
    ]);
    expect(cellsOf(stdout, /^test accuracy minus/)).toHaveLength(3);
  });
});

describe('initlab run of a sweep', () => {
  const sweep = [
    { path: '/optimizer/learningRate', values: [0.001, 0.01] },
    { path: '/network/hidden/0', from: 2, to: 8, count: 3, scale: 'log' },
  ];

  it('prints a line for each cell and initializer, and writes the trials of all cells with their setting', () => {
    const out = join(folder, 'sweep.json');
    const { status, stdout, stderr } = initlab('run', experimentFile('sweep', { sweep }), '--out', out);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const rows = cellsOf(stdout, /^learning rate +width of hidden 0 +initializer/);
    expect(rows.map(([rate, width, label]) => [rate, width, label])).toEqual(
      ['0.001', '0.01'].flatMap((rate) =>
        ['2', '4', '8'].flatMap((width) =>
          ['Zeros', 'randn × 10', 'He normal', 'Xavier uniform'].map((label) => [rate, width, label]),
        ),
      ),
    );
    const file = JSON.parse(readFileSync(out, 'utf8'));
    expect(file.experiment.sweep).toHaveLength(2);
    expect(file.trials).toHaveLength(24);
    expect(file.trials[10]).toMatchObject({
      setting: { '/optimizer/learningRate': 0.001, '/network/hidden/0': 8 },
      initializer: 'heNormal',
      status: 'finished',
    });
    expect(file.trials[10].layers[0].shape).toEqual([8, 2]);
  });

  it('refuses what is not valid, and weights', () => {
    const bad = initlab('run', experimentFile('bad', { sweep: [{ path: '/optimizer/lr', values: [1] }] }));
    expect([bad.status, bad.stdout, bad.stderr.split('\n').length]).toEqual([2, '', 2]);
    expect(initlab('run', experimentFile('weights', { sweep }), '--weights', join(folder, 'weights')).status).toBe(2);
  });
});
