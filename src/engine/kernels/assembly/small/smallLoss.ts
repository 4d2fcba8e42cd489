import { double, lanes, realBytes, realShift, signShift } from '../element';
import {
  activation_linear as linearOutput,
  activation_sigmoid as sigmoidOutput,
  activation_softmax as softmaxOutput,
  loss_binaryCrossEntropy as binary,
  loss_categoricalCrossEntropy as categorical,
} from '../codes';
import { log1p, sigmoid } from '../math/math';
import { exp, ln, select } from './smallMath';
import { SmallPlan } from './smallPlan';
import { rowBytes } from './smallTiles';

/*
 * Losses of one block of n samples. They write the gradient by the logits, divided by the samples of the whole batch;
 * with `figures` they also add to the plan's sum of costs and count of right answers. Each returns a vector that is 0
 * in every lane as long as the cost is finite, and NaN somewhere when it is not.
 */

/** Adds the first n numbers of the spare row to the plan's cost. */
function addCosts(plan: SmallPlan, n: i32): void {
  let sum: f64 = 0;
  for (let s = 0; s < n; s++) sum += <f64>load<Real>(plan.spare + ((<usize>s) << realShift));
  plan.cost += sum;
}

/** The logit above which one output answers with class 1, as `answerOf` of network/losses.ts. */
export function answerThreshold(plan: SmallPlan): Real {
  return plan.output == linearOutput ? 0.5 : 0;
}

/** Counts the samples whose class is the network's answer, as `countCorrect` of network/losses.ts. */
function addCorrect(plan: SmallPlan, z: usize, target: usize, n: i32): void {
  const units = plan.outputs;
  const threshold = answerThreshold(plan);
  for (let s = 0; s < n; s++) {
    const at = (<usize>s) << realShift;
    let best = 0;
    let largest = load<Real>(z + at);
    if (units == 1) {
      best = i32(largest > threshold);
    } else {
      for (let u = 1; u < units; u++) {
        const logit = load<Real>(z + at + <usize>u * rowBytes);
        // NaN counts as largest, the first one.
        if (logit <= largest || largest != largest) continue;
        largest = logit;
        best = u;
      }
    }
    if (best == <i32>load<Word>(target + at)) plan.correct++;
  }
}

/** Class indices as numbers. */
// @ts-ignore: decorator
@inline
function numbersOf(words: v128): v128 {
  if (double) return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(words, words, 0, 2, 0, 2));
  return f32x4.convert_i32x4_s(words);
}

/** Gradients of a vector of samples, from e^−|w| and the share that has the sign of the label. */
// @ts-ignore: decorator
@inline
function binaryGradient(w: v128, e: v128, share: v128): v128 {
  const r = v128.div<Real>(share, v128.add<Real>(v128.splat<Real>(1), e));
  return select(v128.mul<Real>(r, e), r, v128.lt<Real>(w, v128.splat<Real>(0)));
}

// @ts-ignore: decorator
@inline
function binaryCost(w: v128, e: v128): v128 {
  return v128.add<Real>(v128.pmax<Real>(w, v128.splat<Real>(0)), log1p(e));
}

/** Two vectors at a time, which a block has an even number of: V8 can join them. */
function binaryCrossEntropy(
  plan: SmallPlan,
  z: usize,
  target: usize,
  g: usize,
  scale: Real,
  bytes: usize,
  figures: bool,
): v128 {
  const sign = v128.splat<Real>(-0.0);
  const share = v128.splat<Real>(scale);
  let check = v128.splat<Real>(0);
  for (let p: usize = 0; p < bytes; p += 32) {
    // Of label 1 the sign is turned: the cost is ln(1 + e^w) and its gradient σ(w) for both labels.
    const turned0 = v128.shl<Word>(v128.load(target + p), signShift),
      turned1 = v128.shl<Word>(v128.load(target + p, 16), signShift);
    const w0 = v128.xor(v128.load(z + p), turned0),
      w1 = v128.xor(v128.load(z + p, 16), turned1);
    check = v128.add<Real>(check, v128.add<Real>(v128.sub<Real>(w0, w0), v128.sub<Real>(w1, w1)));
    const e0 = exp(v128.or(w0, sign)),
      e1 = exp(v128.or(w1, sign));
    const g0 = binaryGradient(w0, e0, v128.xor(share, turned0)),
      g1 = binaryGradient(w1, e1, v128.xor(share, turned1));
    v128.store(g + p, g0);
    v128.store(g + p, g1, 16);
    if (figures) {
      v128.store(plan.spare + p, binaryCost(w0, e0));
      v128.store(plan.spare + p, binaryCost(w1, e1), 16);
    }
  }
  return check;
}

/** The largest logit of each sample of a vector. */
// @ts-ignore: decorator
@inline
function largestOf(units: i32, z: usize): v128 {
  let largest = v128.load(z);
  for (let u = 1; u < units; u++) largest = v128.pmax<Real>(largest, v128.load(z + <usize>u * rowBytes));
  return largest;
}

/** e^(z − largest) into `out` for a vector of samples, and their sum. */
function exponentials(units: i32, z: usize, out: usize, largest: v128): v128 {
  let sum = v128.splat<Real>(0);
  for (let u = 0; u < units; u++) {
    const at = <usize>u * rowBytes;
    const e = exp(v128.sub<Real>(v128.load(z + at), largest));
    sum = v128.add<Real>(sum, e);
    v128.store(out + at, e);
  }
  return sum;
}

