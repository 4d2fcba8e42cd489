import { countText } from '../dataFile';
import { DatasetError } from '../datasetError';
import type { Room } from '../room';
import { firstNotUtf8 } from './utf8';

/** A table's text as UTF-8 without a byte order mark, and the separator that its first line names. */
export interface CsvText {
  bytes: Uint8Array;
  /** Of Excel's `sep=;` line, which is no longer in `bytes`. */
  delimiter: string | undefined;
  /** Lines that were left out before the first byte. */
  skipped: number;
}

/** Byte order marks; that of UTF-32 begins as that of UTF-16 does, so it is looked for first. */
const marks = [
  { encoding: 'UTF-32', bytes: [0xff, 0xfe, 0, 0] },
  { encoding: 'UTF-32', bytes: [0, 0, 0xfe, 0xff] },
  { encoding: 'UTF-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'UTF-16LE', bytes: [0xff, 0xfe] },
  { encoding: 'UTF-16BE', bytes: [0xfe, 0xff] },
] as const;

const advice = 'save it as UTF-8 (in Excel: CSV UTF-8)';

/** The line of the byte at a place, from 1, and the byte's number in that line, from 1. */
function placeOf(bytes: Uint8Array, at: number): { line: number; byte: number } {
  let line = 1;
  let start = 0;
  for (let i = 0; i < at; i++) {
    if (bytes[i] !== 0x0a) continue;
    line++;
    start = i + 1;
  }
  return { line, byte: at - start + 1 };
}

const hex = (byte: number): string => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** The encoding that many zero bytes at odd or even places point to. */
function likelyUtf16(bytes: Uint8Array): boolean {
  const looked = Math.min(bytes.length, 4096);
  const zeros = [0, 0];
  for (let i = 0; i < looked; i++) if (bytes[i] === 0) zeros[i % 2]++;
  return Math.max(...zeros) > looked / 4 && Math.min(...zeros) < looked / 20;
}

/** UTF-16 as UTF-8. Half a code unit at the end, or half a pair, is refused: some bytes are missing. */
function fromUtf16(bytes: Uint8Array, encoding: 'UTF-16LE' | 'UTF-16BE', file: string, room: Room): Uint8Array {
  room.take(4 * bytes.length, `${file} as UTF-8`);
  try {
    return new TextEncoder().encode(new TextDecoder(encoding.toLowerCase(), { fatal: true }).decode(bytes));
  } catch {
    throw new DatasetError(
      { file },
      `the file begins as ${encoding} but is invalid; it may be truncated. To fix this, ${advice}.`,
    );
  }
}

function checkUtf8(bytes: Uint8Array, file: string): void {
  const wrong = firstNotUtf8(bytes);
  const zero = bytes.indexOf(0);
  if (zero >= 0 && (wrong < 0 || zero < wrong || likelyUtf16(bytes))) {
    const { line, byte } = placeOf(bytes, zero);
    const kind = likelyUtf16(bytes) ? 'the file looks like UTF-16 without a byte order mark' : 'text tables have none';
    throw new DatasetError({ file, row: line, value: hex(0) }, `byte ${countText(byte)} is NUL: ${kind}; ${advice}.`);
  }
  if (wrong < 0) return;
  const { line, byte } = placeOf(bytes, wrong);
  throw new DatasetError(
    { file, row: line, value: hex(bytes[wrong]) },
    `byte ${countText(byte)}, ${hex(bytes[wrong])}, is not UTF-8 (the file may be Latin-1 or Windows-1252): ${advice}.`,
  );
}

/** Excel's first line, which names the separator: `sep=;`. */
const separatorLine = /^"?sep=([^"\r\n0-9A-Za-z])"?[ \t]*(?:\r\n|\n|\r|$)/i;

/**
 * Decides the encoding of a table by its byte order mark, else it has to be UTF-8, and takes Excel's `sep=` line off.
 * Throws `DatasetError` with line and byte of what is no text in it.
 */
export function readCsvText(source: Uint8Array, file: string, room: Room): CsvText {
  const mark = marks.find((one) => one.bytes.every((byte, at) => source[at] === byte));
  if (mark?.encoding === 'UTF-32') throw new DatasetError({ file }, `the file is UTF-32: ${advice}.`);
  let bytes = source.subarray(mark?.bytes.length ?? 0);
  if (mark?.encoding === 'UTF-16LE' || mark?.encoding === 'UTF-16BE')
    bytes = fromUtf16(bytes, mark.encoding, file, room);
  checkUtf8(bytes, file);
  const first = separatorLine.exec(new TextDecoder().decode(bytes.subarray(0, 64)));
  if (first === null) return { bytes, delimiter: undefined, skipped: 0 };
  return { bytes: bytes.subarray(new TextEncoder().encode(first[0]).length), delimiter: first[1], skipped: 1 };
}
