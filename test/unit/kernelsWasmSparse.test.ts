import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/engine/arena';
import type { Kernels } from '../../src/engine/kernels/kernels';
import { referenceKernels } from '../../src/engine/kernels/reference/reference';
import type { KernelModule } from '../../src/engine/kernels/wasm/kernelModule';
import { createWasmKernels, scratchBytes, sparseScratchBytes } from '../../src/engine/kernels/wasm/wasmKernels';
import { NumpyRandom } from '../../src/engine/random/numpy';
import { builds, put } from './kernelsWasmSupport';

const random = new NumpyRandom(21);
const uniform = (length: number): Float64Array => {
  const out = new Float64Array(length);
  random.uniform(out, 0, 1);
  return out;
};

interface Case {
  n: number;
  inputs: number;
  units: number;
  density: number;
}

/** Widths with tails of every kind, from drawings to dense data, one with no numbers at all. */
const cases: Case[] = [
  { n: 128, inputs: 784, units: 64, density: 0.19 },
  { n: 9, inputs: 65, units: 25, density: 0.3 },
  { n: 8, inputs: 71, units: 35, density: 0.05 },
  { n: 33, inputs: 100, units: 103, density: 0.2 },
  { n: 16, inputs: 64, units: 32, density: 0 },
  { n: 16, inputs: 90, units: 40, density: 0.41 },
  { n: 12, inputs: 80, units: 30, density: 1 },
];

/** Gathers a batch and sends it through a layer forward and backward. */
function pass(kernels: Kernels, arena: Arena, { n, inputs, units }: Case, data: { source: Float32Array; kernel: Float32Array; bias: Float32Array; slopes: Float32Array }) {
  const indices = Uint32Array.from({ length: n }, (_, r) => (r * 5) % n);
  const make = (length: number) => arena.float32(length + 1).fill(7);
  const out = { x: make(n * inputs), z: make(n * units), a: make(n * units), kernelGradient: make(units * inputs), biasGradient: make(units) };
  kernels.gather(data.source, indices, out.x, n, inputs);
  kernels.denseForward(out.x, data.kernel, data.bias, out.z, out.a, n, inputs, units, 'tanh');
  kernels.denseBackward(out.x, data.kernel, out.z, put(arena, data.slopes), out.kernelGradient, out.biasGradient, undefined, n, inputs, units, undefined);
  return out;
}

function dataOf({ n, inputs, units, density }: Case, arena: Arena) {
  const chance = uniform(n * inputs);
  const source = put(arena, uniform(n * inputs).map((value, i) => (chance[i] < density ? value : 0)));
  return { source, kernel: put(arena, uniform(units * inputs).map((v) => v - 0.5)), bias: put(arena, uniform(units)), slopes: put(arena, uniform(n * units).map((v) => v - 0.5)) };
}

function kernelsWithRoom(name: string, module: KernelModule, one: Case, room: boolean) {
  const scratch = scratchBytes + (room ? sparseScratchBytes(one.n, one.inputs, one.units) : 0);
  const arena = Arena.create(scratch + 4_000_000);
  return { arena, kernels: createWasmKernels(module, arena.memory!, arena.reserve(scratch), name) };
}

for (const { name, module } of builds) {
  describe.skipIf(module === undefined)(`${name} kernels on batches of many zeros${module ? '' : ' (this Node lacks the instructions)'}`, () => {
    test.each(cases)('$n × $inputs × $units, $density of the numbers', (one) => {
      const { arena, kernels } = kernelsWithRoom(name, module!, one, true);
      const data = dataOf(one, arena);
      const plain = Arena.create(4_000_000);
      const expected = pass(referenceKernels, plain, one, data);
      const actual = pass(kernels, arena, one, data);
      for (const key of ['x', 'z', 'a', 'kernelGradient', 'biasGradient'] as const) {
        let worst = 0;
        for (let i = 0; i < expected[key].length; i++) worst = Math.max(worst, Math.abs(actual[key][i] - expected[key][i]));
        expect(worst, key).toBeLessThan(2e-5);
      }
    });

    test('a second batch in the same place is taken anew, and one written by hand is an ordinary one', () => {
      const one = cases[1];
      const { arena, kernels } = kernelsWithRoom(name, module!, one, true);
      for (let round = 0; round < 3; round++) {
        const data = dataOf(one, arena);
        const expected = pass(referenceKernels, Arena.create(1_000_000), one, data);
        const actual = pass(kernels, arena, one, data);
        for (let i = 0; i < expected.kernelGradient.length; i++) expect(Math.abs(actual.kernelGradient[i] - expected.kernelGradient[i])).toBeLessThan(2e-5);
      }
      const data = dataOf(one, arena);
      const [z, a] = [arena.float32(one.n * one.units), arena.float32(one.n * one.units)];
      kernels.denseForward(data.source, data.kernel, undefined, z, a, one.n, one.inputs, one.units, 'linear');
      const exact = new Float32Array(one.n * one.units);
      referenceKernels.denseForward(data.source, data.kernel, undefined, exact, exact.slice(), one.n, one.inputs, one.units, 'linear');
      for (let i = 0; i < exact.length; i++) expect(Math.abs(a[i] - exact[i])).toBeLessThan(2e-5);
    });

    test('are compressed where there is room and not elsewhere: zeros then hide a kernel that is not finite', () => {
      // 0 · ∞ is NaN in a plain product, and never computed in a compressed one.
      const one = cases[1];
      for (const room of [true, false]) {
        const { arena, kernels } = kernelsWithRoom(name, module!, one, room);
        const data = dataOf(one, arena);
        for (let r = 0; r < one.n; r++) data.source[r * one.inputs] = 0;
        data.kernel[0] = Infinity;
        const { z } = pass(kernels, arena, one, data);
        expect(Number.isNaN(z[0])).toBe(!room);
      }
    });
  });
}
