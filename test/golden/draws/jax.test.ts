import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawKernel, drawNetwork, type DrawnLayer } from '../../../src/engine/initializers/draw';
import { fma32 } from '../../../src/engine/random/fusedFloats';
import { createSource, createStream } from '../../../src/engine/random/sources';
import { permutation } from '../../../src/engine/random/jax/draws';
import { erfInverse32 } from '../../../src/engine/random/jax/erfInverse';
import { fillBits, foldIn, keyOf, split } from '../../../src/engine/random/jax/keys';
import { streamWords, type GeneratorSettings } from '../../../src/engine/random/source';
import type { KernelInitializer } from '../../../src/engine/spec/initializerSpec';

interface Golden {
  initializers: KernelInitializer[];
  normals: string;
  drops: number[];
  settings: {
    partitionable: boolean;
    keys: { seed: number; split2: number[]; split3: number[]; fold: number[]; permutations: string[] }[];
    draws: { shape: [number, number]; seed: number; bits: string; initializers: string[] }[];
    orthogonal: { shape: [number, number]; values: number[] }[];
    networks: { seed: number; script: string[]; linen: string[]; nnx: string[]; nnxWithoutBias: string[] }[];
    streams: { seed: number; orders: number[][] }[];
  }[];
}
const golden = JSON.parse(readFileSync(new URL('jax.json', import.meta.url), 'utf8')) as Golden;

const { fround } = Math;
const hash = (values: Uint32Array | Float32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');
const hash32 = (values: ArrayLike<number>): string => hash(Float32Array.from(values));

test('the inverse of erf rounds as XLA does', () => {
  const low = fround(-(1 - 2 ** -24));
  const range = fround(1 - low);
  const values = Float32Array.from({ length: Math.ceil(2 ** 23 / 101) }, (_, i) => {
    const u = Math.max(low, fma32((101 * i) / 2 ** 23, range, low));
    return fround(fround(Math.SQRT2) * erfInverse32(u));
  });
  expect(hash(values)).toBe(golden.normals);
});

for (const { partitionable, keys, draws, orthogonal, networks, streams } of golden.settings) {
  describe(`jax_threefry_partitionable ${partitionable}`, () => {
    test.each(keys)('keys of seed $seed', ({ seed, split2, split3, fold, permutations }) => {
      const key = keyOf(seed);
      expect(split(key, 2, partitionable).flat()).toEqual(split2);
      expect(split(key, 3, partitionable).flat()).toEqual(split3);
      expect(foldIn(key, 4000000000)).toEqual(fold);
      expect([1, 2, 9, 3000, 100000].map((n) => hash(permutation(key, n, partitionable)))).toEqual(permutations);
    });

    test.each(draws)('$shape of seed $seed', ({ shape: [fanIn, fanOut], seed, bits, initializers }) => {
      const words = new Uint32Array(fanIn * fanOut);
      fillBits(keyOf(seed), words, partitionable);
      expect(hash(words)).toBe(bits);
      const source = createSource('jax', seed, { partitionable });
      const drawn = golden.initializers.map((spec) =>
        hash32(drawKernel(spec, { fanIn, fanOut, layout: 'in-out' }, source)),
      );
      expect(drawn).toEqual(initializers);
    });

    test.each(orthogonal)('orthogonal $shape', ({ shape: [fanIn, fanOut], values }) => {
      const source = createSource('jax', 5, { partitionable });
      const kernel = drawKernel({ kind: 'orthogonal', gain: 1.5 }, { fanIn, fanOut, layout: 'in-out' }, source);
      values.forEach((value, i) => expect(kernel[i]).toBeCloseTo(value, 5));
    });

    const units = [5, 4, 2];
    const dense = units.map((count, i): DrawnLayer => ({ inputs: [3, ...units][i], units: count, name: String(i) }));
    /** The layers of the models in makeJax.py, those that are not dense between them. */
    const layersOf = (...passed: DrawnLayer['fixed'][][]): DrawnLayer[] =>
      dense.flatMap((layer, i) => [
        layer,
        ...(passed[i] ?? []).map((fixed) => ({ inputs: layer.units, units: layer.units, name: fixed!, fixed })),
      ]);
    const plain = layersOf();
    const normalized = layersOf(['layerNorm']);
    const mixed = layersOf(['layerNorm'], ['batchNorm', 'dropout']);
    const bias: KernelInitializer = { kind: 'randomNormal', stddev: 0.1 };

    /** Hashes of all tensors but constant biases, in the order of the layers. */
    function tensors(
      seed: number,
      settings: GeneratorSettings['keys'],
      spec: KernelInitializer & { bias?: KernelInitializer },
      layers: DrawnLayer[],
      biases: boolean,
    ): string[] {
      const source = createSource('jax', seed, { partitionable, keys: settings });
      return drawNetwork(spec, layers, 'in-out', source, biases).flatMap((layer) =>
        layer === undefined ? [] : [hash32(layer.kernel), ...(layer.bias && spec.bias ? [hash32(layer.bias)] : [])],
      );
    }

    test.each(networks)('the keys of layers of seed $seed', ({ seed, script, linen, nnx, nnxWithoutBias }) => {
      const glorot: KernelInitializer = { kind: 'glorotUniform' };
      const lecun: KernelInitializer = { kind: 'lecunNormal' };
      expect([
        ...tensors(seed, 'script', glorot, plain, true),
        ...tensors(seed, undefined, { ...glorot, bias }, plain, true),
      ]).toEqual(script);
      expect(tensors(seed, 'linen', { ...lecun, bias }, normalized, true)).toEqual(linen);
      expect(tensors(seed, 'nnx', { ...lecun, bias }, mixed, true)).toEqual(nnx);
      expect(tensors(seed, 'nnx', lecun, mixed, false)).toEqual(nnxWithoutBias);
    });

    test.each(streams)('the training of seed $seed goes on in another thread', ({ seed, orders }) => {
      const words = new Int32Array(streamWords);
      const order = new Uint32Array(12);
      createStream('jax', seed, { partitionable }).save(words);
      for (const want of orders) {
        // Of another seed until it loads.
        const stream = createStream('jax', 99, { partitionable });
        stream.load(words);
        stream.permute(order);
        stream.save(words);
        expect([...order]).toEqual(want);
      }
    });
  });
}

test('units drop out by one long uniform draw', () => {
  const stream = createStream('jax', 3);
  const words = new Int32Array(streamWords);
  const drops = Array.from(golden.drops, () => {
    const drop = stream.randomSample();
    stream.save(words);
    stream.load(words);
    return drop;
  });
  expect(drops).toEqual(golden.drops);
});

test('a seed that is no integer of 32 bits is refused', () => {
  for (const seed of [-1, 0.5, 2 ** 32, NaN]) {
    expect(() => createSource('jax', seed)).toThrow(RangeError);
    expect(() => createStream('jax', seed)).toThrow(`got ${seed}.`);
  }
});
