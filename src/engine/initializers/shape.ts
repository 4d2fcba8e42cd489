import type { KernelShape } from '../spec/initializerSpec';

/** Rows and columns of a kernel as its layout stores it: `out-in` is fanOut × fanIn. */
export function matrixShape(shape: KernelShape): [rows: number, columns: number] {
  return shape.layout === 'out-in' ? [shape.fanOut, shape.fanIn] : [shape.fanIn, shape.fanOut];
}
