import { fromWire, toWire } from './wire';

/** Bytes before a part: the lengths of its JSON and of its arrays, padding left out, as little-endian uint32. */
const lead = 8;
/** Every block starts where the widest element of an array may. */
const padded = (length: number): number => Math.ceil(length / 8) * 8;

/** One part of a recording: two lengths, the JSON of `value` with its arrays taken out, the arrays in one block; each padded to a multiple of 8. */
export function packPart(value: unknown): Uint8Array {
  const { body, bytes } = toWire(value);
  const json = new TextEncoder().encode(JSON.stringify(body));
  const part = new Uint8Array(lead + padded(json.length) + padded(bytes.length));
  const view = new DataView(part.buffer);
  view.setUint32(0, json.length, true);
  view.setUint32(4, bytes.length, true);
  part.set(json, lead);
  part.set(bytes, lead + padded(json.length));
  return part;
}

/** All parts of a recording. Throws a RangeError where one ends early, a SyntaxError where one holds no JSON. */
export function unpackPart(bytes: Uint8Array): unknown[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: unknown[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [json, arrays] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    const start = at + lead;
    const middle = start + padded(json);
    at = middle + padded(arrays);
    if (at > bytes.length) throw new RangeError(`Unexpected end at byte ${bytes.length}: part ${parts.length} goes to ${at}.`);
    parts.push(fromWire({ body: JSON.parse(new TextDecoder().decode(bytes.subarray(start, start + json))), bytes: bytes.subarray(middle, middle + arrays) }));
  }
  return parts;
}
