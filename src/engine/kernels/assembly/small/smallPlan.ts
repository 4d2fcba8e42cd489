/*
 * One small network as the JavaScript side lays it out in the arena: `kernels/layouts/smallPlan.ts` has the same
 * fields. Addresses are bytes from the start of the memory.
 */

@unmanaged
export class SmallLayer {
  inputs: i32;
  units: i32;
  /** Of `codes.ts`; of the output layer: linear (the loss applies its own). */
  activation: i32;
  hasBias: i32;
  kernel: usize;
  /** Zeros without a bias. */
  bias: usize;
  kernelGradient: usize;
  biasGradient: usize;
  /** The kernel in the order of the forward tiles. */
  packed: usize;
  /** Two vectors of partial sums for each weight, then for each bias. */
  kernelSums: usize;
  biasSums: usize;
  /** units rows of a block each; z and a are the same rows for linear and relu. */
  z: usize;
  a: usize;
  g: usize;
  /** The network's own arrays, a sample a row; g also of the pre-activations. */
  zOut: usize;
  aOut: usize;
  gOut: usize;
}


@unmanaged
export class SmallPlan {
  layerCount: i32;
  layers: usize;
  inputs: i32;
  outputs: i32;
  /** Of `codes.ts`; the output is an activation's. */
  loss: i32;
  output: i32;
  /** One block of inputs rows and a row of targets, for batches that are gathered. */
  block: usize;
  /** All blocks of a batch that never changes; 0 when batches are gathered. */
  resident: usize;
  /** Training rows, and rows of a step at most. */
  rows: i32;
  batch: i32;
  /** The training split, row by row. */
  inputsSource: usize;
  targetSource: usize;
  /** Whether targets are quantities and not classes. */
  quantities: i32;
  /** Order of the rows in this epoch; 0: as they come. */
  order: usize;
  /** First row of the next batch. */
  cursor: i32;
  /** Of the last batch with figures. */
  correct: i32;
  /** 0 sgd, 1 rmsprop, 2 adam, 3 adamw. */
  optimizer: i32;
  nesterov: i32;
  parameters: usize;
  gradients: usize;
  state0: usize;
  state1: usize;
  /** Numbers of parameters with their padding, whole vectors. */
  count: i32;
  /** Rows of a block for what the loss needs in between. */
  spare: usize;
  /** Sum of the costs of the samples of the last batch with figures. */
  cost: f64;
  learningRate: f64;
  momentum: f64;
  weightDecay: f64;
  /** Adam's; beta1 is also alpha of RMSprop. */
  beta1: f64;
  beta2: f64;
  epsilon: f64;
  /** beta1 and beta2 to the power of the steps done. */
  power1: f64;
  power2: f64;
  /** Samples of the last batch. */
  lastBatch: i32;
}

/** Bytes from one layer to the next. */
const layerBytes: usize = (offsetof<SmallLayer>() + 15) & ~15;

// @ts-ignore: decorator
@inline
export function layerAt(plan: SmallPlan, index: i32): SmallLayer {
  return changetype<SmallLayer>(plan.layers + <usize>index * layerBytes);
}
