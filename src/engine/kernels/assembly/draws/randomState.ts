import { preciseLog } from './logarithm';
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

/** mean + stddev · z by pairs of the polar method; `count` is even. */
export function numpyNormals(
  state: usize,
  out: usize,
  count: i32,
  room: usize,
  mean: f64,
  stddev: f64,
  table: usize,
): void {
  open(state, room);
  for (const end = out + ((<usize>count) << 3); out < end; out += 16) {
    let x1: f64 = 0;
    let x2: f64 = 0;
    let square: f64 = 0;
    do {
      x1 = 2 * sample() - 1;
      x2 = 2 * sample() - 1;
      square = x1 * x1 + x2 * x2;
    } while (square >= 1 || square == 0);
    const factor = Math.sqrt((-2 * preciseLog(square, table)) / square);
    store<f64>(out, mean + stddev * (factor * x2));
    store<f64>(out, mean + stddev * (factor * x1), 8);
  }
  close(state);
}
