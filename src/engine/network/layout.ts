import type { Layout } from '../spec/initializerSpec';

/** Writes a rows × columns matrix into `to` as columns × rows. */
export function transpose(
  from: Float32Array | Float64Array | Uint8Array,
  to: Float32Array | Float64Array | Uint8Array,
  rows: number,
  columns: number,
): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) to[c * rows + r] = from[r * columns + c];
  }
}

/** Copies a kernel given in `layout` into the arena's order, units × inputs. */
export function storeKernel(
  values: Float32Array | Float64Array,
  layout: Layout,
  kernel: Float32Array,
  inputs: number,
  units: number,
): void {
  if (layout === 'out-in') kernel.set(values);
  else transpose(values, kernel, inputs, units);
}

/** A copy of a stored kernel (units × inputs) in `layout`. */
export function readKernel(kernel: Float32Array, layout: Layout, inputs: number, units: number): Float32Array {
  if (layout === 'out-in') return new Float32Array(kernel);
  const out = new Float32Array(kernel.length);
  transpose(kernel, out, units, inputs);
  return out;
}
