import { FileSource } from '../files/fileSource';
import { openTensorFile } from './openTensorFile';
import { isShardIndex, openShards } from './shards';
import type { OpenOptions, TensorFile } from '../files/tensorFile';

/**
 * Opens a file of tensors on disk, or the shards of an index as one; closing it lets go of the file. Throws
 * `FileProblem`, and Node's own error where there is no such file.
 */
export async function openPath(path: string, options: OpenOptions): Promise<TensorFile & { size: number }> {
  if (isShardIndex(path)) return openShards(path, options);
  const source = await FileSource.open(path);
  try {
    const file = await openTensorFile(source, path, options);
    source.endTurn();
    const close = (): void => {
      file.close();
      source.close();
    };
    return { ...file, size: source.size, close };
  } catch (error) {
    source.close();
    throw error;
  }
}
