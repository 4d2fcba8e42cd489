import { describe, expect, test } from 'vitest';
import { referenceKernels as kernels } from '../../../../src/engine/kernels/reference/reference';
import { erf, erfc } from '../../../../src/engine/numerics/erf';
import { NumpyRandom } from '../../../../src/engine/random/numpy';

/** Sizes around the 4 × 2 tiles, and empty ones. */
const shapes = [0, 1, 2, 3, 4, 5, 7, 9].flatMap((n) =>
  [0, 1, 2, 3, 5, 8].flatMap((inputs) => [0, 1, 2, 3, 6].map((units) => ({ n, inputs, units }))),
);

const random = new NumpyRandom(5);
function filled(length: number): Float32Array {
  const out = new Float64Array(length);
  random.normal(out, 0, 1);
  return Float32Array.from(out);
}

/** A product in the plainest order: the sum over k of a(r, k) · b(k, c). */
function plain(
  rows: number,
  columns: number,
  depth: number,
  a: (r: number, k: number) => number,
  b: (k: number, c: number) => number,
): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) sum += a(r, k) * b(k, c);
      out[r * columns + c] = sum;
    }
  }
  return out;
}

function near(actual: Float32Array, expected: Float32Array, length: number): void {
  for (let i = 0; i < length; i++)
    expect(Math.abs(actual[i] - expected[i])).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected[i])));
}

