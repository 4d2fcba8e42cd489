import { decodeValue, encodeValue } from './valueCodec';

/** Bytes before a part: the lengths of its JSON and of its arrays, padding left out, as little-endian uint32. */
export const lead = 8;
/** Every block starts where the widest element of an array may. */
const alignment = 8;
const padded = (length: number): number => Math.ceil(length / alignment) * alignment;

/**
 * One part: two lengths, the JSON of `value` with its arrays taken out, the arrays in one block; each padded to a
 * multiple of 8.
 */
export function packPart(value: unknown): Uint8Array {
  const { json, block } = encodeValue(value);
  const text = new TextEncoder().encode(json);
  const part = new Uint8Array(lead + padded(text.length) + padded(block.length));
  const view = new DataView(part.buffer);
  view.setUint32(0, text.length, true);
  view.setUint32(4, block.length, true);
  part.set(text, lead);
  part.set(block, lead + padded(text.length));
  return part;
}

/** How long the part is that begins with the `lead` bytes at `at`. */
export function partLength(view: DataView, at: number): number {
  return lead + padded(view.getUint32(at, true)) + padded(view.getUint32(at + 4, true));
}

/**
 * All parts that follow one another, each unpacked when it is asked for. `look` sees the JSON of a part before it is
 * read. Throws a RangeError where one ends early, a SyntaxError where one holds no JSON.
 */
export function* partsOf(packed: Uint8Array, look?: (json: string) => void): Generator<unknown, void> {
  // The bytes may themselves lie at any offset of a larger buffer.
  const bytes = packed.byteOffset % alignment === 0 ? packed : packed.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0, part = 0; at < bytes.length; part++) {
    if (at + lead > bytes.length)
      throw new RangeError(`Unexpected end at byte ${bytes.length}: part ${part} has no lengths.`);
    const [json, arrays] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    const start = at + lead;
    const middle = start + padded(json);
    at = middle + padded(arrays);
    if (at > bytes.length) throw new RangeError(`Unexpected end at byte ${bytes.length}: part ${part} ends at ${at}.`);
    const text = new TextDecoder().decode(bytes.subarray(start, start + json));
    look?.(text);
    yield decodeValue({ json: text, block: bytes.subarray(middle, middle + arrays) });
  }
}
