import {
  activation_linear as linearOutput,
  activation_sigmoid as sigmoidOutput,
  activation_softmax as softmaxOutput,
  loss_binaryCrossEntropy as binary,
  loss_categoricalCrossEntropy as categorical,
} from '../codes';
import { log1p, sigmoid } from '../math';
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
  for (let s = 0; s < n; s++) sum += <f64>load<f32>(plan.spare + ((<usize>s) << 2));
  plan.cost += sum;
}

/** The logit above which one output answers with class 1, as `answerOf` of network/losses.ts. */
export function answerThreshold(plan: SmallPlan): f32 {
  return plan.output == linearOutput ? 0.5 : 0;
}

/** Counts the samples whose class is the network's answer, as `countCorrect` of network/losses.ts. */
function addCorrect(plan: SmallPlan, z: usize, target: usize, n: i32): void {
  const units = plan.outputs;
  const threshold = answerThreshold(plan);
  for (let s = 0; s < n; s++) {
    const at = (<usize>s) << 2;
    let best = 0;
    let largest = load<f32>(z + at);
    if (units == 1) {
      best = i32(largest > threshold);
    } else {
      for (let u = 1; u < units; u++) {
        const logit = load<f32>(z + at + <usize>u * rowBytes);
        // NaN counts as largest, the first one.
        if (logit <= largest || largest != largest) continue;
        largest = logit;
        best = u;
      }
    }
    if (best == load<i32>(target + at)) plan.correct++;
  }
}

/** Gradients of four samples, from e^−|w| and the share that has the sign of the label. */
// @ts-ignore: decorator
@inline
function binaryGradient(w: v128, e: v128, share: v128): v128 {
  const r = f32x4.div(share, f32x4.add(f32x4.splat(1), e));
  return select(f32x4.mul(r, e), r, f32x4.lt(w, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function binaryCost(w: v128, e: v128): v128 {
  return f32x4.add(f32x4.pmax(w, f32x4.splat(0)), log1p(e));
}

/** Two vectors at a time, which a block has an even number of: V8 can join them. */
function binaryCrossEntropy(
  plan: SmallPlan,
  z: usize,
  target: usize,
  g: usize,
  scale: f32,
  bytes: usize,
  figures: bool,
): v128 {
  const sign = i32x4.splat(0x80000000);
  const share = f32x4.splat(scale);
  let check = f32x4.splat(0);
  for (let p: usize = 0; p < bytes; p += 32) {
    // Of label 1 the sign is turned: the cost is ln(1 + e^w) and its gradient σ(w) for both labels.
    const turned0 = i32x4.shl(v128.load(target + p), 31),
      turned1 = i32x4.shl(v128.load(target + p, 16), 31);
    const w0 = v128.xor(v128.load(z + p), turned0),
      w1 = v128.xor(v128.load(z + p, 16), turned1);
    check = f32x4.add(check, f32x4.add(f32x4.sub(w0, w0), f32x4.sub(w1, w1)));
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

/** The largest logit of each of four samples. */
// @ts-ignore: decorator
@inline
function largestOf(units: i32, z: usize): v128 {
  let largest = v128.load(z);
  for (let u = 1; u < units; u++) largest = f32x4.pmax(largest, v128.load(z + <usize>u * rowBytes));
  return largest;
}

/** e^(z − largest) into `out` for four samples, and their sum. */
function exponentials(units: i32, z: usize, out: usize, largest: v128): v128 {
  let sum = f32x4.splat(0);
  for (let u = 0; u < units; u++) {
    const at = <usize>u * rowBytes;
    const e = exp(f32x4.sub(v128.load(z + at), largest));
    sum = f32x4.add(sum, e);
    v128.store(out + at, e);
  }
  return sum;
}

function categoricalCrossEntropy(
  plan: SmallPlan,
  z: usize,
  target: usize,
  g: usize,
  scale: f32,
  bytes: usize,
  figures: bool,
): v128 {
  const units = plan.outputs;
  const share = f32x4.splat(scale);
  let check = f32x4.splat(0);
  for (let p: usize = 0; p < bytes; p += 16) {
    const largest = largestOf(units, z + p);
    const sum = exponentials(units, z + p, g + p, largest);
    const factor = f32x4.div(share, sum);
    const label = v128.load(target + p);
    let logit = f32x4.splat(0);
    for (let u = 0; u < units; u++) {
      const at = p + <usize>u * rowBytes;
      const hot = i32x4.eq(label, i32x4.splat(u));
      const own = v128.load(z + at);
      check = f32x4.add(check, f32x4.sub(own, own));
      logit = select(own, logit, hot);
      v128.store(g + at, f32x4.sub(f32x4.mul(v128.load(g + at), factor), v128.and(hot, share)));
    }
    if (figures) v128.store(plan.spare + p, f32x4.sub(ln(sum), f32x4.sub(logit, largest)));
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
        ? f32x4.div(f32x4.splat(1), exponentials(units, z + p, a + p, largestOf(units, z + p)))
        : f32x4.splat(1);
    for (let u = 0; u < units; u++) {
      const at = p + <usize>u * rowBytes;
      if (plan.output == softmaxOutput) v128.store(a + at, f32x4.mul(v128.load(a + at), factor));
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
  scale: f32,
  n: i32,
  bytes: usize,
  figures: bool,
): v128 {
  const units = plan.outputs;
  const share = f32x4.splat((2 * scale) / <f32>units);
  const sign = i32x4.splat(0x80000000);
  let check = f32x4.splat(0);
  let sum: f64 = 0;
  activateOutput(plan, z, a, bytes);
  for (let p: usize = 0; p < bytes; p += 16) {
    const given = v128.load(target + p);
    let weighted = f32x4.splat(0);
    for (let u = 0; u < units; u++) {
      const at = p + <usize>u * rowBytes;
      let wanted = given;
      if (units > 1) wanted = v128.and(i32x4.eq(given, i32x4.splat(u)), f32x4.splat(1));
      else if (!plan.quantities) wanted = f32x4.convert_i32x4_s(given);
      const own = v128.load(a + at);
      const difference = f32x4.sub(own, wanted);
      check = f32x4.add(check, f32x4.sub(own, own));
      const byActivation = f32x4.mul(difference, share);
      weighted = f32x4.add(weighted, f32x4.mul(byActivation, own));
      v128.store(g + at, byActivation);
      if (figures) {
        for (let lane = 0; lane < 4; lane++) {
          if (<i32>(p >> 2) + lane >= n) break;
          v128.store(plan.spare, difference);
          const d = <f64>load<f32>(plan.spare + ((<usize>lane) << 2));
          sum += d * d;
        }
      }
    }
    for (let u = 0; u < units; u++) {
      const at = p + <usize>u * rowBytes;
      const by = v128.load(g + at);
      if (plan.output == softmaxOutput) {
        // Jacobian a_u (δ_uv − a_v).
        v128.store(g + at, f32x4.mul(v128.load(a + at), f32x4.sub(by, weighted)));
      } else if (plan.output == sigmoidOutput) {
        const e = exp(v128.or(v128.load(z + at), sign));
        const d = f32x4.add(f32x4.splat(1), e);
        v128.store(g + at, f32x4.mul(by, f32x4.div(e, f32x4.mul(d, d))));
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
  scale: f32,
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
    for (let at = (<usize>n) << 2; at < bytes; at += 4) store<f32>(g + <usize>u * rowBytes + at, 0);
  }
  return check;
}
