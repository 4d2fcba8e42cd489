import type { ArenaMemory } from '../../arena';
import { checkLayouts, precisionOf } from '../layouts/checkLayouts';
import { argumentCounts, type KernelExports } from './kernelCalls';

/** The part of `WebAssembly.Module` and its kin that is used; ES libraries without the DOM do not declare them. */
export type KernelModule = object;

declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: KernelModule, imports: { env: { memory: ArenaMemory } });
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function validate(bytes: Uint8Array): boolean;
  function compile(bytes: Uint8Array): Promise<KernelModule>;
}

/**
 * The module of a kernel build, or undefined where this machine does not have its instructions, or no WebAssembly at
 * all.
 */
export function compileKernels(bytes: Uint8Array): KernelModule | undefined {
  return typeof WebAssembly === 'object' && WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
}

/** The same on other threads, as far as they are free; rejects where the machine does not have it. */
export async function compileAside(bytes: Uint8Array): Promise<KernelModule> {
  return WebAssembly.compile(bytes);
}

/** The exports of an instance of any module over `memory`. */
export function instantiate(module: KernelModule, memory: ArenaMemory): Readonly<Record<string, unknown>> {
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}

/**
 * An instance of a kernel build over `memory`; a module may have one in each thread. Throws `LayoutError` for a build
 * of other layouts.
 */
export function instantiateKernels(module: KernelModule, memory: ArenaMemory): KernelExports {
  const exports = instantiate(module, memory);
  checkLayouts(exports, argumentCounts[precisionOf(exports)]);
  return exports as unknown as KernelExports;
}
