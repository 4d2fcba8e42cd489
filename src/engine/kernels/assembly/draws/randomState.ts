import { preciseLogs } from './logarithm';
import { close, next32, open } from './twisterStream';

// The fills of `NumpyRandom` (src/engine/random/numpy.ts): `count` doubles at `out`, from the twister at `state`, with
// `room` for 624 words.

/** U[0, 1) with 53 bits. */
// @ts-ignore: decorator
@inline
function sample(): f64 {
  const upper = f64(next32() >> 5);
  return (upper * 67108864 + f64(next32() >> 6)) * 1.1102230246251565e-16;
}

/** low + range · u. */
export function numpyUniforms(state: usize, out: usize, count: i32, room: usize, low: f64, range: f64): void {
  open(state, room);
  for (const end = out + ((<usize>count) << 3); out < end; out += 8) store<f64>(out, low + range * sample());
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
  for (let at = out; at < end; at += 16, square += 8) {
    let x1: f64 = 0;
    let x2: f64 = 0;
    let sum: f64 = 0;
    do {
      x1 = 2 * sample() - 1;
      x2 = 2 * sample() - 1;
      sum = x1 * x1 + x2 * x2;
    } while (sum >= 1 || sum == 0);
    store<f64>(at, x2);
    store<f64>(at, x1, 8);
    store<f64>(square, sum);
  }
  close(state);
  store<f64>(square, 0.5);
  const scale = f64x2.splat(stddev);
  const shift = f64x2.splat(mean);
  for (let at = out, from = squares; at < end; at += 32, from += 16) {
    const sums = v128.load(from);
    const factors = f64x2.sqrt(f64x2.div(f64x2.mul(f64x2.splat(-2), preciseLogs(sums, table)), sums));
    place(at, f64x2.splat(f64x2.extract_lane(factors, 0)), scale, shift);
    if (at + 16 < end) place(at + 16, f64x2.splat(f64x2.extract_lane(factors, 1)), scale, shift);
  }
}

// @ts-ignore: decorator
@inline
function place(at: usize, factor: v128, scale: v128, shift: v128): void {
  v128.store(at, f64x2.add(shift, f64x2.mul(scale, f64x2.mul(factor, v128.load(at)))));
}
