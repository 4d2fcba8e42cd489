import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { createCompiledDraws } from '../../../../../src/engine/kernels/wasm/compiledDraws';
import { compileKernels } from '../../../../../src/engine/kernels/wasm/kernelModule';
import { provideCompiledDraws } from '../../../../../src/engine/random/compiledDraws';
import { type Generator } from '../../../../../src/engine/random/generators';
import { createSource } from '../../../../../src/engine/random/sources';
import type { GeneratorSettings, RandomSource } from '../../../../../src/engine/random/source';

const streams = createCompiledDraws(compileKernels(readFileSync('out/test/kernels/draws.wasm'))!);
const laws: Record<string, (source: RandomSource, out: Float64Array) => void> = {
  uniform: (source, out) => source.uniform(out, -0.3, 0.7),
  normal: (source, out) => source.normal(out, 0, 1),
  'shifted normal': (source, out) => source.normal(out, 0.1, 0.05),
  'truncated normal': (source, out) => source.truncatedNormal(out, 0.1, 0.05),
};

let calls = 0;
/** Counts the fills that are called. */
function provide(): void {
  calls = 0;
  const counted = Object.entries(streams!).map(([name, fill]) => [
    name,
    (...args: unknown[]) => {
      calls++;
      (fill as (...args: unknown[]) => void)(...args);
    },
  ]);
  provideCompiledDraws(() => Object.fromEntries(counted) as NonNullable<typeof streams>);
}
afterEach(() => provideCompiledDraws(undefined));

const generators: [Generator, GeneratorSettings][] = [
  ['numpyGenerator', {}],
  ['numpyGenerator', { dtype: 'float32' }],
  ['numpy', {}],
];

// A processor without fused multiply-adds draws by the reference alone.
describe.runIf(streams).each(generators)('the compiled fill of %s %j', (generator, settings) => {
  const draw = (n: number, law: string, shuffled = 0): number[] => {
    const source = createSource(generator, 6, settings);
    const [before, out, after] = [new Float64Array(3), new Float64Array(n).fill(NaN), new Float64Array(3)];
    // So that the words of a number, or of a pair, may belong to two states of a twister.
    source.permutation(shuffled);
    source.normal(before, 0, 1);
    laws[law](source, out);
    source.normal(after, 0, 1);
    return [...before, ...out, ...after, ...source.permutation(9)];
  };

  test.each(Object.keys(laws))('%s gives the bits of the reference, and leaves the stream where that does', (law) => {
    for (const [n, shuffled] of [
      [1030, 2],
      [1031, 3],
      [4096, 4],
      [4103, 5],
      [300_001, 6],
    ]) {
      provideCompiledDraws(undefined);
      const reference = draw(n, law, shuffled);
      provide();
      const compiled = draw(n, law, shuffled);
      // Truncated normals of RandomState are taken of several blocks.
      if (generator === 'numpy' && law === 'truncated normal') expect(calls).toBeGreaterThan(0);
      else expect(calls).toBe(1);
      expect(compiled.findIndex((x, i) => !Object.is(x, reference[i]))).toBe(-1);
      expect(compiled).toHaveLength(reference.length);
    }
  });

  test('a small tensor takes the reference', () => {
    provide();
    draw(1023, 'normal');
    expect(calls).toBe(0);
  });
});
