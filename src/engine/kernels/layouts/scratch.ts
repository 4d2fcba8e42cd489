import { structure, widths } from './structure';

/** Row indices that are copied at a time to where the kernels can read them. */
export const stagedIndices = 4096;

/** Depth and columns of a packed block of the right factor: `assembly/scratch.ts`. */
const depthBlock = 384;
const columnBlock = 512;

/** What products need of the scratch memory. */
export const scratch = structure('scratch', {
  zeros: ['f32', 64],
  edgeTile: ['f32', 6 * 16],
  leftPanel: ['f32', 6 * depthBlock],
  rightPanels: ['f32', depthBlock * columnBlock],
});

/** What a batch of compressed rows needs besides: what bytes stand for, and the columns of a panel at most. */
export const numbersBytes = widths.f32 * 256;
export const mostChunk = 64;
/** A number and the index of its column. */
export const floatEntryBytes = 8;
export const byteEntryBytes = 4;
