import { describe, expect, it, test } from 'vitest';
import { drawKernel } from '../../../src/engine/initializers/draw';
import { createSource } from '../../../src/engine/random/sources';
import { Inspection } from '../../../src/inspect/report/inspection';
import { memoryFile, type MemoryTensor } from '../../../src/inspect/values/memoryFile';
import type { Layout } from '../../../src/engine/spec/initializerSpec';

const he = (): MemoryTensor => ({
  name: 'w',
  shape: [150, 100],
  values: drawKernel({ kind: 'heNormal' }, { fanIn: 100, fanOut: 150, layout: 'out-in' }, createSource('numpy', 1)),
});
const inspect = (tensor: MemoryTensor, layout: Layout = 'out-in') =>
  new Inspection(memoryFile([tensor], 'npz', { layout }));

describe('the detail of a drawn kernel', () => {
  it('has all values in its bins, and the law over them has the same area', async () => {
    for (const scale of ['linear', 'logarithmic'] as const) {
      const { histogram, curves } = await inspect(he()).detail(0, { bins: 50, scale });
      expect(histogram.edges).toHaveLength(51);
      expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(15_000);
      expect(histogram.total).toBe(15_000);
      const { x, y, fit } = curves[0];
      expect(fit.law).toEqual({ kind: 'heNormal' });
      let area = 0;
      for (let i = 1; i < x.length; i++) area += ((y[i] + y[i - 1]) / 2) * (x[i] - x[i - 1]);
      expect(area / (histogram.edges[1] - histogram.edges[0]) / 15_000).toBeCloseTo(1, 2);
    }
  });

  it('has quantiles of the law beside its own', async () => {
    const { qq, quantiles, exact } = await inspect(he()).detail(0);
    expect(exact).toBe(true);
    expect(quantiles.find(({ probability }) => probability === 0.5)!.value).toBeCloseTo(0, 2);
    const [ours, normal] = qq;
    expect(ours.fit!.law.kind).toBe('heNormal');
    expect(normal.fit).toBeUndefined();
    const middle = ours.law.length >> 1;
    expect(ours.law[middle]).toBeCloseTo(0, 10);
    // 97.5 %: 1.96 of the law's σ.
    expect(ours.law[Math.floor(0.975 * ours.law.length)] / Math.sqrt(0.02)).toBeCloseTo(1.96, 1);
    ours.law.forEach((value, i) => expect(Math.abs(value - ours.tensor[i])).toBeLessThan(0.03));
  });

  it('has the norms of its neurons along the side of the layout', async () => {
    const tensor = he();
    const norm = (at: (i: number) => number, n: number) =>
      Math.sqrt(Array.from({ length: n }, (_, i) => tensor.values[at(i)] ** 2).reduce((a, b) => a + b, 0));
    const { neurons } = await inspect(tensor).detail(0);
    expect(neurons).toMatchObject({ along: 'rows', duplicates: [] });
    expect(neurons!.norms).toHaveLength(150);
    expect(neurons!.norms[7]).toBeCloseTo(
      norm((i) => 700 + i, 100),
      12,
    );
    const { neurons: columns } = await inspect(tensor, 'in-out').detail(0);
    expect(columns!.along).toBe('columns');
    expect(columns!.norms[7]).toBeCloseTo(
      norm((i) => 100 * i + 7, 150),
      12,
    );
  });

  it('has a heat map of means', async () => {
    const tensor: MemoryTensor = {
      name: 'w',
      shape: [256, 4],
      values: Float64Array.from({ length: 1024 }, (_, i) => Math.floor(i / 4) + 1000 * (i % 4)),
    };
    const { heatMap } = await inspect(tensor).detail(0);
    expect(heatMap).toMatchObject({ rows: 128, columns: 4, matrix: [256, 4] });
    expect([...heatMap!.mean.subarray(0, 6)]).toEqual([0.5, 1000.5, 2000.5, 3000.5, 2.5, 1002.5]);
    expect(heatMap!.rms[0]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it('says whether singular values can be had', async () => {
    expect((await inspect(he()).detail(0)).singular).toBe('available');
    expect((await inspect({ name: 'b', shape: [40], values: new Float64Array(40) }).detail(0)).singular).toBe(
      'noMatrix',
    );
    const broken = he();
    broken.values[3] = NaN;
    expect((await inspect(broken).detail(0)).singular).toBe('notFinite');
    await expect(inspect(broken).singularValues(0)).rejects.toMatchObject({ name: 'FileProblem' });
    expect((await inspect(he()).singularValues(0)).values).toHaveLength(100);
  });
});

test('groups of equal neurons are named', async () => {
  const tensor = he();
  tensor.values.copyWithin(500, 200, 300);
  tensor.values.copyWithin(14_900, 200, 300);
  const { neurons } = await inspect(tensor).detail(0);
  expect(neurons!.duplicates).toEqual([[2, 5, 149]]);
});

test('tensors without numbers, of one number and of one value have a detail too', async () => {
  for (const values of [[], [3], [2, 2, 2, 2], [NaN, NaN]]) {
    for (const scale of ['linear', 'logarithmic'] as const) {
      const { histogram, qq } = await inspect({
        name: 'w',
        shape: [values.length],
        values: Float64Array.from(values),
      }).detail(0, { scale });
      expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(values.filter(Number.isFinite).length);
      expect([...histogram.edges].every(Number.isFinite)).toBe(true);
      expect(qq).toEqual([]);
    }
  }
});
