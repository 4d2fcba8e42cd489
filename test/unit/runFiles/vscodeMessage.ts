/**
 * How VS Code carries a message between an extension and its page: JSON with every buffer beside it, and a mark where
 * one was.
 */
const mark = '$$vscode_array_buffer_reference$$';
const types = [
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
];

interface Reference {
  index: number;
  view?: { type: number; byteLength: number; byteOffset: number };
}

/** What arrives of `message`. */
export function carry<T>(message: T): T {
  const buffers: ArrayBufferLike[] = [];
  const indexOf = (buffer: ArrayBufferLike): number =>
    buffers.includes(buffer) ? buffers.indexOf(buffer) : buffers.push(buffer) - 1;
  const text = JSON.stringify(message, (_key, value: unknown) => {
    if (value instanceof ArrayBuffer) return { [mark]: true, index: indexOf(value) };
    if (!ArrayBuffer.isView(value)) return value;
    return {
      [mark]: true,
      index: indexOf(value.buffer),
      view: {
        type: types.findIndex((type) => value instanceof type),
        byteLength: value.byteLength,
        byteOffset: value.byteOffset,
      },
    };
  });
  // Their number is written as one byte.
  const arrived = buffers.slice(0, 255).map((buffer) => new Uint8Array(buffer).slice().buffer);
  return JSON.parse(text, (_key, value: unknown) => {
    if (arrived.length === 0 || typeof value !== 'object' || value === null || !(mark in value)) return value;
    const { index, view } = value as unknown as Reference;
    if (!view) return arrived[index];
    const type = types[view.type];
    return new type(arrived[index] as ArrayBuffer, view.byteOffset, view.byteLength / type.BYTES_PER_ELEMENT);
  }) as T;
}
