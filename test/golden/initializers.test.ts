import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawKernel } from '../../src/engine/initializers/draw';
import { createSource } from '../../src/engine/random/createSource';
import { TorchRandom } from '../../src/engine/random/torch';

interface Sparse { sparsity: number; stddev: number; rows: number; columns: number; values: number[]; next: number[] }

interface Golden {
  torchSparse: Sparse[];
  numpySparse: Sparse[];
  torchPermutations: { n: number; first: number[]; second: number[] }[];
  zerO: { units: number; inputs: number; values: number[] }[];
}

const golden = JSON.parse(readFileSync(new URL('initializers.json', import.meta.url), 'utf8')) as Golden;

describe.each(['torch', 'numpy'] as const)('sparse of %s', (generator) => {
  test.each(golden[`${generator}Sparse`])('$rows × $columns, sparsity $sparsity: the draws of the framework, and its stream after them', ({ sparsity, stddev, rows, columns, values, next }) => {
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
  });
});

test.each(golden.torchPermutations)('torch.randperm($n), twice', ({ n, first, second }) => {
  const random = new TorchRandom(42);
  expect([...random.permutation(n)]).toEqual(first);
  expect([...random.permutation(n)]).toEqual(second);
});

describe('ZerO', () => {
  test.each(golden.zerO)('$units units of $inputs inputs: identity or Hadamard, transposed in the other layout', ({ units, inputs, values }) => {
    const kernel = drawKernel({ kind: 'zerO' }, { fanIn: inputs, fanOut: units, layout: 'out-in' }, createSource('numpy', 0));
    const turned = drawKernel({ kind: 'zerO' }, { fanIn: inputs, fanOut: units, layout: 'in-out' }, createSource('torch', 9));
    expect(kernel.length).toBe(values.length);
    values.forEach((value, i) => {
      expect(Math.abs(kernel[i] - value)).toBeLessThan(1e-15);
      expect(turned[(i % inputs) * units + Math.floor(i / inputs)]).toBe(kernel[i]);
    });
  });
});
