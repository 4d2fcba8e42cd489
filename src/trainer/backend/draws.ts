import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { compileKernels, type KernelModule } from '../../engine/kernels/wasm/kernelModule';
import { createCompiledDraws } from '../../engine/kernels/wasm/compiledDraws';
import { createCompiledStreams } from '../../engine/kernels/wasm/compiledStreams';
import { provideCompiledDraws } from '../../engine/random/compiledDraws';
import { provideCompiledStreams } from '../../engine/random/compiledStreams';

/** V8 of Node 20 has the instructions of relaxed SIMD behind a flag. */
const flaggedVersion = 11;

/** What `create` makes of a built module; undefined where this machine cannot. */
function load<T>(folder: string, name: string, create: (module: KernelModule) => T | undefined): T | undefined {
  const bytes = readFileSync(join(folder, `${name}.wasm`));
  const flagged = parseInt(process.versions.v8, 10) === flaggedVersion;
  if (flagged) setFlagsFromString('--experimental-wasm-relaxed-simd');
  try {
    const module = compileKernels(bytes);
    return module && create(module);
  } finally {
    if (flagged) setFlagsFromString('--no-experimental-wasm-relaxed-simd');
  }
}

/** Draws of this thread take the compiled fills of `folder`, which has the built kernels, where this machine can. */
export function useCompiledDraws(folder: string): void {
  provideCompiledDraws(() => load(folder, 'draws', createCompiledDraws));
  provideCompiledStreams(() => load(folder, 'streams', createCompiledStreams));
}
