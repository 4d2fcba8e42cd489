import { describe, expect, test } from 'vitest';
import { drawBias, drawKernel, drawNetwork } from '../../../../src/engine/initializers/draw';
import { biasLawOf, lawOf } from '../../../../src/engine/initializers/laws/law';
import type { KernelInitializer, KernelShape, Layout } from '../../../../src/engine/spec/initializerSpec';
import { createSource, generators } from '../../../../src/engine/random/generators';
import { kurtosis, moments } from './initializersMoments';

/** One of every kind and form that draws numbers. */
const random: KernelInitializer[] = [
  { kind: 'randomNormal' },
  { kind: 'randomNormal', mean: 3, stddev: 0.5, scale: -2 },
  { kind: 'randomUniform' },
  { kind: 'randomUniform', min: 0, max: 1 },
  { kind: 'truncatedNormal', mean: 1, stddev: 2 },
  { kind: 'varianceScaling' },
  { kind: 'varianceScaling', scale: 2, mode: 'fanOut', distribution: 'normal' },
  { kind: 'varianceScaling', scale: 3, mode: 'fanAvg', distribution: 'uniform' },
  { kind: 'glorotUniform', gain: 5 / 3 },
  { kind: 'glorotNormal', gain: 2 },
  { kind: 'glorotNormal', truncated: true },
  { kind: 'heUniform', a: 0.2, mode: 'fanOut' },
  { kind: 'heNormal', u: 1 },
  { kind: 'heNormal', mode: 'fanOut', truncated: true },
  { kind: 'lecunUniform' },
  { kind: 'lecunNormal' },
  { kind: 'lecunNormal', truncated: true },
  { kind: 'pytorchLinear' },
  { kind: 'orthogonal', gain: 3 },
  { kind: 'sparse', sparsity: 0.3, stddev: 2 },
];
const fans = { fanIn: 160, fanOut: 125 };

describe.each(generators)('drawn with %s', (generator) => {
  test.each(random.map((spec) => [JSON.stringify(spec), spec] as const))(
    '%s: mean, variance, bounds and distribution are those of its law',
    (_, spec) => {
      const shape: KernelShape = { ...fans, layout: 'out-in' };
      const source = createSource(generator, 12);
      const values = drawKernel(spec, shape, source);
      const law = lawOf(spec, shape, source);
      const n = values.length;
      expect(n).toBe(20000);
      const { mean, variance, min, max } = moments(values);
      // Five standard errors: one failure in 1.7 million seeds, and the seed is fixed.
      expect(Math.abs(mean - law.mean)).toBeLessThan((5 * law.std) / Math.sqrt(n));
      expect(Math.abs(variance / law.std ** 2 - 1)).toBeLessThan(5 * Math.sqrt((kurtosis(values) + 2) / n));
      const slack = 1e-6 * law.std;
      expect(min).toBeGreaterThanOrEqual(law.lower - slack);
      expect(max).toBeLessThanOrEqual(law.upper + slack);
      // Kolmogorov–Smirnov at a level of 1e-4.
      const sorted = [...values].sort((a, b) => a - b);
      // Equal numbers are one step of the drawn distribution, and an atom one of the law's.
      const atomAt = (x: number): number => law.atoms.find(({ value }) => value === x)?.probability ?? 0;
      const distance = sorted.reduce(
        (worst, x, i) =>
          Math.max(
            worst,
            sorted[i - 1] === x ? 0 : law.cdf(x) - atomAt(x) - i / n,
            sorted[i + 1] === x ? 0 : (i + 1) / n - law.cdf(x),
          ),
        0,
      );
      expect(distance * Math.sqrt(n)).toBeLessThan(2.225);
    },
  );

  test.each([
    [40, 13],
    [13, 40],
    [1, 9],
    [9, 1],
    [1, 1],
    [17, 17],
  ])('orthogonal %i × %i: its short side is orthonormal to 1e-12', (rows, columns) => {
    const gain = 1.5;
    const w = drawKernel(
      { kind: 'orthogonal', gain },
      { fanIn: columns, fanOut: rows, layout: 'out-in' },
      createSource(generator, 2),
    );
    const tall = rows >= columns;
    const entry = (vector: number, i: number): number => (tall ? w[i * columns + vector] : w[vector * columns + i]);
    for (let a = 0; a < Math.min(rows, columns); a++) {
      for (let b = 0; b <= a; b++) {
        let sum = 0;
        for (let i = 0; i < Math.max(rows, columns); i++) sum += entry(a, i) * entry(b, i);
        expect(Math.abs(sum / gain ** 2 - (a === b ? 1 : 0))).toBeLessThan(1e-12);
      }
    }
  });

  test('the same seed draws the same, another seed does not', () => {
    const draw = (seed: number): number[] => [
      ...drawKernel({ kind: 'heNormal' }, { ...fans, layout: 'out-in' }, createSource(generator, seed)),
    ];
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });
});

