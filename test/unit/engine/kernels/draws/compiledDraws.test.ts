import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCompiledDraws } from '../../../../../src/engine/kernels/wasm/compiledDraws';
import { compileKernels } from '../../../../../src/engine/kernels/wasm/kernelModule';
import { provideCompiledDraws } from '../../../../../src/engine/random/compiledDraws';
import { normal, truncatedNormal, uniform } from '../../../../../src/engine/random/jax/draws';
import { tensorflowDraws } from '../../../../../src/engine/random/keras/tensorflowDraws';
import { torchDraws } from '../../../../../src/engine/random/keras/torchDraws';
import { TorchRandom } from '../../../../../src/engine/random/torch/torch';
import type { Key } from '../../../../../src/engine/random/jax/threefry';

const module = compileKernels(readFileSync('out/test/kernels/draws.wasm'));
const draws = module && createCompiledDraws(module);
const key: Key = [0xdeadbeef, 4000000000];

/** Draws of n numbers, whose first one is not that of the memory. */
const drawn = (n: number, draw: (out: Float64Array) => void): Float64Array => {
  const out = new Float64Array(n).fill(NaN);
  draw(out);
  return out;
};

/** The compiled draws, which count their calls. */
let calls = 0;
function provide(): void {
  calls = 0;
  const counted =
    <A extends unknown[]>(call: (...args: A) => void) =>
    (...args: A) => {
      calls++;
      call(...args);
    };
  const { threefry, philox, torchRands, torchNormals } = draws!;
  provideCompiledDraws(() => ({
    ...draws!,
    threefry: counted(threefry),
    philox: counted(philox),
    torchRands: counted(torchRands),
    torchNormals: counted(torchNormals),
  }));
}

/** Whether `draw` gives n times the same bits compiled and by the reference. */
function isSame(n: number, draw: (out: Float64Array) => void): boolean {
  provide();
  const compiled = drawn(n, draw);
  expect(calls).toBeGreaterThan(0);
  provideCompiledDraws(undefined);
  const reference = drawn(n, draw);
  return compiled.every((x, i) => Object.is(x, reference[i]));
}

// Node 24 has the instructions; a processor without fused multiply-adds draws by the reference alone.
describe.runIf(draws)('compiled draws', () => {
  beforeEach(provide);
  afterEach(() => provideCompiledDraws(undefined));

  // Odd, of whole and of broken vectors, of one call and of more.
  describe.each([1024, 1025, 1026, 1027, 4096, 4099, 8191, 8192, 8193, 12289, 33153, 200001])('%i numbers', (n) => {
    test.each([
      ['uniform of (0, 1)', (out: Float64Array, partitionable: boolean) => uniform(key, out, 0, 1, partitionable)],
      ['uniform', (out: Float64Array, partitionable: boolean) => uniform(key, out, -0.3, 0.7, partitionable)],
      ['far uniform', (out: Float64Array, partitionable: boolean) => uniform(key, out, -100.3, -100.1, partitionable)],
      ['normal', (out: Float64Array, partitionable: boolean) => normal(key, out, partitionable)],
      ['truncated', (out: Float64Array, partitionable: boolean) => truncatedNormal(key, out, partitionable)],
    ])('%s gives the bits of the reference', (_, draw) => {
      for (const partitionable of [true, false]) expect(isSame(n, (out) => draw(out, partitionable))).toBe(true);
    });

    test.each([
      ['uniform', (seed: number, out: Float64Array) => tensorflowDraws.uniform(seed, out, -0.3, 0.7)],
      ['normal', (seed: number, out: Float64Array) => tensorflowDraws.normal(seed, out, 0.1, 1.7)],
      ['truncated', (seed: number, out: Float64Array) => tensorflowDraws.truncatedNormal(seed, out, 0.1, 1.7)],
    ])("TensorFlow's %s gives the bits of the reference", (_, draw) => {
      for (const seed of [0, 3, 4294967295]) expect(isSame(n, (out) => draw(seed, out))).toBe(true);
    });

    test.each([
      ['uniform', (torch: TorchRandom, out: Float64Array) => torch.uniform(out, -0.3, 0.7)],
      ['normal', (torch: TorchRandom, out: Float64Array) => torch.normal(out, 0.1, 1.7)],
      ['truncated', (torch: TorchRandom, out: Float64Array) => torch.truncatedNormal(out, 0.1, 1.7)],
    ])("PyTorch's %s gives the bits of the reference, and so does what follows", (_, draw) => {
      const both = (out: Float64Array): void => {
        const torch = new TorchRandom(5);
        draw(torch, out.subarray(0, n));
        torch.normal(out.subarray(n), 0, 1);
      };
      expect(isSame(n + 33, both)).toBe(true);
    });

    test.each([
      ['uniform', (out: Float64Array) => torchDraws.uniform(3, out, -0.3, 0.7)],
      ['truncated', (out: Float64Array) => torchDraws.truncatedNormal(3, out, 0.1, 1.7)],
    ])("Keras' %s on PyTorch gives the bits of the reference", (_, draw) => {
      expect(isSame(n, draw)).toBe(true);
    });
  });

  test('a small tensor and a machine without it take the reference', () => {
    drawn(1023, (out) => normal(key, out, true));
    expect(calls).toBe(0);
    let loads = 0;
    provideCompiledDraws(() => {
      loads++;
      return undefined;
    });
    for (let time = 0; time < 2; time++) expect(drawn(2048, (out) => normal(key, out, true))).not.toContain(NaN);
    expect(loads).toBe(1);
  });
});
