import { toNumbers } from './convert';
import { dtypeBytes } from './dtypes';
import { FileProblem } from '../files/fileProblem';
import type { ByteSource, Dtype, Piece } from '../files/tensorFile';

/** Numbers read at a time. */
export const pieceSize = 2 ** 20;

/** A tensor that is not stored row by row is held in memory as it is stored; larger ones are refused. */
const largestTurned = 256 * 2 ** 20;

/**
 * Where the numbers of a tensor lie: `strides` in numbers for each axis of `shape`, from the byte `offset` of `source`
 * on.
 */
export interface Stored {
  source: ByteSource;
  offset: number;
  dtype: Dtype;
  bigEndian?: boolean;
  shape: readonly number[];
  /** Absent: row by row. */
  strides?: readonly number[];
}

/** The strides of a tensor stored column by column, the first index fastest. */
export function fortranStrides(shape: readonly number[]): number[] {
  let stride = 1;
  return shape.map((side) => {
    const own = stride;
    stride *= side;
    return own;
  });
}

/** Whether strides are those of row-major order; sides of 1 do not matter. */
export function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}

/** Numbers between the first and the last one of a tensor in its store, both counted; 0 of an empty one. */
export function spanOf(shape: readonly number[], strides: readonly number[]): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((span, side, axis) => span + (side - 1) * strides[axis], 1);
}

async function* readRows(
  { source, offset, dtype, bigEndian }: Stored,
  from: number,
  to: number,
): AsyncGenerator<Piece> {
  const width = dtypeBytes[dtype];
  for (let at = from; at < to; at += pieceSize) {
    const count = Math.min(pieceSize, to - at);
    yield { from: at, values: toNumbers(await source.read(offset + at * width, count * width), dtype, bigEndian) };
  }
}

/** The bytes of the numbers from the one numbered `from` on, gathered in row-major order. */
function gather(
  raw: Uint8Array,
  width: number,
  shape: readonly number[],
  strides: readonly number[],
  from: number,
  count: number,
): Uint8Array {
  const bytes = new Uint8Array(count * width);
  const last = shape.length - 1;
  const index = new Array<number>(shape.length).fill(0);
  let rest = from;
  for (let axis = last; axis >= 0; axis--) {
    index[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  let place = index.reduce((sum, i, axis) => sum + i * strides[axis], 0);
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < width; b++) bytes[i * width + b] = raw[place * width + b];
    for (let axis = last; axis >= 0; axis--) {
      index[axis]++;
      place += strides[axis];
      if (index[axis] < shape[axis]) break;
      place -= shape[axis] * strides[axis];
      index[axis] = 0;
    }
  }
  return bytes;
}

async function* readTurned(
  { source, offset, dtype, bigEndian, shape }: Stored,
  strides: readonly number[],
  from: number,
  to: number,
): AsyncGenerator<Piece> {
  const width = dtypeBytes[dtype];
  const span = spanOf(shape, strides) * width;
  if (span > largestTurned)
    throw new FileProblem(
      "a tensor that isn't stored in row-major order",
      `at most ${largestTurned} bytes`,
      String(span),
    );
  const raw = await source.read(offset, span);
  for (let at = from; at < to; at += pieceSize) {
    const count = Math.min(pieceSize, to - at);
    yield { from: at, values: toNumbers(gather(raw, width, shape, strides, at, count), dtype, bigEndian) };
  }
}

/** The numbers `from` … `to − 1` of a tensor in row-major order, in pieces. Throws `FileProblem`. */
export function readStored(stored: Stored, from: number, to: number): AsyncIterable<Piece> {
  const { shape, strides } = stored;
  if (from >= to) return readRows(stored, 0, 0);
  return strides && !isRowMajor(shape, strides) ? readTurned(stored, strides, from, to) : readRows(stored, from, to);
}
