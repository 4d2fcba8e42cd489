// ln x of two numbers as src/engine/random/logarithm.ts, operation by operation: `table` has the high parts of −ln(n/512)
// for n = 341 … 683, then the low ones.
const least: i32 = 341;
const entries: usize = 343 << 3;

/** Constants are in memory: see math/constants.ts. */
const numbers = memory.data<f64>([
  1.5,
  0.5,
  1,
  512,
  0.001953125,
  134217729,
  2,
  6.9314718036912381649e-1,
  -0.5,
  -1.0 / 6.0,
  7,
  0.2,
  -0.25,
  1.0 / 3.0,
  1.90821492927058770002e-10,
]);
const bits = memory.data<i64>([0xfffffffffffff, 0x3ff0000000000000, 1023, 0xffffffff00000000]);

// @ts-ignore: decorator
@inline
function number(index: usize): v128 {
  return v128.load64_splat(numbers + (index << 3));
}

// @ts-ignore: decorator
@inline
function bitsOf(index: usize): v128 {
  return v128.load64_splat(bits + (index << 3));
}

// @ts-ignore: decorator
@inline
function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

// @ts-ignore: decorator
@inline
function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

// @ts-ignore: decorator
@inline
function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

/** The entries of two places of the table, `part` bytes behind its start. */
// @ts-ignore: decorator
@inline
function lookup(table: usize, n: v128, part: usize): v128 {
  const first = table + ((<usize>(i32x4.extract_lane(n, 0) - least)) << 3) + part;
  const second = table + ((<usize>(i32x4.extract_lane(n, 1) - least)) << 3) + part;
  return v128.load64_lane(second, v128.load64_zero(first), 1);
}

export function preciseLogs(x: v128, table: usize): v128 {
  const mantissa = v128.or(v128.and(x, bitsOf(0)), bitsOf(1));
  const isLarge = f64x2.ge(mantissa, number(0));
  const m = mul(mantissa, v128.bitselect(number(1), number(2), isLarge));
  // A lane of all ones is −1.
  const exponents = i64x2.sub(i64x2.sub(i64x2.shr_u(x, 52), bitsOf(2)), isLarge);
  const k = f64x2.convert_low_i32x4_s(i32x4.shuffle(exponents, exponents, 0, 2, 0, 2));
  const rounded = f64x2.floor(add(f64x2.div(number(3), m), number(1)));
  const n = i32x4.trunc_sat_f64x2_s_zero(rounded);
  const c = mul(rounded, number(4));
  const upper = v128.and(m, bitsOf(3));
  const front = sub(mul(upper, c), number(2));
  const back = mul(sub(m, upper), c);
  const r = add(front, back);
  const kept = sub(r, front);
  const rest = add(sub(front, sub(r, kept)), sub(back, kept));
  const grown = mul(r, number(5));
  const a = sub(grown, sub(grown, r));
  const b = sub(r, a);
  const square = mul(r, r);
  const two = number(6);
  const squareRest = add(add(add(sub(mul(a, a), square), mul(mul(two, a), b)), mul(b, b)), mul(mul(two, r), rest));
  const shift = mul(k, number(7));
  const log = lookup(table, n, 0);
  const s1 = add(shift, log);
  const q1 = sub(s1, shift);
  const e1 = add(sub(shift, sub(s1, q1)), sub(log, q1));
  const s2 = add(s1, r);
  const q2 = sub(s2, s1);
  const e2 = add(sub(s1, sub(s2, q2)), sub(r, q2));
  const bend = mul(number(8), square);
  const s3 = add(s2, bend);
  const q3 = sub(s3, s2);
  const e3 = add(sub(s2, sub(s3, q3)), sub(bend, q3));
  let sum = add(number(9), f64x2.div(r, number(10)));
  sum = add(number(11), mul(r, sum));
  sum = add(number(12), mul(r, sum));
  sum = add(number(13), mul(r, sum));
  const tail = mul(mul(r, square), sum);
  let low = add(add(add(e1, e2), e3), mul(k, number(14)));
  low = add(add(low, lookup(table, n, entries)), rest);
  return add(s3, add(sub(low, mul(number(1), squareRest)), tail));
}
