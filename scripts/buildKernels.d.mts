/** Compiles the AssemblyScript kernels into `folder` as `relaxed-simd.wasm` and `simd.wasm`. */
export function buildKernels(folder: string): Promise<void>;
