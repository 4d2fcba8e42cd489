import { exponential } from './exponential';
import { logOfRest, logOfRest32 } from './log1p';
import { close, next32, next64, open } from './pcg64';

// The fills of `NumpyGenerator` (src/engine/random/pcg64/): `count` doubles at `out`, from the stream at `state`. Tables
// are three of 256 doubles, one after the other: the steps, the heights and the limits of `ZigguratTables`.
const heights: usize = 2048;
const limits: usize = 4096;
const tail: f64 = 3.6541528853610088;
const tailInverse: f64 = 0.27366123732975828;
const tail32: f32 = 3.6541528853610088;
const tailInverse32: f32 = 0.27366123732975828;

// @ts-ignore: decorator
@inline
function sample64(): f64 {
  return f64(next64() >> 11) * 1.1102230246251565e-16;
}

// @ts-ignore: decorator
@inline
function sample32(): f32 {
  return f32(next32() >> 8) * <f32>5.9604644775390625e-8;
}

function tail64(): f64 {
  while (true) {
    const x = -tailInverse * logOfRest(sample64());
    const y = -logOfRest(sample64());
    if (y + y > x * x) return tail + x;
  }
}

function tailFloat(): f32 {
  while (true) {
    const x: f32 = -tailInverse32 * logOfRest32(sample32());
    const y: f32 = -logOfRest32(sample32());
    if (y + y > x * x) return tail32 + x;
  }
}

/** Whether a number beside the strips' rectangles is taken. */
function takes64(strip: usize, x: f64, tables: usize): bool {
  const above = load<f64>(tables + strip - 8, heights);
  const below = load<f64>(tables + strip, heights);
  return (above - below) * sample64() + below < exponential(-0.5 * x * x);
}

function takesFloat(strip: usize, x: f32, tables: usize): bool {
  const above = <f32>load<f64>(tables + strip - 8, heights);
  const below = <f32>load<f64>(tables + strip, heights);
  const height: f32 = (above - below) * sample32() + below;
  return <f64>height < exponential(-0.5 * <f64>x * <f64>x);
}

// @ts-ignore: decorator
@inline
function normal64(tables: usize): f64 {
  while (true) {
    const word = next64();
    const strip = usize(word & 0xff) << 3;
    const multiple = f64((word >> 9) & 0xfffffffffffff);
    // The sign bit of the number is bit 8 of the word.
    const size = multiple * load<f64>(tables + strip);
    const x = reinterpret<f64>(reinterpret<u64>(size) | ((word & 0x100) << 55));
    if (multiple < load<f64>(tables + strip, limits)) return x;
    if (strip == 0) return (word & 0x20000) == 0 ? tail64() : -tail64();
    if (takes64(strip, x, tables)) return x;
  }
}

// @ts-ignore: decorator
@inline
function normal32(tables: usize): f32 {
  while (true) {
    const word = next32();
    const strip = usize(word & 0xff) << 3;
    const multiple = word >> 9;
    const size: f32 = f32(multiple) * <f32>load<f64>(tables + strip);
    const x = reinterpret<f32>(reinterpret<u32>(size) | ((word & 0x100) << 23));
    if (f64(multiple) < load<f64>(tables + strip, limits)) return x;
    if (strip == 0) return (word & 0x20000) == 0 ? tailFloat() : -tailFloat();
    if (takesFloat(strip, x, tables)) return x;
  }
}

/** low + range · u. */
export function pcgUniforms64(state: usize, out: usize, count: i32, low: f64, range: f64): void {
  open(state);
  for (const end = out + ((<usize>count) << 3); out < end; out += 8) store<f64>(out, low + range * sample64());
  close(state);
}

export function pcgUniforms32(state: usize, out: usize, count: i32, low: f64, range: f64): void {
  const start = f32(low);
  const span = f32(range);
  open(state);
  for (const end = out + ((<usize>count) << 3); out < end; out += 8) store<f64>(out, <f64>(start + span * sample32()));
  close(state);
}

/** mean + stddev · z, without the sum where the mean is 0; z within ± `most`, drawn again until it is. */
export function pcgNormals64(
  state: usize,
  out: usize,
  count: i32,
  mean: f64,
  stddev: f64,
  most: f64,
  tables: usize,
): void {
  open(state);
  for (const end = out + ((<usize>count) << 3); out < end; out += 8) {
    let z = normal64(tables);
    while (Math.abs(z) > most) z = normal64(tables);
    const x = stddev * z;
    store<f64>(out, mean == 0 ? x : x + mean);
  }
  close(state);
}

export function pcgNormals32(
  state: usize,
  out: usize,
  count: i32,
  mean: f64,
  stddev: f64,
  most: f64,
  tables: usize,
): void {
  const shift = f32(mean);
  const scale = f32(stddev);
  open(state);
  for (const end = out + ((<usize>count) << 3); out < end; out += 8) {
    let z = normal32(tables);
    while (Mathf.abs(z) > <f32>most) z = normal32(tables);
    const x: f32 = scale * z;
    store<f64>(out, <f64>(shift == 0 ? x : x + shift));
  }
  close(state);
}
