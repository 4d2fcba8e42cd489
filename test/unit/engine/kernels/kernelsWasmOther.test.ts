import { describe, expect, test } from 'vitest';
import type { Kernels } from '../../../../src/engine/kernels/kernels';
import { referenceKernels as reference } from '../../../../src/engine/kernels/reference/reference';
import { MemoryError } from '../../../../src/engine/kernels/wasm/wasmKernels';
import { NumpyRandom } from '../../../../src/engine/random/numpy';
import { streamWords } from '../../../../src/engine/random/source';
import { builds, kernelsIn, put } from './kernelsWasmSupport';

const random = new NumpyRandom(11);
function normal(length: number, deviation = 1): Float32Array {
  const out = new Float64Array(length);
  random.normal(out, 0, deviation);
  return Float32Array.from(out);
}

/** Within a share of the expected number; kinds of NaN and infinities must agree. */
function expectClose(actual: Float32Array, expected: Float32Array, share: number, least: number, place: string): void {
  for (let i = 0; i < expected.length; i++) {
    if (!Number.isFinite(expected[i])) expect(actual[i], `${place}[${i}]`).toBe(expected[i]);
    else if (!(Math.abs(actual[i] - expected[i]) <= share * Math.abs(expected[i]) + least))
      expect(actual[i], `${place}[${i}]`).toBe(expected[i]);
  }
}

