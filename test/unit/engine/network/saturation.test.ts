import { describe, expect, it } from 'vitest';
import { countSaturated, saturatedShare } from '../../../../src/engine/diagnostics/saturation';
import { statisticsOf } from '../../../../src/engine/diagnostics/statistics';
import { NumpyRandom } from '../../../../src/engine/random/numpy';

const shareOf = (values: Float32Array, activation: 'sigmoid' | 'tanh' | 'relu') =>
  saturatedShare({ statistics: statisticsOf(values), saturated: countSaturated(values, activation) });
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
/** The float32 numbers next to x. */
function neighbours(x: number): number[] {
  const bits = new Uint32Array(Float32Array.of(x).buffer);
  return [bits[0] - 1, bits[0], bits[0] + 1].map((own) => new Float32Array(Uint32Array.of(own).buffer)[0]);
}

describe('the saturated share', () => {
  it('of 784 uniform numbers through N(0, 1) and a sigmoid is about 0.776, through Glorot uniform 0', () => {
    const random = new NumpyRandom(0);
    const x = new Float64Array(784);
    random.uniform(x, 0, 1);
    const share = (draw: (out: Float64Array) => void, units: number): { read: number; counted: number } => {
      const w = new Float64Array(784);
      const a = Float32Array.from({ length: units }, () => {
        draw(w);
        return sigmoid(w.reduce((sum, weight, i) => sum + weight * x[i], 0));
      });
      return {
        read: shareOf(a, 'sigmoid')!,
        counted: a.filter((value) => value < 0.01 || value > 0.99).length / units,
      };
    };
    // P(|z| > 4.595) for z ~ N(0, 784/3) is 0.7762; four standard errors of 4 000 units are 0.026.
    const normal = share((out) => random.normal(out, 0, 1), 4000);
    expect(Math.abs(normal.counted - 0.7762)).toBeLessThan(0.026);
    expect(normal.read).toBe(normal.counted);
    const bound = Math.sqrt(6 / (784 + 256));
    expect(share((out) => random.uniform(out, -bound, bound), 1000)).toEqual({ read: 0, counted: 0 });
  });

  it('is that of numbers below 0.01 or above 0.99, and beyond ±0.98, next to them too', () => {
    for (const [activation, low, high] of [
      ['sigmoid', 0.01, 0.99],
      ['tanh', -0.98, 0.98],
    ] as const) {
      const values = [...neighbours(low), ...neighbours(high)];
      for (const value of values)
        expect(countSaturated(Float32Array.of(value), activation), `${activation} ${value}`).toBe(
          value < low || value > high ? 1 : 0,
        );
    }
  });

  it('counts both limits, and a constant layer', () => {
    expect(shareOf(Float32Array.from([-1, -0.999, 0, 0.5, 1, 0.1, 0.2, 0.3]), 'tanh')).toBe(3 / 8);
    expect(shareOf(new Float32Array(9).fill(1), 'sigmoid')).toBe(1);
    expect(shareOf(new Float32Array(9).fill(0.5), 'sigmoid')).toBe(0);
    expect(shareOf(new Float32Array(9).fill(NaN), 'sigmoid')).toBeNaN();
    expect(shareOf(Float32Array.from([NaN, 0.5, 0.995]), 'sigmoid')).toBe(0.5);
    expect(shareOf(new Float32Array(9), 'relu')).toBeUndefined();
  });
});
