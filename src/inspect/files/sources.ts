import { FileProblem } from './fileProblem';
import type { ByteSource } from './tensorFile';

/** The name of a stretch of bytes in messages. */
const stretch = (offset: number, length: number): string => `bytes ${offset} to ${offset + length}`;

/** A block of memory as a source. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => {
      checkRange(bytes.length, offset, length);
      return bytes.slice(offset, offset + length);
    },
  };
}

/** The `size` bytes from `offset` of another source. */
export function partOf(source: ByteSource, offset: number, size: number): ByteSource {
  checkRange(source.size, offset, size);
  return {
    size,
    file: source.file && { path: source.file.path, offset: source.file.offset + offset },
    read: async (at, length) => {
      checkRange(size, at, length);
      return source.read(offset + at, length);
    },
  };
}

/** Throws a `FileProblem` for a stretch that is not within `size` bytes. */
export function checkRange(size: number, offset: number, length: number): void {
  if (
    !Number.isSafeInteger(offset) ||
    !Number.isSafeInteger(length) ||
    offset < 0 ||
    length < 0 ||
    offset + length > size
  ) {
    throw new FileProblem(stretch(offset, length), `a range within ${size} bytes`, 'the end of the file');
  }
}
