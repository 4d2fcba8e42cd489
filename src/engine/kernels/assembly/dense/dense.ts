import { product } from './product';
import { absent, none } from '../codes';
import { zeros } from '../scratch';
import { sparseForward, sparseKernelGradient } from '../sparse/sparse';
import { CompressedBatch } from '../sparse/sparseBatch';

/**
 * z = x · kernelᵀ + bias and a = activation(z), for the units from `unit` to `unitEnd`; softmax wants all units, and a
 * `batch` of compressed rows in place of x (0: none) takes all of them at once.
 */
export function denseForward(
  x: usize,
  batch: usize,
  kernel: usize,
  bias: usize,
  z: usize,
  a: usize,
  n: i32,
  inputs: i32,
  units: i32,
  activation: i32,
  unit: i32,
  unitEnd: i32,
): void {
  const row = (<usize>inputs) << 2;
  const at = (<usize>unit) << 2;
  const biased = bias !== absent;
  const start = biased ? bias + at : zeros,
    step: usize = biased ? 4 : 0;
  if (batch !== 0)
    return sparseForward(changetype<CompressedBatch>(batch), kernel, start, step, z, a, units, activation);
  product(
    x,
    row,
    4,
    kernel + <usize>unit * row,
    row,
    true,
    start,
    step,
    z + at,
    (<usize>units) << 2,
    n,
    unitEnd - unit,
    inputs,
    a + at,
    activation,
  );
}

/** Sums of the first `columns` columns of n rows of `row` bytes. */
function columnSums(x: usize, row: usize, out: usize, n: i32, columns: i32): void {
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    let sum = f32x4.splat(0);
    let at = x + ((<usize>c) << 2);
    for (let r = 0; r < n; r++, at += row) sum = f32x4.add(sum, v128.load(at));
    v128.store(out + ((<usize>c) << 2), sum);
  }
  for (; c < columns; c++) {
    let sum: f32 = 0;
    let at = x + ((<usize>c) << 2);
    for (let r = 0; r < n; r++, at += row) sum += load<f32>(at);
    store<f32>(out + ((<usize>c) << 2), sum);
  }
}

/**
 * Of a gradient by the pre-activations: those by the kernel and the bias for the units from `unit` to `unitEnd`, and
 * that by the input for the rows from `row` to `rowEnd`. A `batch` of compressed rows in place of x
 * (0: none) takes all units at once.
 */
export function denseGradients(
  x: usize,
  batch: usize,
  kernel: usize,
  gradient: usize,
  kernelGradient: usize,
  biasGradient: usize,
  inputGradient: usize,
  n: i32,
  inputs: i32,
  units: i32,
  unit: i32,
  unitEnd: i32,
  row: i32,
  rowEnd: i32,
): void {
  const inputRow = (<usize>inputs) << 2;
  const unitRow = (<usize>units) << 2;
  const at = (<usize>unit) << 2;
  if (batch !== 0) sparseKernelGradient(changetype<CompressedBatch>(batch), gradient, zeros, kernelGradient, units);
  else
    product(
      gradient + at,
      4,
      unitRow,
      x,
      inputRow,
      false,
      zeros,
      0,
      kernelGradient + <usize>unit * inputRow,
      inputRow,
      unitEnd - unit,
      inputs,
      n,
      0,
      none,
    );
  if (biasGradient !== absent) columnSums(gradient + at, unitRow, biasGradient + at, n, unitEnd - unit);
  if (inputGradient !== absent) {
    product(
      gradient + <usize>row * unitRow,
      unitRow,
      4,
      kernel,
      inputRow,
      false,
      zeros,
      0,
      inputGradient + <usize>row * inputRow,
      inputRow,
      rowEnd - row,
      inputs,
      units,
      0,
      none,
    );
  }
}
