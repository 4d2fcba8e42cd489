import type { Precision } from '../../elementType';
import { structure, widths } from './structure';

/** Row indices that are copied at a time to where the kernels can read them. */
export const stagedIndices = 4096;

/** Depth and columns of a packed block of the right factor: `assembly/scratch.ts`. */
const depthBlock = 384;
const columnBlocks = { f32: 512, f64: 256 } as const;

const scratchOf = (number: 'f32' | 'f64') =>
  structure('scratch', {
    zeros: [number, 64],
    edgeTile: [number, 6 * 16],
    leftPanel: [number, 6 * depthBlock],
    rightPanels: [number, depthBlock * columnBlocks[number]],
  });

/** What products need of the scratch memory. */
export const scratch: Readonly<Record<Precision, ReturnType<typeof scratchOf>>> = {
  float32: scratchOf('f32'),
  float64: scratchOf('f64'),
};

/** What a batch of compressed rows needs besides: what bytes stand for, and the columns of a panel at most. */
export const numbersBytes: Readonly<Record<Precision, number>> = {
  float32: widths.f32 * 256,
  float64: widths.f64 * 256,
};
export const mostChunk: Readonly<Record<Precision, number>> = { float32: 64, float64: 32 };
/** A number and the index of its column. */
export const floatEntryBytes = 8;
export const byteEntryBytes = 4;