describe('dense layers', () => {
  test('forward on odd and empty shapes, with and without a bias', () => {
    for (const { n, inputs, units } of shapes) {
      const x = filled(n * inputs);
      const kernel = filled(units * inputs);
      const bias = filled(units);
      const z = new Float32Array(n * units + 1).fill(7);
      const a = new Float32Array(n * units + 1).fill(7);
      kernels.denseForward(x, kernel, bias, z, a, n, inputs, units, 'relu');
      const product = plain(
        n,
        units,
        inputs,
        (r, k) => x[r * inputs + k],
        (k, c) => kernel[c * inputs + k],
      );
      near(
        z,
        product.map((value, i) => value + bias[i % units]),
        n * units,
      );
      for (let i = 0; i < n * units; i++) expect(a[i]).toBe(Math.max(0, z[i]));
      kernels.denseForward(x, kernel, undefined, z, a, n, inputs, units, 'linear');
      near(a, product, n * units);
      // Nothing beyond the n rows is written.
      expect([z[n * units], a[n * units]]).toEqual([7, 7]);
    }
  });

  test('backward on odd and empty shapes', () => {
    for (const { n, inputs, units } of shapes) {
      const x = filled(n * inputs);
      const kernel = filled(units * inputs);
      const z = filled(n * units);
      const gradient = filled(n * units);
      const byZ = gradient.map((g, i) => (z[i] > 0 ? g : 0));
      const kernelGradient = new Float32Array(units * inputs + 1).fill(7);
      const biasGradient = new Float32Array(units + 1).fill(7);
      const inputGradient = new Float32Array(n * inputs + 1).fill(7);
      kernels.denseBackward(
        x,
        kernel,
        z,
        gradient,
        kernelGradient,
        biasGradient,
        inputGradient,
        n,
        inputs,
        units,
        'relu',
      );
      expect(gradient).toEqual(byZ);
      near(
        kernelGradient,
        plain(
          units,
          inputs,
          n,
          (u, r) => byZ[r * units + u],
          (r, i) => x[r * inputs + i],
        ),
        units * inputs,
      );
      near(
        biasGradient,
        plain(
          1,
          units,
          n,
          () => 1,
          (r, u) => byZ[r * units + u],
        ),
        units,
      );
      near(
        inputGradient,
        plain(
          n,
          inputs,
          units,
          (r, u) => byZ[r * units + u],
          (u, i) => kernel[u * inputs + i],
        ),
        n * inputs,
      );
      expect([kernelGradient[units * inputs], biasGradient[units], inputGradient[n * inputs]]).toEqual([7, 7, 7]);
    }
  });

  test('backward at a kink: 0 for relu, the left slope for leakyRelu', () => {
    const at = (activation: 'relu' | 'leakyRelu') => {
      const gradient = Float32Array.of(1, 1, 1);
      kernels.denseBackward(
        Float32Array.of(1),
        new Float32Array(3),
        Float32Array.of(-1, 0, 1),
        gradient,
        new Float32Array(3),
        undefined,
        undefined,
        1,
        1,
        3,
        activation,
      );
      return [...gradient];
    };
    expect(at('relu')).toEqual([0, 0, 1]);
    expect(at('leakyRelu')).toEqual([Math.fround(0.01), Math.fround(0.01), 1]);
  });

  test('sums are double: small terms beside a large one are not lost', () => {
    const x = new Float32Array(1001).fill(1e-4);
    x[0] = 1e4;
    const out = new Float32Array(1);
    kernels.denseForward(x, new Float32Array(1001).fill(1), undefined, out, new Float32Array(1), 1, 1001, 1, 'linear');
    expect(out[0]).toBe(Math.fround(1e4 + 1000 * Math.fround(1e-4)));
  });

  test('softmax of large logits is finite, NaN stays NaN', () => {
    const a = new Float32Array(3);
    kernels.denseForward(
      Float32Array.of(1),
      Float32Array.of(1000, 999, -1000),
      undefined,
      new Float32Array(3),
      a,
      1,
      1,
      3,
      'softmax',
    );
    expect(a[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 6);
    expect(a[1]).toBeCloseTo(1 / (1 + Math.exp(1)), 6);
    expect(a[2]).toBe(0);
    kernels.denseForward(Float32Array.of(NaN), Float32Array.of(1), undefined, new Float32Array(1), a, 1, 1, 1, 'relu');
    expect(a[0]).toBeNaN();
  });
});

describe('losses', () => {
  test('binary cross-entropy is finite and exact where the sigmoid rounds to 0 or 1', () => {
    const gradient = new Float32Array(4);
    const cost = kernels.binaryCrossEntropy(
      Float32Array.of(1000, -1000, 1000, -30),
      Int32Array.of(1, 0, 0, 0),
      gradient,
      4,
    );
    expect(cost).toBeCloseTo((1000 + Math.log1p(Math.exp(-30))) / 4, 12);
    expect([gradient[0], gradient[1], gradient[2]]).toEqual([-0, 0, 0.25]);
    expect(gradient[3] / (Math.exp(-30) / 4)).toBeCloseTo(1, 6);
  });

  test('categorical cross-entropy of a hopeless sample is the difference of its logits', () => {
    const gradient = new Float32Array(3);
    expect(kernels.categoricalCrossEntropy(Float32Array.of(2000, 0, -2000), Int32Array.of(2), gradient, 1, 3)).toBe(
      4000,
    );
    expect([...gradient]).toEqual([1, 0, -1]);
  });

  test('a logit that is not finite gives a cost that is not', () => {
    for (const z of [Infinity, -Infinity, NaN]) {
      for (const label of [0, 1]) {
        expect(
          Number.isFinite(kernels.binaryCrossEntropy(Float32Array.of(z), Int32Array.of(label), new Float32Array(1), 1)),
        ).toBe(false);
      }
    }
    expect(
      Number.isFinite(
        kernels.categoricalCrossEntropy(Float32Array.of(Infinity, 0), Int32Array.of(1), new Float32Array(2), 1, 2),
      ),
    ).toBe(false);
    expect(
      Number.isFinite(
        kernels.meanSquaredError(
          Float32Array.of(NaN),
          Float32Array.of(NaN),
          Float32Array.of(1),
          new Float32Array(1),
          1,
          1,
          'linear',
        ),
      ),
    ).toBe(false);
  });
});

describe('gathering', () => {
  test('takes rows in the order of the indices, repeats included', () => {
    const out = new Float32Array(7).fill(9);
    kernels.gather(Float32Array.of(0, 1, 10, 11, 20, 21), Uint32Array.of(2, 0, 2, 1), out, 3, 2);
    expect([...out]).toEqual([20, 21, 0, 1, 20, 21, 9]);
    const labels = new Int32Array(2);
    kernels.gatherLabels(Int32Array.of(5, 6, 7), Uint32Array.of(1, 0), labels, 2);
    expect([...labels]).toEqual([6, 5]);
  });
});

describe('the error function', () => {
  // Values of math.erf and math.erfc of Python.
  test.each([
    [0.1, 0.1124629160182849, 0.8875370839817152],
    [0.46875, 0.49261347321793797, 0.507386526782062],
    [0.5, 0.5204998778130465, 0.4795001221869535],
    [-1, -0.8427007929497149, 1.842700792949715],
    [2, 0.9953222650189527, 0.004677734981047266],
    [4, 0.9999999845827421, 1.541725790028002e-8],
    [6, 1, 2.1519736712498916e-17],
    [-10, -1, 2],
    [20, 1, 5.395865611607901e-176],
  ])('at %f', (x, value, complement) => {
    expect(Math.abs(erf(x) / value - 1)).toBeLessThan(1e-15);
    expect(Math.abs(erfc(x) / complement - 1)).toBeLessThan(1e-13);
  });

  test('at the ends', () => {
    expect([erf(0), erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity)]).toEqual([0, 1, -1, 0, 2]);
    expect(erf(NaN)).toBeNaN();
  });
});
