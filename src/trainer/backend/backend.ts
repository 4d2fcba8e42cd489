import { join } from 'node:path';
import type { ArenaMemory, ArenaRegion } from '../../engine/arena';
import type { Precision } from '../../engine/elementType';
import type { Kernels } from '../../engine/kernels/kernels';
import { referenceKernels } from '../../engine/kernels/reference/reference';
import type { CompressedRows } from '../../engine/kernels/wasm/compressedRows';
import { compileKernels, type KernelModule } from '../../engine/kernels/wasm/kernelModule';
import type { Helpers } from '../../engine/kernels/wasm/parts';
import { createWasmKernels, scratchBytes } from '../../engine/kernels/wasm/wasmKernels';
import { RunRefused } from '../../data/refused';
import { kernelBytes, kernelFile } from './kernelFiles';
import { widerKernels } from './widerVectors';

/** The makes of the kernels that a run can be computed with, the fastest first. */
export const backends = ['relaxed-simd', 'simd', 'reference'] as const;
export type BackendName = (typeof backends)[number];

/** A make of the kernels that this machine has. Passed to the workers, so that the module is compiled once. */
export interface Backend {
  name: BackendName;
  /** Absent for `reference`. */
  module?: KernelModule;
}

/** Modules of this process by their folder and name; undefined where the machine lacks their instructions. */
const modules = new Map<string, KernelModule | undefined>();

function moduleOf(name: BackendName, precision: Precision, folder: string): KernelModule | undefined {
  const file = kernelFile(name, precision);
  const key = join(folder, file);
  if (!modules.has(key)) {
    const bytes = kernelBytes(folder, file);
    if (bytes === undefined) throw new Error(`Kernels: expected ${file} in ${folder}, found none.`);
    const module = compileKernels(bytes);
    // The wide build gives the same bits, and is the same backend.
    modules.set(
      key,
      (name === 'relaxed-simd' && module !== undefined && widerKernels(folder, module, precision)) || module,
    );
  }
  return modules.get(key);
}

/**
 * The backend that a request means on this machine for a precision: `auto` takes the fastest that runs here. `folder`
 * has the built kernels. Throws RunRefused for one that the machine does not have.
 */
export function chooseBackend(asked: 'auto' | BackendName, folder: string, precision: Precision = 'float32'): Backend {
  for (const name of asked === 'auto' ? backends : [asked]) {
    if (name === 'reference') return { name };
    const module = moduleOf(name, precision, folder);
    if (module !== undefined) return { name, module };
  }
  throw new RunRefused(
    `This machine doesn't support the backend "${asked}". Use auto to select the fastest available.`,
  );
}

/**
 * The backend over an arena that got no WebAssembly memory from the machine: the reference, unless another one was
 * asked for.
 */
export function withoutMemory(asked: 'auto' | BackendName): Backend {
  if (asked === 'auto' || asked === 'reference') return { name: 'reference' };
  throw new RunRefused(
    `The backend "${asked}" needs more shared WebAssembly memory than this machine provides. Use auto to select an available backend.`,
  );
}

/** Bytes of the arena that the kernels of one worker need for themselves. */
export function backendScratchBytes(backend: Backend): number {
  return backend.module === undefined ? 0 : scratchBytes;
}

/**
 * The kernels of a backend over an arena's memory, with scratch memory of their own; `compressed` if the data's rows
 * are, `helpers` if other threads do parts.
 */
export function kernelsOf(
  backend: Backend,
  memory: ArenaMemory | undefined,
  scratch: ArenaRegion,
  compressed?: CompressedRows,
  helpers?: Helpers,
): Kernels {
  if (backend.module === undefined || memory === undefined) return referenceKernels;
  return createWasmKernels(backend.module, memory, scratch, backend.name, compressed, helpers);
}
