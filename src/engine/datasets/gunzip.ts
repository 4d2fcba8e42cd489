import { FlateErrorCode, Gunzip, type FlateError } from 'fflate';
import { misfit, type DataFile } from './dataFile';

/** The most a gzipped file may hold, so that a small one cannot fill the memory: CIFAR-10 unpacked is 185 MB. */
const mostBytes = 1 << 30;
const pieceBytes = 1 << 20;
/** Header and trailer of a member (RFC 1952). */
const fewestBytes = 18;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 of ISO 3309, as gzip and zip keep it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Whether the bytes begin as a gzip file does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The file as it was before gzip; a plain one as it is. Length and CRC-32 are checked. A file of one member, as all
 * published sets are. Throws `DatasetError` for a truncated or damaged one.
 */
export function gunzipped(file: DataFile): DataFile {
  const { name, bytes } = file;
  if (!isGzip(bytes)) return file;
  if (bytes.length < fewestBytes) throw misfit(name, 'a whole gzip file', 'one that ends early');
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Gunzip((part) => {
    parts.push(part);
    length += part.length;
    if (length > mostBytes) throw misfit(name, `a gzipped file of at most ${mostBytes >> 20} MB`, 'a longer one');
  });
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) stream.push(bytes.subarray(at, at + pieceBytes), at + pieceBytes >= bytes.length);
  } catch (error) {
    if ((error as FlateError).code === undefined) throw error;
    const cut = (error as FlateError).code === FlateErrorCode.UnexpectedEOF;
    throw misfit(name, 'a whole gzip file', cut ? 'one that ends early' : 'a damaged one');
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  if (trailer.getUint32(4, true) !== length % 2 ** 32) throw misfit(name, 'a whole gzip file', 'one that ends early');
  if (trailer.getUint32(0, true) !== crc32(whole)) throw misfit(name, 'a sound gzip file', 'one whose checksum (CRC-32) is wrong');
  return { name, bytes: whole };
}
