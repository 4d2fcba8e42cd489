/**
 * VS Code carries messages to a webview as JSON with every array buffer beside it. Plain NaN and infinities would arrive
 * as null, and from about 250 buffers on the rest is lost (their number is written as one byte). So numbers that JSON
 * does not know are wrapped, and all typed arrays of a message travel in one block of bytes.
 */
export interface WireMessage {
  body: unknown;
  bytes: Uint8Array;
}

const arrayTypes = { Uint8Array, Uint32Array, Int32Array, Float32Array, Float64Array };
type TypeName = keyof typeof arrayTypes;
type TypedArray = InstanceType<(typeof arrayTypes)[TypeName]>;

const numberMark = '$number';
const arrayMark = '$array';
/** An Error has no keys of its own that JSON would carry: its message goes, and arrives as an Error. */
const errorMark = '$error';
/** Every array starts where the widest element may. */
const alignment = 8;

interface ArrayPlace {
  [arrayMark]: TypeName;
  offset: number;
  length: number;
}

function pack(value: unknown, arrays: { array: TypedArray; offset: number }[], size: { bytes: number }): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { [numberMark]: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return { [errorMark]: value.message };
  if (ArrayBuffer.isView(value)) {
    const array = value as TypedArray;
    const name = Object.prototype.toString.call(array).slice(8, -1) as TypeName;
    if (!(name in arrayTypes)) throw new TypeError(`Unexpected ${name} in a message to a webview: one of ${Object.keys(arrayTypes).join(', ')} is needed.`);
    const place: ArrayPlace = { [arrayMark]: name, offset: size.bytes, length: array.length };
    arrays.push({ array, offset: size.bytes });
    size.bytes += Math.ceil(array.byteLength / alignment) * alignment;
    return place;
  }
  if (Array.isArray(value)) return value.map((item) => pack(item, arrays, size));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item, arrays, size)]));
}

/** A copy of `value` that reaches a webview whole. */
export function toWire(value: unknown): WireMessage {
  const arrays: { array: TypedArray; offset: number }[] = [];
  const size = { bytes: 0 };
  const body = pack(value, arrays, size);
  const bytes = new Uint8Array(size.bytes);
  for (const { array, offset } of arrays) bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
  return { body, bytes };
}

function unpack(value: unknown, bytes: Uint8Array): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => unpack(item, bytes));
  if (numberMark in value) return Number((value as { [numberMark]: string })[numberMark]);
  if (errorMark in value) return new Error(String(value[errorMark]));
  if (arrayMark in value) {
    const { [arrayMark]: name, offset, length } = value as ArrayPlace;
    return new arrayTypes[name](bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, length);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item, bytes)]));
}

/** The inverse of `toWire`; arrays are views of the one block. */
export function fromWire(message: WireMessage): unknown {
  const { bytes } = message;
  // The block may itself sit at any offset of a larger buffer.
  return unpack(message.body, bytes.byteOffset % alignment === 0 ? bytes : bytes.slice());
}
