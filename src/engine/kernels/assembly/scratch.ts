import { double, realShift } from './element';

/**
 * Depth and columns of a packed block of the right factor: 768 KiB, what a second-level cache keeps beside the rest.
 */
export const depthBlock: i32 = 384;
export const columnBlock: i32 = double ? 256 : 512;
/** Sixty-four zeros, then one tile of 6 × 16 numbers: `kernels/layouts/scratch.ts` has the same order and sizes. */
const zeroBytes: usize = 64 << realShift;
const tileBytes: usize = (6 * 16) << realShift;
const leftBytes: usize = (<usize>(6 * depthBlock)) << realShift;
const rightBytes: usize = (<usize>(depthBlock * columnBlock)) << realShift;

/** A result tile that overlaps an edge. */
export let edgeTile: usize = 0;
/** Sixty-four zeros, the start of sums without a bias. */
export let zeros: usize = 0;
/** Packed rows of the left factor, depth × 6. */
export let leftPanel: usize = 0;
/** Packed columns of the right factor, panels of depth × 8. */
export let rightPanels: usize = 0;
/** What is left: `roomBytes` bytes at `room`. */
export let room: usize = 0;
export let roomBytes: usize = 0;

/** Where the parts lie, and the bytes of scratch memory that products need. */
export const edgeTileAt = zeroBytes;
export const leftPanelAt = edgeTileAt + tileBytes;
export const rightPanelsAt = leftPanelAt + leftBytes;
export const fixedScratchBytes = rightPanelsAt + rightBytes;

/**
 * Gives this instance `bytes` bytes at `at` (a multiple of 16) that nobody else touches: at least `fixedScratchBytes`.
 */
export function useScratch(at: usize, bytes: usize): void {
  zeros = at;
  memory.fill(zeros, 0, zeroBytes);
  edgeTile = at + edgeTileAt;
  leftPanel = at + leftPanelAt;
  rightPanels = at + rightPanelsAt;
  room = at + fixedScratchBytes;
  roomBytes = bytes - fixedScratchBytes;
}
