import { double, lanes, realBytes, realShift, signShift } from '../element';
import {
  activation_sigmoid as sigmoidCode,
  activation_softmax as softmaxCode,
  target_classNumber as classNumber,
  target_quantity as quantity,
} from '../codes';
import { exp, log1p, sigmoidSlope } from '../math/math';
import { pick, splat } from '../math/vectors';
import { divideBy, exponentials, largestOf, total } from './softmax';
import { addWide, loadTail, storeTail } from './tail';

/**
 * Natural logarithm of a normal number: the series of artanh((m − 1) / (m + 1)) for m of √½ to √2, as in fdlibm's
 * e_log.c.
 */
function logarithm(x: f64): f64 {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  let bits = reinterpret<u64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  bits = (bits & 0x000fffffffffffff) | 0x3ff0000000000000;
  let m = reinterpret<f64>(bits);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent++;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  let r = 1.479819860511658591e-1;
  r = r * z + 1.531383769920937332e-1;
  r = r * z + 1.818357216161805012e-1;
  r = r * z + 2.222219843214978396e-1;
  r = r * z + 2.857142874366239149e-1;
  r = r * z + 3.999999999940941908e-1;
  r = r * z + 6.66666666666673513e-1;
  const half = 0.5 * f * f;
  return <f64>exponent * 0.6931471805599453 + (f - (half - s * (half + r * z)));
}

/** Costs of a vector of samples, whose labels have the width of numbers. */
// @ts-ignore: decorator
@inline
function binaryCosts(z: v128, labels: v128): v128 {
  const zeroLabel = v128.eq<Word>(labels, v128.splat<Word>(0));
  const signed = pick(zeroLabel, z, v128.neg<Real>(z));
  return v128.add<Real>(v128.max<Real>(signed, splat(0)), log1p(exp(v128.neg<Real>(v128.abs<Real>(z)))));
}

// @ts-ignore: decorator
@inline
function binaryGradients(z: v128, labels: v128, n: v128): v128 {
  // σ(z) − y, written so that nothing cancels when σ(z) is near y: ± the probability of the other label.
  const zeroLabel = v128.eq<Word>(labels, v128.splat<Word>(0));
  const e = exp(v128.neg<Real>(v128.abs<Real>(z)));
  const wrong = pick(zeroLabel, z, v128.neg<Real>(z));
  const p = v128.div<Real>(pick(v128.lt<Real>(wrong, splat(0)), e, splat(1)), v128.add<Real>(e, splat(1)));
  return v128.div<Real>(pick(zeroLabel, p, v128.neg<Real>(p)), n);
}

/** Not finite where a logit is not, whatever its label. */
// @ts-ignore: decorator
@inline
function spoilt(z: v128): v128 {
  return v128.mul<Real>(z, splat(0));
}

/** Mean binary cross-entropy and its gradient by the logits. */
export function binaryCrossEntropy(logits: usize, labels: usize, gradient: usize, n: i32): f64 {
  const rows = splat(<Real>n);
  let cost = f64x2.splat(0);
  let left = n;
  for (; left >= lanes; left -= lanes) {
    const z = v128.load(logits);
    const y = double ? v128.load_ext<i32>(labels) : v128.load(labels);
    cost = addWide(cost, v128.add<Real>(binaryCosts(z, y), spoilt(z)));
    v128.store(gradient, binaryGradients(z, y, rows));
    logits += 16;
    labels += 4 * lanes;
    gradient += 16;
  }
  if (left > 0) {
    // A logit of −∞ with label 0 costs nothing.
    const z = loadTail(logits, left, splat(-Infinity));
    const y = double ? i64x2.replace_lane(v128.splat<Word>(0), 0, load<i32>(labels)) : loadTail(labels, left, splat(0));
    const real = loadTail(logits, left, splat(0));
    cost = addWide(cost, v128.add<Real>(binaryCosts(z, y), spoilt(real)));
    storeTail(gradient, left, binaryGradients(z, y, rows));
  }
  return (f64x2.extract_lane(cost, 0) + f64x2.extract_lane(cost, 1)) / <f64>n;
}

/** Mean categorical cross-entropy and its gradient by the logits. */
export function categoricalCrossEntropy(logits: usize, labels: usize, gradient: usize, n: i32, classes: i32): f64 {
  const row = (<usize>classes) << realShift;
  let cost: f64 = 0;
  for (let r = 0; r < n; r++) {
    const shift = largestOf(logits, classes);
    exponentials(logits, gradient, classes, shift);
    const label = (<usize>load<i32>(labels)) << realShift;
    const hit = load<Real>(gradient + label);
    // The others apart, so that nothing cancels when the label's probability is near 1.
    store<Real>(gradient + label, 0);
    const others = total(gradient, classes);
    const sum = hit + others;
    cost += logarithm(<f64>hit + <f64>others) + <f64>shift - <f64>load<Real>(logits + label);
    const divisor = sum * <Real>n;
    divideBy(gradient, classes, divisor);
    store<Real>(gradient + label, -others / divisor);
    logits += row;
    gradient += row;
    labels += 4;
  }
  return cost / <f64>n;
}

/** Mean squared error of the activations and its gradient by the logits. */
export function meanSquaredError(
  logits: usize,
  activations: usize,
  target: usize,
  kind: i32,
  gradient: usize,
  n: i32,
  units: i32,
  output: i32,
): f64 {
  const row = (<usize>units) << realShift;
  const count = <Real>n * <Real>units;
  let cost: f64 = 0;
  for (let r = 0; r < n; r++) {
    const hot = kind === quantity || kind === classNumber ? 0 : load<i32>(target);
    const high: Real = kind === quantity ? load<Real>(target) : kind === classNumber ? <Real>load<i32>(target) : 1;
    let weighted: Real = 0;
    for (let u = 0; u < units; u++) {
      const at = (<usize>u) << realShift;
      const a = load<Real>(activations + at);
      const difference = a - (u === hot ? high : 0);
      cost += <f64>difference * <f64>difference;
      const byActivation = (<Real>2 * difference) / count;
      weighted += byActivation * a;
      store<Real>(gradient + at, byActivation);
    }
    if (output === softmaxCode) {
      // Jacobian a_u (δ_uv − a_v).
      for (let u = 0; u < units; u++) {
        const at = (<usize>u) << realShift;
        store<Real>(gradient + at, load<Real>(activations + at) * (load<Real>(gradient + at) - weighted));
      }
    }
    logits += row;
    activations += row;
    gradient += row;
    target += kind === quantity ? realBytes : 4;
  }
  if (output === sigmoidCode) slopes(logits - <usize>n * row, gradient - <usize>n * row, n * units);
  return cost / (<f64>n * <f64>units);
}

function slopes(z: usize, g: usize, count: i32): void {
  for (; count >= lanes; count -= lanes) {
    v128.store(g, v128.mul<Real>(v128.load(g), sigmoidSlope(v128.load(z))));
    z += 16;
    g += 16;
  }
  if (count > 0)
    storeTail(g, count, v128.mul<Real>(loadTail(g, count, splat(0)), sigmoidSlope(loadTail(z, count, splat(0)))));
}
