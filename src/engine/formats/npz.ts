import { unzipSync, zipSync } from 'fflate';
import { writeNpy } from './npy';
import { NpyError, readNpy, type NpyArray } from './npyRead';

/**
 * The arrays of a `.npz` file by name, in the file's order, as `np.load` gives those of `np.savez` and
 * `np.savez_compressed`. Throws `NpyError` for what is no ZIP archive or holds something that is no `.npy` array.
 */
export function readNpz(bytes: Uint8Array): { name: string; array: NpyArray }[] {
  if (bytes.length === 0) throw new NpyError('a .npz archive', 'an empty file');
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    throw new NpyError('a .npz archive (it begins with PK)', 'something else');
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes);
  } catch (error) {
    throw new NpyError('a complete .npz archive', error instanceof Error ? error.message : String(error));
  }
  return Object.entries(entries).map(([file, content]) => {
    try {
      return { name: file.replace(/\.npy$/, ''), array: readNpy(content) };
    } catch (error) {
      if (error instanceof NpyError) throw new NpyError(`in ${file} ${error.expected}`, error.found);
      throw error;
    }
  });
}

/** The time stamp of every entry: what ZIP takes for its first day, so that equal tensors give equal bytes. */
const firstDay = '1980-01-01T00:00:00';

/**
 * A `.npz` file of named arrays as `np.savez` writes it: one `.npy` for each, not compressed. Throws a RangeError for a
 * name given twice and for a shape that does not fit its values.
 */
export function writeNpz(
  arrays: readonly { name: string; shape: readonly number[]; values: Float64Array | Float32Array }[],
): Uint8Array {
  const entries: Record<string, Uint8Array> = {};
  for (const { name, shape, values } of arrays) {
    if (Object.hasOwn(entries, `${name}.npy`))
      throw new RangeError(`Array ${name} already exists in the .npz file: every array needs a unique name.`);
    entries[`${name}.npy`] = writeNpy(values, shape);
  }
  return zipSync(entries, { level: 0, mtime: firstDay });
}
