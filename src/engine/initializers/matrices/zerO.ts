import { matrixShape } from '../shape';
import type { KernelShape } from '../../spec/initializerSpec';

/** The k of the smallest Hadamard matrix, 2^k × 2^k, that covers `side` rows. */
const orderOf = (side: number): number => 32 - Math.clz32(side - 1);

/** Whether entry (i, j) of Sylvester's Hadamard matrix is −1: the number of ones in i & j is odd. */
function isNegative(i: number, j: number): boolean {
  let bits = i & j;
  bits ^= bits >>> 16;
  bits ^= bits >>> 8;
  bits ^= bits >>> 4;
  bits ^= bits >>> 2;
  bits ^= bits >>> 1;
  return (bits & 1) === 1;
}

/** Size of the entries of a kernel that grows to `fanOut` units: 2^(−k/2). */
export function hadamardEntry(fanOut: number): number {
  return 1 / 2 ** (orderOf(fanOut) / 2);
}

/** Sum of the first `rows` × `columns` entries of Sylvester's Hadamard matrix of order 2^k, without looking at each. */
function hadamardSum(rows: number, columns: number, k: number): number {
  if (rows === 0 || columns === 0) return 0;
  const side = 2 ** k;
  // Of a whole row or column of the matrix only the first one has a sum that is not 0.
  if (rows === side || columns === side) return side;
  const half = side / 2;
  if (rows <= half && columns <= half) return hadamardSum(rows, columns, k - 1);
  if (columns <= half) return half + hadamardSum(rows - half, columns, k - 1);
  if (rows <= half) return half + hadamardSum(rows, columns - half, k - 1);
  return 3 * half - hadamardSum(rows - half, columns - half, k - 1);
}

/** Share of positive entries in the kernel of a layer that grows. */
export function positiveShare(fanIn: number, fanOut: number): number {
  const count = fanIn * fanOut;
  return (count + hadamardSum(fanOut, fanIn, orderOf(fanOut))) / (2 * count);
}

/**
 * ZerO (Zhao, Schäfer & Anandkumar 2021, algorithm 1) of a kernel, row-major in its layout. The paper's W is units ×
 * inputs: a partial identity where the units are no more than the inputs, else the first fanOut rows and fanIn columns
 * of the Hadamard matrix of order 2^k over 2^(k/2). A kernel drawn in-out is the transpose of that drawn out-in.
 */
export function fillZerO(shape: KernelShape): Float64Array {
  const [rows, columns] = matrixShape(shape);
  const out = new Float64Array(rows * columns);
  if (shape.fanOut <= shape.fanIn) {
    for (let i = 0; i < shape.fanOut; i++) out[i * columns + i] = 1;
    return out;
  }
  const entry = hadamardEntry(shape.fanOut);
  for (let i = 0; i < rows; i++) {
    // Sylvester's matrix is its own transpose, so that either layout reads it by row and column.
    for (let j = 0; j < columns; j++) out[i * columns + j] = isNegative(i, j) ? -entry : entry;
  }
  return out;
}
