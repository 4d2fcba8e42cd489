import { fma } from './fma';

/** y += a · x over n floats, n a multiple of 4. */
export function axpy(a: f32, x: usize, y: usize, n: i32): void {
  const s = f32x4.splat(a);
  for (let i = 0; i < n; i += 4) {
    const p = y + (<usize>i << 2);
    v128.store(p, fma(s, v128.load(x + (<usize>i << 2)), v128.load(p)));
  }
}
