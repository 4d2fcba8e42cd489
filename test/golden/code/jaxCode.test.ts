import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawNetwork } from '../../../src/engine/initializers/draw';
import { createSource } from '../../../src/engine/random/sources';
import { jaxCodeCases } from './jaxCodeCases';

const { codes } = JSON.parse(readFileSync(new URL('jaxCode.json', import.meta.url), 'utf8')) as {
  codes: { code: string; sha256: string }[];
};
const cases = jaxCodeCases().map((one, index) => ({ ...one, index, name: `${one.random.keys} ${one.law.kind}` }));

test.each(cases)(
  'code $index, $name, gives what a trial draws for its first layer',
  ({ code, law, seed, random, index }) => {
    expect(codes[index].code).toBe(code);
    const layers = [
      { inputs: 7, units: 5, name: 'hidden.0' },
      { inputs: 5, units: 2, name: 'output' },
    ];
    const [{ kernel }] = drawNetwork(law, layers, 'in-out', createSource('jax', seed, random), true);
    expect(createHash('sha256').update(Float32Array.from(kernel)).digest('hex')).toBe(codes[index].sha256);
  },
);
