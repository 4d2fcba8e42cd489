import { FlateErrorCode, Gunzip, type FlateError } from 'fflate';
import { countText, misfit, type DataFile } from '../dataFile';
import { DatasetError } from '../datasetError';
import { Room, RoomError } from '../room';

/** Packed bytes that are given to the unpacker at a time: it makes at most a thousand times as many of them at once. */
const pieceBytes = 1 << 13;
/** Bytes that deflate makes of one at most. */
const mostRatio = 1032;
/** A header of 10 bytes, an empty block, and a trailer of 8. */
const leastBytes = 20;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 of ISO 3309, as gzip and zip keep it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Whether the bytes begin as a gzip file does (RFC 1952). */
function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Looks at the first bytes of what is unpacked, of `size` in all, and throws when the rest is not worth it. */
export type Look = (first: Uint8Array, size: number) => void;

/** Bytes that are there when a look is taken, or all of fewer: more than any header has. */
const lookedAt = 1024;

/**
 * The file as it was before gzip; a plain one as it is. Length and CRC-32 are checked. A file of one member, as all
 * published sets are: its last four bytes say how many it unpacks to, which are taken from `room` before any is
 * unpacked. `look` is called once, on the first bytes. Throws `DatasetError` for a truncated or damaged one, and
 * `RoomError`.
 */
export function gunzipped(file: DataFile, room = new Room(), look?: Look): DataFile {
  const { name, bytes } = file;
  if (!isGzip(bytes)) return file;
  if (bytes.length < leastBytes)
    throw misfit(name, `a gzip file of at least ${leastBytes} bytes`, `${bytes.length}: it is truncated`);
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  const size = trailer.getUint32(4, true);
  // Of a file that is cut off these bytes say anything: then it is unpacked only to see where it ends.
  const plausible = size <= mostRatio * bytes.length && size <= room.left;
  if (plausible) room.take(size, `${name} unpacked`);
  const whole = new Uint8Array(plausible ? size : 0);
  let length = 0;
  let looked = false;
  const stream = new Gunzip((part) => {
    if (length + part.length > size)
      throw misfit(
        name,
        `a gzip file that unpacks to the ${countText(size)} bytes that it says`,
        'more: it is corrupt, truncated or has several parts',
      );
    if (plausible) whole.set(part, length);
    length += part.length;
    if (plausible && !looked && length >= Math.min(lookedAt, size)) {
      looked = true;
      look?.(whole.subarray(0, length), size);
    }
    if (!plausible && length > room.left) room.take(size, `${name} unpacked`);
  });
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes)
      stream.push(bytes.subarray(at, at + pieceBytes), at + pieceBytes >= bytes.length);
  } catch (error) {
    if (error instanceof DatasetError || error instanceof RoomError) throw error;
    const cut = (error as FlateError).code === FlateErrorCode.UnexpectedEOF;
    throw misfit(name, 'a complete gzip file', cut ? 'a truncated one' : 'a corrupt one');
  }
  if (length !== size) throw misfit(name, 'a complete gzip file', 'a truncated one');
  if (trailer.getUint32(0, true) !== crc32(whole))
    throw misfit(name, 'a valid gzip file', 'one with a wrong checksum (CRC-32)');
  return { name, bytes: whole };
}
