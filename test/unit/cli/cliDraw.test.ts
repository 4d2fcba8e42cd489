import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readNpy } from '../../../src/engine/formats/npyRead';
import { writeSafetensors } from '../../../src/engine/formats/safetensors';
import { drawKernel } from '../../../src/engine/initializers/draw';
import type { KernelInitializer } from '../../../src/engine/spec/initializerSpec';
import { createSource } from '../../../src/engine/random/generators';

const folder = mkdtempSync(join(tmpdir(), 'initlab-draw-'));
const out = join(folder, 'w.npy');
const draw = (...args: string[]) =>
  spawnSync(process.execPath, ['out/test/cli.js', 'draw', ...args, '--shape', '6x4', '--seed', '3', '--out', out], {
    encoding: 'utf8',
  });
const written = () => [...readNpy(readFileSync(out)).values];

it.each([
  ['numpy', ['sparse', '--set', 'sparsity=0.5'], { kind: 'sparse', sparsity: 0.5 }],
  ['torch', ['sparse', '--set', 'sparsity=0.5'], { kind: 'sparse', sparsity: 0.5 }],
  ['numpy', ['zerO'], { kind: 'zerO' }],
] as const)('draws %s %j', (generator, args, law: KernelInitializer) => {
  expect(draw(...args, '--generator', generator).status).toBe(0);
  const want = drawKernel(law, { fanIn: 4, fanOut: 6, layout: 'out-in' }, createSource(generator, 3));
  expect(written()).toEqual([...want]);
});

it('takes a kernel out of a file', () => {
  const path = join(folder, 'weights.safetensors');
  const values = Float32Array.from({ length: 24 }, (_, i) => i / 8);
  writeFileSync(
    path,
    writeSafetensors([
      { name: 'hidden.0.kernel', shape: [6, 4], values },
      { name: 'output.kernel', shape: [1, 6], values: new Float32Array(6) },
    ]),
  );
  expect(draw('fromFile', '--set', `path=${path}`).status).toBe(0);
  expect(written()).toEqual([...values]);
});

it.each([
  ['a file that is not there', ['fromFile', '--set', 'path=missing.npy']],
  ['no file', ['fromFile']],
  ['a law that looks at data', ['lsuv']],
  ['a sparsity over 1', ['sparse', '--set', 'sparsity=2']],
])('ends with 2 and one line on %s', (_, args) => {
  const { status, stderr } = draw(...args);
  expect(status).toBe(2);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
