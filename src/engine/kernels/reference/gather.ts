/** `Kernels.gather`. */
export function gather(source: Float32Array, indices: Uint32Array, out: Float32Array, n: number, width: number): void {
  for (let r = 0; r < n; r++) {
    const from = indices[r] * width;
    const to = r * width;
    for (let i = 0; i < width; i++) out[to + i] = source[from + i];
  }
}

/** `Kernels.gatherLabels`. */
export function gatherLabels(source: Int32Array, indices: Uint32Array, out: Int32Array, n: number): void {
  for (let r = 0; r < n; r++) out[r] = source[indices[r]];
}
