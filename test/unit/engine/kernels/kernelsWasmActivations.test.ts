import { describe, expect, test } from 'vitest';
import { activationDerivatives, activationFunctions } from '../../../../src/engine/numerics/activations';
import { activations, type Activation } from '../../../../src/engine/spec/networkSpec';
import { builds, kernelsIn, put } from './kernelsWasmSupport';

/** Every 8 191st float32 of both signs, and all near the places where formulas change, the ends and the kinds. */
function allFloats(): Float32Array {
  const bits: number[] = [];
  for (let b = 0; b < 0x7f800000; b += 8191) bits.push(b, b + 0x80000000);
  const out = new Float32Array(Uint32Array.from(bits).buffer);
  const near = [0.41421356, 0.34657359, 0.693147, 0.8813736, 4, 9, 10, 15, 20, 40, 80, 87.3, 88.72, 103, 104].flatMap(
    (c) => [-1, 1].flatMap((s) => Array.from({ length: 400 }, (_, i) => s * c * (1 + (i - 200) * 3e-7))),
  );
  return Float32Array.from([...out, ...near, 0, -0, NaN, Infinity, -Infinity]);
}

/** Distance between neighbouring float32 numbers at x, at least that of subnormal numbers. */
function unit(x: number): number {
  const size = Math.max(Math.abs(x), 2 ** -126);
  return 2 ** (Math.floor(Math.log2(size)) - 23);
}

/** The largest error that is stated, in units in the last place. */
const valueUnits: Record<Activation, number> = {
  linear: 0,
  relu: 0,
  leakyRelu: 1,
  elu: 1,
  selu: 2,
  gelu: 4,
  silu: 3,
  tanh: 3,
  sigmoid: 2,
  softplus: 2,
  softsign: 2,
};
/** The same for derivatives. */
const slopeUnits: Record<Activation, number> = {
  linear: 0,
  relu: 0,
  leakyRelu: 1,
  elu: 1,
  selu: 2,
  gelu: 2,
  silu: 2,
  tanh: 4,
  sigmoid: 4,
  softplus: 2,
  softsign: 4,
};
/** Values that are z times a factor: where that is subnormal, its rounding is multiplied. */
const factored: ReadonlySet<Activation> = new Set(['gelu', 'silu']);
/** Derivatives that cross zero in a sum: units of 1 at least. */
const crossing = factored;

/** 1 − tanh² without the cancellation. */
function tanhSlope(x: number): number {
  const e = Math.exp(-2 * Math.abs(x));
  return (4 * e) / (1 + e) ** 2;
}

function slopeOf(activation: Activation): (z: number) => number {
  // PyTorch and the reference pass the gradient on where relu's input is NaN.
  if (activation === 'relu') return (x) => (x <= 0 ? 0 : 1);
  return activation === 'tanh' ? tanhSlope : activationDerivatives[activation];
}

const z = allFloats();

/** The worst error in units, with the place; kinds of NaN and infinities must agree. */
function worst(
  actual: Float32Array,
  exact: (z: number) => number,
  unitOf: (value: number, z: number) => number,
): { units: number; at: number } {
  let units = 0;
  let at = NaN;
  for (let i = 0; i < z.length; i++) {
    const value = exact(z[i]);
    const rounded = Math.fround(value);
    if (!Number.isFinite(rounded)) {
      if (!Object.is(actual[i], rounded)) return { units: Infinity, at: z[i] };
      continue;
    }
    const error = Math.abs(actual[i] - value) / unitOf(value, z[i]);
    if (!(error <= units)) [units, at] = [Number.isNaN(error) ? Infinity : error, z[i]];
  }
  return { units, at };
}

for (const { name, module } of builds) {
  describe.skipIf(module === undefined)(
    `${name} activations are as near to their closed forms as stated${module ? '' : ' (this Node lacks the instructions)'}`,
    () => {
      test.each(activations)('%s', (activation) => {
        const { arena, kernels } = kernelsIn(name, module!, 64 * z.length);
        const n = z.length;
        const inputs = put(arena, z);
        const [pre, out, kernelGradient] = [n, n, 1].map((length) => arena.float32(length));
        const gradient = put(arena, new Float32Array(n).fill(1));
        kernels.denseForward(inputs, put(arena, [1]), undefined, pre, out, n, 1, 1, activation);
        // A product by 1 passes numbers on, but for the sign of zero.
        pre.set(z);
        const value = worst(out, activationFunctions[activation], (x, at) =>
          factored.has(activation) ? Math.max(unit(x), 2 ** -149 * Math.abs(at)) : unit(x),
        );
        kernels.denseBackward(
          inputs,
          put(arena, [1]),
          pre,
          gradient,
          kernelGradient,
          undefined,
          undefined,
          n,
          1,
          1,
          activation,
        );
        const slope = worst(
          gradient,
          slopeOf(activation),
          crossing.has(activation) ? (x) => unit(Math.max(1, Math.abs(x))) : unit,
        );
        if (process.env.SHOW_ERRORS) console.log(name, activation, 'value', value, 'slope', slope);
        expect(value.units, `value at ${value.at}`).toBeLessThanOrEqual(valueUnits[activation]);
        expect(slope.units, `derivative at ${slope.at}`).toBeLessThanOrEqual(slopeUnits[activation]);
      });
    },
  );
}
