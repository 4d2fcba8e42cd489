import { describe, expect, it, test } from 'vitest';
import { drawKernel } from '../../../src/engine/initializers/draw';
import type { KernelInitializer } from '../../../src/engine/spec/initializerSpec';
import { createSource } from '../../../src/engine/random/sources';
import { findingText, severityOf } from '../../../src/inspect/report/findingText';
import { Inspection } from '../../../src/inspect/report/inspection';
import { fansOf, placeTensors } from '../../../src/inspect/tensors/layout';
import { memoryFile, type MemoryTensor } from '../../../src/inspect/values/memoryFile';
import type { Finding } from '../../../src/inspect/tensors/report';
import type { TensorEntry } from '../../../src/inspect/files/tensorFile';
import { golden, openPath } from './inspectSupport';

/** A kernel of a layer, out-in. */
function kernel(name: string, fanOut: number, fanIn: number, spec: KernelInitializer, seed = 1): MemoryTensor {
  return {
    name,
    shape: [fanOut, fanIn],
    values: Float32Array.from(drawKernel(spec, { fanIn, fanOut, layout: 'out-in' }, createSource('torch', seed))),
  };
}

/** Numbers of no law: the sum of a normal and a cubed normal one. */
function trained(name: string, fanOut: number, fanIn: number, seed: number, scale = 1): MemoryTensor {
  const values = drawKernel(
    { kind: 'randomNormal', stddev: 1 },
    { fanIn, fanOut, layout: 'out-in' },
    createSource('numpy', seed),
  );
  return {
    name,
    shape: [fanOut, fanIn],
    values: Float32Array.from(values, (x) => (scale * (x + 0.3 * x ** 3)) / Math.sqrt(fanIn)),
  };
}

async function findings(tensors: readonly MemoryTensor[]): Promise<Finding[]> {
  const inspection = new Inspection(memoryFile(tensors, 'pytorch'));
  for (const { index } of inspection.placed) await inspection.report(index);
  return inspection.findings();
}

const rest = [trained('a.weight', 30, 40, 1), trained('b.weight', 20, 30, 2), trained('c.weight', 10, 20, 3)];

test('a file with nothing wrong has no findings', async () => {
  expect(await findings(rest)).toEqual([]);
});

describe('findings', () => {
  it('numbers that are none', async () => {
    const broken = trained('d.weight', 10, 10, 4);
    broken.values.set([NaN, Infinity, -Infinity], 5);
    expect(await findings([...rest, broken])).toEqual([
      { code: 'notFinite', tensor: 'd.weight', nan: 1, infinite: 2, count: 100 },
    ]);
  });

  it('dead and constant kernels, but not biases', async () => {
    expect(
      await findings([
        ...rest,
        kernel('d.weight', 4, 5, { kind: 'zeros' }),
        kernel('e.weight', 4, 4, { kind: 'constant', value: 0.5 }),
        { name: 'e.bias', shape: [4], values: new Float32Array(4) },
      ]),
    ).toEqual([
      { code: 'deadKernel', tensor: 'd.weight' },
      { code: 'constantKernel', tensor: 'e.weight', value: 0.5 },
    ]);
  });

  it('neurons that are the same, or zero: a neuron is a row here', async () => {
    const twins = trained('d.weight', 8, 10, 4);
    twins.values.copyWithin(30, 0, 10);
    twins.values.copyWithin(70, 0, 10);
    twins.values.fill(0, 40, 50);
    // Equal columns are equal inputs, which is no finding.
    const columns = trained('e.weight', 6, 10, 5);
    for (let row = 0; row < 6; row++) columns.values[row * 10 + 3] = columns.values[row * 10];
    expect(await findings([...rest, twins, columns])).toEqual([
      { code: 'zeroNeurons', tensor: 'd.weight', zero: 1, neurons: 8 },
      { code: 'duplicateNeurons', tensor: 'd.weight', duplicates: 2, neurons: 8 },
    ]);
  });

  it('layers drawn with one seed', async () => {
    expect(await findings([...rest, { ...rest[0], name: 'd.weight' }])).toEqual([
      { code: 'identicalTensors', tensors: ['a.weight', 'd.weight'] },
    ]);
  });

  it('tied tensors are no such layers', async () => {
    const inspection = new Inspection(await openPath(golden('tied.pt')));
    for (const { index } of inspection.placed) await inspection.report(index);
    inspection.close();
    expect(inspection.findings()).toEqual([{ code: 'tiedTensors', tensors: ['embed.weight', 'head.weight'] }]);
  });

  it('a scale out of line', async () => {
    const found = await findings([...rest, trained('d.weight', 10, 10, 4), trained('e.weight', 40, 40, 6, 5)]);
    expect(found).toMatchObject([{ code: 'scaleOutOfLine', tensor: 'e.weight' }]);
    expect((found[0] as { factor: number }).factor).toBeGreaterThan(15);
    expect((found[0] as { factor: number }).factor).toBeLessThan(40);
  });

  it('one kernel that still is as it was drawn, and a file of such', async () => {
    const he = kernel('d.weight', 100, 120, { kind: 'heUniform' });
    expect(await findings([...rest, he])).toMatchObject([
      { code: 'initialLaw', tensor: 'd.weight', law: 'He uniform', count: 12000 },
    ]);
    expect(
      await findings([
        he,
        kernel('e.weight', 50, 40, { kind: 'orthogonal' }, 2),
        kernel('f.weight', 80, 90, { kind: 'heUniform' }, 3),
      ]),
    ).toMatchObject([{ code: 'allInitial', judged: 3, kernels: 3, numbers: 21200, law: 'He uniform; Orthogonal' }]);
  });

  it('all have words', () => {
    const all: Finding[] = [
      { code: 'notFinite', tensor: 't', nan: 1, infinite: 2, count: 3 },
      { code: 'deadKernel', tensor: 't' },
      { code: 'constantKernel', tensor: 't', value: 0.5 },
      { code: 'zeroNeurons', tensor: 't', zero: 1, neurons: 2 },
      { code: 'duplicateNeurons', tensor: 't', duplicates: 1, neurons: 2 },
      { code: 'identicalTensors', tensors: 'tabcdefgh'.split('') },
      { code: 'tiedTensors', tensors: ['t', 'u'] },
      { code: 'scaleOutOfLine', tensor: 't', std: 0.1, factor: 0.02 },
      { code: 'initialLaw', tensor: 't', law: 'He normal', count: 2, tried: 3, resolution: 0.1 },
      { code: 'outlier', tensor: 't', value: -2, deviations: 100, expected: 4, count: 6400 },
      { code: 'allInitial', judged: 2, kernels: 3, numbers: 400, law: 'He normal', resolution: 0.05 },
      { code: 'unreadable', tensor: 't', problem: 'why' },
    ];
    const texts = all.map(findingText);
    expect(new Set(texts).size).toBe(all.length);
    for (const text of texts) expect(text).not.toMatch(/\{\d\}|undefined/);
    expect(all.map(severityOf)).toContain('error');
  });
});

