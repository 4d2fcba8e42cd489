import { realBytes, realShift } from '../element';
import { activation_linear as linear, activation_relu as reluCode } from '../codes';
import { activateRows, differentiateRows } from './smallActivations';
import { blockBytes, gatherBlock } from './smallGather';
import { addBiasGradient, addKernelGradient, addLanes } from './smallGradient';
import { activateOutput, lossOfBlock } from './smallLoss';
import { updateParameters } from './smallOptimizer';
import { layerAt, SmallPlan } from './smallPlan';
import { backwardRows, blockSamples, filledBytes, forwardRows, pack, rowBytes } from './smallTiles';

/*
 * Whole training steps of a small network: forward, loss and backward block by block, so that a block's activations are
 * still in the first-level cache when they are needed again, then one update.
 */

/** Puts all kernels in the order of the forward tiles. */
export function packKernels(plan: SmallPlan): void {
  for (let l = 0; l < plan.layerCount; l++) {
    const layer = layerAt(plan, l);
    pack(layer.kernel, layer.packed, layer.inputs, layer.units);
  }
}

/** Activations of every layer; of the output layer the logits. */
export function forwardBlock(plan: SmallPlan, block: usize, bytes: usize): void {
  let x = block;
  for (let l = 0; l < plan.layerCount; l++) {
    const layer = layerAt(plan, l);
    const code = layer.activation;
    forwardRows(layer.packed, layer.bias, x, layer.z, layer.inputs, layer.units, code == reluCode, bytes);
    if (code != linear && code != reluCode) activateRows(code, layer.z, layer.a, layer.units, bytes);
    x = layer.a;
  }
}

/** Adds a block's part to the gradient sums, from the gradient by the logits. */
export function backwardBlock(plan: SmallPlan, block: usize, bytes: usize): void {
  for (let l = plan.layerCount - 1; l >= 0; l--) {
    const layer = layerAt(plan, l);
    const below = layerAt(plan, max(l - 1, 0));
    addKernelGradient(layer.g, l > 0 ? below.a : block, layer.kernelSums, layer.inputs, layer.units, bytes);
    if (layer.hasBias) addBiasGradient(layer.g, layer.biasSums, layer.units, bytes);
    if (l == 0) return;
    const code = below.activation;
    backwardRows(layer.kernel, layer.g, below.g, code == reluCode ? below.a : 0, layer.inputs, layer.units, bytes);
    if (code != linear && code != reluCode) differentiateRows(code, below.z, below.a, below.g, below.units, bytes);
  }
}

/** Sums of the lanes into the gradients; the sums are then 0 again. */
export function finishGradients(plan: SmallPlan): void {
  for (let l = 0; l < plan.layerCount; l++) {
    const layer = layerAt(plan, l);
    addLanes(layer.kernelSums, layer.kernelGradient, layer.inputs * layer.units);
    if (layer.hasBias) addLanes(layer.biasSums, layer.biasGradient, layer.units);
  }
}

/** Forward, loss and (where asked) backward over the next n rows; whether the cost is finite. */
function pass(plan: SmallPlan, n: i32, backward: bool, figures: bool): bool {
  const last = layerAt(plan, plan.layerCount - 1);
  const scale: Real = 1 / <Real>n;
  let check = v128.splat<Real>(0);
  let block = plan.resident;
  if (figures) {
    plan.cost = 0;
    plan.correct = 0;
  }
  for (let first = 0; first < n; first += blockSamples) {
    const count = min(blockSamples, n - first);
    const bytes = filledBytes(count);
    if (plan.resident == 0) {
      block = plan.block;
      gatherBlock(plan, plan.inputsSource, plan.targetSource, plan.order, plan.cursor + first, count, block);
    }
    forwardBlock(plan, block, bytes);
    check = v128.add<Real>(
      check,
      lossOfBlock(plan, last.z, last.a, block + <usize>plan.inputs * rowBytes, last.g, scale, count, bytes, figures),
    );
    if (backward) backwardBlock(plan, block, bytes);
    block += blockBytes(plan);
  }
  return !v128.any_true(v128.ne<Real>(check, v128.splat<Real>(0)));
}

/**
 * Up to `steps` training steps; the first one with figures where asked. Returns the updates done: fewer than `steps`
 * when a cost was not finite (then `figures` of that step are there and the parameters are those before it) or when a
 * shuffled epoch is over.
 */
export function smallRun(address: usize, steps: i32, figures: bool): i32 {
  const plan = changetype<SmallPlan>(address);
  for (let step = 0; step < steps; step++) {
    const n = min(plan.batch, plan.rows - plan.cursor);
    plan.lastBatch = n;
    packKernels(plan);
    const finite = pass(plan, n, true, figures && step == 0);
    finishGradients(plan);
    if (!finite) {
      pass(plan, n, false, true);
      return step;
    }
    updateParameters(plan);
    plan.cursor += n;
    if (plan.cursor == plan.rows) {
      plan.cursor = 0;
      if (plan.order != 0) return step + 1;
    }
  }
  return steps;
}

/** Costs and right answers of n rows of a split, into the plan's figures. */
export function smallEvaluate(address: usize, inputs: usize, target: usize, n: i32): void {
  const plan = changetype<SmallPlan>(address);
  const last = layerAt(plan, plan.layerCount - 1);
  plan.cost = 0;
  plan.correct = 0;
  packKernels(plan);
  for (let first = 0; first < n; first += blockSamples) {
    const count = min(blockSamples, n - first);
    const bytes = filledBytes(count);
    gatherBlock(plan, inputs, target, 0, first, count, plan.block);
    forwardBlock(plan, plan.block, bytes);
    lossOfBlock(plan, last.z, last.a, plan.block + <usize>plan.inputs * rowBytes, last.g, 1, count, bytes, true);
  }
}

/** Output activations of n rows, row by row, into `out` (n × outputs). */
export function smallPredict(address: usize, inputs: usize, n: i32, out: usize): void {
  const plan = changetype<SmallPlan>(address);
  const last = layerAt(plan, plan.layerCount - 1);
  packKernels(plan);
  for (let first = 0; first < n; first += blockSamples) {
    const count = min(blockSamples, n - first);
    const bytes = filledBytes(count);
    gatherBlock(plan, inputs, 0, 0, first, count, plan.block);
    forwardBlock(plan, plan.block, bytes);
    activateOutput(plan, last.z, last.a, bytes);
    for (let s = 0; s < count; s++) {
      for (let u = 0; u < plan.outputs; u++) {
        store<Real>(out, load<Real>(last.a + <usize>u * rowBytes + ((<usize>s) << realShift)));
        out += realBytes;
      }
    }
  }
}
