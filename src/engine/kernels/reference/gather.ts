import type { Floats } from '../../elementType';
import { byteValues, type Inputs } from '../../datasets/inputs';

/** `Kernels.gather`. */
export function gather(source: Inputs, indices: Uint32Array, out: Floats, n: number, width: number): number {
  for (let r = 0; r < n; r++) {
    const from = indices[r] * width;
    const to = r * width;
    if (source instanceof Uint8Array) unpack(source.subarray(from, from + width), out.subarray(to, to + width));
    else for (let i = 0; i < width; i++) out[to + i] = source[from + i];
  }
  return 0;
}

/** `Kernels.unpack`. */
export function unpack(bytes: Uint8Array, out: Floats): void {
  for (let i = 0; i < bytes.length; i++) out[i] = byteValues[bytes[i]];
}

/** `Kernels.gatherLabels`. */
export function gatherLabels(source: Int32Array, indices: Uint32Array, out: Int32Array, n: number): void {
  for (let r = 0; r < n; r++) out[r] = source[indices[r]];
}
