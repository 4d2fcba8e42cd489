import { fma } from './math/fma';

/**
 * For the benchmark alone, in a module of its own: multiply-adds in twelve independent chains, as many as hide their
 * latency, of arguments that no compiler knows. `steps` × 96 operations; the return value keeps them from being left
 * out.
 */
export function peak(steps: i32, left: f32, right: f32): f32 {
  const a = f32x4.splat(left),
    b = f32x4.splat(right);
  let s0 = f32x4.splat(<f32>0);
  let s1 = f32x4.splat(<f32>1);
  let s2 = f32x4.splat(<f32>2);
  let s3 = f32x4.splat(<f32>3);
  let s4 = f32x4.splat(<f32>4);
  let s5 = f32x4.splat(<f32>5);
  let s6 = f32x4.splat(<f32>6);
  let s7 = f32x4.splat(<f32>7);
  let s8 = f32x4.splat(<f32>8);
  let s9 = f32x4.splat(<f32>9);
  let s10 = f32x4.splat(<f32>10);
  let s11 = f32x4.splat(<f32>11);
  for (let i = 0; i < steps; i++) {
    s0 = fma(a, b, s0);
    s1 = fma(a, b, s1);
    s2 = fma(a, b, s2);
    s3 = fma(a, b, s3);
    s4 = fma(a, b, s4);
    s5 = fma(a, b, s5);
    s6 = fma(a, b, s6);
    s7 = fma(a, b, s7);
    s8 = fma(a, b, s8);
    s9 = fma(a, b, s9);
    s10 = fma(a, b, s10);
    s11 = fma(a, b, s11);
  }
  const sum = f32x4.add(
    f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)),
    f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7)),
  );
  const all = f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11));
  return f32x4.extract_lane(f32x4.add(sum, all), 0);
}
