import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { chromeTrace, phaseTable, traceThread } from '../bench/trace';

const folder = 'test/bench';
const named = (end: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));

describe('the benchmarks, which no other test runs', () => {
  test.each(named('.mjs'))('%s is a module that Node can read', (file) => {
    execFileSync(process.execPath, ['--check', file]);
  });

  test('the programs that they build find all that they import', async () => {
    const { errors } = await build({
      entryPoints: named('.ts'),
      bundle: true,
      write: false,
      outdir: 'out/bench',
      platform: 'node',
      mainFields: ['module', 'main'],
      logLevel: 'silent',
    });
    expect(errors).toEqual([]);
  });
});

describe('a trace', () => {
  const worker = {
    thread: 'worker 1',
    spans: [
      ['steps', 1, 4] as [string, number, number],
      ['record', 5, 6] as [string, number, number],
      ['slice', 0, 10] as [string, number, number],
    ],
  };

  test('has every method that it wraps', () => {
    expect(() => traceThread()).not.toThrow();
  });

  test('tells the time of a phase without the phases inside it', () => {
    expect(phaseTable([worker])).toEqual({
      slice: { 'worker 1': '6.00 ms (1)' },
      steps: { 'worker 1': '3.00 ms (1)' },
      record: { 'worker 1': '1.00 ms (1)' },
    });
  });

  test('is written in microseconds from its first span', () => {
    expect(chromeTrace([worker])).toMatchObject({
      traceEvents: [{ ph: 'M' }, { name: 'steps', ts: 1000, dur: 3000 }, { ts: 5000 }, { ts: 0, dur: 10000 }],
    });
  });
});
