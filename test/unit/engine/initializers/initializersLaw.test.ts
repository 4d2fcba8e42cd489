import { describe, expect, test } from 'vitest';
import { biasLawOf, lawOf } from '../../../../src/engine/initializers/laws/law';
import type { KernelInitializer, KernelShape } from '../../../../src/engine/spec/initializerSpec';

const shape: KernelShape = { fanIn: 12, fanOut: 7, layout: 'out-in' };
const spread: KernelInitializer[] = [
  { kind: 'randomNormal', mean: 1, stddev: 2 },
  { kind: 'randomUniform' },
  { kind: 'truncatedNormal', mean: -1 },
  { kind: 'varianceScaling' },
  { kind: 'varianceScaling', distribution: 'uniform' },
  { kind: 'glorotUniform' },
  { kind: 'glorotNormal', truncated: true },
  { kind: 'heUniform' },
  { kind: 'heNormal' },
  { kind: 'lecunUniform' },
  { kind: 'lecunNormal' },
  { kind: 'pytorchLinear' },
  { kind: 'orthogonal', gain: -0.5 },
];

describe.each(spread.map((spec) => [JSON.stringify(spec), lawOf(spec, shape)] as const))('%s', (_, law) => {
  const lower = Math.max(law.lower, law.mean - 9 * law.std);
  const upper = Math.min(law.upper, law.mean + 9 * law.std);
  const cells = 20000;
  const width = (upper - lower) / cells;
  const middle = (i: number): number => lower + (i + 0.5) * width;

  test('the density integrates to 1, to the mean and to the std', () => {
    let mass = 0;
    let first = 0;
    let second = 0;
    for (let i = 0; i < cells; i++) {
      const p = law.density(middle(i)) * width;
      mass += p;
      first += p * middle(i);
      second += p * (middle(i) - law.mean) ** 2;
    }
    expect(mass).toBeCloseTo(1, 6);
    expect(first).toBeCloseTo(law.mean, 6);
    expect(Math.sqrt(second)).toBeCloseTo(law.std, 6);
    expect(law.atoms).toEqual([]);
  });

  test('the distribution is the integral of the density, from 0 to 1', () => {
    expect(law.cdf(lower)).toBeLessThan(1e-12);
    expect(law.cdf(upper)).toBeGreaterThan(1 - 1e-12);
    let mass = 0;
    for (let i = 0; i < cells; i++) {
      mass += law.density(middle(i)) * width;
      if (i % 997 === 0) expect(Math.abs(law.cdf(lower + (i + 1) * width) - mass)).toBeLessThan(1e-6);
    }
  });

  test('nothing lies beyond the bounds', () => {
    if (law.family === 'normal') {
      expect([law.lower, law.upper]).toEqual([-Infinity, Infinity]);
    } else {
      expect(law.density(law.lower - 1e-9)).toBe(0);
      expect(law.density(law.upper + 1e-9)).toBe(0);
      expect([law.cdf(law.lower - 1), law.cdf(law.upper + 1)]).toEqual([0, 1]);
    }
  });
});

test.each([
  [{ kind: 'zeros' }, [[0, 1]], 0],
  [{ kind: 'ones' }, [[1, 1]], 0],
  [{ kind: 'constant', value: -2 }, [[-2, 1]], 0],
  [{ kind: 'randomNormal', mean: 3, stddev: 0 }, [[3, 1]], 0],
  [{ kind: 'randomUniform', min: 0.5, max: 0.5 }, [[0.5, 1]], 0],
  [
    { kind: 'identity', gain: 3 },
    [
      [0, 11 / 12],
      [3, 1 / 12],
    ],
    3 * Math.sqrt(11 / 144),
  ],
  [{ kind: 'identity', gain: 0 }, [[0, 1]], 0],
] satisfies [KernelInitializer, number[][], number][])('%j is made of point masses', (spec, atoms, std) => {
  const law = lawOf(spec, shape);
  expect(law.atoms.map(({ value }) => value)).toEqual(atoms.map(([value]) => value));
  law.atoms.forEach(({ probability }, i) => expect(probability).toBeCloseTo(atoms[i][1], 14));
  expect(law.std).toBeCloseTo(std, 14);
  expect(law.density(0.1)).toBe(0);
  expect(law.cdf(law.lower - 1e-9)).toBe(0);
  expect(law.cdf(law.upper)).toBeCloseTo(1, 14);
});

