// ln x as src/engine/random/logarithm.ts, operation by operation: `table` has the high parts of −ln(n/512) for n = 341 …
// 683, then the low ones.
const least: i32 = 341;
const entries: usize = 343 << 3;

export function preciseLog(x: f64, table: usize): f64 {
  const bits = reinterpret<u64>(x);
  let k = i32(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (m >= 1.5) {
    m *= 0.5;
    k += 1;
  }
  const n = i32(Math.floor(512 / m + 0.5));
  const c = f64(n) * 0.001953125;
  const upper = reinterpret<f64>(reinterpret<u64>(m) & 0xffffffff00000000);
  const front = upper * c - 1;
  const back = (m - upper) * c;
  const r = front + back;
  const kept = r - front;
  const rest = front - (r - kept) + (back - kept);
  const grown = r * 134217729;
  const a = grown - (grown - r);
  const b = r - a;
  const square = r * r;
  const squareRest = a * a - square + 2 * a * b + b * b + 2 * r * rest;
  const entry = table + ((<usize>(n - least)) << 3);
  const log = load<f64>(entry);
  const shift = f64(k) * 6.9314718036912381649e-1;
  const s1 = shift + log;
  const q1 = s1 - shift;
  const e1 = shift - (s1 - q1) + (log - q1);
  const s2 = s1 + r;
  const q2 = s2 - s1;
  const e2 = s1 - (s2 - q2) + (r - q2);
  const bend = -0.5 * square;
  const s3 = s2 + bend;
  const q3 = s3 - s2;
  const e3 = s2 - (s3 - q3) + (bend - q3);
  const third: f64 = 1.0 / 3.0;
  const seventh = r / 7.0;
  const tail = r * square * (third + r * (-0.25 + r * (0.2 + r * (-1.0 / 6.0 + seventh))));
  return (
    s3 +
    (e1 + e2 + e3 + f64(k) * 1.90821492927058770002e-10 + load<f64>(entry, entries) + rest - 0.5 * squareRest + tail)
  );
}
