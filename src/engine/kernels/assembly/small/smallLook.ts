import { double, lanes, realBytes, realShift } from '../element';
import { activation_linear as linear, activation_relu as reluCode } from '../codes';
import { activateRows } from './smallActivations';
import { backwardBlock, finishGradients, forwardBlock, packKernels } from './small';
import { gatherBlock } from './smallGather';
import { activateOutput, answerThreshold, lossOfBlock } from './smallLoss';
import { layerAt, SmallLayer, SmallPlan } from './smallPlan';
import { blockSamples, filledBytes, forwardRows, rowBytes } from './smallTiles';

/*
 * What is looked at of a small network between two steps: activations and gradients of some samples, and its answer on
 * a grid.
 */

/** Copies `units` rows of n samples into an array of one sample a row, from `first` on. */
function spread(rows: usize, out: usize, first: i32, n: i32, units: i32): void {
  const step = (<usize>units) << realShift;
  for (let u = 0; u < units; u++) {
    let to = out + <usize>first * step + ((<usize>u) << realShift);
    const from = rows + <usize>u * rowBytes;
    for (let at: usize = 0; at < (<usize>n) << realShift; at += realBytes) {
      store<Real>(to, load<Real>(from + at));
      to += step;
    }
  }
}

/** Forward with every layer's z and a copied out: where they are the same rows, z is copied before it is rectified. */
function forwardSpread(plan: SmallPlan, first: i32, n: i32, bytes: usize): void {
  let x = plan.block;
  for (let l = 0; l < plan.layerCount; l++) {
    const layer = layerAt(plan, l);
    const last = l == plan.layerCount - 1;
    forwardRows(layer.packed, layer.bias, x, layer.z, layer.inputs, layer.units, false, bytes);
    spread(layer.z, layer.zOut, first, n, layer.units);
    if (last) activateOutput(plan, layer.z, layer.a, bytes);
    else if (layer.activation == reluCode) rectify(layer, bytes);
    else if (layer.activation != linear) activateRows(layer.activation, layer.z, layer.a, layer.units, bytes);
    spread(layer.a, layer.aOut, first, n, layer.units);
    x = layer.a;
  }
}

function rectify(layer: SmallLayer, bytes: usize): void {
  for (let u = 0; u < layer.units; u++) {
    for (let p = layer.z + <usize>u * rowBytes, end = p + bytes; p < end; p += 16)
      v128.store(p, v128.pmax<Real>(v128.load(p), v128.splat<Real>(0)));
  }
}

/**
 * Pre-activations, activations and gradients of n rows of a split, into the network's arrays; the cost into the plan's
 * figures.
 */
export function smallProbe(address: usize, inputs: usize, target: usize, n: i32): void {
  const plan = changetype<SmallPlan>(address);
  const last = layerAt(plan, plan.layerCount - 1);
  plan.cost = 0;
  plan.correct = 0;
  packKernels(plan);
  for (let first = 0; first < n; first += blockSamples) {
    const count = min(blockSamples, n - first);
    const bytes = filledBytes(count);
    gatherBlock(plan, inputs, target, 0, first, count, plan.block);
    forwardSpread(plan, first, count, bytes);
    lossOfBlock(
      plan,
      last.z,
      last.a,
      plan.block + <usize>plan.inputs * rowBytes,
      last.g,
      1 / <Real>n,
      count,
      bytes,
      true,
    );
    backwardBlock(plan, plan.block, bytes);
    for (let l = 0; l < plan.layerCount; l++) {
      const layer = layerAt(plan, l);
      spread(layer.g, layer.gOut, first, count, layer.units);
    }
  }
  finishGradients(plan);
}

