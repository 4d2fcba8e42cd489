import type { SeededRandom } from './random';

const extremes = [0, 1, 0x28, 0x52, 0x7f, 0x80, 0xfe, 0xff];
/** Texts that break readers which trust a file's words. */
const words = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  '{"toString":1}',
  '../../x',
  'NaN',
  '-1',
  '1e999',
  '99999999999',
  '[[[[[[[[',
  'null',
];

/** A byte that matters: those at the beginning and at the end more often than others. */
function placeIn(bytes: Uint8Array, random: SeededRandom): number {
  const edge = random.below(Math.min(bytes.length, 256));
  return random.once(3) ? random.below(bytes.length) : random.once(2) ? edge : bytes.length - 1 - edge;
}

/** Digits in a text turned into another number: lengths, offsets and sides. */
function otherNumber(bytes: Uint8Array, at: number, random: SeededRandom): Uint8Array {
  const isDigit = (i: number): boolean => bytes[i] >= 0x30 && bytes[i] <= 0x39;
  let from = at;
  while (from < bytes.length && !isDigit(from)) from++;
  let to = from;
  while (to < bytes.length && isDigit(to)) to++;
  const number = random.of(['0', '1', '-1', '4294967296', '9007199254740993', '1.5', '1e9', '2147483647']);
  return splice(bytes, from, to - from, new TextEncoder().encode(number));
}

function splice(bytes: Uint8Array, at: number, remove: number, add: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length - remove + add.length);
  out.set(bytes.subarray(0, at));
  out.set(add, at);
  out.set(bytes.subarray(at + remove), at + add.length);
  return out;
}

function change(bytes: Uint8Array, random: SeededRandom, others: readonly Uint8Array[]): Uint8Array {
  const at = placeIn(bytes, random);
  switch (random.below(10)) {
    case 0:
      return bytes.map((byte, i) => (i === at ? byte ^ (1 << random.below(8)) : byte));
    case 1:
      return bytes.map((byte, i) => (i === at ? random.of(extremes) : byte));
    case 2: {
      const value = random.of([0, 255, 127]);
      const width = random.of([2, 4, 8]);
      return bytes.map((byte, i) => (i >= at && i < at + width ? value : byte));
    }
    case 3:
      return bytes.slice(0, random.below(bytes.length));
    case 4: {
      const out = bytes.slice();
      out.copyWithin(at, random.below(bytes.length), random.below(bytes.length));
      return out;
    }
    case 5:
      return splice(bytes, at, 0, bytes.slice(Math.max(0, at - random.below(64)), at));
    case 6:
      return splice(bytes, at, random.below(Math.min(16, bytes.length - at)), new Uint8Array(0));
    case 7:
      return splice(bytes, at, 0, new TextEncoder().encode(random.of(words)));
    case 8:
      return otherNumber(bytes, at, random);
    default: {
      const other = random.of(others);
      const from = random.below(other.length);
      return splice(bytes, at, 0, other.slice(from, from + random.below(64)));
    }
  }
}

/**
 * `bytes` with one to six changes of the kinds that break readers; `others` are inputs of the same format to take
 * stretches from.
 */
export function mutate(bytes: Uint8Array, random: SeededRandom, others: readonly Uint8Array[] = [bytes]): Uint8Array {
  let out: Uint8Array = bytes.slice();
  for (let left = 1 + random.below(6); left > 0 && out.length > 1; left--) out = change(out, random, others);
  return out;
}
