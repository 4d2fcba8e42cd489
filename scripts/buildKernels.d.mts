/** Compiles the AssemblyScript kernels into `folder`, a `.wasm` file for each build. */
export function buildKernels(folder: string): Promise<void>;
/** Packs the modules of a folder into its `kernels.br`. */
export function packKernels(folder: string): Promise<void>;
