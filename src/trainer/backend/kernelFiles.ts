import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Precision } from '../../engine/elementType';

/**
 * The packaged form of a folder of kernels: all modules in one file, which are built from the same sources and have
 * most in common. Unpacked, it is a line of JSON with the bytes of each module by its name, then the modules.
 * scripts/buildKernels.mjs writes it.
 */
const packedFile = 'kernels.br';

/** The name of the module of a build for a precision. */
export function kernelFile(build: string, precision: Precision): string {
  return precision === 'float64' ? `${build}-double` : build;
}

/** What packed files of this process hold, by their paths: unpacking one takes longer than reading it. */
const unpacked = new Map<string, Buffer>();

function unpackedFile(packed: string): Buffer {
  const all = unpacked.get(packed) ?? brotliDecompressSync(readFileSync(packed));
  unpacked.set(packed, all);
  return all;
}

/** The bytes of a module of a folder of built kernels; undefined where it has none of that name. */
export function kernelBytes(folder: string, name: string): Uint8Array | undefined {
  const file = join(folder, `${name}.wasm`);
  if (existsSync(file)) return readFileSync(file);
  const packed = join(folder, packedFile);
  if (!existsSync(packed)) return undefined;
  const all = unpackedFile(packed);
  let next = all.indexOf('\n') + 1;
  const sizes = JSON.parse(all.subarray(0, next).toString()) as Record<string, number>;
  for (const [module, bytes] of Object.entries(sizes)) {
    if (module === name) return all.subarray(next, next + bytes);
    next += bytes;
  }
  return undefined;
}
