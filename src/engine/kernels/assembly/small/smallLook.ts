import { activation_linear as linear, activation_relu as reluCode } from '../codes';
import { activateRows } from './smallActivations';
import { backwardBlock, finishGradients, forwardBlock, packKernels } from './small';
import { gatherBlock } from './smallGather';
import { activateOutput, answerThreshold, lossOfBlock } from './smallLoss';
import { layerAt, SmallLayer, SmallPlan } from './smallPlan';
import { blockSamples, forwardRows, rowBytes } from './smallTiles';

/*
 * What is looked at of a small network between two steps: activations and gradients of some samples, and its answer on
 * a grid.
 */

/** Copies `units` rows of n samples into an array of one sample a row, from `first` on. */
function spread(rows: usize, out: usize, first: i32, n: i32, units: i32): void {
  const step = (<usize>units) << 2;
  for (let u = 0; u < units; u++) {
    let to = out + <usize>first * step + ((<usize>u) << 2);
    const from = rows + <usize>u * rowBytes;
    for (let at: usize = 0; at < (<usize>n) << 2; at += 4) {
      store<f32>(to, load<f32>(from + at));
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
      v128.store(p, f32x4.pmax(v128.load(p), f32x4.splat(0)));
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
    const bytes = (<usize>((count + 7) >> 3)) << 5;
    gatherBlock(inputs, target, 0, first, count, plan.inputs, plan.block);
    forwardSpread(plan, first, count, bytes);
    lossOfBlock(
      plan,
      last.z,
      last.a,
      plan.block + <usize>plan.inputs * rowBytes,
      last.g,
      1 / <f32>n,
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

/** Math.round(255 · share) of four shares, held to 0 … 255; NaN gives 0. */
// @ts-ignore: decorator
@inline
function bytesOf(share: v128): v128 {
  const held = f32x4.pmin(f32x4.splat(1), f32x4.pmax(f32x4.splat(0), share));
  return i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(held, f32x4.splat(255)), f32x4.splat(0.5)));
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
  low: f32,
  high: f32,
  winner: usize,
  strength: usize,
): void {
  const plan = changetype<SmallPlan>(address);
  const last = layerAt(plan, plan.layerCount - 1);
  const perUnit = f32x4.splat(high == low ? 1 : 1 / (high - low));
  packKernels(plan);
  for (let first = 0; first < n; first += blockSamples) {
    const count = min(blockSamples, n - first);
    const bytes = (<usize>((count + 7) >> 3)) << 5;
    gatherBlock(cells, 0, 0, first, count, plan.inputs, plan.block);
    forwardBlock(plan, plan.block, bytes);
    activateOutput(plan, last.z, last.a, bytes);
    for (let s = 0; s < count; s += 4) {
      let share = v128.load(last.a + ((<usize>s) << 2));
      let best = i32x4.splat(0);
      if (regression) {
        share = f32x4.mul(f32x4.sub(share, f32x4.splat(low)), perUnit);
      } else if (plan.outputs == 1) {
        const more = f32x4.gt(v128.load(last.z + ((<usize>s) << 2)), f32x4.splat(answerThreshold(plan)));
        best = v128.and(more, i32x4.splat(1));
        share = v128.bitselect(share, f32x4.sub(f32x4.splat(1), share), more);
      } else {
        let largest = v128.load(last.z + ((<usize>s) << 2));
        for (let u = 1; u < plan.outputs; u++) {
          const at = <usize>u * rowBytes + ((<usize>s) << 2);
          const logit = v128.load(last.z + at);
          // NaN counts as largest, the first one.
          const more = v128.andnot(f32x4.eq(largest, largest), f32x4.le(logit, largest));
          largest = v128.bitselect(logit, largest, more);
          share = v128.bitselect(v128.load(last.a + at), share, more);
          best = v128.bitselect(i32x4.splat(u), best, more);
        }
      }
      const full = v128.shuffle<u8>(bytesOf(share), best, 0, 4, 8, 12, 16, 20, 24, 28, 0, 0, 0, 0, 0, 0, 0, 0);
      const to = <usize>(first + s);
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