for (const { name, module } of builds) {
  describe.skipIf(module === undefined)(
    `${name} kernels agree with the reference${module ? '' : ' (this Node lacks the instructions)'}`,
    () => {
      const fresh = () => kernelsIn(name, module!, 1 << 22);

      test('sides tell which numbers are above 0, as the reference does', () => {
        const { arena, kernels } = fresh();
        for (const n of [0, 1, 31, 32, 33, 300]) {
          const values = put(arena, normal(n));
          if (n > 31) values.set([0, -0, NaN, Infinity, -Infinity, 1e-45, -1e-45]);
          const sides = kernels.sides(values);
          expect(sides).toBe(reference.sides(values));
          for (let i = 0; i < n; i++) {
            const value = values[i];
            values[i] = value > 0 ? 0 : 1;
            expect(kernels.sides(values), `${i} of ${n}`).not.toBe(sides);
            values[i] = value > 0 ? 1e30 : -2;
            expect(kernels.sides(values), `${i} of ${n}`).toBe(sides);
            values[i] = value;
          }
        }
      });

      test('permutations are those of RandomState, one after another', () => {
        const { arena, kernels } = fresh();
        const state = arena.int32(streamWords);
        for (const n of [0, 1, 2, 3, 64, 65, 1000]) {
          const own = new NumpyRandom(n + 5);
          own.save(state);
          const order = arena.int32(n + 1);
          order[n] = -7;
          for (let epoch = 0; epoch < 3; epoch++) {
            kernels.permutation!(order.byteOffset, n, state.byteOffset);
            expect([...order], `${n}`).toEqual([...own.permutation(n), -7]);
          }
          const after = new Int32Array(streamWords);
          own.save(after);
          expect([...state]).toEqual([...after]);
        }
      });

      test('binary cross-entropy, from hopeless to certain logits', () => {
        const { arena, kernels } = fresh();
        for (const n of [1, 2, 3, 4, 5, 7, 8, 301]) {
          const logits = normal(n, 30);
          if (n > 4) logits.set([1000, -1000, 88, -104]);
          const labels = arena.int32(n);
          for (let i = 0; i < n; i++) labels[i] = i % 2;
          const gradient = arena.float32(n + 1).fill(7);
          const expected = new Float32Array(n);
          const cost = kernels.binaryCrossEntropy(put(arena, logits), labels, gradient, n);
          const exact = reference.binaryCrossEntropy(logits, labels, expected, n);
          expect(Math.abs(cost - exact)).toBeLessThan(2e-7 * exact);
          expectClose(gradient, expected, 5e-7, 1e-44, `gradient of ${n}`);
          expect(gradient[n]).toBe(7);
        }
      });

      test('a cost is not finite when a logit is not', () => {
        const { arena, kernels } = fresh();
        for (const z of [Infinity, -Infinity, NaN]) {
          for (const label of [0, 1]) {
            for (const n of [1, 6]) {
              const logits = put(arena, new Float32Array(n).fill(1));
              logits[n - 1] = z;
              const labels = arena.int32(n).fill(label);
              expect(Number.isFinite(kernels.binaryCrossEntropy(logits, labels, arena.float32(n), n))).toBe(false);
            }
          }
          const row = put(arena, [0, z, 1, 2, 3]);
          if (z !== -Infinity)
            expect(
              Number.isFinite(kernels.categoricalCrossEntropy(row, arena.int32(1).fill(0), arena.float32(5), 1, 5)),
            ).toBe(false);
          const one = put(arena, [z]);
          expect(
            Number.isFinite(kernels.meanSquaredError(one, one, put(arena, [1]), arena.float32(1), 1, 1, 'linear')),
          ).toBe(false);
        }
      });

      test('categorical cross-entropy on odd numbers of classes', () => {
        const { arena, kernels } = fresh();
        for (const classes of [1, 2, 3, 4, 5, 10, 17]) {
          for (const deviation of [1, 40, 1000]) {
            const n = 9;
            const logits = normal(n * classes, deviation);
            const labels = arena.int32(n);
            for (let r = 0; r < n; r++) labels[r] = (r * 7) % classes;
            const gradient = arena.float32(n * classes + 1).fill(7);
            const expected = new Float32Array(n * classes);
            const cost = kernels.categoricalCrossEntropy(put(arena, logits), labels, gradient, n, classes);
            const exact = reference.categoricalCrossEntropy(logits, labels, expected, n, classes);
            expect(Math.abs(cost - exact)).toBeLessThanOrEqual(2e-7 * Math.max(exact, 1e-30));
            // The reference subtracts 1 from the label's probability in double: near 1 only 16 digits are left.
            expectClose(gradient, expected, 2e-6, 1e-15, `${classes} classes`);
            expect(gradient[n * classes]).toBe(7);
          }
        }
      });

      test('softmax over odd rows, and with logits that are not finite', () => {
        const { arena, kernels } = fresh();
        for (const units of [1, 2, 3, 4, 5, 10, 17]) {
          const inputs = put(arena, [...normal(6, 20), NaN, Infinity]);
          const kernel = put(arena, normal(units));
          const [z, a] = [arena.float32(8 * units), arena.float32(8 * units)];
          const expected = new Float32Array(8 * units);
          kernels.denseForward(inputs, kernel, undefined, z, a, 8, 1, units, 'softmax');
          reference.denseForward(
            inputs,
            kernel,
            undefined,
            new Float32Array(8 * units),
            expected,
            8,
            1,
            units,
            'softmax',
          );
          expectClose(a, expected, 4e-6, 1e-44, `${units} units`);
        }
      });

      test('mean squared error of every output and kind of target', () => {
        const { arena, kernels } = fresh();
        for (const output of ['linear', 'sigmoid', 'softmax'] as const) {
          for (const [units, quantities] of [
            [1, true],
            [1, false],
            [3, false],
            [10, false],
          ] as const) {
            const n = 13;
            const [x, kernel] = [put(arena, normal(n * 2)), put(arena, normal(units * 2, 2))];
            const [z, a, gradient] = [0, 1, 2].map(() => arena.float32(n * units));
            kernels.denseForward(x, kernel, undefined, z, a, n, 2, units, output);
            const labels = arena.int32(n);
            for (let r = 0; r < n; r++) labels[r] = units > 1 ? r % units : r % 2;
            const target = quantities ? put(arena, normal(n)) : labels;
            const expected = new Float32Array(n * units);
            const cost = kernels.meanSquaredError(z, a, target, gradient, n, units, output);
            const exact = reference.meanSquaredError(z, a, target, expected, n, units, output);
            expect(Math.abs(cost - exact), `${output} ${units}`).toBeLessThan(3e-7 * exact + 1e-20);
            expectClose(gradient, expected, 1e-5, 2e-8, `${output} ${units}`);
          }
        }
      });

      test('five steps of every optimizer', () => {
        const { arena, kernels } = fresh();
        const count = 48;
        const gradients = Array.from({ length: 5 }, () => put(arena, normal(count)));
        const start = normal(count);
        const run = (
          make: Kernels,
          step: (make: Kernels, p: Float32Array, g: Float32Array, state: Float32Array[], t: number) => void,
        ) => {
          const p = put(arena, start);
          const state = [arena.float32(count).fill(0), arena.float32(count).fill(0)];
          gradients.forEach((g, t) => step(make, p, g, state, t + 1));
          return [p, ...state];
        };
        const steps: Record<string, Parameters<typeof run>[1]> = {
          sgd: (k, p, g) => k.sgd(p, g, undefined, 0.1, 0, false, 0),
          decayed: (k, p, g) => k.sgd(p, g, undefined, 0.1, 0, false, 0.05),
          momentum: (k, p, g, [v]) => k.sgd(p, g, v, 0.1, 0.9, false, 0.05),
          nesterov: (k, p, g, [v]) => k.sgd(p, g, v, 0.1, 0.9, true, 0),
          rmsprop: (k, p, g, [s]) => k.rmsprop(p, g, s, undefined, 0.01, 0.99, 1e-8, 0, 0.01),
          rmspropMomentum: (k, p, g, [s, v]) => k.rmsprop(p, g, s, v, 0.01, 0.9, 1e-8, 0.8, 0),
        };
        for (const decoupled of [false, true]) {
          steps[`adam ${decoupled}`] = (k, p, g, [m, v], t) =>
            k.adam(p, g, m, v, {
              learningRate: 0.01,
              beta1: 0.9,
              beta2: 0.999,
              epsilon: 1e-8,
              weightDecay: 0.1,
              decoupled,
              correction1: 1 - 0.9 ** t,
              correction2: 1 - 0.999 ** t,
            });
        }
        for (const [label, step] of Object.entries(steps)) {
          const [own, expected] = [run(kernels, step), run(reference, step)];
          own.forEach((array, i) => expectClose(array, expected[i], 2e-6, 5e-7, `${label} ${i}`));
          expect([...own[0]], label).not.toEqual([...start]);
        }
      });

      test('gathering takes rows in the order of the indices, over more of them than are copied at a time', () => {
        const { arena, kernels } = fresh();
        for (const width of [1, 2, 3, 4, 7, 8]) {
          const n = 5000;
          const source = put(arena, normal(10 * width));
          const indices = Uint32Array.from({ length: n }, (_, i) => (i * 7) % 10);
          const out = arena.float32(n * width + 1).fill(9);
          kernels.gather(source, indices, out, n, width);
          const expected = new Float32Array(n * width + 1).fill(9);
          reference.gather(source, indices, expected, n, width);
          expect(out).toEqual(expected);
        }
        const labels = arena.int32(2);
        kernels.gatherLabels(arena.int32(3).fill(5), Uint32Array.of(1, 0), labels, 2);
        expect([...labels]).toEqual([5, 5]);
      });

      test('an array outside of their memory is an error, not a slow path', () => {
        const { arena, kernels } = fresh();
        expect(() => kernels.sgd(new Float32Array(4), arena.float32(4), undefined, 0.1, 0, false, 0)).toThrow(
          MemoryError,
        );
      });
    },
  );
}
