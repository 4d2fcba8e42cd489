import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lawOf } from '../../../src/engine/initializers/laws/law';
import { shimCases } from './codeCases';

interface Result {
  code: string;
  mean: number;
  std: number;
  min: number;
  max: number;
}

const golden = JSON.parse(readFileSync(new URL('codeShims.json', import.meta.url), 'utf8')) as Result[];

test('Python has run what is written now', () => {
  expect(shimCases.map(({ code }) => code)).toEqual(golden.map(({ code }) => code));
});

describe('the code of Keras and JAX, on stand-ins with their documented signatures, draws the law', () => {
  test.each(
    shimCases.map((one, index) => [`${one.framework} ${JSON.stringify(one.law)}`, one, golden[index]] as const),
  )('%s', (_, { law, shape }, { mean, std, min, max }) => {
    const expected = lawOf(law, shape);
    const count = shape.fanIn * shape.fanOut;
    // Six standard errors; a spread has one of at most std / √(2 n) · √3.
    expect(Math.abs(mean - expected.mean)).toBeLessThanOrEqual((6 * expected.std) / Math.sqrt(count) + 1e-7);
    expect(Math.abs(std - expected.std)).toBeLessThanOrEqual(0.02 * expected.std + 1e-7);
    const slack = 1e-6 * Math.max(Math.abs(expected.lower), Math.abs(expected.upper), 1e-3);
    expect(min).toBeGreaterThanOrEqual(expected.lower - slack);
    expect(max).toBeLessThanOrEqual(expected.upper + slack);
  });
});
