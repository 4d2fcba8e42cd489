import { atTheDoor } from '../files/door';
import { weightFileEndings } from './endings';
import { FileProblem } from '../files/fileProblem';
import { checkPointer } from '../files/lfsPointer';
import { openH5, openKeras } from '../readers/keras';
import { openNpy } from '../readers/npy';
import { openNpz } from '../readers/npz';
import { openSafetensors } from '../readers/safetensors';
import { openTorch } from '../readers/torch';
import type { ByteSource, OpenOptions, TensorFile } from '../files/tensorFile';

const longestStart = 128;

/**
 * Opens a file of tensors by its content, and by the ending of `name` where that is not enough. Throws `FileProblem`.
 */
export async function openTensorFile(source: ByteSource, name: string, options: OpenOptions = {}): Promise<TensorFile> {
  if (source.size === 0) throw new FileProblem('the file', 'a file of tensors', 'an empty file');
  const start = await source.read(0, Math.min(source.size, longestStart));
  checkPointer(start);
  return atTheDoor(await openByStart(start, source, name, options));
}

function openByStart(start: Uint8Array, source: ByteSource, name: string, options: OpenOptions): Promise<TensorFile> {
  const lower = name.toLowerCase();
  const starts = (...bytes: number[]): boolean => bytes.every((byte, at) => start[at] === byte);
  if (starts(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)) return openNpy(source);
  if (starts(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a)) return openH5(source, options);
  if (starts(0x50, 0x4b)) {
    if (lower.endsWith('.npz')) return openNpz(source);
    if (lower.endsWith('.keras')) return openKeras(source, options);
    return openTorch(source);
  }
  if (lower.endsWith('.safetensors')) return openSafetensors(source);
  if (/\.(pt|pth|bin|ckpt|pkl)$/.test(lower)) return openTorch(source);
  const expected = lower.endsWith('.npy')
    ? 'a .npy array (it begins with \\x93NUMPY)'
    : /\.(npz|keras)$/.test(lower)
      ? 'a ZIP archive (it begins with PK)'
      : /\.(h5|hdf5)$/.test(lower)
        ? 'an HDF5 file'
        : `a file of ${weightFileEndings.join(', ')}`;
  throw new FileProblem('the start of the file', expected, 'something else');
}
