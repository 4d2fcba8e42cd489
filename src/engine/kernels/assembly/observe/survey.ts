import { absent } from '../codes';
import { loadWide } from '../dense/tail';
import { double, lanes, realBytes, realShift } from '../element';
import { Distribution, distribution, distributionBytes } from './distribution';
import { rightPanels } from '../scratch';
import { distinctNeurons, mostRank, mostUnits, rankOf } from './symmetry';

/*
 * All that a snapshot tells of a network's layers, in one call: JavaScript that runs a few dozen times is slow, and
 * costs its compilation. `kernels/layouts/survey.ts` has the fields of both.
 */

/** A layer's arrays as the JavaScript side lists them, and its kernel's shape. */
@unmanaged
export class SurveyedLayer {
  kernel: usize;
  /** `absent` without one. */
  bias: usize;
  activations: usize;
  kernelGradient: usize;
  preActivations: usize;
  gradients: usize;
  inputs: i32;
  units: i32;
  /** Activations up to the first and from the second on are saturated; NaN without limits. */
  low: f64;
  high: f64;
  /** Pre-activations up to it pass no gradient; NaN where they always do. */
  dead: f64;
}
const layerBytes: usize = (offsetof<SurveyedLayer>() + 15) & ~15;
/** Entries of a kernel that is worth a rank. */
const rankEntries: i32 = 1 << 18;

/**
 * What the record has of a layer first, and after those of all layers four distributions of each: mean and variance,
 * twice, what is left of its symmetry, and counts of its activations and units.
 */
@unmanaged
export class SurveyHead {
  preActivationsMean: f64;
  preActivationsVariance: f64;
  backwardMean: f64;
  backwardVariance: f64;
  distinct: f64;
  rank: f64;
  saturated: f64;
  dead: f64;
}
const headBytes = offsetof<SurveyHead>();

/** Mean and population variance of `length` numbers, in the order of `momentsOf` of the diagnostics: the same bits. */
function moments(values: usize, length: i32, out: usize): void {
  if (length == 0) {
    store<f64>(out, NaN);
    store<f64>(out, NaN, 8);
    return;
  }
  const origin = <f64>load<Real>(values);
  const origins = f64x2.splat(origin);
  let s01 = f64x2.splat(0),
    s23 = f64x2.splat(0),
    q01 = f64x2.splat(0),
    q23 = f64x2.splat(0);
  let p = values;
  for (const whole = values + ((<usize>(length & ~3)) << realShift); p < whole; p += 4 * realBytes) {
    const a = f64x2.sub(loadWide(p, false), origins),
      b = f64x2.sub(loadWide(p, true), origins);
    s01 = f64x2.add(s01, a);
    s23 = f64x2.add(s23, b);
    q01 = f64x2.add(q01, f64x2.mul(a, a));
    q23 = f64x2.add(q23, f64x2.mul(b, b));
  }
  let s = f64x2.extract_lane(s01, 0),
    q = f64x2.extract_lane(q01, 0);
  for (const end = values + ((<usize>length) << realShift); p < end; p += realBytes) {
    const a = <f64>load<Real>(p) - origin;
    s += a;
    q += a * a;
  }
  const away =
    (s + f64x2.extract_lane(s01, 1) + (f64x2.extract_lane(s23, 0) + f64x2.extract_lane(s23, 1))) / <f64>length;
  const square =
    (q + f64x2.extract_lane(q01, 1) + (f64x2.extract_lane(q23, 0) + f64x2.extract_lane(q23, 1))) / <f64>length;
  store<f64>(out, origin + away);
  store<f64>(out, square != square ? NaN : max<f64>(0, square - away * away), 8);
}

/**
 * How many of `length` numbers are at `low` or below, or at `high` or above, as `countSaturated` of the diagnostics.
 */
function saturated(values: usize, length: i32, low: Real, high: Real): i32 {
  if (low != low) return 0;
  const lows = v128.splat<Real>(low),
    highs = v128.splat<Real>(high);
  let counts = v128.splat<Word>(0);
  let p = values;
  for (const whole = values + ((<usize>(length & -lanes)) << realShift); p < whole; p += 16) {
    const x = v128.load(p);
    // A mask is −1.
    counts = v128.sub<Word>(counts, v128.or(v128.le<Real>(x, lows), v128.ge<Real>(x, highs)));
  }
  let count = <i32>(v128.extract_lane<Word>(counts, 0) + v128.extract_lane<Word>(counts, 1));
  if (!double) count += <i32>(v128.extract_lane<Word>(counts, 2) + v128.extract_lane<Word>(counts, 3));
  for (const end = values + ((<usize>length) << realShift); p < end; p += realBytes) {
    const x = load<Real>(p);
    count += i32(x <= low || x >= high);
  }
  return count;
}

