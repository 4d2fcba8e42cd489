import { describe, expect, it } from 'vitest';
import { histogramOf } from '../../src/engine/diagnostics/histogram';
import { saturatedShare } from '../../src/engine/diagnostics/saturation';
import { statisticsOf } from '../../src/engine/diagnostics/statistics';
import { NumpyRandom } from '../../src/engine/random/numpy';

const distribution = (values: Float32Array) => ({ statistics: statisticsOf(values), histogram: histogramOf(values) });
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

describe('the saturated share', () => {
  it('of 784 uniform numbers through N(0, 1) and a sigmoid is about 0.776, through Glorot uniform 0', () => {
    const random = new NumpyRandom(0);
    const x = new Float64Array(784);
    random.uniform(x, 0, 1);
    const shareOf = (draw: (out: Float64Array) => void, units: number): { read: number; counted: number } => {
      const w = new Float64Array(784);
      const a = Float32Array.from({ length: units }, () => {
        draw(w);
        return sigmoid(w.reduce((sum, weight, i) => sum + weight * x[i], 0));
      });
      return { read: saturatedShare(distribution(a), 'sigmoid')!, counted: a.filter((value) => value < 0.01 || value > 0.99).length / units };
    };
    // P(|z| > 4.595) for z ~ N(0, 784/3) is 0.7762; four standard errors of 4 000 units are 0.026.
    const normal = shareOf((out) => random.normal(out, 0, 1), 4000);
    expect(Math.abs(normal.counted - 0.7762)).toBeLessThan(0.026);
    expect(Math.abs(normal.read - normal.counted)).toBeLessThan(0.002);
    const bound = Math.sqrt(6 / (784 + 256));
    expect(shareOf((out) => random.uniform(out, -bound, bound), 1000)).toEqual({ read: 0, counted: 0 });
  });

  it('counts both limits, and a constant layer', () => {
    expect(saturatedShare(distribution(Float32Array.from([-1, -0.999, 0, 0.5, 1, 0.1, 0.2, 0.3])), 'tanh')).toBeCloseTo(3 / 8, 6);
    expect(saturatedShare(distribution(new Float32Array(9).fill(1)), 'sigmoid')).toBe(1);
    expect(saturatedShare(distribution(new Float32Array(9).fill(0.5)), 'sigmoid')).toBe(0);
    expect(saturatedShare(distribution(new Float32Array(9).fill(NaN)), 'sigmoid')).toBeNaN();
    expect(saturatedShare(distribution(new Float32Array(9)), 'relu')).toBeUndefined();
  });
});
