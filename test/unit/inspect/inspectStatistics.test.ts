import { afterAll, describe, expect, it, test } from 'vitest';
import { countInto, edgesBetween } from '../../../src/engine/numerics/histogram';
import { quantile } from '../../../src/engine/numerics/quantile';
import { NumpyRandom } from '../../../src/engine/random/numpy';
import { compareFiles, matchNames } from '../../../src/inspect/report/compare';
import { Inspection } from '../../../src/inspect/report/inspection';
import { memoryFile } from '../../../src/inspect/values/memoryFile';
import { Sampler } from '../../../src/inspect/statistics/sampler';
import { joinMoments, momentsOf } from '../../../src/inspect/statistics/moments';
import data from '../../golden/weights/weights.json';
import { golden, openPath } from './inspectSupport';

interface GoldenFigures {
  count: number;
  zeros: number;
  nan: number;
  inf: number;
  mean: number | null;
  std: number | null;
  min: number | null;
  max: number | null;
  skewness: number | null;
  kurtosis: number | null;
}
const files = data.files as unknown as Record<string, { tensors: Record<string, GoldenFigures> }>;
const open: Inspection[] = [];
afterAll(() => open.forEach((inspection) => inspection.close()));

/** Equal to 1e-12 of the larger of the number itself and what it is summed from. */
function close(found: number, wanted: number | null, size = 0): void {
  if (wanted === null) expect(found).toBeNaN();
  else expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(wanted), size));
}

it.each(Object.keys(files))('the figures of %s are those of NumPy', async (name) => {
  const inspection = new Inspection(await openPath(golden(name)));
  open.push(inspection);
  for (const { index, entry } of inspection.placed) {
    const wanted = files[name].tensors[entry.name];
    const { statistics: found } = await inspection.report(index);
    expect({ count: found.count, zeros: found.zeros, nan: found.nan, inf: found.infinite }).toEqual({
      count: wanted.count,
      zeros: wanted.zeros,
      nan: wanted.nan,
      inf: wanted.inf,
    });
    close(found.mean, wanted.mean, Math.max(Math.abs(wanted.min ?? 0), Math.abs(wanted.max ?? 0)) * 1e-3);
    close(found.std, wanted.std);
    close(found.min, wanted.min);
    close(found.max, wanted.max);
    if (wanted.count > 8 && wanted.skewness !== null) {
      expect(found.skewness).toBeCloseTo(wanted.skewness, 9);
      expect(found.kurtosis).toBeCloseTo(wanted.kurtosis!, 9);
    }
    expect([...found.spark].reduce((sum, count) => sum + count, 0)).toBe(wanted.count - wanted.nan - wanted.inf);
  }
});

test('moments of pieces of any size are those of the whole', () => {
  const random = new NumpyRandom(3);
  const values = Float64Array.from({ length: 10_001 }, () => 5 + 0.3 * random.gauss() ** 3);
  const whole = momentsOf(values);
  let joined = momentsOf(values.subarray(0, 0));
  for (let at = 0, size = 1; at < values.length; at += size, size *= 3)
    joined = joinMoments(joined, momentsOf(values.subarray(at, at + size)));
  expect(joined.finite).toBe(10_001);
  for (const key of ['mean', 'm2', 'm3', 'm4'] as const)
    expect(Math.abs(joined[key] / whole[key] - 1)).toBeLessThan(1e-11);
});

test('a sample takes one value of each stretch, the same whatever the pieces', () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => i);
  const take = (piece: number): number[] => {
    const sampler = new Sampler(1000, 100);
    for (let at = 0; at < 1000; at += piece) sampler.add(values.subarray(at, at + piece), at);
    return [...sampler.sorted()];
  };
  expect(take(1000).map((value) => Math.floor(value / 10))).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(take(7)).toEqual(take(1000));
  expect(new Set(take(7).map((value) => value % 10)).size).toBe(10);
});

test('quantiles and bins are those of NumPy', () => {
  const random = new NumpyRandom(data.quantiles.seed);
  const sorted = Float64Array.from({ length: 5000 }, () => 0.1 * random.gauss()).sort();
  data.quantiles.probabilities.forEach((probability, i) =>
    expect(quantile(sorted, probability)).toBeCloseTo(data.quantiles.values[i], 13),
  );
  const counts = new Uint32Array(16);
  expect(countInto(counts, edgesBetween(sorted[0], sorted[4999], 16), sorted)).toBe(5000);
  expect([...counts]).toEqual(data.quantiles.counts);
});

describe('singular values', () => {
  const singularValuesOf = (values: ArrayLike<number>, rows: number, columns: number, signal?: AbortSignal) => {
    const tensor = { name: 'w', shape: [rows, columns], values: Float64Array.from(values) };
    return new Inspection(memoryFile([tensor], 'npz')).singularValues(0, signal);
  };
  it.each(data.singular)('of $shape', async ({ shape: [rows, columns], values, singular, rank }) => {
    const found = await singularValuesOf(values, rows, columns);
    expect(found.values).toHaveLength(singular.length);
    singular.forEach((value, i) => expect(Math.abs(found.values[i] - value)).toBeLessThan(2e-8 * singular[0]));
    singular
      .filter((value) => value > 1e-3 * singular[0])
      .forEach((value, i) => expect(Math.abs(found.values[i] / value - 1)).toBeLessThan(1e-9));
    expect(found.rank).toBe(rank);
  });

  it('of zeros are zeros', async () => {
    expect(await singularValuesOf(new Float32Array(6), 2, 3)).toMatchObject({ rank: 0 });
  });

  it('end when they are told to', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(singularValuesOf(new Float32Array(100).fill(1), 10, 10, controller.signal)).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });
});

describe('two files', () => {
  const tensor = (name: string, values: number[], shape = [values.length]) => ({
    name,
    shape,
    values: Float64Array.from(values),
  });
  it('are compared as NumPy would', async () => {
    const { a, b, ...wanted } = data.change;
    const rows = [];
    for await (const row of compareFiles(
      memoryFile([tensor('w', a), tensor('x', [1]), tensor('s', [1, 2])], 'npz'),
      memoryFile([tensor('s', [1, 2], [2, 1]), tensor('w', b), tensor('y', [1])], 'npz'),
    ))
      rows.push(row);
    expect(rows.map(({ name, status }) => [name, status])).toEqual([
      ['w', 'both'],
      ['x', 'onlyA'],
      ['s', 'otherShape'],
      ['y', 'onlyB'],
    ]);
    const change = rows[0].change!;
    for (const [key, value] of Object.entries(wanted)) expect(change[key as 'distance']).toBeCloseTo(value, 12);
    expect(change.edges[0]).toBe(Math.min(...a, ...b));
    expect([...change.countsA].reduce((sum, count) => sum + count, 0)).toBe(50);
    expect([...change.countsB].reduce((sum, count) => sum + count, 0)).toBe(50);
  });

  it('match by name, and behind a prefix', () => {
    const entries = (...names: string[]) =>
      memoryFile(
        names.map((name) => tensor(name, [1])),
        'npz',
      ).tensors;
    expect(matchNames(entries('a', 'b'), entries('b', 'c'))).toEqual([
      ['a', 0, undefined],
      ['b', 1, 0],
      ['c', undefined, 1],
    ]);
    expect(matchNames(entries('0.weight', '0.bias'), entries('model.0.bias', 'model.0.weight', 'epoch'))).toEqual([
      ['0.weight', 0, 1],
      ['0.bias', 1, 0],
      ['epoch', undefined, 2],
    ]);
    expect(matchNames(entries('module.w'), entries('w'))).toEqual([['w', 0, 0]]);
  });
});
