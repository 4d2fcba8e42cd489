import { Arena, type ArenaRegion } from '../../engine/arena';
import type { Precision } from '../../engine/elementType';
import type { Split } from '../../engine/datasets/spec';
import {
  compressedBytes,
  compressedScratchBytes,
  compressRows,
  densityOf,
  paysToCompress,
  type CompressedRows,
} from '../../engine/kernels/wasm/compressedRows';
import type { Backend } from '../backend/backend';

/** How the rows of a split are going to be compressed; undefined when that does not pay or the backend cannot. */
export interface Compression {
  density: number;
  /** Bytes of the arena: for the rows once, and for each worker's kernels. */
  bytes: number;
  scratch: number;
}

/**
 * Looks whether training on `split` by batches of `rows` gathered rows into a layer of `units` units goes faster
 * compressed. `ofBytes` says how the split lies in the arena, which is what is compressed, and not how it was loaded.
 */
export function planCompression(
  backend: Backend,
  split: Split,
  rows: number,
  units: number,
  ofBytes: boolean,
  precision: Precision = 'float32',
): Compression | undefined {
  // In double, rows of bytes alone.
  if (precision === 'float64' && !ofBytes) return undefined;
  const width = split.inputs.length / split.count;
  if (backend.module === undefined || !paysToCompress(0, rows, width, units)) return undefined;
  const density = densityOf(split.inputs, split.count);
  if (!paysToCompress(density, rows, width, units)) return undefined;
  return {
    density,
    bytes: compressedBytes(split.count, width, density, ofBytes),
    scratch: compressedScratchBytes(rows, width, ofBytes, precision),
  };
}

/** Compresses the rows of a split that lies in the arena into `room`, which has the `bytes` of the plan. */
export function compressSplit(
  backend: Backend,
  room: ArenaRegion,
  split: Split,
  { density }: Compression,
): CompressedRows | undefined {
  return backend.module && compressRows(backend.module, Arena.attach(room), split.inputs, split.count, density);
}
