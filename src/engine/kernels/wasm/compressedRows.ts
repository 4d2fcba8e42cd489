import { alignedBytes, planBytes, type Arena } from '../../arena';
import { elementTypes, type Precision } from '../../elementType';
import type { Inputs } from '../../datasets/inputs';
import { instantiateKernels, type KernelModule } from './kernelModule';
import { widths } from '../layouts/structure';
import { byteEntryBytes, floatEntryBytes, mostChunk, numbersBytes, stagedIndices } from '../layouts/scratch';

/** Bytes of a number and the index of its column. */
function entryBytes(ofBytes: boolean): number {
  return ofBytes ? byteEntryBytes : floatEntryBytes;
}

/**
 * Share of numbers other than 0 up to which products of compressed rows measured faster; for fewer units they do not
 * pay.
 */
const mostDensity = 0.4;
const leastUnits = 24;
const leastWidth = 64;
/** Rows that a density is estimated from, evenly spread; and by how much an estimate may fall short. */
const sampledRows = 256;
const margin = 1.15;

/** The rows of a split a second time, by their numbers other than 0; in an arena, for any thread. */
export interface CompressedRows {
  /** The split's inputs, rows × width. */
  inputs: Inputs;
  width: number;
  /** Addresses of the rows' first entries, and of the end. */
  starts: Uint32Array;
}

/** Share of the numbers of `count` rows that are not 0, by a sample of them. */
export function densityOf(inputs: Inputs, count: number): number {
  const width = inputs.length / count;
  const step = Math.max(1, Math.floor(count / sampledRows));
  let looked = 0;
  let kept = 0;
  for (let row = 0; row < count; row += step) {
    for (let i = row * width, end = i + width; i < end; i++) if (inputs[i] !== 0) kept++;
    looked += width;
  }
  return kept / looked;
}

/** Whether training goes faster by compressed rows: gathered batches of `rows`, into a first layer of `units` units. */
export function paysToCompress(density: number, rows: number, width: number, units: number): boolean {
  return density <= mostDensity && rows > 0 && rows <= stagedIndices && width >= leastWidth && units >= leastUnits;
}

function entriesOf(count: number, width: number, density: number): number {
  return Math.ceil(margin * density * count * width) + width + 8;
}

/** Bytes of an arena that `compressRows` takes, of rows of bytes or of float32 numbers. */
export function compressedBytes(count: number, width: number, density: number, ofBytes: boolean): number {
  return planBytes([count + 1], Uint32Array) + alignedBytes(entryBytes(ofBytes) * entriesOf(count, width, density));
}

/**
 * Bytes of scratch memory that kernels need for batches of `rows` compressed rows; fuller ones are multiplied as they
 * are.
 */
export function compressedScratchBytes(
  rows: number,
  width: number,
  ofBytes: boolean,
  precision: Precision = 'float32',
): number {
  const entries = Math.ceil(mostDensity * rows * width);
  const panel = elementTypes[precision].bytes * mostChunk[precision] * (Math.max(rows + 16, width) + 3);
  return alignedBytes(
    numbersBytes[precision] +
      entryBytes(ofBytes) * entries +
      2 * widths.u32 * rows +
      widths.u32 * (width + 1) +
      panel +
      256,
  );
}

/**
 * Compresses `count` rows, which lie in the arena. Undefined when they are fuller than `density` says by more than its
 * margin.
 */
export function compressRows(
  module: KernelModule,
  arena: Arena,
  inputs: Inputs,
  count: number,
  density: number,
): CompressedRows | undefined {
  const width = inputs.length / count;
  const starts = arena.uint32(count + 1);
  const { offset, bytes } = arena.reserve(entryBytes(inputs instanceof Uint8Array) * entriesOf(count, width, density));
  const kernels = instantiateKernels(module, arena.memory!);
  const end = (inputs instanceof Uint8Array ? kernels.compressByteRows : kernels.compressRows)(
    inputs.byteOffset,
    count,
    width,
    starts.byteOffset,
    offset,
    offset + bytes,
  );
  return end === 0 ? undefined : { inputs, width, starts };
}
