import { describe, expect, test } from 'vitest';
import type { Arena } from '../../../../src/engine/arena';
import type { Kernels } from '../../../../src/engine/kernels/kernels';
import { referenceKernels } from '../../../../src/engine/kernels/reference/reference';
import { NumpyRandom } from '../../../../src/engine/random/numpy';
import { builds, kernelsIn, put } from './kernelsWasmSupport';

/** Sizes around the 6 × 8 tiles, and empty ones; a few over the blocks of 384 deep and 512 wide. */
const few = [0, 1, 2, 5, 6, 7, 8, 9, 12, 13, 17];
const shapes = [
  ...few.flatMap((n) => few.flatMap((inputs) => few.map((units) => [n, inputs, units] as const))),
  [20, 385, 30],
  [19, 770, 11],
  [14, 30, 521],
  [14, 1040, 9],
  [400, 10, 9],
  [801, 13, 7],
  [25, 1025, 515],
] as const;

const random = new NumpyRandom(8);
function normal(length: number): Float32Array {
  const out = new Float64Array(length);
  random.normal(out, 0, 1);
  return Float32Array.from(out);
}

/** Float32 sums in another order than the double ones: rounding grows with the number of terms. */
function expectNear(actual: Float32Array, expected: Float32Array, length: number, depth: number, place: string): void {
  const tolerance = 2.5e-7 * (8 + depth);
  let worst = 0;
  for (let i = 0; i < length; i++) worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
  expect(worst, place).toBeLessThan(tolerance);
}

function forward(arena: Arena, kernels: Kernels, n: number, inputs: number, units: number, withBias: boolean): void {
  arena.reserve(0);
  const place = `${n} × ${inputs} × ${units}`;
  const x = put(arena, normal(n * inputs));
  const kernel = put(arena, normal(units * inputs));
  const bias = withBias ? put(arena, normal(units)) : undefined;
  const [z, a] = [arena.float32(n * units + 1), arena.float32(n * units + 1)];
  z.fill(7);
  a.fill(7);
  const expected = new Float32Array(n * units);
  kernels.denseForward(x, kernel, bias, z, a, n, inputs, units, 'relu');
  referenceKernels.denseForward(x, kernel, bias, expected, new Float32Array(n * units), n, inputs, units, 'relu');
  expectNear(z, expected, n * units, inputs, place);
  for (let i = 0; i < n * units; i++) if (a[i] !== Math.max(0, z[i])) expect(a[i], place).toBe(Math.max(0, z[i]));
  expect([z[n * units], a[n * units]], place).toEqual([7, 7]);
}

function backward(arena: Arena, kernels: Kernels, n: number, inputs: number, units: number): void {
  const place = `${n} × ${inputs} × ${units}`;
  const x = put(arena, normal(n * inputs));
  const kernel = put(arena, normal(units * inputs));
  const z = put(arena, normal(n * units));
  const values = normal(n * units);
  const make = (length: number) => arena.float32(length + 1).fill(7);
  const own = {
    gradient: put(arena, values),
    kernelGradient: make(units * inputs),
    biasGradient: make(units),
    inputGradient: make(n * inputs),
  };
  const expected = {
    gradient: values.slice(),
    kernelGradient: new Float32Array(units * inputs),
    biasGradient: new Float32Array(units),
    inputGradient: new Float32Array(n * inputs),
  };
  for (const [make, out] of [
    [kernels, own],
    [referenceKernels, expected],
  ] as const) {
    make.denseBackward(
      x,
      kernel,
      z,
      out.gradient,
      out.kernelGradient,
      out.biasGradient,
      out.inputGradient,
      n,
      inputs,
      units,
      'relu',
    );
  }
  expect(own.gradient, place).toEqual(expected.gradient);
  expectNear(own.kernelGradient, expected.kernelGradient, units * inputs, n, `kernel ${place}`);
  expectNear(own.biasGradient, expected.biasGradient, units, n, `bias ${place}`);
  expectNear(own.inputGradient, expected.inputGradient, n * inputs, units, `input ${place}`);
  expect([own.kernelGradient[units * inputs], own.biasGradient[units], own.inputGradient[n * inputs]], place).toEqual([
    7, 7, 7,
  ]);
}

for (const { name, module } of builds) {
  describe.skipIf(module === undefined)(
    `${name} dense layers agree with the reference${module ? '' : ' (this Node lacks the instructions)'}`,
    () => {
      const bytes = 16_000_000;
      test('forward', () => {
        for (const [n, inputs, units] of shapes) {
          const { arena, kernels } = shared(bytes);
          forward(arena, kernels, n, inputs, units, (n + units) % 2 === 0);
        }
      });

      test('backward', () => {
        for (const [n, inputs, units] of shapes) {
          const { arena, kernels } = shared(bytes);
          backward(arena, kernels, n, inputs, units);
        }
      });

      test('an array at the very end of the memory is not read or written past its end', () => {
        for (const [n, inputs, units] of [
          [7, 16, 16],
          [6, 17, 16],
          [13, 32, 9],
          [16, 7, 16],
          [32, 16, 10],
        ] as const) {
          const { arena, kernels } = kernelsIn(name, module!, 65_536);
          const sizes = [n * inputs, units * inputs, n * units];
          const [x, kernel, gradient] = sizes.map((size) => {
            // The last whole cache lines of the memory, one array after the other.
            const at = arena.buffer.byteLength - 4 * size;
            return new Float32Array(arena.buffer, at, size);
          });
          const [z, a, kernelGradient, inputGradient] = [n * units, n * units, units * inputs, n * inputs].map((size) =>
            arena.float32(size),
          );
          kernels.denseForward(x, put(arena, normal(units * inputs)), undefined, z, a, n, inputs, units, 'linear');
          kernels.denseForward(put(arena, normal(n * inputs)), kernel, undefined, z, a, n, inputs, units, 'linear');
          kernels.denseBackward(
            x,
            put(arena, normal(units * inputs)),
            z,
            arena.float32(n * units),
            kernelGradient,
            undefined,
            inputGradient,
            n,
            inputs,
            units,
            undefined,
          );
          kernels.denseBackward(
            put(arena, normal(n * inputs)),
            kernel,
            z,
            gradient,
            kernelGradient,
            undefined,
            inputGradient,
            n,
            inputs,
            units,
            'tanh',
          );
          kernels.denseBackward(
            put(arena, normal(n * inputs)),
            put(arena, normal(units * inputs)),
            z,
            arena.float32(n * units),
            kernel,
            undefined,
            x,
            n,
            inputs,
            units,
            undefined,
          );
        }
      });

      let one: ReturnType<typeof kernelsIn> | undefined;
      /** One instance for all shapes; each shape takes arrays anew from the start of what scratch memory leaves. */
      function shared(room: number): { arena: Arena; kernels: Kernels } {
        if (one === undefined || one.arena.available < room / 2) one = kernelsIn(name, module!, room);
        return one;
      }
    },
  );
}
