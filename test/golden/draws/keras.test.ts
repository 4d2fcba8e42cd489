import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { NetworkInitializer } from '../../../src/engine/initializers/check';
import { drawKernel, drawNetwork } from '../../../src/engine/initializers/draw';
import { createSource } from '../../../src/engine/random/sources';
import type { GeneratorSettings } from '../../../src/engine/random/source';
import type { KernelInitializer } from '../../../src/engine/spec/initializerSpec';
import { kerasCodeCases } from './kerasCodeCases';

type Backend = NonNullable<GeneratorSettings['backend']>;

interface Golden {
  versions: string;
  draws: { law: KernelInitializer; shape: [number, number]; seed: number; sha256?: string; values?: number[] }[];
  models: { entry: NetworkInitializer; inputs: number; layers: number[]; seed: number; sha256: string }[];
  codes: { code: string; sha256: string }[];
  shuffles: { seed: number; n: number; order: number[] }[];
}

const figures = JSON.parse(readFileSync(new URL('keras.json', import.meta.url), 'utf8')) as Record<Backend, Golden>;

/** SHA-256 of the little-endian float32 bytes. */
function digest(values: ArrayLike<number>): string {
  const { buffer } = Float32Array.from(values);
  return createHash('sha256').update(new Uint8Array(buffer)).digest('hex');
}

/** A width, or the rate of a dropout: a share below 1. */
function layersOf(features: number, layers: readonly number[]) {
  let width = features;
  return layers.map((layer, index) => {
    const isDropout = layer < 1;
    const units = isDropout ? width : layer;
    const inputs = width;
    width = units;
    return { inputs, units, name: `hidden.${index}`, fixed: isDropout ? ('dropout' as const) : undefined };
  });
}

describe.each(Object.entries(figures) as [Backend, Golden][])('Keras on %s', (backend, golden) => {
  const { draws, models, shuffles, codes } = golden;

  test.each(draws)('draws $law.kind of $shape from seed $seed', ({ law, shape, seed, sha256, values }) => {
    const [fanIn, fanOut] = shape;
    const kernel = drawKernel(law, { fanIn, fanOut, layout: 'in-out' }, createSource('keras', seed, { backend }));
    if (sha256 !== undefined) expect(digest(kernel)).toBe(sha256);
    values?.forEach((value, index) => {
      expect(Math.abs(kernel[index] - value)).toBeLessThan(1e-5);
    });
  });

  test.each(models)('builds a model of layers $layers with $entry from seed $seed', (model) => {
    const drawn = drawNetwork(
      model.entry,
      layersOf(model.inputs, model.layers),
      'in-out',
      createSource('keras', model.seed, { backend }),
      true,
    );
    expect(digest(drawn.flatMap((layer) => (layer ? [...layer.kernel, ...layer.bias!] : [])))).toBe(model.sha256);
  });

  test.each(kerasCodeCases(backend).map((one, index) => ({ ...one, index, name: JSON.stringify(one.law) })))(
    'code of $name gives what a trial draws',
    ({ law, shape, seed, random, code, index }) => {
      expect(codes[index].code).toBe(code);
      const layers = [{ inputs: shape.fanIn, units: shape.fanOut, name: 'output' }];
      const [{ kernel }] = drawNetwork(law, layers, shape.layout, createSource('keras', seed, random), true);
      expect(digest(kernel)).toBe(codes[index].sha256);
    },
  );

  test('shuffles', () => {
    for (const { seed, n, order } of shuffles)
      expect([...createSource('keras', seed, { backend }).permutation(n)]).toEqual(order);
  });
});