/** Math.round(255 · share) of the shares of a vector, held to 0 … 255; NaN gives 0. */
// @ts-ignore: decorator
@inline
function bytesOf(share: v128): v128 {
  const held = v128.pmin<Real>(v128.splat<Real>(1), v128.pmax<Real>(v128.splat<Real>(0), share));
  const scaled = v128.add<Real>(v128.mul<Real>(held, v128.splat<Real>(255)), v128.splat<Real>(0.5));
  return double ? i32x4.trunc_sat_f64x2_s_zero(scaled) : i32x4.trunc_sat_f32x4_s(scaled);
}

/** Stores the strengths and winners of two cells, or of one. */
function storePair(strength: usize, winner: usize, bytes: v128, best: v128, count: i32): void {
  store<u8>(strength, <u8>i32x4.extract_lane(bytes, 0));
  store<u8>(winner, <u8>i64x2.extract_lane(best, 0));
  if (count < 2) return;
  store<u8>(strength, <u8>i32x4.extract_lane(bytes, 1), 1);
  store<u8>(winner, <u8>i64x2.extract_lane(best, 1), 1);
}

/**
 * The answer on n cells (n × inputs): the class by the logits, as `answerOf` of network/losses.ts, and its probability
 * × 255, or with `regression` the share of the output on the way from `low` to `high`.
 */
export function smallBoundary(
  address: usize,
  cells: usize,
  n: i32,
  regression: bool,
  low: Real,
  high: Real,
  winner: usize,
  strength: usize,
): void {
  const plan = changetype<SmallPlan>(address);
  const last = layerAt(plan, plan.layerCount - 1);
  const perUnit = v128.splat<Real>(high == low ? 1 : 1 / (high - low));
  packKernels(plan);
  for (let first = 0; first < n; first += blockSamples) {
    const count = min(blockSamples, n - first);
    const bytes = filledBytes(count);
    gatherBlock(plan, cells, 0, 0, first, count, plan.block);
    forwardBlock(plan, plan.block, bytes);
    activateOutput(plan, last.z, last.a, bytes);
    for (let s = 0; s < count; s += lanes) {
      let share = v128.load(last.a + ((<usize>s) << realShift));
      let best = v128.splat<Word>(0);
      if (regression) {
        share = v128.mul<Real>(v128.sub<Real>(share, v128.splat<Real>(low)), perUnit);
      } else if (plan.outputs == 1) {
        const more = v128.gt<Real>(
          v128.load(last.z + ((<usize>s) << realShift)),
          v128.splat<Real>(answerThreshold(plan)),
        );
        best = v128.and(more, v128.splat<Word>(1));
        share = v128.bitselect(share, v128.sub<Real>(v128.splat<Real>(1), share), more);
      } else {
        let largest = v128.load(last.z + ((<usize>s) << realShift));
        for (let u = 1; u < plan.outputs; u++) {
          const at = <usize>u * rowBytes + ((<usize>s) << realShift);
          const logit = v128.load(last.z + at);
          // NaN counts as largest, the first one.
          const more = v128.andnot(v128.eq<Real>(largest, largest), v128.le<Real>(logit, largest));
          largest = v128.bitselect(logit, largest, more);
          share = v128.bitselect(v128.load(last.a + at), share, more);
          best = v128.bitselect(v128.splat<Word>(u), best, more);
        }
      }
      const to = <usize>(first + s);
      if (double) {
        storePair(strength + to, winner + to, bytesOf(share), best, count - s);
        continue;
      }
      const full = v128.shuffle<u8>(bytesOf(share), best, 0, 4, 8, 12, 16, 20, 24, 28, 0, 0, 0, 0, 0, 0, 0, 0);
      if (s + 4 <= count) {
        v128.store_lane<u32>(strength + to, full, 0);
        v128.store_lane<u32>(winner + to, full, 1);
      } else {
        const both = i64x2.extract_lane(full, 0);
        for (let k = 0; k < count - s; k++) {
          store<u8>(strength + to + <usize>k, <u8>(both >> (8 * k)));
          store<u8>(winner + to + <usize>k, <u8>(both >> (32 + 8 * k)));
        }
      }
    }
  }
}
