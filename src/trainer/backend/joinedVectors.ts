import { setFlagsFromString } from 'node:v8';
import { compileAside, compileKernels, type KernelModule } from '../../engine/kernels/wasm/kernelModule';
import type { Precision } from '../../engine/elementType';
import { kernelBytes, kernelFile } from './kernelFiles';

/*
 * WebAssembly has vectors of 128 bits; an x86-64 processor with AVX2 has 256. V8 can join two vectors that lie side by
 * side, behind a flag that is still experimental. It is on only while such a build is compiled, in this process alone.
 */
const joined = ['--experimental-wasm-revectorize', '--no-liftoff', '--no-wasm-lazy-compilation'];
const usual = ['--no-experimental-wasm-revectorize', '--liftoff', '--wasm-lazy-compilation'];
/** The first version of V8 that it was tried with. */
const firstVersion = 13;

/** Whether this is a machine and a version of V8 for joined vectors. */
export const mayJoin = process.arch === 'x64' && parseInt(process.versions.v8, 10) >= firstVersion;

const setFlags = (flags: readonly string[]): void => flags.forEach((flag) => setFlagsFromString(flag));

/** A build whose pairs of vectors are joined; undefined where this machine does not have the build's instructions. */
export function compileJoined(bytes: Uint8Array): KernelModule | undefined {
  setFlags(joined);
  try {
    return compileKernels(bytes);
  } finally {
    setFlags(usual);
  }
}

/** The name of the build that gains by joined vectors. */
const wideFile = (precision: Precision): string => `${kernelFile('relaxed-simd', precision)}-wide`;

/** The wide build of float32 that is compiled ahead, by its folder. */
const ahead = new Map<string, Promise<KernelModule | undefined>>();
/** What has come of it. */
const compiled = new Map<string, KernelModule | undefined>();

/**
 * Begins to compile the wide build of float32 in `folder` on other threads, while this one loads what a run needs
 * besides. Until `compiledAhead` resolves nothing else is to be compiled.
 */
export function compileAhead(folder: string): void {
  const bytes = mayJoin ? kernelBytes(folder, wideFile('float32')) : undefined;
  if (bytes === undefined || ahead.has(folder)) return;
  setFlags(joined);
  // A module that is being compiled does not keep Node's loop alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  ahead.set(
    folder,
    compileAside(bytes)
      .catch(() => undefined)
      .finally(() => {
        clearInterval(alive);
        setFlags(usual);
      }),
  );
}

/** Resolves when nothing of a folder is being compiled ahead any more. */
export async function compiledAhead(folder: string): Promise<void> {
  if (ahead.has(folder)) compiled.set(folder, await ahead.get(folder));
}

/** The wide build in `folder`, joined; undefined where there is none, or this machine lacks its instructions. */
export function wideBuild(folder: string, precision: Precision): KernelModule | undefined {
  if (precision === 'float32' && compiled.has(folder)) return compiled.get(folder);
  const bytes = kernelBytes(folder, wideFile(precision));
  return bytes && compileJoined(bytes);
}
