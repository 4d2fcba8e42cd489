/**
 * eˣ for −8 < x ≤ 0 with an error of a few 10⁻¹⁶: x = k·ln 2 + r, and the series of eʳ. The exponential of AssemblyScript
 * has a table, which does not fit into the constants of an arena.
 */
export function exponential(x: f64): f64 {
  const k = nearest<f64>(x * 1.4426950408889634);
  const r = x - k * 6.9314718036912381649e-1 - k * 1.90821492927058770002e-10;
  let sum = 1.6059043836821613e-10;
  sum = sum * r + 2.08767569878681e-9;
  sum = sum * r + 2.505210838544172e-8;
  sum = sum * r + 2.755731922398589e-7;
  sum = sum * r + 2.7557319223985893e-6;
  sum = sum * r + 2.48015873015873e-5;
  sum = sum * r + 0.0001984126984126984;
  sum = sum * r + 0.001388888888888889;
  sum = sum * r + 0.008333333333333333;
  sum = sum * r + 0.041666666666666664;
  sum = sum * r + 0.16666666666666666;
  sum = sum * r + 0.5;
  const power = reinterpret<f64>((i64(k) + 1023) << 52);
  return (1 + (r + r * r * sum)) * power;
}
