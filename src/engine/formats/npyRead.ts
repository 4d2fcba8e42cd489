import { halfToNumber } from './halfFloats';

/** A file that is no `.npy` array that can be read: what was expected, and what was found. */
export class NpyError extends Error {
  override readonly name = 'NpyError';
  constructor(
    readonly expected: string,
    readonly found: string,
  ) {
    super(`expected ${expected}, found ${found}.`);
  }
}

/** An array of a `.npy` file, in C order whatever the file's. */
export interface NpyArray {
  shape: number[];
  /** NumPy's name without the byte order: `f4`, `u1`, `i8` … */
  type: string;
  /** Unsigned bytes as they are; every other type as doubles. */
  values: Float64Array | Uint8Array;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** One number of the type at a place; 64-bit integers beyond 2⁵³ are rounded. */
const readers: Readonly<Record<string, (view: DataView, at: number, little: boolean) => number>> = {
  b1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  f2: (view, at, little) => halfToNumber(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/** Where the data starts, and the header's dictionary as text. */
function readHeader(bytes: Uint8Array, view: DataView): { start: number; text: string } {
  if (bytes.length === 0) throw new NpyError('a .npy array', 'an empty file');
  if (bytes.length < 10 || magic.some((byte, at) => bytes[at] !== byte))
    throw new NpyError('a .npy array (it begins with \\x93NUMPY)', 'something else');
  const version = bytes[6];
  if (version < 1 || version > 3) throw new NpyError('.npy format 1 to 3', `format ${version}`);
  const before = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : bytes.length < before ? Infinity : view.getUint32(8, true);
  if (before + length > bytes.length)
    throw new NpyError(`a header of ${length} bytes`, `${bytes.length} bytes in total: the file is truncated`);
  return { start: before + length, text: new TextDecoder().decode(bytes.subarray(before, before + length)) };
}

/** The values turned from Fortran order (first index fastest) into C order. */
function toRowOrder<T extends Float64Array | Uint8Array>(values: T, shape: readonly number[]): T {
  const out = values.slice() as T;
  const index = shape.map(() => 0);
  for (let from = 0; from < values.length; from++) {
    let to = 0;
    for (let axis = 0; axis < shape.length; axis++) to = to * shape[axis] + index[axis];
    out[to] = values[from];
    for (let axis = 0; axis < shape.length && ++index[axis] === shape[axis]; axis++) index[axis] = 0;
  }
  return out;
}

/** Where the numbers of a `.npy` file lie, before any of them is taken. */
export interface NpyLayout {
  shape: number[];
  type: string;
  /** Numbers in all, whether the first index is the fastest, and the number at a place of the file's own order. */
  size: number;
  fortran: boolean;
  at(index: number): number;
  /** The numbers as bytes in the file's order, where the type is bytes. */
  bytes: Uint8Array | undefined;
}

/**
 * Reads the header of a `.npy` file (formats 1 to 3; booleans, integers and floats of either byte order) and checks its
 * length. Throws `NpyError` for anything else, a truncated file and one with bytes to spare.
 */
export function readNpyLayout(bytes: Uint8Array): NpyLayout {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { start, text } = readHeader(bytes, view);
  const descr = /['"]descr['"]\s*:\s*['"]([<>|=])(\w+)['"]/.exec(text);
  const sides = /['"]shape['"]\s*:\s*\(([\d,\s]*)\)/.exec(text);
  if (!sides || !/['"]descr['"]\s*:/.test(text))
    throw new NpyError("a header with 'descr' and 'shape'", JSON.stringify(text.trim().slice(0, 80)));
  const read = descr && Object.hasOwn(readers, descr[2]) ? readers[descr[2]] : undefined;
  if (!descr || !read)
    throw new NpyError(
      'an array of booleans, integers or floats',
      /['"]descr['"]\s*:\s*([^,]{0,80}(?:\)\])?)/.exec(text)?.[1].trim() ?? 'another type',
    );
  const shape = sides[1]
    .split(',')
    .filter((side) => side.trim() !== '')
    .map(Number);
  const size = shape.reduce((product, side) => product * side, 1);
  const width = Number(descr[2].slice(1));
  if (bytes.length - start !== size * width)
    throw new NpyError(
      `${size * width} bytes of data for shape (${shape.join(', ').slice(0, 80)}) of ${descr[2]}`,
      String(bytes.length - start),
    );
  const little = descr[1] !== '>';
  const fortran = /['"]fortran_order['"]\s*:\s*True/.test(text) && shape.length > 1;
  return {
    shape,
    type: descr[2],
    size,
    fortran,
    at: (index) => read(view, start + index * width, little),
    bytes: descr[2] === 'u1' ? bytes.subarray(start) : undefined,
  };
}

/** Reads a `.npy` file as `np.load` does; throws `NpyError` as `readNpyLayout`. */
export function readNpy(bytes: Uint8Array): NpyArray {
  const { shape, type, size, fortran, at, bytes: stored } = readNpyLayout(bytes);
  // A copy in any case: slice() of Node's Buffer is a view.
  const values = stored ? new Uint8Array(stored) : new Float64Array(size);
  if (!stored) for (let i = 0; i < size; i++) values[i] = at(i);
  return { shape, type, values: fortran ? toRowOrder(values, shape) : values };
}
