import type { Floats } from '../elementType';
import { isSmallFloat, smallFloatBytes, smallFloats } from './halfFloats';

/** One tensor of a safetensors file, row-major. */
export interface SafeTensor {
  name: string;
  shape: readonly number[];
  values: Floats;
}

/** A value of a header in a message, however long or deep it is. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 100 ? `${value.slice(0, 100)}…` : value;
  if (Array.isArray(value))
    return value.length <= 8 && value.every((item) => typeof item === 'number')
      ? JSON.stringify(value)
      : `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** A safetensors file that cannot be read; `place` is a tensor's name or a part of the file. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';

  constructor(
    readonly place: string,
    readonly value: unknown,
    expectation: string,
  ) {
    super(`${shown(place)} of the safetensors file: expected ${expectation}, got ${shown(value)}.`);
  }
}

const product = (shape: readonly number[]): number => shape.reduce((size, side) => size * side, 1);
const metadataKey = '__metadata__';
/** Whether this machine's numbers lie as the file's, which makes writing them a plain copy. */
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * A safetensors file of little-endian F32 and F64 tensors in the order given: the header's length as 8 bytes, a JSON
 * header padded with blanks to a multiple of 8, then the numbers.
 *
 * A shape that does not fit its values, a name given twice or one that is reserved throws a `SafetensorsError`.
 */
export function writeSafetensors(tensors: readonly SafeTensor[], metadata?: Record<string, string>): Uint8Array {
  const header = new Map<string, unknown>();
  if (metadata) header.set(metadataKey, metadata);
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    if (name === metadataKey || header.has(name))
      throw new SafetensorsError('names', name, 'a unique name for each tensor');
    if (product(shape) !== values.length) throw new SafetensorsError(name, shape, `a shape of ${values.length} values`);
    const dtype = values instanceof Float64Array ? 'F64' : 'F32';
    header.set(name, { dtype, shape, data_offsets: [offset, offset + values.byteLength] });
    offset += values.byteLength;
  }
  // Text built entry by entry: an object would sort names that look like numbers to the front.
  const json = `{${[...header].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
  const text = new TextEncoder().encode(json);
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + offset);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(text, 8);
  let at = 8 + length;
  for (const { values } of tensors) {
    if (littleEndian) bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    else if (values instanceof Float64Array) values.forEach((value, i) => view.setFloat64(at + i * 8, value, true));
    else values.forEach((value, i) => view.setFloat32(at + i * 4, value, true));
    at += values.byteLength;
  }
  return bytes;
}

function valuesOf(dtype: unknown, view: DataView, at: number, count: number): Floats {
  if (isSmallFloat(dtype)) return smallFloats(dtype, view, at, count);
  if (typeof dtype !== 'string' || !Object.hasOwn(readers, dtype))
    throw new RangeError(`dtype: expected a known width, got ${String(dtype)}.`);
  const { width, read } = readers[dtype];
  const values = dtype === 'F64' ? new Float64Array(count) : new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = read(view, at + i * width);
  return values;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function parseHeader(bytes: Uint8Array, view: DataView): { header: Record<string, unknown>; start: number } {
  const length = bytes.length < 8 ? 0n : view.getBigUint64(0, true);
  if (length < 2n || length > BigInt(bytes.length - 8)) {
    throw new SafetensorsError('header length', String(length), `a number from 2 to ${bytes.length - 8}`);
  }
  const start = 8 + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)));
  } catch {
    header = undefined;
  }
  if (!isRecord(header)) throw new SafetensorsError('header', `${start - 8} bytes`, 'a JSON object');
  return { header, start };
}

/**
 * Bytes and reading of a number of the formats that are read one by one, all but F64 as float32; booleans and 64-bit
 * integers are no weights to start from.
 */
const readers: Readonly<Record<string, { width: number; read: (view: DataView, at: number) => number }>> = {
  F32: { width: 4, read: (view, at) => view.getFloat32(at, true) },
  F64: { width: 8, read: (view, at) => view.getFloat64(at, true) },
  I8: { width: 1, read: (view, at) => view.getInt8(at) },
  U8: { width: 1, read: (view, at) => view.getUint8(at) },
  I16: { width: 2, read: (view, at) => view.getInt16(at, true) },
  U16: { width: 2, read: (view, at) => view.getUint16(at, true) },
  I32: { width: 4, read: (view, at) => view.getInt32(at, true) },
  U32: { width: 4, read: (view, at) => view.getUint32(at, true) },
};
const readable = [...Object.keys(readers), 'F16', 'BF16', 'F8_E5M2', 'F8_E4M3'].sort();

function widthOf(dtype: unknown): number | undefined {
  if (isSmallFloat(dtype)) return smallFloatBytes(dtype);
  return typeof dtype === 'string' && Object.hasOwn(readers, dtype) ? readers[dtype].width : undefined;
}

/**
 * The tensors of a safetensors file with its metadata, F64 in double and all others as float32 (large integers
 * rounded);
 * anything else throws a `SafetensorsError`.
 */
export function readSafetensors(bytes: Uint8Array): { tensors: SafeTensor[]; metadata: Record<string, string> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, start } = parseHeader(bytes, view);
  const metadata: Record<string, string> = {};
  const tensors: SafeTensor[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === metadataKey) {
      if (!isRecord(entry)) throw new SafetensorsError(name, entry, 'an object of strings');
      for (const [key, value] of Object.entries(entry)) if (typeof value === 'string') metadata[key] = value;
      continue;
    }
    const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
    const width = widthOf(dtype);
    if (width === undefined) throw new SafetensorsError(name, dtype ?? 'no dtype', `one of ${readable.join(', ')}`);
    if (!wholeNumbers(shape)) throw new SafetensorsError(name, shape ?? 'no shape', 'a list of integers');
    const size = product(shape);
    if (
      !wholeNumbers(offsets) ||
      offsets.length !== 2 ||
      offsets[1] - offsets[0] !== size * width ||
      start + offsets[1] > bytes.length
    ) {
      throw new SafetensorsError(
        name,
        offsets ?? 'no data_offsets',
        `offsets of ${size * width} bytes within the file`,
      );
    }
    tensors.push({ name, shape, values: valuesOf(dtype, view, start + offsets[0], size) });
  }
  return { tensors, metadata };
}
