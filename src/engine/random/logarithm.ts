/**
 * The natural logarithm, rounded to the nearest double.
 *
 * NumPy's normals go through the C library's `log`, which rounds to the nearest double in 999 of 1000 cases;
 * JavaScript's is off by one unit in the last place in every fifth, and the draws would differ. Here, with x = 2ᵏ·m and
 * a fraction c = n/512 near 1/m, ln x = k·ln 2 − ln c + ln(1 + r) for the small r = m·c − 1, and all that is large is
 * kept in two doubles (the scheme of Tang 1990).
 */
const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;
const least = 341;
const most = 683;

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

/** −ln(n/512) of n = least … most in two doubles. */
export interface LogarithmTable {
  readonly high: Float64Array;
  readonly low: Float64Array;
}
let table: LogarithmTable | undefined;

/** 2²⁰⁰·ln(512/n) by the series of the inverse hyperbolic tangent, accurate to about 2⁻¹⁹⁰. */
function fixedLogarithm(n: number): bigint {
  const top = BigInt(512 - n);
  const bottom = BigInt(512 + n);
  let power = ((1n << 200n) * top) / bottom;
  let sum = 0n;
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd;
    power = (power * top * top) / (bottom * bottom);
  }
  return 2n * sum;
}

function makeTable(): LogarithmTable {
  const made = { high: new Float64Array(most - least + 1), low: new Float64Array(most - least + 1) };
  const scale = 2 ** 200;
  for (let n = least; n <= most; n++) {
    const exact = fixedLogarithm(n);
    const high = Number(exact) / scale;
    made.high[n - least] = high;
    made.low[n - least] = Number(exact - BigInt(high * scale)) / scale;
  }
  return made;
}

/** The table, which a compiled logarithm needs too. */
export const logarithmTable = (): LogarithmTable => (table ??= makeTable());

/** ln x of a positive, finite, normal double. */
export function preciseLog(x: number): number {
  table ??= makeTable();
  scratch[0] = x;
  let k = (words[1] >>> 20) - 1023;
  words[1] = (words[1] & 0xfffff) | 0x3ff00000;
  // m in [0.75, 1.5), so that k·ln 2 never cancels against the rest.
  if (scratch[0] >= 1.5) {
    scratch[0] /= 2;
    k += 1;
  }
  const m = scratch[0];
  const n = Math.round(512 / m);
  const c = n / 512;

  // r = m·c − 1 exactly, as the sum r + rest: both halves of m times c fit a double.
  words[0] = 0;
  const front = scratch[0] * c - 1;
  const back = (m - scratch[0]) * c;
  const r = front + back;
  const kept = r - front;
  const rest = front - (r - kept) + (back - kept);

  // r² = square + squareRest (Dekker's product).
  const grown = r * 134217729;
  const a = grown - (grown - r);
  const b = r - a;
  const square = r * r;
  const squareRest = a * a - square + 2 * a * b + b * b + 2 * r * rest;

  const shift = k * ln2High;
  const log = table.high[n - least];
  const s1 = shift + log;
  const p1 = s1 - shift;
  const e1 = shift - (s1 - p1) + (log - p1);
  const s2 = s1 + r;
  const p2 = s2 - s1;
  const e2 = s1 - (s2 - p2) + (r - p2);
  const bend = -0.5 * square;
  const s3 = s2 + bend;
  const p3 = s3 - s2;
  const e3 = s2 - (s3 - p3) + (bend - p3);
  const tail = r * square * (1 / 3 + r * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r / 7))));
  return s3 + (e1 + e2 + e3 + k * ln2Low + table.low[n - least] + rest - 0.5 * squareRest + tail);
}