test.each(['out-in', 'in-out'] as const)('%s: the fan-in is the input side', (layout: Layout) => {
  const shape: KernelShape = { fanIn: 1000, fanOut: 10, layout };
  expect(lawOf({ kind: 'lecunNormal' }, shape).std).toBe(Math.sqrt(1 / 1000));
  expect(lawOf({ kind: 'heNormal', mode: 'fanOut' }, shape).std).toBe(Math.sqrt(2 / 10));
  const identity = drawKernel({ kind: 'identity', gain: 2 }, { fanIn: 3, fanOut: 2, layout }, createSource('numpy', 0));
  expect([...identity]).toEqual(layout === 'out-in' ? [2, 0, 0, 0, 2, 0] : [2, 0, 0, 2, 0, 0]);
});

test('constants are exact and leave the stream alone', () => {
  const source = createSource('numpy', 3);
  const shape: KernelShape = { fanIn: 2, fanOut: 2, layout: 'out-in' };
  expect([...drawKernel({ kind: 'zeros' }, shape, source)]).toEqual([0, 0, 0, 0]);
  expect([...drawKernel({ kind: 'ones' }, shape, source)]).toEqual([1, 1, 1, 1]);
  expect([...drawKernel({ kind: 'constant', value: -0.3 }, shape, source)]).toEqual([-0.3, -0.3, -0.3, -0.3]);
  expect([...drawKernel({ kind: 'identity' }, shape, source)]).toEqual([1, 0, 0, 1]);
  expect(drawKernel({ kind: 'randomNormal', stddev: 1 }, shape, source)[0]).toBe(1.7886284734303186);
});

test('biases are zeros, those of pytorchLinear its own, and a law given goes first', () => {
  const shape: KernelShape = { fanIn: 16, fanOut: 2000, layout: 'out-in' };
  const source = createSource('torch', 1);
  expect(new Set(drawBias(undefined, { kind: 'heNormal' }, shape, source))).toEqual(new Set([0]));
  const own = moments(drawBias(undefined, { kind: 'pytorchLinear' }, shape, source));
  expect(own.max).toBeGreaterThan(0.24);
  expect(own.max).toBeLessThanOrEqual(0.25);
  expect(biasLawOf(undefined, { kind: 'pytorchLinear' }, shape).upper).toBe(0.25);
  expect(new Set(drawBias({ kind: 'constant', value: 0.1 }, { kind: 'pytorchLinear' }, shape, source))).toEqual(
    new Set([0.1]),
  );
});

test('overrides hold for their layer only, and all layers share one stream', () => {
  const layers = [
    { inputs: 2, units: 3, name: 'hidden.0' },
    { inputs: 3, units: 3, name: 'hidden.1' },
    { inputs: 3, units: 1, name: 'output' },
  ];
  const weights = drawNetwork(
    {
      kind: 'randomNormal',
      stddev: 1,
      bias: { kind: 'ones' },
      layers: { '1': { kind: 'zeros' }, output: { kind: 'randomNormal', stddev: 0.1 } },
    },
    layers,
    'out-in',
    createSource('numpy', 3),
    true,
  );
  const normals = new Float64Array(9);
  createSource('numpy', 3).normal(normals, 0, 1);
  expect([...weights[0].kernel]).toEqual([...normals.subarray(0, 6)]);
  expect([...weights[1].kernel]).toEqual(new Array(9).fill(0));
  expect([...weights[2].kernel]).toEqual([...normals.subarray(6)].map((x) => 0.1 * x));
  expect(weights.map(({ bias }) => [...(bias ?? [])])).toEqual([[1, 1, 1], [1, 1, 1], [1]]);
  expect(
    drawNetwork({ kind: 'ones' }, layers, 'out-in', createSource('numpy', 3), false).map((layer) => layer.bias),
  ).toEqual([undefined, undefined, undefined]);
});

test('an orthogonal 1024 × 1024 kernel has rows of length one', () => {
  const w = drawKernel(
    { kind: 'orthogonal' },
    { fanIn: 1024, fanOut: 1024, layout: 'out-in' },
    createSource('numpy', 0),
  );
  expect([...w].reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1024, 9);
});
