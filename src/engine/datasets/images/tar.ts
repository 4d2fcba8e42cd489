import { misfit, type DataFile } from '../dataFile';

const block = 512;

/** A text field of a header: up to its first NUL. */
function field(header: Uint8Array, start: number, length: number): string {
  const end = header.subarray(start, start + length).indexOf(0);
  return String.fromCharCode(...header.subarray(start, start + (end < 0 ? length : end)));
}

/** A number as a header writes it: octal digits between spaces, which cannot be negative; NaN for anything else. */
function octal(text: string): number {
  const digits = text.trim();
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : NaN;
}

/** The sum of a header's bytes with its own checksum field read as spaces (POSIX 1003.1, ustar). */
function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}

/** Whether bytes begin with the header of a tar archive. */
export function beginsTar(bytes: Uint8Array): boolean {
  return bytes.length >= block && octal(field(bytes, 148, 8)) === checksum(bytes.subarray(0, block));
}

/**
 * The plain files of a tar archive in their order, as views of its bytes. Throws `DatasetError` for what is no whole
 * archive.
 */
export function readTar(file: DataFile): DataFile[] {
  const { name, bytes } = file;
  const found: DataFile[] = [];
  for (let at = 0; at + block <= bytes.length;) {
    const header = bytes.subarray(at, at + block);
    // Two blocks of zeros end an archive.
    if (header[0] === 0) break;
    const size = octal(field(header, 124, 12));
    if (octal(field(header, 148, 8)) !== checksum(header) || Number.isNaN(size))
      throw misfit(name, 'a tar archive', `no tar header at byte ${at}`);
    const [path, prefix] = [field(header, 0, 100), field(header, 257, 5) === 'ustar' ? field(header, 345, 155) : ''];
    const type = String.fromCharCode(header[156]);
    at += block;
    if (at + size > bytes.length)
      throw misfit(name, `${size} bytes of ${path}`, `${bytes.length - at}: the archive is truncated`);
    if (type === '0' || type === '\0')
      found.push({ name: prefix === '' ? path : `${prefix}/${path}`, bytes: bytes.subarray(at, at + size) });
    at += Math.ceil(size / block) * block;
  }
  if (found.length === 0) throw misfit(name, 'a tar archive with files', 'none');
  return found;
}
