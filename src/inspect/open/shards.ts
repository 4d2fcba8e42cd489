import { dirname, join } from 'node:path';
import { atTheDoor } from '../files/door';
import { described, FileProblem, quoted } from '../files/fileProblem';
import { FileSource } from '../files/fileSource';
import { checkPointer } from '../files/lfsPointer';
import { boundedName } from '../files/names';
import { openTensorFile } from './openTensorFile';
import { byDepth } from '../files/order';
import type { OpenOptions, TensorEntry, TensorFile } from '../files/tensorFile';

const largestIndex = 32 * 2 ** 20;
const mostShards = 500;

/** Whether a path is that of an index of shards, as transformers writes them beside the shards. */
export const isShardIndex = (path: string): boolean => /\.(safetensors|bin)\.index\.json$/i.test(path);

/** The names of the tensors of each shard, by the name of its file. */
async function readIndex(source: FileSource): Promise<Map<string, Set<string>>> {
  if (source.size > largestIndex)
    throw new FileProblem('the index', `at most ${largestIndex} bytes`, String(source.size));
  const bytes = await source.read(0, source.size);
  checkPointer(bytes);
  let index: unknown;
  try {
    index = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new FileProblem('the index', 'JSON', 'something else');
  }
  const isObject = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const map: unknown =
    isObject(index) && Object.hasOwn(index, 'weight_map') ? (index as { weight_map: unknown }).weight_map : undefined;
  if (!isObject(map))
    throw new FileProblem('weight_map of the index', 'an object that maps tensors to files', described(map));
  const shards = new Map<string, Set<string>>();
  for (const [tensor, file] of Object.entries(map)) {
    const place = `weight_map of ${quoted(tensor)}`;
    if (typeof file !== 'string') throw new FileProblem(place, 'the name of a file', described(file));
    // Shards lie beside their index: a path could lead anywhere.
    if (!/^[^/\\\p{Cc}]{1,255}$/u.test(file) || file === '.' || file === '..')
      throw new FileProblem(place, 'the name of a file in the folder of the index', quoted(file));
    const names = shards.get(file);
    if (names) names.add(boundedName(tensor));
    else shards.set(file, new Set([boundedName(tensor)]));
  }
  if (shards.size > mostShards) throw new FileProblem('the index', `at most ${mostShards} files`, String(shards.size));
  return shards;
}

/** What is wrong with a shard, in words; throws what is no fault of the file. */
function reasonOf(error: unknown): string {
  if (error instanceof FileProblem && error.kind === 'bad') return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string') throw error;
  return code === 'ENOENT' ? "the file doesn't exist" : code;
}

/**
 * Opens the shards of an index as one file, with the tensors that the index names. Shards that are missing or cannot be
 * read are named among what is left out. Throws `FileProblem`.
 */
export async function openShards(path: string, options: OpenOptions): Promise<TensorFile & { size: number }> {
  const source = await FileSource.open(path);
  const shards = await readIndex(source).finally(() => source.close());
  const opened: { close(): void }[] = [];
  const owners = new Map<TensorEntry, TensorFile>();
  const skipped: { name: string; reason: string }[] = [];
  const metadata: Record<string, string> = {};
  let size = 0;
  const close = (): void => opened.forEach((one) => one.close());
  try {
    for (const [name, wanted] of [...shards].sort(([a], [b]) => (a < b ? -1 : 1))) {
      try {
        const shard = await FileSource.open(join(dirname(path), name));
        opened.push(shard);
        const file = await openTensorFile(shard, name, options);
        opened.push(file);
        shard.endTurn();
        size += shard.size;
        Object.assign(metadata, file.metadata);
        for (const entry of file.tensors) if (wanted.delete(entry.name)) owners.set(entry, file);
        for (const left of file.skipped) {
          skipped.push(left);
          wanted.delete(left.name);
        }
        for (const missing of wanted) skipped.push({ name: missing, reason: `it is missing in ${name}` });
      } catch (error) {
        skipped.push({ name, reason: `${reasonOf(error)}; it has ${wanted.size} of the tensors` });
      }
    }
    const format = [...owners.values()][0]?.format ?? 'safetensors';
    const file = atTheDoor({
      format,
      metadata,
      tensors: byDepth([...owners.keys()]),
      skipped,
      read: (entry, from, to) => owners.get(entry)!.read(entry, from, to),
      close,
    });
    return { ...file, size };
  } catch (error) {
    close();
    throw error;
  }
}
