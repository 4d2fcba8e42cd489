/*
 * One small network as the JavaScript side lays it out in the arena; network/smallNetwork.ts writes these fields at
 * their byte offsets, so that both sides change together. Addresses are bytes from the start of the memory.
 */

@unmanaged
export class SmallLayer {
  inputs: i32; // 0
  units: i32; // 4
  /** Index in `activations` of spec/networkSpec.ts; of the output layer: linear (the loss applies its own). */
  activation: i32; // 8
  hasBias: i32; // 12
  kernel: usize; // 16
  /** Zeros without a bias. */
  bias: usize; // 20
  kernelGradient: usize; // 24
  biasGradient: usize; // 28
  /** The kernel in the order of the forward tiles. */
  packed: usize; // 32
  /** Two vectors of partial sums for each weight, then for each bias. */
  kernelSums: usize; // 36
  biasSums: usize; // 40
  /** units rows of a block each; z and a are the same rows for linear and relu. */
  z: usize; // 44
  a: usize; // 48
  g: usize; // 52
  /** The network's own arrays, a sample a row; g also of the pre-activations. */
  zOut: usize; // 56
  aOut: usize; // 60
  gOut: usize; // 64
}


@unmanaged
export class SmallPlan {
  layerCount: i32; // 0
  layers: usize; // 4
  inputs: i32; // 8
  outputs: i32; // 12
  /** 0 binary, 1 categorical cross-entropy, 2 mean squared error. */
  loss: i32; // 16
  /** 0 sigmoid, 1 softmax, 2 linear. */
  output: i32; // 20
  /** One block of inputs rows and a row of targets, for batches that are gathered. */
  block: usize; // 24
  /** All blocks of a batch that never changes; 0 when batches are gathered. */
  resident: usize; // 28
  /** Training rows, and rows of a step at most. */
  rows: i32; // 32
  batch: i32; // 36
  /** The training split, row by row. */
  inputsSource: usize; // 40
  targetSource: usize; // 44
  /** Whether targets are quantities (float32) and not classes. */
  quantities: i32; // 48
  /** Order of the rows in this epoch; 0: as they come. */
  order: usize; // 52
  /** First row of the next batch. */
  cursor: i32; // 56
  /** Of the last batch with figures. */
  correct: i32; // 60
  /** 0 sgd, 1 rmsprop, 2 adam, 3 adamw. */
  optimizer: i32; // 64
  nesterov: i32; // 68
  parameters: usize; // 72
  gradients: usize; // 76
  state0: usize; // 80
  state1: usize; // 84
  /** Floats of parameters with their padding, a multiple of 4. */
  count: i32; // 88
  /** Rows of a block for what the loss needs in between. */
  spare: usize; // 92
  /** Sum of the costs of the samples of the last batch with figures. */
  cost: f64; // 96
  learningRate: f64; // 104
  momentum: f64; // 112
  weightDecay: f64; // 120
  /** Adam's; beta1 is also alpha of RMSprop. */
  beta1: f64; // 128
  beta2: f64; // 136
  epsilon: f64; // 144
  /** beta1 and beta2 to the power of the steps done. */
  power1: f64; // 152
  power2: f64; // 160
  /** Samples of the last batch. */
  lastBatch: i32; // 168
}

/** Bytes from one layer to the next. */
export const layerBytes: usize = 80;

// @ts-ignore: decorator
@inline
export function layerAt(plan: SmallPlan, index: i32): SmallLayer {
  return changetype<SmallLayer>(plan.layers + <usize>index * layerBytes);
}
