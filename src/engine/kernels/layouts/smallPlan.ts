import type { Precision } from '../../elementType';
import { structure, widths } from './structure';

/** Samples of a block by the element type of its numbers, and bytes from one of its rows to the next. */
export const blockSamples: Readonly<Record<Precision, number>> = { float32: 128, float64: 64 };
export const rowBytes = widths.f32 * blockSamples.float32;
/** Of the partial sums of one weight's gradient. */
export const sumBytes = 32;

/** One small network in the arena; `assembly/small/smallPlan.ts` says what the fields are. */
export const smallPlan = structure('smallPlan', {
  layerCount: 'i32',
  layers: 'u32',
  inputs: 'i32',
  outputs: 'i32',
  loss: 'i32',
  output: 'i32',
  block: 'u32',
  resident: 'u32',
  rows: 'i32',
  batch: 'i32',
  inputsSource: 'u32',
  targetSource: 'u32',
  quantities: 'i32',
  order: 'u32',
  cursor: 'i32',
  correct: 'i32',
  optimizer: 'i32',
  nesterov: 'i32',
  parameters: 'u32',
  gradients: 'u32',
  state0: 'u32',
  state1: 'u32',
  count: 'i32',
  spare: 'u32',
  cost: 'f64',
  learningRate: 'f64',
  momentum: 'f64',
  weightDecay: 'f64',
  beta1: 'f64',
  beta2: 'f64',
  epsilon: 'f64',
  power1: 'f64',
  power2: 'f64',
  lastBatch: 'i32',
});

/** One layer of a small network. */
export const smallLayer = structure('smallLayer', {
  inputs: 'i32',
  units: 'i32',
  activation: 'i32',
  hasBias: 'i32',
  kernel: 'u32',
  bias: 'u32',
  kernelGradient: 'u32',
  biasGradient: 'u32',
  packed: 'u32',
  kernelSums: 'u32',
  biasSums: 'u32',
  z: 'u32',
  a: 'u32',
  g: 'u32',
  zOut: 'u32',
  aOut: 'u32',
  gOut: 'u32',
});
