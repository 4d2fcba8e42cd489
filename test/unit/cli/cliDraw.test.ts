import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { float32 } from '../../../src/engine/elementType';
import { readNpy } from '../../../src/engine/formats/npyRead';
import { writeSafetensors } from '../../../src/engine/formats/safetensors';
import { drawKernel } from '../../../src/engine/initializers/draw';
import type { KernelInitializer } from '../../../src/engine/spec/initializerSpec';
import { createSource, layoutOf } from '../../../src/engine/random/generators';

const folder = mkdtempSync(join(tmpdir(), 'initlab-draw-'));
const out = join(folder, 'w.npy');
const draw = (...args: string[]) =>
  spawnSync(process.execPath, ['out/test/cli.js', 'draw', '--shape', '6x4', '--seed', '3', '--out', out, ...args], {
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

it.each([
  ['numpyGenerator', {}, []],
  ['numpyGenerator', { dtype: 'float32' }, ['--dtype', 'float32']],
  ['keras', { backend: 'torch' }, ['--backend', 'torch']],
  ['jax', { partitionable: false }, ['--partitionable', 'false']],
] as const)('draws with %s and %j', (generator, settings, options) => {
  expect(draw('randomNormal', '--generator', generator, ...options).status).toBe(0);
  const layout = layoutOf(generator);
  const [fanOut, fanIn] = layout === 'out-in' ? [6, 4] : [4, 6];
  const source = createSource(generator, 3, settings);
  const want = drawKernel({ kind: 'randomNormal' }, { fanIn, fanOut, layout }, source);
  expect(written()).toEqual([...want]);
  expect(readNpy(readFileSync(out)).type).toBe(source.elementType === float32 ? 'f4' : 'f8');
});

it('takes the framework to store kernels in its own layout, unless one is given', () => {
  const stds = [[], ['--layout', 'out-in']].map((options) => {
    expect(draw('zerO', '--generator', 'jax', ...options).status).toBe(0);
    return written();
  });
  for (const [i, layout] of (['in-out', 'out-in'] as const).entries()) {
    const [fanOut, fanIn] = layout === 'out-in' ? [6, 4] : [4, 6];
    const want = drawKernel({ kind: 'zerO' }, { fanIn, fanOut, layout }, createSource('jax', 0));
    expect(stds[i]).toEqual([...want.map(Math.fround)]);
  }
  expect(stds[0]).not.toEqual(stds[1]);
});

it('draws the first kernel of a network by its key', () => {
  const shape = { fanIn: 6, fanOut: 4, layout: 'in-out' } as const;
  const place = { layer: 'hidden.0', index: 0, count: 1, tensor: 'kernel' } as const;
  const law = { kind: 'heNormal' } as const;
  expect(draw('heNormal', '--generator', 'jax', '--keys', 'linen').status).toBe(0);
  expect(written()).toEqual([...drawKernel(law, shape, createSource('jax', 3, { keys: 'linen' }).forTensor(place))]);
});

it('takes the functions of a version of PyTorch, and large seeds where NumPy does', () => {
  const shape = { fanIn: 4, fanOut: 6, layout: 'out-in' } as const;
  const law = { kind: 'truncatedNormal' } as const;
  for (const [version, generator] of [
    ['1.13', 'torch-1.13'],
    ['2.12', 'torch'],
  ] as const) {
    expect(draw('truncatedNormal', '--generator', 'torch', '--torch-version', version).status).toBe(0);
    expect(written()).toEqual([...drawKernel(law, shape, createSource(generator, 3))]);
  }
  const seed = 2n ** 63n + 11n;
  expect(draw('truncatedNormal', '--generator', 'numpyGenerator', '--seed', String(seed)).status).toBe(0);
  expect(written()).toEqual([...drawKernel(law, shape, createSource('numpyGenerator', seed))]);
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
  ['a seed of its own', ['heNormal', '--set', 'seed=1'], '--set seed: expected --seed 1, got --set seed=1.'],
  ['a law that is lacking', ['sparse', '--generator', 'jax'], 'KIND: JAX has no function for sparse.'],
  [
    'a setting of another generator',
    ['zeros', '--keys', 'nnx'],
    '--keys: expected no keys with the generator numpy, got "nnx".',
  ],
  [
    'a setting without such a value',
    ['zeros', '--generator', 'jax', '--partitionable', '1'],
    '--partitionable: expected one of true, false, got "1".',
  ],
  [
    'a version of another framework',
    ['zeros', '--torch-version', '1.13'],
    '--torch-version: expected the generator torch, got "numpy".',
  ],
  [
    'a version that there is not',
    ['zeros', '--generator', 'torch', '--torch-version', '2'],
    '--torch-version: expected one of 2.12, 1.13, got "2".',
  ],
  [
    'a large seed',
    ['zeros', '--seed', '4294967296'],
    '--seed: expected an integer from 0 to 4294967295, got "4294967296".',
  ],
  [
    'a seed below 0',
    ['zeros', '--generator', 'numpyGenerator', '--seed', '-4'],
    '--seed: expected a non-negative integer, got "-4".',
  ],
])('ends with 2 and one line on %s', (_, args, line?: string) => {
  const { status, stderr } = draw(...args);
  expect(status).toBe(2);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  if (line !== undefined) expect(stderr).toBe(`initlab: ${line}\n`);
});
