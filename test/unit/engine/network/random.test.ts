import { expect, test } from 'vitest';
import { generators } from '../../../../src/engine/random/generators';
import { createSource, createStream } from '../../../../src/engine/random/sources';
import { erf } from '../../../../src/engine/numerics/erf';
import { preciseLog } from '../../../../src/engine/random/logarithm';
import { NumpyRandom } from '../../../../src/engine/random/numpy';
import { streamWords } from '../../../../src/engine/random/source';
import { TorchRandom } from '../../../../src/engine/random/torch/torch';

const draw = (size: number, fill: (out: Float64Array) => void): number[] => {
  const out = new Float64Array(size);
  fill(out);
  return [...out];
};

test('the first words and normals of np.random.seed(3)', () => {
  const words = new NumpyRandom(3);
  expect([words.next32(), words.next32(), words.next32(), words.next32()]).toEqual([
    2365658986, 303761048, 3041471737, 3607553667,
  ]);
  const normals = draw(4, (out) => new NumpyRandom(3).normal(out, 0, 1));
  [1.78862847, 0.43650985, 0.09649747, -1.8634927].forEach((want, i) => expect(normals[i]).toBeCloseTo(want, 7));
});

test('the first numbers of torch.manual_seed(3)', () => {
  const uniforms = draw(4, (out) => new TorchRandom(3).uniform(out, 0, 1));
  [0.00426352, 0.10556936, 0.28584248, 0.02695483].forEach((want, i) => expect(uniforms[i]).toBeCloseTo(want, 8));
  const long = draw(20, (out) => new TorchRandom(3).normal(out, 0, 1));
  [-0.07664429, 0.35988152, -0.78201681, 0.07152773].forEach((want, i) => expect(long[i]).toBeCloseTo(want, 7));
  const short = draw(6, (out) => new TorchRandom(3).normal(out, 0, 1));
  [0.80327606, 0.17483339, 0.0889781, -0.61371803, 0.04618245, -1.36825919].forEach((want, i) =>
    expect(short[i]).toBeCloseTo(want, 7),
  );
});

test.each([-1, 0.5, 4294967296, NaN, Infinity])('seed %s is refused by both generators', (seed) => {
  expect(() => createSource('numpy', seed)).toThrow(RangeError);
  expect(() => createSource('torch', seed)).toThrow(RangeError);
});

test('createSource gives the generator asked for, seed 0 included', () => {
  expect(draw(3, (out) => createSource('numpy', 0).uniform(out, 0, 1))).toEqual(
    draw(3, (out) => new NumpyRandom(0).uniform(out, 0, 1)),
  );
  expect(draw(3, (out) => createSource('torch', 0).uniform(out, 0, 1))).toEqual(
    draw(3, (out) => new TorchRandom(0).uniform(out, 0, 1)),
  );
});

test.each(generators)('the stream of a training with %s goes on from its state in any other', (generator) => {
  const stream = createStream(generator, 8);
  stream.permute(new Uint32Array(700));
  const state = new Int32Array(streamWords);
  stream.save(state);
  const want = Array.from({ length: 9 }, () => stream.randomSample());
  const other = createStream(generator, 1);
  other.load(state);
  expect(Array.from({ length: 9 }, () => other.randomSample())).toEqual(want);
  expect(new Set(want).size).toBe(9);
});

test.each(['numpy', 'torch'] as const)(
  'a %s truncated normal stays within two deviations, and comes near them',
  (generator) => {
    const numbers = draw(50000, (out) => createSource(generator, 4).truncatedNormal(out, 10, 3));
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(16);
    expect(Math.min(...numbers)).toBeLessThan(4.01);
    expect(Math.max(...numbers)).toBeGreaterThan(15.99);
  },
);

test('torch numbers are float32 values', () => {
  const source = new TorchRandom(2);
  for (const fill of [
    (out: Float64Array) => source.uniform(out, -0.1, 0.3),
    (out: Float64Array) => source.normal(out, 0.1, 0.3),
    (out: Float64Array) => source.truncatedNormal(out, 0.1, 0.3),
  ]) {
    for (const size of [5, 40]) for (const x of draw(size, fill)) expect(Math.fround(x)).toBe(x);
  }
});

test('the logarithm is right where it is small, where it is large, and at powers of two', () => {
  // Rounded from 50 digits of the very double, as decimal.Decimal(x).ln() gives them.
  expect(preciseLog(1)).toBe(0);
  expect(preciseLog(2)).toBe(0.6931471805599453);
  expect(preciseLog(0.5)).toBe(-0.6931471805599453);
  expect(preciseLog(1 - 2 ** -53)).toBe(-1.1102230246251565e-16);
  expect(preciseLog(0.1)).toBe(-2.3025850929940455);
  expect(preciseLog(0.9)).toBe(-0.10536051565782628);
  expect(preciseLog(1e-300)).toBe(-690.7755278982137);
});

test('erf is right to 1e-15', () => {
  // Abramowitz & Stegun, table 7.1, and its symmetry.
  for (const [x, want] of [
    [0, 0],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [2.5, 0.999593047982555],
    [3, 0.9999779095030014],
    [30, 1],
  ]) {
    expect(Math.abs(erf(x) - want)).toBeLessThan(1e-15);
    expect(Math.abs(erf(-x) + want)).toBeLessThan(1e-15);
  }
});
