import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCompiledFill } from '../../../../src/engine/kernels/wasm/compiledFill';
import { compileKernels } from '../../../../src/engine/kernels/wasm/kernelModule';
import { provideCompiledFill } from '../../../../src/engine/random/jax/compiled';
import { normal, truncatedNormal, uniform } from '../../../../src/engine/random/jax/draws';
import type { Key } from '../../../../src/engine/random/jax/threefry';

const module = compileKernels(readFileSync('out/test/kernels/draws.wasm'));
const fill = module && createCompiledFill(module);
const key: Key = [0xdeadbeef, 4000000000];

/** Draws of n numbers, whose first one is not that of the memory. */
const drawn = (n: number, draw: (out: Float64Array) => void): Float64Array => {
  const out = new Float64Array(n).fill(NaN);
  draw(out);
  return out;
};

// Node 24 has the instructions; a processor without fused multiply-adds draws by the reference alone.
describe.runIf(fill)('the compiled fill', () => {
  let calls = 0;
  function provide(): void {
    calls = 0;
    provideCompiledFill(() => (...args) => {
      calls++;
      fill!(...args);
    });
  }
  beforeEach(provide);
  afterEach(() => provideCompiledFill(undefined));

  // Odd, of whole and of broken vectors, of one call and of more.
  describe.each([1024, 1025, 1026, 1027, 4096, 4099, 8191, 8192, 8193, 12289, 33153, 200001])('%i numbers', (n) => {
    test.each([
      ['uniform of (0, 1)', (out: Float64Array, partitionable: boolean) => uniform(key, out, 0, 1, partitionable)],
      ['uniform', (out: Float64Array, partitionable: boolean) => uniform(key, out, -0.3, 0.7, partitionable)],
      ['far uniform', (out: Float64Array, partitionable: boolean) => uniform(key, out, -100.3, -100.1, partitionable)],
      ['normal', (out: Float64Array, partitionable: boolean) => normal(key, out, partitionable)],
      ['truncated', (out: Float64Array, partitionable: boolean) => truncatedNormal(key, out, partitionable)],
    ])('%s gives the bits of the reference', (_, draw) => {
      for (const partitionable of [true, false]) {
        const compiled = drawn(n, (out) => draw(out, partitionable));
        expect(calls).toBe(1);
        provideCompiledFill(undefined);
        const reference = drawn(n, (out) => draw(out, partitionable));
        expect(compiled.every((x, i) => Object.is(x, reference[i]))).toBe(true);
        provide();
      }
    });
  });

  test('a small tensor and a machine without it take the reference', () => {
    drawn(1023, (out) => normal(key, out, true));
    expect(calls).toBe(0);
    let loads = 0;
    provideCompiledFill(() => {
      loads++;
      return undefined;
    });
    for (let time = 0; time < 2; time++) expect(drawn(2048, (out) => normal(key, out, true))).not.toContain(NaN);
    expect(loads).toBe(1);
  });
});
