/** A value as a JSON text and one block of bytes, in which all its typed arrays lie. */
export interface EncodedValue {
  json: string;
  block: Uint8Array;
}

type Bytes = { readonly buffer: ArrayBufferLike; readonly byteOffset: number; readonly byteLength: number };
type Maker = (buffer: ArrayBuffer, offset: number, length: number) => unknown;

const arrays = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};
/** What is kept in the block: by its name, the bytes of an element and how it is made of a buffer. */
const kinds = new Map<string, { width: number; make: Maker }>([
  ...Object.entries(arrays).map(
    ([name, type]) =>
      [
        name,
        {
          width: type.BYTES_PER_ELEMENT,
          make: (buffer: ArrayBuffer, offset: number, length: number) => new type(buffer, offset, length),
        },
      ] as const,
  ),
  ['DataView', { width: 1, make: (buffer, offset, length) => new DataView(buffer, offset, length) }],
  ['ArrayBuffer', { width: 1, make: (buffer, offset, length) => buffer.slice(offset, offset + length) }],
]);
/** Every array starts where the widest element may. */
const alignment = 8;
const padded = (length: number): number => Math.ceil(length / alignment) * alignment;

/**
 * Keys by which an object of the JSON text stands for a value that JSON does not know. A key of the value itself that
 * reads like one, with any number of `$` before it, gets one `$` more, so that no value is taken for another.
 */
const markNames = '(?:number|array|error|undefined|bigint)';
const escapable = new RegExp(`^\\$+${markNames}$`);
const escaped = new RegExp(`^\\$\\$+${markNames}$`);
const isDollar = (key: string): boolean => key.charCodeAt(0) === 0x24;

class Encoder {
  private readonly places: { from: Bytes; offset: number }[] = [];
  private size = 0;

  /** The value itself where JSON carries it as it is, else a copy with marks. */
  encode(value: unknown): unknown {
    switch (typeof value) {
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { $number: Object.is(value, -0) ? '-0' : String(value) };
      case 'undefined':
        return { $undefined: true };
      case 'bigint':
        return { $bigint: String(value) };
      case 'function':
      case 'symbol':
        throw new TypeError(`Message: expected JSON values, arrays of numbers and errors, got ${typeof value}.`);
      case 'object':
        return value === null ? value : Array.isArray(value) ? this.list(value) : this.object(value);
      default:
        return value;
    }
  }

  block(): Uint8Array {
    const block = new Uint8Array(this.size);
    for (const { from, offset } of this.places)
      block.set(new Uint8Array(from.buffer, from.byteOffset, from.byteLength), offset);
    return block;
  }

  private list(list: readonly unknown[]): unknown {
    let copy: unknown[] | undefined;
    for (let index = 0; index < list.length; index++) {
      const item = list[index];
      const encoded = this.encode(item);
      if (encoded !== item && !copy) copy = list.slice(0, index);
      if (copy) copy[index] = encoded;
    }
    return copy ?? list;
  }

  private object(value: object): unknown {
    if (Object.getPrototypeOf(value) === Object.prototype) return this.plain(value);
    if (value instanceof Error) return { $error: value.message };
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (ArrayBuffer.isView(value)) return this.place(tag, value);
    if (value instanceof ArrayBuffer)
      return this.place(tag, { buffer: value, byteOffset: 0, byteLength: value.byteLength });
    if (tag !== 'Object')
      throw new TypeError(`Message: expected JSON values, arrays of numbers and errors, got ${tag}.`);
    return this.plain(value);
  }

  private plain(value: object): unknown {
    const object = value as Record<string, unknown>;
    const keys = Object.keys(object);
    let copy: [string, unknown][] | undefined;
    keys.forEach((key, index) => {
      const item = object[key];
      // A property that is undefined is as one that is absent.
      const encoded = item === undefined ? undefined : this.encode(item);
      const name = isDollar(key) && escapable.test(key) ? `$${key}` : key;
      if (name !== key || encoded !== item) copy ??= keys.slice(0, index).map((before) => [before, object[before]]);
      copy?.push([name, encoded]);
    });
    return copy ? Object.fromEntries(copy) : value;
  }

  private place(name: string, from: Bytes): unknown {
    const kind = kinds.get(name);
    if (!kind) throw new TypeError(`Message: expected one of ${[...kinds.keys()].join(', ')}, got ${name}.`);
    const offset = this.size;
    this.places.push({ from, offset });
    this.size += padded(from.byteLength);
    return { $array: name, offset, length: from.byteLength / kind.width };
  }
}

/**
 * A value of JSON's kinds, and undefined, bigints, errors (their message), typed arrays and buffers within. Throws a
 * TypeError for others.
 */
export function encodeValue(value: unknown): EncodedValue {
  const encoder = new Encoder();
  const json = JSON.stringify(encoder.encode(value));
  return { json, block: encoder.block() };
}

function arrayAt(block: Uint8Array, { $array: name, offset, length }: Record<string, unknown>): unknown {
  const kind = typeof name === 'string' ? kinds.get(name) : undefined;
  const inside =
    kind &&
    Number.isSafeInteger(offset) &&
    Number.isSafeInteger(length) &&
    (offset as number) >= 0 &&
    (length as number) >= 0 &&
    (offset as number) + (length as number) * kind.width <= block.length;
  if (!inside)
    throw new RangeError(
      `Message: expected an array within ${block.length} bytes, got ${JSON.stringify({ name, offset, length })?.slice(0, 100)}.`,
    );
  return kind.make(block.buffer as ArrayBuffer, block.byteOffset + (offset as number), length as number);
}

/** The value that an object with a mark stands for; undefined in `found` for one without. */
function marked(value: Record<string, unknown>, block: Uint8Array): { found: unknown } | undefined {
  if (Object.hasOwn(value, '$number')) return { found: Number(value.$number) };
  if (Object.hasOwn(value, '$array')) return { found: arrayAt(block, value) };
  if (Object.hasOwn(value, '$error')) return { found: new Error(typeof value.$error === 'string' ? value.$error : '') };
  if (Object.hasOwn(value, '$undefined')) return { found: undefined };
  return Object.hasOwn(value, '$bigint') ? { found: BigInt(value.$bigint as string) } : undefined;
}

/** Puts what marks stand for in their places; `value` is a fresh one from JSON. */
function decode(value: unknown, block: Uint8Array): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      if (typeof value[index] === 'object') value[index] = decode(value[index], block);
    return value;
  }
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object);
  const odd = keys.some(isDollar);
  const mark = odd ? marked(object, block) : undefined;
  if (mark) return mark.found;
  for (const key of keys) {
    const item = object[key];
    if (typeof item !== 'object' || item === null) continue;
    const decoded = decode(item, block);
    // A key such as __proto__ is one like any other.
    if (decoded !== item)
      Object.defineProperty(object, key, { value: decoded, enumerable: true, configurable: true, writable: true });
  }
  return odd
    ? Object.fromEntries(Object.entries(object).map(([key, item]) => [escaped.test(key) ? key.slice(1) : key, item]))
    : object;
}

/**
 * The inverse of `encodeValue`; arrays are views of the block, which starts at a multiple of 8. Throws a SyntaxError
 * for no JSON and a RangeError for an array outside the block.
 */
export function decodeValue({ json, block }: EncodedValue): unknown {
  const value: unknown = JSON.parse(json);
  return json.includes('"$') || json.includes('\\u') ? decode(value, block) : value;
}