describe('roles and layouts', () => {
  const entry = (name: string, ...shape: number[]): TensorEntry => ({
    name,
    shape,
    dtype: 'f32',
    count: shape.reduce((a, b) => a * b, 1),
    bytes: 0,
  });
  const guess = (
    format: 'npz' | 'pytorch' | 'safetensors' | 'keras',
    metadata: Record<string, string>,
    ...entries: TensorEntry[]
  ) => placeTensors(entries, format, metadata).map(({ layout, because }) => [layout, because]);

  it('are told by the bias, the file, the chain, the name, in this order', () => {
    expect(guess('npz', {}, entry('W1', 10, 2), entry('b1', 10, 1), entry('W2', 5, 10), entry('b2', 5))).toEqual([
      ['out-in', 'bias'],
      [undefined, undefined],
      ['out-in', 'bias'],
      [undefined, undefined],
    ]);
    // A GPT-2 block in PyTorch keeps its kernels (in, out).
    expect(guess('pytorch', {}, entry('h.0.c_fc.weight', 8, 32), entry('h.0.c_fc.bias', 32))[0]).toEqual([
      'in-out',
      'bias',
    ]);
    expect(guess('safetensors', { layout: 'in-out' }, entry('hidden.0.kernel', 4, 4))[0]).toEqual([
      'in-out',
      'metadata',
    ]);
    expect(guess('keras', {}, entry('layers.dense.vars.0', 4, 4))[0]).toEqual(['in-out', 'framework']);
    expect(guess('npz', {}, entry('a', 784, 64), entry('b', 64, 10))).toEqual([
      ['in-out', 'chain'],
      ['in-out', 'chain'],
    ]);
    expect(guess('npz', {}, entry('a.weight', 4, 4))[0]).toEqual(['out-in', 'name']);
    expect(guess('npz', {}, entry('a', 4, 4))[0]).toEqual([undefined, undefined]);
  });

  it('tell the roles', () => {
    const roles = (...names: [string, ...number[]][]) =>
      placeTensors(
        names.map(([name, ...shape]) => entry(name, ...shape)),
        'pytorch',
        {},
      ).map(({ role }) => role);
    expect(
      roles(
        ['fc.weight', 3, 4],
        ['fc.bias', 3],
        ['bn.weight', 3],
        ['bn.running_mean', 3],
        ['wte.weight', 9, 4],
        ['optimizer.state.0.exp_avg', 3, 4],
        ['dense.gamma', 3],
        ['step'],
        ['layers.dense.vars.1', 3],
      ),
    ).toEqual(['kernel', 'bias', 'scale', 'other', 'embedding', 'optimizer', 'scale', 'other', 'bias']);
  });

  it('tell the fans', () => {
    expect(fansOf([64, 32, 3, 3], 'out-in')).toEqual({ fanIn: 288, fanOut: 576 });
    expect(fansOf([3, 3, 32, 64], 'in-out')).toEqual({ fanIn: 288, fanOut: 576 });
  });

  it('a chosen layout takes the place of the inferred one', async () => {
    const inspection = new Inspection(memoryFile([kernel('a.weight', 200, 60, { kind: 'heNormal' })], 'pytorch'));
    expect((await inspection.report(0)).recognition.laws).toMatchObject([{ law: { kind: 'heNormal' } }]);
    inspection.setLayout('in-out');
    expect((await inspection.report(0)).recognition).toMatchObject({
      layout: 'in-out',
      laws: [{ law: { kind: 'heNormal', mode: 'fanOut' } }],
    });
    inspection.setLayout(undefined);
    expect((await inspection.report(0)).recognition.layout).toBe('out-in');
  });
});
