import { describe, expect, test } from 'vitest';
import { edgesOf, histogramOf } from '../../../../src/engine/numerics/histogram';
import { statisticsOf } from '../../../../src/engine/diagnostics/statistics';
import { symmetryOf } from '../../../../src/engine/diagnostics/symmetry';
import { NumpyRandom } from '../../../../src/engine/random/numpy';

const normals = (size: number, seed = 1): Float32Array => {
  const out = new Float64Array(size);
  new NumpyRandom(seed).normal(out, 0, 1);
  return Float32Array.from(out);
};

describe('histogram', () => {
  test('a constant spans it by a half on either side, in the middle bin', () => {
    const { min, max, counts } = histogramOf(Float32Array.of(2, 2, 2), 4);
    expect([min, max, ...counts]).toEqual([1.5, 2.5, 0, 0, 3, 0]);
  });

  test('without finite values it spans 0 to 1 and counts nothing', () => {
    for (const values of [Float32Array.of(), Float32Array.of(NaN, Infinity, -Infinity)]) {
      const { min, max, counts } = histogramOf(values, 3);
      expect([min, max, ...counts]).toEqual([0, 1, 0, 0, 0]);
    }
  });

  test('the last bin is closed, the others are not', () => {
    expect([...histogramOf(Float32Array.of(0, 1, 2, 3, 4), 4).counts]).toEqual([1, 1, 1, 2]);
  });

  test('every value lies between the edges of its bin', () => {
    const values = normals(5000);
    const histogram = histogramOf(values);
    const edges = edgesOf(histogram);
    histogram.counts.forEach((count, i) => {
      const inside = values.filter((x) => x >= edges[i] && (i === 255 ? x <= edges[256] : x < edges[i + 1]));
      expect(inside.length).toBe(count);
    });
  });
});

describe('statistics', () => {
  test('finite values alone are measured, the rest counted', () => {
    const { count, mean, std, min, max, zeros, nan, infinite } = statisticsOf(
      Float32Array.of(1, NaN, -3, 0, -0, Infinity, -Infinity, 2),
    );
    expect([count, mean, min, max, zeros, nan, infinite]).toEqual([8, 0, -3, 2, 2, 1, 2]);
    expect(std).toBeCloseTo(Math.sqrt(14 / 5), 14);
  });

  test('all NaN when nothing is finite', () => {
    const { count, mean, std, min, max, zeros, nan, infinite } = statisticsOf(Float32Array.of(NaN, Infinity));
    expect([mean, std, min, max]).toEqual([NaN, NaN, NaN, NaN]);
    expect([count, zeros, nan, infinite]).toEqual([2, 0, 1, 1]);
  });

  test('a small spread far from zero is not lost', () => {
    const values = Float32Array.from({ length: 100000 }, (_, i) => 16777215 + (i % 2));
    const { mean, std } = statisticsOf(values);
    expect(mean).toBe(16777215.5);
    expect(std).toBe(0.5);
    expect(statisticsOf(new Float32Array(1000).fill(0.1)).std).toBe(0);
  });
});

describe('symmetry', () => {
  const units = 6;
  const inputs = 4;
  const nextUnits = 3;
  const of = (kernel: Float32Array, outgoing: Float32Array, bias?: Float32Array) =>
    symmetryOf({ kernel, units, inputs, outgoing, nextUnits, bias });

  test('zeros: rank 0 and one distinct neuron', () => {
    expect(of(new Float32Array(24), new Float32Array(18), new Float32Array(6))).toEqual({
      units,
      distinct: 1,
      rank: 0,
    });
  });

  test('a constant: rank 1 and one distinct neuron', () => {
    expect(of(new Float32Array(24).fill(0.3), new Float32Array(18).fill(-0.2))).toEqual({
      units,
      distinct: 1,
      rank: 1,
    });
  });

  test('a random draw: full rank, all distinct', () => {
    expect(of(normals(24), normals(18, 2))).toEqual({ units, distinct: units, rank: inputs });
  });

  test('incoming weights, biases or outgoing weights alone tell neurons apart', () => {
    const same = new Float32Array(24).fill(1);
    const outgoing = new Float32Array(18).fill(1);
    outgoing[units * 2 + 5] = 1.5;
    expect(of(same, outgoing).distinct).toBe(2);
    expect(of(same, new Float32Array(18), Float32Array.of(0, 0, 1, 0, 2, 0)).distinct).toBe(3);
    const kernel = same.slice();
    kernel[4] = -1;
    expect(of(kernel, new Float32Array(18)).distinct).toBe(2);
  });

  test('neurons that differ by rounding only are one, by a little more they are two', () => {
    const row = normals(inputs, 5);
    const copies = (factor: number): Float32Array =>
      Float32Array.from({ length: 24 }, (_, i) => row[i % inputs] * (i >= 12 ? factor : 1));
    expect(of(copies(1 + 3e-7), new Float32Array(18)).distinct).toBe(1);
    expect(of(copies(1 + 1e-5), new Float32Array(18)).distinct).toBe(2);
  });

  test('pairs of equal neurons among many are found', () => {
    const many = 200;
    const kernel = normals(many * 30);
    const outgoing = normals(7 * many, 3);
    for (let i = 0; i < 100; i++) {
      kernel.copyWithin((i + 100) * 30, i * 30, (i + 1) * 30);
      for (let k = 0; k < 7; k++) outgoing[k * many + i + 100] = outgoing[k * many + i];
    }
    expect(symmetryOf({ kernel, units: many, inputs: 30, outgoing, nextUnits: 7 }).distinct).toBe(100);
  });

  test('neurons that agree in their first weights are told apart by the others', () => {
    const wide = 50;
    const draw = normals(wide);
    const [kernel, outgoing] = [new Float32Array(units * wide), new Float32Array(40 * units)];
    for (let i = 0; i < units; i++) {
      kernel.set(draw, i * wide);
      outgoing.fill(0.5);
    }
    const distinct = (): number => symmetryOf({ kernel, units, inputs: wide, outgoing, nextUnits: 40 }).distinct;
    expect(distinct()).toBe(1);
    kernel[2 * wide + 49] += 0.1;
    expect(distinct()).toBe(2);
    outgoing[39 * units + 4] = 0.6;
    expect(distinct()).toBe(3);
  });

  test('tiny weights are told apart as large ones are', () => {
    expect(
      of(
        normals(24).map((x) => x * 1e-20),
        normals(18, 2).map((x) => x * 1e-20),
      ),
    ).toEqual({ units, distinct: units, rank: inputs });
  });

  test('a kernel with NaN is measured without failing', () => {
    const kernel = normals(24);
    kernel[3] = NaN;
    expect(of(kernel, normals(18, 2))).toEqual({ units, distinct: units, rank: 0 });
  });

  test('large kernels get no rank', () => {
    const symmetry = symmetryOf({
      kernel: normals(600 * 500),
      units: 600,
      inputs: 500,
      outgoing: normals(600),
      nextUnits: 1,
    });
    expect(symmetry).toEqual({ units: 600, distinct: 600 });
  });
});
