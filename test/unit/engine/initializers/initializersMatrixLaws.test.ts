import { expect, test } from 'vitest';
import { drawKernel } from '../../../../src/engine/initializers/draw';
import { isDiscrete, lawOf } from '../../../../src/engine/initializers/laws/law';
import type { KernelInitializer, KernelShape, Layout } from '../../../../src/engine/spec/initializerSpec';
import { createSource } from '../../../../src/engine/random/generators';

const layouts: Layout[] = ['out-in', 'in-out'];

test.each([
  [1, 1],
  [3, 3],
  [2, 9],
  [9, 2],
  [8, 3],
  [17, 16],
  [64, 63],
  [100, 37],
])('the law of ZerO, %i units of %i inputs, counts its entries', (fanOut, fanIn) => {
  for (const layout of layouts) {
    const shape: KernelShape = { fanIn, fanOut, layout };
    const kernel = drawKernel({ kind: 'zerO' }, shape, createSource('numpy', 0));
    const law = lawOf({ kind: 'zerO' }, shape);
    expect(isDiscrete(law)).toBe(true);
    const values = [...new Set(kernel)].sort((a, b) => a - b);
    expect(law.atoms.map(({ value }) => value)).toEqual(values);
    for (const { value, probability } of law.atoms)
      expect(probability).toBeCloseTo(kernel.filter((x) => x === value).length / kernel.length, 14);
    // Its columns, or rows where the layer shrinks, are orthonormal: the length of a signal is kept but for the
    // padding.
    if (Math.log2(fanOut) % 1 === 0 && fanOut > fanIn)
      expect([...kernel].reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(fanIn, 12);
  }
});

test.each([
  [0.1, 10, 6],
  [0.35, 7, 30],
  [0, 5, 5],
  [1, 4, 3],
])('sparsity %d of %i × %i: the same number of zeros in every column, as the law says', (sparsity, rows, columns) => {
  const spec: KernelInitializer = { kind: 'sparse', sparsity, stddev: 0.5 };
  for (const layout of layouts) {
    const shape: KernelShape =
      layout === 'out-in' ? { fanIn: columns, fanOut: rows, layout } : { fanIn: rows, fanOut: columns, layout };
    const kernel = drawKernel(spec, shape, createSource('numpy', 4));
    const zeros = Math.ceil(sparsity * rows);
    for (let column = 0; column < columns; column++) {
      expect(kernel.filter((x, i) => i % columns === column && x === 0).length).toBe(zeros);
    }
    const law = lawOf(spec, shape);
    expect(law.atoms).toEqual(zeros === 0 ? [] : [{ value: 0, probability: zeros / rows }]);
    expect(law.std).toBeCloseTo(0.5 * Math.sqrt(1 - zeros / rows), 14);
    expect(isDiscrete(law)).toBe(zeros === rows);
    expect([law.cdf(-10), law.cdf(10)].map((p) => Number(p.toFixed(12)))).toEqual([0, 1]);
    expect(law.cdf(0) - law.cdf(-1e-12)).toBeCloseTo(zeros / rows, 9);
  }
});
