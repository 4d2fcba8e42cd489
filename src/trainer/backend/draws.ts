import { setFlagsFromString } from 'node:v8';
import { compileKernels } from '../../engine/kernels/wasm/kernelModule';
import { createCompiledDraws } from '../../engine/kernels/wasm/compiledDraws';
import { provideCompiledDraws, type CompiledDraws } from '../../engine/random/compiledDraws';
import { kernelBytes } from './kernelFiles';

/** V8 of Node 20 has the instructions of relaxed SIMD behind a flag. */
const flaggedVersion = 11;

function load(folder: string): CompiledDraws | undefined {
  const bytes = kernelBytes(folder, 'draws');
  if (bytes === undefined) throw new Error(`Kernels: expected draws in ${folder}, found none.`);
  const flagged = parseInt(process.versions.v8, 10) === flaggedVersion;
  if (flagged) setFlagsFromString('--experimental-wasm-relaxed-simd');
  try {
    const module = compileKernels(bytes);
    return module && createCompiledDraws(module);
  } finally {
    if (flagged) setFlagsFromString('--no-experimental-wasm-relaxed-simd');
  }
}

/** Draws of this thread take the compiled ones of `folder`, which has the built kernels, where this machine can. */
export function useCompiledDraws(folder: string): void {
  provideCompiledDraws(() => load(folder));
}
