import { describe, expect, test } from 'vitest';
import { drawKernel, drawNetwork } from '../../../../src/engine/initializers/draw';
import { lawOf } from '../../../../src/engine/initializers/laws/law';
import type { KernelInitializer, KernelShape } from '../../../../src/engine/spec/initializerSpec';
import type { Floats } from '../../../../src/engine/elementType';
import { createSource, type Generator } from '../../../../src/engine/random/generators';
import { kurtosis, moments } from './initializersMoments';

const shape: KernelShape = { fanIn: 300, fanOut: 200, layout: 'out-in' };
const draw = (spec: KernelInitializer, generator: Generator = 'numpy', seed = 1): Floats =>
  drawKernel(spec, shape, createSource(generator, seed));

describe('traps that other libraries fell into', () => {
  test.each(['numpy', 'torch'] as const)(
    '1: truncated variance scaling is divided by 0.8796, so that its variance is scale / n (%s)',
    (generator) => {
      const { mean, variance, min, max } = moments(draw({ kind: 'varianceScaling' }, generator));
      // 60 000 numbers: the standard error of the variance is 0.48 %, of the mean 0.41 % of the std.
      expect(variance * 300).toBeGreaterThan(0.975);
      expect(variance * 300).toBeLessThan(1.025);
      expect(Math.abs(mean) * Math.sqrt(300)).toBeLessThan(0.021);
      const cut = 2 / Math.sqrt(300) / 0.87962566103423978;
      expect(min).toBeGreaterThanOrEqual(-cut);
      expect(max).toBeLessThanOrEqual(cut);
      expect(max).toBeGreaterThan(0.99 * cut);
    },
  );

  test('2: an explicit 0 is not taken for a missing parameter, nor seed 0 for no seed', () => {
    expect(new Set(draw({ kind: 'randomNormal', stddev: 0 }))).toEqual(new Set([0]));
    expect(new Set(draw({ kind: 'randomNormal', scale: 0 }).map(Math.abs))).toEqual(new Set([0]));
    expect(Math.max(...draw({ kind: 'randomUniform', max: 0 }))).toBeLessThanOrEqual(0);
    expect(Math.min(...draw({ kind: 'randomUniform', min: 0 }))).toBeGreaterThanOrEqual(0);
    expect(new Set(draw({ kind: 'glorotUniform', gain: 0 }).map(Math.abs))).toEqual(new Set([0]));
    expect(lawOf({ kind: 'heNormal', a: 0 }, shape).std).toBe(Math.sqrt(2 / 300));
    expect([...draw({ kind: 'heNormal' }, 'numpy', 0)]).toEqual([...draw({ kind: 'heNormal' }, 'numpy', 0)]);
    expect(draw({ kind: 'heNormal' }, 'numpy', 0)[0]).toBe(1.764052345967664 * Math.sqrt(2 / 300));
  });

  test('3: Glorot normal is plain unless it is asked to be truncated; the std is the same, the shape is not', () => {
    const plain = draw({ kind: 'glorotNormal' });
    const cut = draw({ kind: 'glorotNormal', truncated: true });
    const std = Math.sqrt(2 / 500);
    for (const kernel of [plain, cut]) expect(Math.abs(moments(kernel).variance / std ** 2 - 1)).toBeLessThan(0.025);
    expect(moments(plain).max).toBeGreaterThan(3 * std);
    expect(moments(cut).max).toBeLessThan(2.2737 * std);
    // Standard error of the kurtosis of 60 000 normals: 0.02.
    expect(Math.abs(kurtosis(plain))).toBeLessThan(0.1);
    expect(Math.abs(kurtosis(cut) + 0.634463)).toBeLessThan(0.05);
  });

  test.each(['numpy', 'torch'] as const)('4: a truncated normal is cut at ±2σ, not at ±2 (%s)', (generator) => {
    const { min, max, variance } = moments(draw({ kind: 'truncatedNormal', stddev: 0.02 }, generator));
    expect(min).toBeGreaterThanOrEqual(Math.fround(-0.04));
    expect(max).toBeLessThanOrEqual(Math.fround(0.04));
    expect(Math.abs(variance / (0.7737413035 * 0.02 ** 2) - 1)).toBeLessThan(0.02);
  });

  test("5: PyTorch's Linear default has a sixth of He's variance", () => {
    const linear = lawOf({ kind: 'pytorchLinear' }, shape).std ** 2;
    const he = lawOf({ kind: 'heUniform' }, shape).std ** 2;
    expect(he / linear).toBeCloseTo(6, 12);
    expect(
      moments(draw({ kind: 'heUniform' })).variance / moments(draw({ kind: 'pytorchLinear' })).variance,
    ).toBeCloseTo(6, 6);
  });

  test.each(['numpy', 'torch'] as const)(
    '6: layers of one shape do not get the same weights from one seed (%s)',
    (generator) => {
      const layers = [0, 1, 2].map((i) => ({ inputs: 8, units: 8, name: `hidden.${i}` }));
      for (const kind of ['heNormal', 'glorotUniform', 'orthogonal', 'varianceScaling'] as const) {
        const [first, second, third] = drawNetwork({ kind }, layers, 'out-in', createSource(generator, 5), true);
        const numbers = new Set([...first.kernel, ...second.kernel, ...third.kernel]);
        expect(numbers.size).toBe(192);
      }
    },
  );

  test('7: the truncated normal at ±2σ has std 0.8796256610342398, variance 0.7737413035 and excess kurtosis −0.634463', () => {
    const law = lawOf({ kind: 'truncatedNormal', stddev: 1 }, shape);
    const moment = (power: number): number => {
      let sum = 0;
      const width = 4 / 40000;
      for (let i = 0; i < 40000; i++) {
        const x = -2 + (i + 0.5) * width;
        sum += x ** power * law.density(x) * width;
      }
      return sum;
    };
    expect(law.std).toBe(0.8796256610342398);
    expect(moment(2)).toBeCloseTo(0.7737413035, 8);
    expect(moment(4) / moment(2) ** 2 - 3).toBeCloseTo(-0.634463, 6);
  });
});
