/**
 * The least second byte after these first bytes, and the greatest; 0x80 … 0xBF after all others (Unicode 15, table
 * 3-7).
 */
const leastSecond = new Map([
  [0xe0, 0xa0],
  [0xf0, 0x90],
]);
const greatestSecond = new Map([
  [0xed, 0x9f],
  [0xf4, 0x8f],
]);

/** Bytes of the character that begins with `first`; 0 for a byte that begins none. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

/**
 * The place of the first byte that no well-formed UTF-8 begins with or goes on from; −1 when all of it is well-formed.
 */
export function firstNotUtf8(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at];
    if (first < 0x80) {
      at++;
      continue;
    }
    const length = lengthOf(first);
    if (length === 0 || at + length > bytes.length) return at;
    for (let i = 1; i < length; i++) {
      const least = i === 1 ? (leastSecond.get(first) ?? 0x80) : 0x80;
      const greatest = i === 1 ? (greatestSecond.get(first) ?? 0xbf) : 0xbf;
      if (bytes[at + i] < least || bytes[at + i] > greatest) return at;
    }
    at += length;
  }
  return -1;
}
