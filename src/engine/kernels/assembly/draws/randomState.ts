import { preciseLogs } from './logarithm';
import { close, endOfWords, moveTo, next32, nextWords, open } from './twisterStream';

// The fills of `NumpyRandom` (src/engine/random/numpy.ts): `count` doubles at `out`, from the twister at `state`, with
// `room` for 624 words.

/** U[0, 1) with 53 bits. */
// @ts-ignore: decorator
@inline
function sample(): f64 {
  const upper = f64(next32() >> 5);
  return (upper * 67108864 + f64(next32() >> 6)) * 1.1102230246251565e-16;
}

/** 2²⁶ and 2⁻⁵³, −2 and one. */
const factors = memory.data<f64>([67108864, 1.1102230246251565e-16, -2, 1]);

/** Two of them from four words at `at`. */
// @ts-ignore: decorator
@inline
function samples(at: usize): v128 {
  const words = v128.load(at);
  const upper = i32x4.shr_u(v128.shuffle<i32>(words, words, 0, 2, 0, 2), 5);
  const lower = i32x4.shr_u(v128.shuffle<i32>(words, words, 1, 3, 1, 3), 6);
  const whole = f64x2.add(
    f64x2.mul(f64x2.convert_low_i32x4_s(upper), v128.load64_splat(factors)),
    f64x2.convert_low_i32x4_s(lower),
  );
  return f64x2.mul(whole, v128.load64_splat(factors, 8));
}

/** low + range · u. */
export function numpyUniforms(state: usize, out: usize, count: i32, room: usize, low: f64, range: f64): void {
  const lows = f64x2.splat(low);
  const ranges = f64x2.splat(range);
  open(state, room);
  for (const end = out + ((<usize>count) << 3); out < end;) {
    let at = nextWords();
    for (const last = min(endOfWords(), at + (end - out)) - 16; at <= last; at += 16, out += 16)
      v128.store(out, f64x2.add(lows, f64x2.mul(ranges, samples(at))));
    moveTo(at);
    if (out == end) break;
    // One that is left over, or whose words belong to two states.
    store<f64>(out, low + range * sample());
    out += 8;
  }
  close(state);
}

/**
 * mean + stddev · z by pairs of the polar method; `count` is even. `squares` has room for count / 2 + 1 doubles: the
 * pairs come first, then what they are multiplied by, two at a time.
 */
export function numpyNormals(
  state: usize,
  out: usize,
  count: i32,
  room: usize,
  mean: f64,
  stddev: f64,
  table: usize,
  squares: usize,
): void {
  open(state, room);
  const end = out + ((<usize>count) << 3);
  let square = squares;
  for (let at = out; at < end;) {
    let words = nextWords();
    const first = words;
    // A pair that is not taken is overwritten by the next one: a branch would often be mispredicted.
    for (const last = endOfWords() - 16; words <= last && at < end; words += 16) {
      const u = samples(words);
      const x = f64x2.sub(f64x2.add(u, u), v128.load64_splat(factors, 24));
      const xx = f64x2.mul(x, x);
      const sum = f64x2.extract_lane(xx, 0) + f64x2.extract_lane(xx, 1);
      v128.store(at, v128.shuffle<i64>(x, x, 1, 0));
      store<f64>(square, sum);
      const taken = <usize>(i32(sum < 1) & i32(sum != 0));
      at += taken << 4;
      square += taken << 3;
    }
    moveTo(words);
    if (words > first) continue;
    // A pair whose words belong to two states.
    const x1 = 2 * sample() - 1;
    const x2 = 2 * sample() - 1;
    const sum = x1 * x1 + x2 * x2;
    if (sum >= 1 || sum == 0) continue;
    store<f64>(at, x2);
    store<f64>(at, x1, 8);
    store<f64>(square, sum);
    at += 16;
    square += 8;
  }
  close(state);
  store<f64>(square, 0.5);
  const scale = f64x2.splat(stddev);
  const shift = f64x2.splat(mean);
  for (let at = out, from = squares; at < end; at += 32, from += 16) {
    const sums = v128.load(from);
    const roots = f64x2.sqrt(f64x2.div(f64x2.mul(v128.load64_splat(factors, 16), preciseLogs(sums, table)), sums));
    place(at, f64x2.splat(f64x2.extract_lane(roots, 0)), scale, shift);
    if (at + 16 < end) place(at + 16, f64x2.splat(f64x2.extract_lane(roots, 1)), scale, shift);
  }
}

// @ts-ignore: decorator
@inline
function place(at: usize, factor: v128, scale: v128, shift: v128): void {
  v128.store(at, f64x2.add(shift, f64x2.mul(scale, f64x2.mul(factor, v128.load(at)))));
}
