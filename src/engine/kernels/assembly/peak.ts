import { fma } from './fma';

/**
 * For the benchmark alone, in a module of its own: multiply-adds in twelve independent chains, as many as hide their latency.
 * `steps` × 96 operations; the return value keeps them from being left out.
 */
export function peak(steps: i32): f32 {
  const a = f32x4.splat(0.999), b = f32x4.splat(0.001);
  let s0 = a, s1 = b, s2 = a, s3 = b, s4 = a, s5 = b, s6 = a, s7 = b, s8 = a, s9 = b, s10 = a, s11 = b;
  for (let i = 0; i < steps; i++) {
    s0 = fma(s0, a, b);
    s1 = fma(s1, a, b);
    s2 = fma(s2, a, b);
    s3 = fma(s3, a, b);
    s4 = fma(s4, a, b);
    s5 = fma(s5, a, b);
    s6 = fma(s6, a, b);
    s7 = fma(s7, a, b);
    s8 = fma(s8, a, b);
    s9 = fma(s9, a, b);
    s10 = fma(s10, a, b);
    s11 = fma(s11, a, b);
  }
  const sum = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7)));
  const all = f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11));
  return f32x4.extract_lane(f32x4.add(sum, all), 0) + f32x4.extract_lane(all, 1);
}
