import { lanes, realBytes, realShift } from '../element';
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
  const row = (<usize>inputs) << realShift;
  const at = (<usize>unit) << realShift;
  const biased = bias !== absent;
  const start = biased ? bias + at : zeros,
    step: usize = biased ? realBytes : 0;
  if (batch !== 0)
    return sparseForward(changetype<CompressedBatch>(batch), kernel, start, step, z, a, units, activation);
  product(
    x,
    row,
    realBytes,
    kernel + <usize>unit * row,
    row,
    true,
    start,
    step,
    z + at,
    (<usize>units) << realShift,
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
  for (; c + lanes <= columns; c += lanes) {
    let sum = v128.splat<Real>(0);
    let at = x + ((<usize>c) << realShift);
    for (let r = 0; r < n; r++, at += row) sum = v128.add<Real>(sum, v128.load(at));
    v128.store(out + ((<usize>c) << realShift), sum);
  }
  for (; c < columns; c++) {
    let sum: Real = 0;
    let at = x + ((<usize>c) << realShift);
    for (let r = 0; r < n; r++, at += row) sum += load<Real>(at);
    store<Real>(out + ((<usize>c) << realShift), sum);
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
  const inputRow = (<usize>inputs) << realShift;
  const unitRow = (<usize>units) << realShift;
  const at = (<usize>unit) << realShift;
  if (batch !== 0) sparseKernelGradient(changetype<CompressedBatch>(batch), gradient, zeros, kernelGradient, units);
  else
    product(
      gradient + at,
      realBytes,
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
      realBytes,
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
