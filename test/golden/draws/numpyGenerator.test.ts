import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { float32, float64 } from '../../../src/engine/elementType';
import { createSource } from '../../../src/engine/random/sources';
import { NumpyGenerator } from '../../../src/engine/random/pcg64/numpyGenerator';
import { Pcg64 } from '../../../src/engine/random/pcg64/pcg64';
import { seedWords } from '../../../src/engine/random/pcg64/seedSequence';
import { streamWords } from '../../../src/engine/random/source';

type Call = 'words' | 'raw' | 'normal' | 'uniform' | 'integers' | 'permutation' | 'rows' | 'choice' | 'stream';
const golden = JSON.parse(readFileSync(new URL('numpyGenerator.json', import.meta.url), 'utf8')) as {
  version: string;
  cases: [seed: string, call: Call, args: number[], dtype: string, sha256: string][];
};

const int64 = (values: Iterable<number>): BigInt64Array => BigInt64Array.from([...values], BigInt);

function filled(count: number, fill: (out: Float64Array) => void): Float64Array {
  const out = new Float64Array(count);
  fill(out);
  return out;
}

function rows(rng: NumpyGenerator, count: number, width: number): BigInt64Array {
  const values = Uint32Array.from({ length: count * width }, (_, i) => i);
  rng.shuffle(values, width);
  return int64(values);
}

/** Draws of all kinds one after the other, with the half of a word that is kept between permutations. */
function stream(rng: NumpyGenerator): Float64Array {
  const uniform = (count: number, low: number): Float64Array => filled(count, (out) => rng.uniform(out, low, 1));
  return Float64Array.from([
    ...filled(20, (out) => rng.normal(out, 0, 1)),
    ...uniform(12, -1),
    ...rng.permutation(9),
    ...uniform(3, 0),
    ...rng.permutation(6),
    ...uniform(3, 0),
  ]);
}

function drawn(seed: bigint, call: Call, dtype: string, [a, b, c]: number[]): ArrayBufferView {
  const type = dtype === 'float32' ? float32 : float64;
  const rng = new NumpyGenerator(seed, type);
  switch (call) {
    case 'words':
      return seedWords(seed, 8);
    case 'raw': {
      const bits = new Pcg64(seed);
      return BigUint64Array.from({ length: 8 }, () => {
        bits.next64();
        return (BigInt(bits.high) << 32n) | BigInt(bits.low);
      });
    }
    case 'normal':
      return new type.array(filled(a, (out) => rng.normal(out, b, c)));
    case 'uniform':
      return new type.array(filled(a, (out) => rng.uniform(out, b, c)));
    case 'integers':
      return int64(rng.integers(a, b, c));
    case 'permutation':
      return int64(rng.permutation(a));
    case 'rows':
      return rows(rng, a, b);
    case 'choice':
      return int64(rng.choice(a, b));
    case 'stream':
      return stream(rng);
  }
}

const digest = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');

test("every draw of NumPy's Generator, bit for bit", () => {
  expect(golden.cases.length).toBeGreaterThan(500);
  const differing = golden.cases.filter(
    ([seed, call, args, dtype, sha256]) => digest(drawn(BigInt(seed), call, dtype, args)) !== sha256,
  );
  expect(differing.map(([seed, call, args, dtype]) => `${call}(${args.join(', ')}) of seed ${seed}, ${dtype}`)).toEqual(
    [],
  );
});

test('numbers as seeds are the same integers', () => {
  for (const seed of [0, 3, 4294967295, Number.MAX_SAFE_INTEGER])
    expect(seedWords(seed, 8)).toEqual(seedWords(BigInt(seed), 8));
});

test.each([-1, 0.5, 2 ** 53, NaN, -1n])('%s is no seed', (seed) => {
  expect(() => new NumpyGenerator(seed)).toThrow(`Seed: expected a non-negative integer, got ${seed}.`);
});

test('a source of float32 is asked for by its dtype, and takes seeds of any size', () => {
  const draw = (source: { normal: NumpyGenerator['normal'] }): Float64Array =>
    filled(9, (out) => source.normal(out, 0, 1));
  expect(draw(createSource('numpyGenerator', 5))).toEqual(draw(new NumpyGenerator(5)));
  expect(draw(createSource('numpyGenerator', 5, { dtype: 'float32' }))).toEqual(draw(new NumpyGenerator(5, float32)));
  expect(draw(createSource('numpyGenerator', 2n ** 70n, { dtype: 'float32' }))).toEqual(
    draw(new NumpyGenerator(2n ** 70n, float32)),
  );
  expect(() => createSource('torch', 2n ** 70n)).toThrow(RangeError);
});

test('a training goes on in the middle of a word', () => {
  const rng = new NumpyGenerator(3);
  rng.permutation(8);
  const state = new Int32Array(streamWords);
  let odd = 0;
  for (let n = 2; n < 12; n++) {
    rng.permutation(n);
    rng.save(state);
    odd += state[8];
    const other = new NumpyGenerator(0);
    other.load(state);
    expect(other.permutation(50)).toEqual(rng.permutation(50));
    rng.load(state);
  }
  expect(odd).toBeGreaterThan(0);
});