/**
 * Units whose number is at `limit` or below in every row, as `countDead` of the diagnostics: a vector of units at a
 * time, up to the first row where all of them are above.
 */
function deadUnits(values: usize, rows: i32, units: i32, limit: Real): i32 {
  if (limit != limit || rows == 0) return 0;
  const step = (<usize>units) << realShift;
  const end = values + <usize>rows * step;
  const limits = v128.splat<Real>(limit);
  let dead = 0;
  let unit = 0;
  for (; unit + lanes <= units; unit += lanes) {
    let mask = v128.splat<Word>(-1);
    for (let p = values + ((<usize>unit) << realShift); p < end && v128.any_true(mask); p += step)
      mask = v128.and(mask, v128.le<Real>(v128.load(p), limits));
    dead += popcnt(v128.bitmask<Word>(mask));
  }
  for (; unit < units; unit++) {
    let p = values + ((<usize>unit) << realShift);
    while (p < end && load<Real>(p) <= limit) p += step;
    dead += i32(p >= end);
  }
  return dead;
}

/** The largest size of the finite numbers that a distribution is of; 0 if there are none. */
function largestOf(figures: usize): f64 {
  const least = changetype<Distribution>(figures).min,
    most = changetype<Distribution>(figures).max;
  return least != least ? 0 : max(-least, most);
}

/**
 * The record of `count` layers, of which the first `rows` samples were run through forward and back. Ranks that take
 * more than `mostWork` multiplications are −1, as is all of a layer's symmetry that the scratch memory of products has
 * no room for.
 */
export function survey(layers: usize, count: i32, rows: i32, out: usize, mostWork: f64): void {
  const distributions = out + <usize>count * headBytes;
  for (let l = 0; l < count; l++) {
    const layer = changetype<SurveyedLayer>(layers + <usize>l * layerBytes);
    const head = changetype<SurveyHead>(out + <usize>l * headBytes);
    const own = distributions + <usize>l * 4 * distributionBytes;
    const weights = layer.inputs * layer.units,
      numbers = rows * layer.units;
    // Each writes past its own part, what the next one then overwrites.
    distribution(layer.kernel, weights, own);
    if (layer.bias != absent) distribution(layer.bias, layer.units, own + distributionBytes);
    distribution(layer.activations, numbers, own + 2 * distributionBytes);
    distribution(layer.kernelGradient, weights, own + 3 * distributionBytes);
    moments(layer.preActivations, numbers, changetype<usize>(head) + offsetof<SurveyHead>('preActivationsMean'));
    // Of each sample's own cost: the gradients are those of their mean.
    moments(layer.gradients, numbers, changetype<usize>(head) + offsetof<SurveyHead>('backwardMean'));
    head.backwardMean = <f64>rows * head.backwardMean;
    head.backwardVariance = <f64>rows * <f64>rows * head.backwardVariance;
    head.saturated = <f64>saturated(layer.activations, numbers, <Real>layer.low, <Real>layer.high);
    head.dead = <f64>deadUnits(layer.preActivations, rows, layer.units, <Real>layer.dead);
  }
  for (let l = 0; l < count - 1; l++) {
    const layer = changetype<SurveyedLayer>(layers + <usize>l * layerBytes),
      next = changetype<SurveyedLayer>(layers + <usize>(l + 1) * layerBytes);
    const head = changetype<SurveyHead>(out + <usize>l * headBytes);
    const own = distributions + <usize>l * 4 * distributionBytes;
    const largest = max(largestOf(own), largestOf(own + 4 * distributionBytes));
    const inputs = layer.inputs,
      units = layer.units;
    const distinct =
      units > mostUnits
        ? -1
        : distinctNeurons(
            layer.kernel,
            layer.bias,
            layer.bias != absent,
            inputs,
            units,
            next.kernel,
            next.units,
            largest,
            rightPanels,
          );
    const shorter = <f64>min(units, inputs);
    const work = <f64>units * <f64>inputs * shorter + shorter * shorter * shorter;
    head.distinct = <f64>distinct;
    head.rank =
      distinct < 0 || units * inputs > rankEntries || work > mostWork || min(units, inputs) > mostRank
        ? -1
        : <f64>rankOf(layer.kernel, units, inputs, rightPanels);
  }
}
