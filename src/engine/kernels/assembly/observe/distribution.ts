import { addWide, loadWide } from '../dense/tail';
import { double, realBytes, realShift } from '../element';

export const bins: i32 = 256;

/** What `distribution` writes, and after it the counts of the bins: `kernels/layouts/survey.ts` has the same. */
@unmanaged
export class Distribution {
  mean: f64;
  std: f64;
  min: f64;
  max: f64;
  zeros: f64;
  nan: f64;
  infinite: f64;
  lower: f64;
  upper: f64;
}
const Counts = offsetof<Distribution>();
/** A second set of counts: two numbers of one bin that follow each other do not wait for one another. */
const Second: usize = Counts + 4 * bins;
/** Bytes of a distribution, without the second counts, which are left behind it. */
export const distributionBytes: usize = Second;

/** Whether x is NaN or infinite. */
// @ts-ignore: decorator
@inline
function odd(x: Real): bool {
  return x - x != 0;
}

/** Adds x to the bin that holds it: that of the edges, since the product may be rounded across one. */
// @ts-ignore: decorator
@inline
function count(x: f64, lower: f64, width: f64, perUnit: f64, out: usize): void {
  let bin = <i32>((x - lower) * perUnit);
  if (bin >= bins) bin = bins - 1;
  if (x < <f64>bin * width + lower) bin--;
  else if (bin != bins - 1 && x >= <f64>(bin + 1) * width + lower) bin++;
  const at = out + Counts + ((<usize>bin) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** The same for two numbers: their bins as two int32, then 0 and 0. */
// @ts-ignore: decorator
@inline
function binsOf(x: v128, lower: v128, width: v128, perUnit: v128): v128 {
  const bin = i32x4.min_s(i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.sub(x, lower), perUnit)), i32x4.splat(bins - 1));
  const place = f64x2.convert_low_i32x4_s(bin);
  const below = f64x2.lt(x, f64x2.add(f64x2.mul(place, width), lower));
  const above = f64x2.ge(x, f64x2.add(f64x2.mul(f64x2.add(place, f64x2.splat(1)), width), lower));
  const down = v128.shuffle<i32>(below, i32x4.splat(0), 0, 2, 4, 4);
  const up = v128.and(v128.shuffle<i32>(above, i32x4.splat(0), 0, 2, 4, 4), i32x4.ne(bin, i32x4.splat(bins - 1)));
  // A mask is −1.
  return i32x4.sub(i32x4.add(bin, down), v128.andnot(up, down));
}

// @ts-ignore: decorator
@inline
function countOne(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}

/**
 * Moments and histogram of `length` numbers, as `statisticsOf` and `histogramOf` of the diagnostics: moments in double
 * and two passes, 256 equal bins whose edges are those of `np.linspace`. NaN and infinities, which few arrays have, are
 * left out one by one.
 */
export function distribution(values: usize, length: i32, out: usize): void {
  const end = values + ((<usize>length) << realShift);
  const whole = values + ((<usize>(length & ~3)) << realShift);
  let sums = f64x2.splat(0);
  let low = v128.splat<Real>(Infinity),
    high = v128.splat<Real>(-Infinity);
  let noughts = v128.splat<Word>(0),
    odds = v128.splat<Word>(0);
  for (let p = values; p < whole; p += 16) {
    const x = v128.load(p);
    // x − x is 0 for finite numbers alone.
    const rest = v128.sub<Real>(x, x);
    odds = v128.or(odds, v128.ne<Real>(rest, v128.splat<Real>(0)));
    noughts = v128.sub<Word>(noughts, v128.eq<Real>(x, v128.splat<Real>(0)));
    low = v128.pmin<Real>(low, x);
    high = v128.pmax<Real>(high, x);
    sums = addWide(sums, x);
  }
  let least = min(v128.extract_lane<Real>(low, 0), v128.extract_lane<Real>(low, 1)),
    most = max(v128.extract_lane<Real>(high, 0), v128.extract_lane<Real>(high, 1));
  let zeros = <i32>(v128.extract_lane<Word>(noughts, 0) + v128.extract_lane<Word>(noughts, 1));
  if (!double) {
    least = min(least, min(v128.extract_lane<Real>(low, 2), v128.extract_lane<Real>(low, 3)));
    most = max(most, max(v128.extract_lane<Real>(high, 2), v128.extract_lane<Real>(high, 3)));
    zeros += <i32>(v128.extract_lane<Word>(noughts, 2) + v128.extract_lane<Word>(noughts, 3));
  }
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  let nan = 0,
    infinite = 0;
  let from = whole;
  if (v128.any_true(odds)) {
    from = values;
    least = Infinity;
    most = -Infinity;
    zeros = 0;
    sum = 0;
  }
  for (let p = from; p < end; p += realBytes) {
    const x = load<Real>(p);
    if (odd(x)) {
      if (x != x) nan++;
      else infinite++;
      continue;
    }
    zeros += i32(x == 0);
    least = x < least ? x : least;
    most = x > most ? x : most;
    sum += <f64>x;
  }
  const finite = length - nan - infinite;
  const mean = finite == 0 ? NaN : sum / <f64>finite;
  let lower = <f64>least,
    upper = <f64>most;
  if (finite == 0) {
    lower = 0;
    upper = 1;
  } else if (lower == upper) {
    lower -= 0.5;
    upper += 0.5;
  }
  memory.fill(out + Counts, 0, (<usize>bins) << 3);
  const width = (upper - lower) / <f64>bins;
  const perUnit = <f64>bins / (upper - lower);
  let squares: f64 = 0;
  let p = values;
  if (nan + infinite == 0) {
    const lowers = f64x2.splat(lower),
      widths = f64x2.splat(width),
      perUnits = f64x2.splat(perUnit),
      means = f64x2.splat(mean);
    let s0 = f64x2.splat(0),
      s1 = f64x2.splat(0);
    for (; p < whole; p += 4 * realBytes) {
      const a = loadWide(p, false),
        b = loadWide(p, true);
      const awayA = f64x2.sub(a, means),
        awayB = f64x2.sub(b, means);
      s0 = f64x2.add(s0, f64x2.mul(awayA, awayA));
      s1 = f64x2.add(s1, f64x2.mul(awayB, awayB));
      const binsA = i64x2.extract_lane(binsOf(a, lowers, widths, perUnits), 0),
        binsB = i64x2.extract_lane(binsOf(b, lowers, widths, perUnits), 0);
      countOne(out + Counts + ((<usize>(<u32>binsA)) << 2));
      countOne(out + Second + ((<usize>(binsA >> 32)) << 2));
      countOne(out + Counts + ((<usize>(<u32>binsB)) << 2));
      countOne(out + Second + ((<usize>(binsB >> 32)) << 2));
    }
    const both = f64x2.add(s0, s1);
    squares = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  }
  for (; p < end; p += realBytes) {
    const x = load<Real>(p);
    if (odd(x)) continue;
    const away = <f64>x - mean;
    squares += away * away;
    count(<f64>x, lower, width, perUnit, out);
  }
  for (let at = out + Counts; at < out + Second; at += 16)
    v128.store(at, i32x4.add(v128.load(at), v128.load(at + ((<usize>bins) << 2))));
  const record = changetype<Distribution>(out);
  record.mean = mean;
  record.std = finite == 0 ? NaN : Math.sqrt(squares / <f64>finite);
  record.min = finite == 0 ? NaN : <f64>least;
  record.max = finite == 0 ? NaN : <f64>most;
  record.zeros = <f64>zeros;
  record.nan = <f64>nan;
  record.infinite = <f64>infinite;
  record.lower = lower;
  record.upper = upper;
}
