import { readFileSync } from 'node:fs';
import { Arena } from '../../../../src/engine/arena';
import type { Kernels } from '../../../../src/engine/kernels/kernels';
import { compileKernels, type KernelModule } from '../../../../src/engine/kernels/wasm/kernelModule';
import { createWasmKernels, scratchBytes } from '../../../../src/engine/kernels/wasm/wasmKernels';
import { compileJoined } from '../../../../src/trainer/backend/joinedVectors';

/**
 * The builds of the kernels that this Node has the instructions for, and whether each is one; the wide one as the
 * trainer compiles it.
 */
export const builds: readonly { name: string; module: KernelModule | undefined }[] = [
  'relaxed-simd',
  'simd',
  'relaxed-simd-wide',
].map((name) => ({
  name,
  module: (name.endsWith('wide') ? compileJoined : compileKernels)(readFileSync(`out/test/kernels/${name}.wasm`)),
}));

/** The same of float64. */
export const doubleBuilds: readonly { name: string; module: KernelModule | undefined }[] = [
  'relaxed-simd-double',
  'simd-double',
  'relaxed-simd-double-wide',
].map((name) => ({
  name,
  module: (name.endsWith('wide') ? compileJoined : compileKernels)(readFileSync(`out/test/kernels/${name}.wasm`)),
}));

/** An arena with the kernels of a build over it, and room for `bytes` bytes. */
export function kernelsIn(name: string, module: KernelModule, bytes: number): { arena: Arena; kernels: Kernels } {
  const arena = Arena.create(scratchBytes + bytes);
  return { arena, kernels: createWasmKernels(module, arena.memory!, arena.reserve(scratchBytes), name) };
}

/** The same without whole steps of small networks, so that these go through the dense functions too. */
export function denseOnly(kernels: Kernels): Kernels {
  return Object.create(kernels, { small: { value: undefined } }) as Kernels;
}

/** The same as doubles. */
export function putDoubles(arena: Arena, values: ArrayLike<number>): Float64Array {
  const array = arena.array(Float64Array, values.length);
  array.set(values);
  return array;
}

/** A copy of `values` in the arena. */
export function put(arena: Arena, values: ArrayLike<number>): Float32Array {
  const array = arena.float32(values.length);
  array.set(values);
  return array;
}