test('a 1 × 1 orthogonal kernel is plus or minus the gain', () => {
  const law = lawOf({ kind: 'orthogonal', gain: 2 }, { fanIn: 1, fanOut: 1, layout: 'in-out' });
  expect(law.atoms).toEqual([
    { value: -2, probability: 0.5 },
    { value: 2, probability: 0.5 },
  ]);
  expect(law.std).toBe(2);
});

test('an entry of a large orthogonal kernel is nearly normal', () => {
  const law = lawOf({ kind: 'orthogonal' }, { fanIn: 4096, fanOut: 10, layout: 'out-in' });
  const normal = lawOf({ kind: 'randomNormal', stddev: 1 / 64 }, shape);
  expect(law.std).toBe(1 / 64);
  for (const x of [-0.03, 0, 0.01, 0.05]) {
    expect(Math.abs(law.density(x) / normal.density(x) - 1)).toBeLessThan(0.02);
    expect(Math.abs(law.cdf(x) - normal.cdf(x))).toBeLessThan(2e-4);
  }
});

test.each([
  [{ kind: 'randomNormal' }, 0.05],
  [{ kind: 'randomUniform' }, 0.05 / Math.sqrt(3)],
  [{ kind: 'truncatedNormal' }, 0.05 * 0.8796256610342398],
  [{ kind: 'varianceScaling' }, Math.sqrt(1 / 12)],
  [{ kind: 'varianceScaling', scale: 3, mode: 'fanOut', distribution: 'uniform' }, Math.sqrt(3 / 7)],
  [{ kind: 'varianceScaling', mode: 'fanAvg', distribution: 'normal' }, Math.sqrt(2 / 19)],
  [{ kind: 'glorotUniform' }, Math.sqrt(2 / 19)],
  [{ kind: 'glorotNormal', gain: 3 }, 3 * Math.sqrt(2 / 19)],
  [{ kind: 'glorotNormal', truncated: true }, Math.sqrt(2 / 19)],
  [{ kind: 'heUniform' }, Math.sqrt(2 / 12)],
  [{ kind: 'heUniform', u: 1, mode: 'fanOut' }, Math.sqrt(1 / 7)],
  [{ kind: 'heNormal' }, Math.sqrt(2 / 12)],
  [{ kind: 'heNormal', a: 3, mode: 'fanOut' }, Math.sqrt(0.2 / 7)],
  [{ kind: 'heNormal', truncated: true }, Math.sqrt(2 / 12)],
  [{ kind: 'lecunUniform' }, Math.sqrt(1 / 12)],
  [{ kind: 'lecunNormal' }, Math.sqrt(1 / 12)],
  [{ kind: 'lecunNormal', truncated: true }, Math.sqrt(1 / 12)],
  [{ kind: 'pytorchLinear' }, Math.sqrt(1 / 36)],
  [{ kind: 'orthogonal', gain: 2 }, 2 / Math.sqrt(12)],
] satisfies [KernelInitializer, number][])('%j of 12 inputs and 7 units has the std of its formula', (spec, std) => {
  for (const layout of ['out-in', 'in-out'] as const) {
    const law = lawOf(spec, { ...shape, layout });
    expect(law.mean).toBe(0);
    expect(Math.abs(law.std / std - 1)).toBeLessThan(1e-14);
  }
});

test('the law of the biases is that of the kernel with pytorchLinear, zeros otherwise, and the one given first', () => {
  expect(biasLawOf(undefined, { kind: 'pytorchLinear' }, shape).upper).toBe(1 / Math.sqrt(12));
  expect(biasLawOf(undefined, { kind: 'heNormal' }, shape).atoms).toEqual([{ value: 0, probability: 1 }]);
  expect(biasLawOf({ kind: 'randomNormal' }, { kind: 'pytorchLinear' }, shape).std).toBe(0.05);
});
