// ln x of two numbers as src/engine/random/logarithm.ts, operation by operation: `table` has the high parts of −ln(n/512)
// for n = 341 … 683, then the low ones.
const least: i32 = 341;
const entries: usize = 343 << 3;

// @ts-ignore: decorator
@inline
function splat(x: f64): v128 {
  return f64x2.splat(x);
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
  const mantissa = v128.or(v128.and(x, i64x2.splat(0xfffffffffffff)), i64x2.splat(0x3ff0000000000000));
  const isLarge = f64x2.ge(mantissa, splat(1.5));
  const m = mul(mantissa, v128.bitselect(splat(0.5), splat(1), isLarge));
  // A lane of all ones is −1.
  const exponents = i64x2.sub(i64x2.sub(i64x2.shr_u(x, 52), i64x2.splat(1023)), isLarge);
  const k = f64x2.convert_low_i32x4_s(i32x4.shuffle(exponents, exponents, 0, 2, 0, 2));
  const rounded = f64x2.floor(add(f64x2.div(splat(512), m), splat(0.5)));
  const n = i32x4.trunc_sat_f64x2_s_zero(rounded);
  const c = mul(rounded, splat(0.001953125));
  const upper = v128.and(m, i64x2.splat(0xffffffff00000000));
  const front = sub(mul(upper, c), splat(1));
  const back = mul(sub(m, upper), c);
  const r = add(front, back);
  const kept = sub(r, front);
  const rest = add(sub(front, sub(r, kept)), sub(back, kept));
  const grown = mul(r, splat(134217729));
  const a = sub(grown, sub(grown, r));
  const b = sub(r, a);
  const square = mul(r, r);
  const two = splat(2);
  const squareRest = add(add(add(sub(mul(a, a), square), mul(mul(two, a), b)), mul(b, b)), mul(mul(two, r), rest));
  const shift = mul(k, splat(6.9314718036912381649e-1));
  const log = lookup(table, n, 0);
  const s1 = add(shift, log);
  const q1 = sub(s1, shift);
  const e1 = add(sub(shift, sub(s1, q1)), sub(log, q1));
  const s2 = add(s1, r);
  const q2 = sub(s2, s1);
  const e2 = add(sub(s1, sub(s2, q2)), sub(r, q2));
  const bend = mul(splat(-0.5), square);
  const s3 = add(s2, bend);
  const q3 = sub(s3, s2);
  const e3 = add(sub(s2, sub(s3, q3)), sub(bend, q3));
  let sum = add(splat(-1.0 / 6.0), f64x2.div(r, splat(7)));
  sum = add(splat(0.2), mul(r, sum));
  sum = add(splat(-0.25), mul(r, sum));
  sum = add(splat(1.0 / 3.0), mul(r, sum));
  const tail = mul(mul(r, square), sum);
  let low = add(add(add(e1, e2), e3), mul(k, splat(1.90821492927058770002e-10)));
  low = add(add(low, lookup(table, n, entries)), rest);
  return add(s3, add(sub(low, mul(splat(0.5), squareRest)), tail));
}
