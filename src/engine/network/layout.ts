import type { Floats } from '../elementType';
import type { Layout } from '../spec/initializerSpec';

/** Writes a rows × columns matrix into `to` as columns × rows. */
export function transpose(from: Floats | Uint8Array, to: Floats | Uint8Array, rows: number, columns: number): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) to[c * rows + r] = from[r * columns + c];
  }
}

/** Copies a kernel given in `layout` into the arena's order, units × inputs. */
export function storeKernel(values: Floats, layout: Layout, kernel: Floats, inputs: number, units: number): void {
  if (layout === 'out-in') kernel.set(values);
  else transpose(values, kernel, inputs, units);
}

/** A copy of a stored kernel (units × inputs) in `layout`, of the same element type. */
export function readKernel<A extends Floats>(kernel: A, layout: Layout, inputs: number, units: number): A {
  const out = kernel.slice() as A;
  if (layout === 'in-out') transpose(kernel, out, units, inputs);
  return out;
}