function categoricalCrossEntropy(
  plan: SmallPlan,
  z: usize,
  target: usize,
  g: usize,
  scale: Real,
  bytes: usize,
  figures: bool,
): v128 {
  const units = plan.outputs;
  const share = v128.splat<Real>(scale);
  let check = v128.splat<Real>(0);
  for (let p: usize = 0; p < bytes; p += 16) {
    const largest = largestOf(units, z + p);
    const sum = exponentials(units, z + p, g + p, largest);
    const factor = v128.div<Real>(share, sum);
    const label = v128.load(target + p);
    let logit = v128.splat<Real>(0);
    for (let u = 0; u < units; u++) {
      const at = p + <usize>u * rowBytes;
      const hot = v128.eq<Word>(label, v128.splat<Word>(u));
      const own = v128.load(z + at);
      check = v128.add<Real>(check, v128.sub<Real>(own, own));
      logit = select(own, logit, hot);
      v128.store(g + at, v128.sub<Real>(v128.mul<Real>(v128.load(g + at), factor), v128.and(hot, share)));
    }
    if (figures) v128.store(plan.spare + p, v128.sub<Real>(ln(sum), v128.sub<Real>(logit, largest)));
  }
  return check;
}

/** The output's activations, from the logits. */
export function activateOutput(plan: SmallPlan, z: usize, a: usize, bytes: usize): void {
  const units = plan.outputs;
  if (plan.output == sigmoidOutput) {
    for (let u = 0; u < units; u++) {
      const from = z + <usize>u * rowBytes,
        to = a + <usize>u * rowBytes;
      for (let p: usize = 0; p < bytes; p += 32) {
        const low = sigmoid(v128.load(from + p)),
          high = sigmoid(v128.load(from + p, 16));
        v128.store(to + p, low);
        v128.store(to + p, high, 16);
      }
    }
    return;
  }
  for (let p: usize = 0; p < bytes; p += 16) {
    const factor =
      plan.output == softmaxOutput
        ? v128.div<Real>(v128.splat<Real>(1), exponentials(units, z + p, a + p, largestOf(units, z + p)))
        : v128.splat<Real>(1);
    for (let u = 0; u < units; u++) {
      const at = p + <usize>u * rowBytes;
      if (plan.output == softmaxOutput) v128.store(a + at, v128.mul<Real>(v128.load(a + at), factor));
      else v128.store(a + at, v128.load(z + at));
    }
  }
}

function meanSquaredError(
  plan: SmallPlan,
  z: usize,
  a: usize,
  target: usize,
  g: usize,
  scale: Real,
  n: i32,
  bytes: usize,
  figures: bool,
): v128 {
  const units = plan.outputs;
  const share = v128.splat<Real>((2 * scale) / <Real>units);
  const sign = v128.splat<Real>(-0.0);
  let check = v128.splat<Real>(0);
  let sum: f64 = 0;
  activateOutput(plan, z, a, bytes);
  for (let p: usize = 0; p < bytes; p += 16) {
    const given = v128.load(target + p);
    let weighted = v128.splat<Real>(0);
    for (let u = 0; u < units; u++) {
      const at = p + <usize>u * rowBytes;
      let wanted = given;
      if (units > 1) wanted = v128.and(v128.eq<Word>(given, v128.splat<Word>(u)), v128.splat<Real>(1));
      else if (!plan.quantities) wanted = numbersOf(given);
      const own = v128.load(a + at);
      const difference = v128.sub<Real>(own, wanted);
      check = v128.add<Real>(check, v128.sub<Real>(own, own));
      const byActivation = v128.mul<Real>(difference, share);
      weighted = v128.add<Real>(weighted, v128.mul<Real>(byActivation, own));
      v128.store(g + at, byActivation);
      if (figures) {
        for (let lane = 0; lane < lanes; lane++) {
          if (<i32>(p >> realShift) + lane >= n) break;
          v128.store(plan.spare, difference);
          const d = <f64>load<Real>(plan.spare + ((<usize>lane) << realShift));
          sum += d * d;
        }
      }
    }
    for (let u = 0; u < units; u++) {
      const at = p + <usize>u * rowBytes;
      const by = v128.load(g + at);
      if (plan.output == softmaxOutput) {
        // Jacobian a_u (δ_uv − a_v).
        v128.store(g + at, v128.mul<Real>(v128.load(a + at), v128.sub<Real>(by, weighted)));
      } else if (plan.output == sigmoidOutput) {
        const e = exp(v128.or(v128.load(z + at), sign));
        const d = v128.add<Real>(v128.splat<Real>(1), e);
        v128.store(g + at, v128.mul<Real>(by, v128.div<Real>(e, v128.mul<Real>(d, d))));
      }
    }
  }
  if (figures) plan.cost += sum / <f64>units;
  return check;
}

/** The plan's loss on a block of n samples; `scale` is 1 over the samples of the batch. */
export function lossOfBlock(
  plan: SmallPlan,
  z: usize,
  a: usize,
  target: usize,
  g: usize,
  scale: Real,
  n: i32,
  bytes: usize,
  figures: bool,
): v128 {
  let check: v128;
  if (plan.loss == binary) check = binaryCrossEntropy(plan, z, target, g, scale, bytes, figures);
  else if (plan.loss == categorical) check = categoricalCrossEntropy(plan, z, target, g, scale, bytes, figures);
  else check = meanSquaredError(plan, z, a, target, g, scale, n, bytes, figures);
  if (figures) {
    if (plan.loss == binary || plan.loss == categorical) addCosts(plan, n);
    if (!plan.quantities) addCorrect(plan, z, target, n);
  }
  // Samples that only fill the block have no part in the gradient.
  for (let u = 0; u < plan.outputs; u++) {
    for (let at = (<usize>n) << realShift; at < bytes; at += realBytes) store<Real>(g + <usize>u * rowBytes + at, 0);
  }
  return check;
}
