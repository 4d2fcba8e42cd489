import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import type { Kernels } from '../../../../src/engine/kernels/kernels';
import { referenceKernels } from '../../../../src/engine/kernels/reference/reference';
import type { KernelModule } from '../../../../src/engine/kernels/wasm/kernelModule';
import { compressedScratchBytes, compressRows, densityOf } from '../../../../src/engine/kernels/wasm/compressedRows';
import { createWasmKernels, scratchBytes } from '../../../../src/engine/kernels/wasm/wasmKernels';
import { NumpyRandom } from '../../../../src/engine/random/numpy';
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
function pass(
  kernels: Kernels,
  arena: Arena,
  { n, inputs, units }: Case,
  data: { source: Float32Array; kernel: Float32Array; bias: Float32Array; slopes: Float32Array },
) {
  const indices = Uint32Array.from({ length: n }, (_, r) => (r * 7) % n);
  const make = (length: number) => arena.float32(length + 1).fill(7);
  const out = {
    x: make(n * inputs),
    z: make(n * units),
    a: make(n * units),
    kernelGradient: make(units * inputs),
    biasGradient: make(units),
  };
  const batch = kernels.gather(data.source, indices, out.x, n, inputs);
  kernels.denseForward(out.x, data.kernel, data.bias, out.z, out.a, n, inputs, units, 'tanh', batch);
  kernels.denseBackward(
    out.x,
    data.kernel,
    out.z,
    put(arena, data.slopes),
    out.kernelGradient,
    out.biasGradient,
    undefined,
    n,
    inputs,
    units,
    undefined,
    batch,
  );
  return out;
}

function dataOf({ n, inputs, units, density }: Case, arena: Arena) {
  const chance = uniform(n * inputs);
  const source = put(
    arena,
    uniform(n * inputs).map((value, i) => (chance[i] < density ? value : 0)),
  );
  return {
    source,
    kernel: put(
      arena,
      uniform(units * inputs).map((v) => v - 0.5),
    ),
    bias: put(arena, uniform(units)),
    slopes: put(
      arena,
      uniform(n * units).map((v) => v - 0.5),
    ),
  };
}

/**
 * Kernels over one case's data, by compressed rows or not; `room` for batches of fewer entries makes them be copied
 * after all.
 */
function prepare(name: string, module: KernelModule, one: Case, compressed: boolean, room = one.n) {
  const scratch = scratchBytes + (compressed ? compressedScratchBytes(room, one.inputs, false) : 0);
  const arena = Arena.create(scratch + 4_000_000);
  const data = dataOf(one, arena);
  const rows = compressed ? compressRows(module, arena, data.source, one.n, densityOf(data.source, one.n)) : undefined;
  expect(rows !== undefined).toBe(compressed);
  return { arena, data, kernels: createWasmKernels(module, arena.memory!, arena.reserve(scratch), name, rows) };
}

type Passed = ReturnType<typeof pass>;
function expectNear(
  actual: Passed,
  expected: Passed,
  keys: readonly (keyof Passed)[] = ['z', 'a', 'kernelGradient', 'biasGradient'],
): void {
  for (const key of keys) {
    let worst = 0;
    for (let i = 0; i < expected[key].length; i++) worst = Math.max(worst, Math.abs(actual[key][i] - expected[key][i]));
    expect(worst, key).toBeLessThan(2e-5);
  }
}

for (const { name, module } of builds) {
  describe.skipIf(module === undefined)(
    `${name} kernels by compressed rows${module ? '' : ' (this Node lacks the instructions)'}`,
    () => {
      test.each(cases)('agree with the reference: $n × $inputs × $units, $density of the numbers', (one) => {
        const { arena, data, kernels } = prepare(name, module!, one, true);
        const expected = pass(referenceKernels, Arena.create(4_000_000), one, data);
        expectNear(pass(kernels, arena, one, data), expected);
      });

      test('copy a batch after all that is fuller than planned, and are used elsewhere', () => {
        const one = { n: 33, inputs: 100, units: 103, density: 0.9 };
        const { arena, data, kernels } = prepare(name, module!, one, true, 3);
        expectNear(pass(kernels, arena, one, data), pass(referenceKernels, Arena.create(4_000_000), one, data), [
          'x',
          'z',
          'a',
          'kernelGradient',
          'biasGradient',
        ]);
      });

      test('remember no batch: other numbers in its place are multiplied as they are', () => {
        const one = cases[1];
        const { arena, data, kernels } = prepare(name, module!, one, true);
        const { x } = pass(kernels, arena, one, data);
        const rows = x.subarray(0, one.n * one.inputs).map((_, i) => Math.cos(i));
        x.set(rows);
        const size = one.n * one.units;
        const [z, a] = [arena.float32(size), arena.float32(size)];
        kernels.denseForward(x, data.kernel, data.bias, z, a, one.n, one.inputs, one.units, 'tanh');
        const [exact, unused] = [new Float32Array(size), new Float32Array(size)];
        referenceKernels.denseForward(
          rows,
          data.kernel,
          data.bias,
          exact,
          unused,
          one.n,
          one.inputs,
          one.units,
          'tanh',
        );
        exact.forEach((value, i) => expect(Math.abs(z[i] - value)).toBeLessThan(2e-5));
      });

      test('take every batch anew, and rows of another array as they are', () => {
        const one = cases[3];
        const { arena, data, kernels } = prepare(name, module!, one, true);
        for (let round = 0; round < 3; round++) {
          data.kernel.set(uniform(data.kernel.length));
          expectNear(pass(kernels, arena, one, data), pass(referenceKernels, Arena.create(4_000_000), one, data));
        }
        const other = dataOf(one, arena);
        expectNear(pass(kernels, arena, one, other), pass(referenceKernels, Arena.create(4_000_000), one, other), [
          'x',
          'z',
          'kernelGradient',
        ]);
      });

      test('never multiply by a zero of the data: it hides a kernel that is not finite', () => {
        // 0 · ∞ is NaN in a plain product, and not computed in a compressed one.
        const one = cases[1];
        for (const compressed of [true, false]) {
          const { arena, data, kernels } = prepare(name, module!, { ...one, density: 0 }, compressed);
          data.kernel[0] = Infinity;
          expect(Number.isNaN(pass(kernels, arena, one, data).z[0])).toBe(!compressed);
        }
      });

      test('a row of NaN is kept, and a split fuller than its sample says is not compressed', () => {
        const one = { n: 1000, inputs: 64, units: 24, density: 0 };
        const arena = Arena.create(4_000_000);
        const data = dataOf(one, arena);
        data.source[5] = NaN;
        const rows = compressRows(module!, arena, data.source, one.n, 0.01)!;
        expect([rows.starts[1] - rows.starts[0], rows.starts[1000] - rows.starts[1]]).toEqual([8, 0]);
        data.source.fill(1, 300 * 64);
        expect(densityOf(data.source, one.n)).toBeGreaterThan(0.6);
        expect(compressRows(module!, arena, data.source, one.n, 0.2)).toBeUndefined();
      });
    },
  );
}
