/** The `count` float32 numbers at `from` as doubles at `to`; `count` is even. */
export function widen(from: usize, count: i32, to: usize): void {
  for (const end = from + ((<usize>count) << 2); from < end; from += 8, to += 16)
    v128.store(to, f64x2.promote_low_f32x4(v128.load64_zero(from)));
}
