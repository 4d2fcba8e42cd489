import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawKernel } from '../../../src/engine/initializers/draw';
import { readTensorFile } from '../../../src/engine/formats/tensorFile';
import { gainValue } from '../../../src/engine/initializers/gains';
import { lawOf } from '../../../src/engine/initializers/laws/law';
import type { ComputedGain, GainRule } from '../../../src/engine/spec/initializerSpec';
import type { Activation } from '../../../src/engine/spec/networkSpec';
import { createSource } from '../../../src/engine/random/sources';
import { TorchRandom } from '../../../src/engine/random/torch/torch';

interface Sparse {
  sparsity: number;
  stddev: number;
  rows: number;
  columns: number;
  values: number[];
  next: number[];
}

interface Golden {
  torchSparse: Sparse[];
  numpySparse: Sparse[];
  torchPermutations: { n: number; first: number[]; second: number[] }[];
  zerO: { units: number; inputs: number; values: number[] }[];
  torchGains: Record<string, number>;
  npz: { arrays: Record<string, { shape: number[]; values: number[] }>; base64: string }[];
  computedGains: Record<string, { forward: number; backward: number }>;
}

const golden = JSON.parse(readFileSync(new URL('initializers.json', import.meta.url), 'utf8')) as Golden;

describe.each(['torch', 'numpy'] as const)('sparse of %s', (generator) => {
  test.each(golden[`${generator}Sparse`])(
    '$rows × $columns, sparsity $sparsity: the draws of the framework, and its stream after them',
    ({ sparsity, stddev, rows, columns, values, next }) => {
      for (const layout of ['out-in', 'in-out'] as const) {
        const source = createSource(generator, 3);
        const [fanOut, fanIn] = layout === 'out-in' ? [rows, columns] : [columns, rows];
        const got = drawKernel({ kind: 'sparse', sparsity, stddev }, { fanIn, fanOut, layout }, source);
        const after = new Float64Array(3);
        source.normal(after, 0, 1);
        if (generator === 'torch') {
          expect([...got]).toEqual(values);
          expect([...after]).toEqual(next);
        } else {
          // C's logarithm and ours may part in the last bit of a double.
          values.forEach((value, i) => expect(Math.abs(got[i] - value)).toBeLessThanOrEqual(5e-16 * Math.abs(value)));
          next.forEach((value, i) => expect(Math.abs(after[i] - value)).toBeLessThanOrEqual(5e-16 * Math.abs(value)));
        }
      }
    },
  );
});

test.each(golden.torchPermutations)('torch.randperm($n), twice', ({ n, first, second }) => {
  const random = new TorchRandom(42);
  expect([...random.permutation(n)]).toEqual(first);
  expect([...random.permutation(n)]).toEqual(second);
});

describe('ZerO', () => {
  test.each(golden.zerO)(
    '$units units of $inputs inputs: identity or Hadamard, transposed in the other layout',
    ({ units, inputs, values }) => {
      const kernel = drawKernel(
        { kind: 'zerO' },
        { fanIn: inputs, fanOut: units, layout: 'out-in' },
        createSource('numpy', 0),
      );
      const turned = drawKernel(
        { kind: 'zerO' },
        { fanIn: inputs, fanOut: units, layout: 'in-out' },
        createSource('torch', 9),
      );
      expect(kernel.length).toBe(values.length);
      values.forEach((value, i) => {
        expect(Math.abs(kernel[i] - value)).toBeLessThan(1e-15);
        expect(turned[(i % inputs) * units + Math.floor(i / inputs)]).toBe(kernel[i]);
      });
    },
  );
});

describe('gains', () => {
  const gainOf = (name: string, rule: GainRule): ComputedGain => {
    const [activation, slope] = name.split(' ');
    return { activation: activation as Activation, rule, ...(slope === undefined ? {} : { slope: Number(slope) }) };
  };

  test.each(Object.entries(golden.computedGains))('%s as SciPy integrates it', (name, { forward, backward }) => {
    expect(Math.abs(gainValue(gainOf(name, 'forward')) / forward - 1)).toBeLessThan(1e-12);
    expect(Math.abs(gainValue(gainOf(name, 'backward')) / backward - 1)).toBeLessThan(1e-12);
  });

  test.each(Object.entries(golden.torchGains))('%s as torch.nn.init.calculate_gain', (name, gain) => {
    expect(gainValue(gainOf(name, 'pytorch'))).toBeCloseTo(gain, 15);
  });

  // Six digits of the literature's table.
  test.each([
    ['relu', 1.414214, 1.414214],
    ['leakyRelu 0.2', 1.38675, 1.38675],
    ['tanh', 1.592537, 1.467414],
    ['sigmoid', 1.846229, 4.722646],
    ['gelu', 1.53353, 1.481114],
    ['silu', 1.676532, 1.62332],
    ['elu', 1.245198, 1.223429],
    ['selu', 1, 0.966026],
    ['softsign', 2.337533, 2.095781],
    ['softplus', 1.041867, 1.846229],
  ])('%s to a millionth', (name, forward, backward) => {
    expect(Math.abs(gainValue(gainOf(name, 'forward')) - forward)).toBeLessThan(1e-6);
    expect(Math.abs(gainValue(gainOf(name, 'backward')) - backward)).toBeLessThan(1e-6);
  });

  test("a computed gain scales its law, and He's factor is its square", () => {
    const shape = { fanIn: 12, fanOut: 7, layout: 'out-in' } as const;
    const gain = gainOf('gelu', 'forward');
    const { forward } = golden.computedGains.gelu;
    expect(lawOf({ kind: 'glorotUniform', gain }, shape).std).toBeCloseTo(forward * Math.sqrt(2 / 19), 12);
    expect(lawOf({ kind: 'glorotNormal', gain }, shape).std).toBeCloseTo(forward * Math.sqrt(2 / 19), 12);
    expect(lawOf({ kind: 'orthogonal', gain }, shape).upper).toBeCloseTo(forward, 12);
    expect(lawOf({ kind: 'heNormal', u: gain }, shape).std).toBeCloseTo(forward * Math.sqrt(1 / 12), 12);
    expect(lawOf({ kind: 'heUniform', u: gain, mode: 'fanOut' }, shape).std).toBeCloseTo(
      forward * Math.sqrt(1 / 7),
      12,
    );
  });
});

test.each(golden.npz)('numpy.savez and savez_compressed, case %#', ({ arrays, base64 }) => {
  const tensors = readTensorFile('weights.npz', Buffer.from(base64, 'base64'));
  expect(Object.fromEntries(tensors.map(({ name, shape, values }) => [name, { shape, values: [...values] }]))).toEqual(
    arrays,
  );
});
