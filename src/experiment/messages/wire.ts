import { packPart, partsOf } from './parts';

/**
 * A message between an editor and its page, packed whole into one array of bytes. VS Code would carry it as JSON with
 * every buffer beside it: plain NaN and infinities would arrive as null, buffers after the 255th would be lost, and an
 * object of the message that has a key of VS Code's own would be taken for such a buffer.
 */
export interface WireMessage {
  bytes: Uint8Array;
}

/** A copy of `value` that reaches the other side whole. Throws a TypeError for what cannot be carried. */
export function toWire(value: unknown): WireMessage {
  return { bytes: packPart(value) };
}

/** The inverse of `toWire`; arrays are views of the one array of bytes. */
export function fromWire({ bytes }: WireMessage): unknown {
  const { value, done } = partsOf(bytes).next();
  if (done) throw new RangeError('Unexpected end of a message: expected a part.');
  return value;
}
